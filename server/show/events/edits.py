"""Events of edits minutes before air: names, eligibility, the running order, extra rows, draws, imported tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from server.show.events.row import EventRow, Keys, always, cue, entry, fixed
from server.show.model import Cue, Eligibility, Entry, Judge
from server.show.model.event import Event
from server.show.model.lottery import Drawn


@dataclass(frozen=True, slots=True)
class EntryEdited(Event):
    entry: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class EligibilitySet(Event):
    entry: str
    eligibility: Eligibility
    reason: str


@dataclass(frozen=True, slots=True)
class BroughtBack(Event):
    """Return of a postponed entry: its segment stands before `before` (None: last) and in `session`."""

    entry: str
    before: str | None
    session: str
    eligibility: Eligibility
    reason: str


@dataclass(frozen=True, slots=True)
class JudgeEdited(Event):
    judge: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class EntriesImported(Event):
    """Import of a table: entries and judges are as they stand here from now on."""

    table: str
    entries: dict[str, Entry]
    judges: dict[str, Judge]
    order: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class SegmentMoved(Event):
    segment: str
    before: str | None


@dataclass(frozen=True, slots=True)
class CueMoved(Event):
    cue: str
    before: str | None


@dataclass(frozen=True, slots=True)
class CueSkipped(Event):
    cue: str
    on: bool


@dataclass(frozen=True, slots=True)
class CueExtended(Event):
    cue: str
    seconds: int


@dataclass(frozen=True, slots=True)
class CueAdded(Event):
    after: str
    cue: Cue


@dataclass(frozen=True, slots=True)
class CueRemoved(Event):
    cue: str


def _of_entry(event: Any) -> Keys:
    return (f"entry/{event.entry}",)


def _of_entry_and_rundown(event: Any) -> Keys:
    return (f"entry/{event.entry}", "rundown")


def _of_table(event: EntriesImported) -> Keys:
    named = (*(f"entry/{id}" for id in event.entries), *(f"judge/{id}" for id in event.judges))
    return (*named, *(f"entry/{id}" for ids in event.order.values() for id in ids))


ROWS: dict[type[Event], EventRow] = {
    EntryEdited: EventRow(about=entry, touches=_of_entry, cause="edit"),
    EligibilitySet: EventRow(about=entry, touches=_of_entry_and_rundown, cause="edit"),
    BroughtBack: EventRow(about=entry, touches=_of_entry_and_rundown),
    JudgeEdited: EventRow(
        about=lambda event: (event.judge,), touches=lambda event: (f"judge/{event.judge}",), cause="edit"
    ),
    EntriesImported: EventRow(about=lambda event: (event.table,), touches=_of_table),
    Drawn: EventRow(
        about=lambda event: (event.session,), touches=fixed("rundown", "draws"), cause="draw", hall_saw=always
    ),
    SegmentMoved: EventRow(about=lambda event: (event.segment,)),
    CueMoved: EventRow(about=cue),
    CueSkipped: EventRow(about=cue),
    CueExtended: EventRow(about=cue),
    CueAdded: EventRow(about=lambda event: (event.cue.id,)),
    CueRemoved: EventRow(about=cue),
}
