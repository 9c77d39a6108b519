"""What has happened to a sheet since judges have pages of their own and results are signed.

Part of `events`: facts in the journal, never changed and never removed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from server.show.model.sheet import Excused


@dataclass(frozen=True, slots=True)
class CriteriaEntered:
    """A judge's marks by criterion, typed by somebody else; None blanks one."""

    entry: str
    judge: str
    values: dict[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class MarksDrafted:
    """What a judge has put down and not submitted: criterion (or "total") → mark."""

    entry: str
    judge: str
    values: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class MarksSubmitted:
    """A judge's own word: the mark, and the criteria that it is made of."""

    entry: str
    judge: str
    mark: Decimal
    criteria: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MarksWithdrawn:
    entry: str
    judge: str


@dataclass(frozen=True, slots=True)
class JudgeExcused:
    """Why a judge's mark does not count; None: it counts again."""

    entry: str
    judge: str
    state: Excused | None
    reason: str


@dataclass(frozen=True, slots=True)
class JudgesAccepted:
    """The score may be computed on `count` judges."""

    entry: str
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class PartGiven:
    entry: str
    part: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Checked:
    entry: str


@dataclass(frozen=True, slots=True)
class Unchecked:
    entry: str
    reason: str


@dataclass(frozen=True, slots=True)
class CorrectionProposed:
    """A correction that waits for a second person."""

    entry: str
    reason: str
    marks: dict[str, Decimal | None]
    deduction: Decimal
    criteria: dict[str, dict[str, Decimal | None]] = field(default_factory=dict)
    excused: dict[str, Excused | None] = field(default_factory=dict)
    given: dict[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CorrectionRejected:
    entry: str
    reason: str


@dataclass(frozen=True, slots=True)
class TieBroken:
    """Votes, or marks of an extra round, by entry: they part entries that are tied."""

    category: str
    values: dict[str, Decimal]
    how: Literal["vote", "extra_round"]
    reason: str


MarkEvent = (
    CriteriaEntered | MarksDrafted | MarksSubmitted | MarksWithdrawn | JudgeExcused | JudgesAccepted
    | PartGiven | Checked | Unchecked | CorrectionProposed | CorrectionRejected | TieBroken
)  # fmt: skip
