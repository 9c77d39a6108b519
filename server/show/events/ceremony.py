"""Events of the awards ceremony. The locked plan itself stands in the journal, so that a replay shows what
the hall saw, whatever a newer compiler would make of the results."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from server.show.events.row import EventRow, Keys, always, did, fixed
from server.show.model.ceremony import Motion, Plan
from server.show.model.contest import CeremonyOrder, Person, Prize
from server.show.model.event import Event
from server.show.model.sheet import Result


@dataclass(frozen=True, slots=True)
class CeremonyPlanned(Event):
    order: CeremonyOrder


@dataclass(frozen=True, slots=True)
class CeremonyLocked(Event):
    plan: Plan


@dataclass(frozen=True, slots=True)
class CeremonyUnlocked(Event):
    """End of a locked plan, of so many steps, before any of it was on air."""

    steps: int


@dataclass(frozen=True, slots=True)
class CeremonyStepped(Event):
    """Step forward: a later step by GO, with its motion; or any step by a jump, without motion."""

    step: int
    motion: Motion | None
    go: bool = False


@dataclass(frozen=True, slots=True)
class CeremonyReturned(Event):
    """Return to the step before this one."""

    step: int


@dataclass(frozen=True, slots=True)
class CeremonyMoved(Event):
    """Change of the motion of the step on air: completed (None), held, resumed, or at another speed."""

    did: Literal["complete", "pause", "resume", "speed"]
    motion: Motion | None
    speed: int = 100
    go: bool = False


@dataclass(frozen=True, slots=True)
class PresentersSet(Event):
    award: str
    presenters: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class QuotaSet(Event):
    award: str
    category: str
    quota: int


@dataclass(frozen=True, slots=True)
class PrizeAdded(Event):
    prize: Prize


@dataclass(frozen=True, slots=True)
class PrizeRemoved(Event):
    prize: str


@dataclass(frozen=True, slots=True)
class InventedSheet:
    """Invented marks of an entry and the result that they come to."""

    marks: dict[str, Decimal]
    result: Result
    criteria: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    given: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MarksInvented(Event):
    """Invented results of a rehearsal; no live journal holds this."""

    sheets: dict[str, InventedSheet]


def _award(event: Any) -> Keys:
    return (event.award,)


def _step(event: Any) -> Keys:
    return (str(event.step),)


ROWS: dict[type[Event], EventRow] = {
    CeremonyPlanned: EventRow(touches=fixed("ceremony")),
    CeremonyLocked: EventRow(),
    CeremonyUnlocked: EventRow(),
    CeremonyStepped: EventRow(  # a jump shows its step at rest
        about=_step, cause=lambda event: "step" if event.motion else "other", hall_saw=always
    ),
    CeremonyReturned: EventRow(about=_step, hall_saw=always),
    CeremonyMoved: EventRow(what=did, cause="motion"),
    PresentersSet: EventRow(about=_award, touches=lambda event: (f"presenters/{event.award}",)),
    QuotaSet: EventRow(about=_award, touches=lambda event: (f"quota/{event.award}/{event.category}",)),
    PrizeAdded: EventRow(about=lambda event: (event.prize.title,)),
    PrizeRemoved: EventRow(about=lambda event: (event.prize,)),
    MarksInvented: EventRow(about=lambda event: (str(len(event.sheets)),), cause="marks"),
}
