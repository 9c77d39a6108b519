"""Journal record: an event with its number, its moment and who caused it; the first event and the undo.

Events carry what was decided (the cue taken, the result revealed, the winners of an award), so that
replaying an old journal with newer code shows what the hall saw, not what we would compute today.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from server.show.events.row import EventRow
from server.show.model import Contest, Segment
from server.show.model.event import Event


@dataclass(frozen=True, slots=True)
class Opened(Event):
    """First event of every journal: the whole event file and the rundown made from it."""

    contest: Contest
    mode: Literal["live", "rehearsal"]
    rundown: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Undone(Event):
    """Undo of the action at seq `of`. `seen`: the hall had seen it."""

    of: int
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """Journal record of an event: its number, its moment (server ms) and who caused it."""

    seq: int
    at: int
    by: str
    event: Event


ROWS: dict[type[Event], EventRow] = {
    Opened: EventRow(undo="lasting"),
    Undone: EventRow(cause="undo", undo="lasting"),
}
