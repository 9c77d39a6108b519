"""Events of edits minutes before air: names, eligibility, the running order, extra rows, draws, imported tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from server.show.model import Cue, Eligibility, Entry, Judge
from server.show.model.event import Event


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
    """A postponed entry runs again: its segment stands before `before` (None: last) and in `session`."""

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
    """A table was taken over; entries and judges are as they are from now on."""

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
