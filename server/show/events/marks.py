"""Events of marks: entered, submitted, signed, corrected, revealed."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from server.show.events.row import EventRow, Keys, always, entry, fixed
from server.show.model import Excused, Result
from server.show.model.event import Event


@dataclass(frozen=True, slots=True)
class ScoringChosen(Event):
    entry: str


@dataclass(frozen=True, slots=True)
class MarksEntered(Event):
    entry: str
    marks: dict[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class CriteriaEntered(Event):
    """Marks of a judge by criterion, typed by somebody else; None blanks one."""

    entry: str
    judge: str
    values: dict[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class MarksDrafted(Event):
    """Draft of a judge, not submitted: criterion (or "total") → mark."""

    entry: str
    judge: str
    values: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class MarksSubmitted(Event):
    """Submitted sheet of a judge, the judge's own word: the mark, and the criteria that it is made of."""

    entry: str
    judge: str
    mark: Decimal
    criteria: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MarksWithdrawn(Event):
    entry: str
    judge: str


@dataclass(frozen=True, slots=True)
class JudgeExcused(Event):
    """Excuse of a judge whose mark does not count (recused, absent …); None: it counts again."""

    entry: str
    judge: str
    state: Excused | None
    reason: str


@dataclass(frozen=True, slots=True)
class JudgesAccepted(Event):
    """Acceptance of a score that is computed on `count` judges."""

    entry: str
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class PartGiven(Event):
    """Value of a part of the score that comes from elsewhere; None blanks it."""
    entry: str
    part: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Deducted(Event):
    entry: str
    points: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Checked(Event):
    entry: str


@dataclass(frozen=True, slots=True)
class Unchecked(Event):
    entry: str
    reason: str


@dataclass(frozen=True, slots=True)
class Confirmed(Event):
    entry: str
    result: Result


@dataclass(frozen=True, slots=True)
class Unconfirmed(Event):
    entry: str
    reason: str


@dataclass(frozen=True, slots=True)
class Corrected(Event):
    """Correction of a confirmed result. A hall that saw the old one sees it until the next reveal. Where two
    people are wanted, the first is `proposed_by` and the second recorded this. Where `excused` changed who
    counts, the correction's own signatures accept the number that is left."""

    entry: str
    reason: str
    marks: dict[str, Decimal | None]
    deduction: Decimal
    before: Result
    after: Result
    criteria: dict[str, dict[str, Decimal | None]] = field(default_factory=dict)
    proposed_by: str = ""
    excused: dict[str, Excused | None] = field(default_factory=dict)
    given: dict[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CorrectionProposed(Event):
    """A correction that waits for a second person."""

    entry: str
    reason: str
    marks: dict[str, Decimal | None]
    deduction: Decimal
    criteria: dict[str, dict[str, Decimal | None]] = field(default_factory=dict)
    excused: dict[str, Excused | None] = field(default_factory=dict)
    given: dict[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CorrectionRejected(Event):
    entry: str
    reason: str


@dataclass(frozen=True, slots=True)
class TieBroken(Event):
    """Decision of a tie: votes, or marks of an extra round, by entry id; they part entries that are tied."""

    category: str
    values: dict[str, Decimal]
    how: Literal["vote", "extra_round"]
    reason: str


@dataclass(frozen=True, slots=True)
class Armed(Event):
    entry: str


@dataclass(frozen=True, slots=True)
class Disarmed(Event):
    entry: str


@dataclass(frozen=True, slots=True)
class Revealed(Event):
    """Reveal of results to the public, several at once where the policy says so."""

    entry: str
    results: dict[str, Result]
    go: bool = False
    advance: str | None = None


@dataclass(frozen=True, slots=True)
class Hidden(Event):
    entry: str
    reason: str


def _entry_and_judge(event: Any) -> Keys:
    return (event.entry, event.judge)


def _of_sheet(event: Any) -> Keys:
    return (f"sheet/{event.entry}",)


def _of_judge(event: Any) -> Keys:
    return (f"sheet/{event.entry}", f"sheet/{event.entry}/{event.judge}")


def _of_marks(event: Any) -> Keys:
    judges = (*event.marks, *getattr(event, "excused", ()))
    return (f"sheet/{event.entry}", *(f"sheet/{event.entry}/{judge}" for judge in judges))


def _of_results(event: Revealed) -> Keys:
    return ("program", *(f"sheet/{entry}" for entry in event.results))


_SHEET = EventRow(about=entry, touches=_of_sheet)
_SIGNED = EventRow(about=entry, touches=_of_sheet, cause="marks")
_OF_JUDGE = EventRow(about=_entry_and_judge, touches=_of_judge)
_JUDGES_OWN = EventRow(about=_entry_and_judge, touches=_of_judge, undo="judges_own")

ROWS: dict[type[Event], EventRow] = {
    ScoringChosen: EventRow(about=entry, touches=fixed("scoring"), undo="passing"),
    MarksEntered: EventRow(about=entry, touches=_of_marks, cause="marks"),
    CriteriaEntered: _OF_JUDGE,
    MarksDrafted: EventRow(about=_entry_and_judge, undo="judges_own", logged=False),
    MarksSubmitted: _JUDGES_OWN,
    MarksWithdrawn: _JUDGES_OWN,
    JudgeExcused: _OF_JUDGE,
    JudgesAccepted: _SHEET,
    PartGiven: _SHEET,
    Deducted: _SIGNED,
    Checked: _SHEET,
    Unchecked: _SHEET,
    Confirmed: _SIGNED,
    Unconfirmed: _SIGNED,
    Corrected: EventRow(about=entry, touches=_of_marks, cause="marks", undo="lasting"),
    CorrectionProposed: _SHEET,
    CorrectionRejected: _SHEET,
    TieBroken: EventRow(about=lambda event: (event.category,)),
    Armed: EventRow(about=entry),
    Disarmed: EventRow(about=entry),
    Revealed: EventRow(about=entry, touches=_of_results, cause="reveal", hall_saw=always),
    Hidden: EventRow(about=entry, touches=_of_sheet, undo="lasting"),
}
