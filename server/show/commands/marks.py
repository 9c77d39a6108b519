"""What a person may ask about marks: from paper to the reveal. Part of `commands`, named on the wire there."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from server.show.model.sheet import Excused


@dataclass(frozen=True, slots=True)
class ScoreEntry:
    """Choose the entry being scored; independent of what is on air."""

    entry: str


@dataclass(frozen=True, slots=True)
class EnterMarks:
    """Marks of one entry by judge id; null blanks a mark. A judge not named is left alone."""

    entry: str
    marks: dict[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Deduct:
    """Points taken off after the mean, such as for overtime. Zero removes the deduction."""

    entry: str
    points: Decimal
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Confirm:
    """Fix an entry's result. Every judge's mark must be there."""

    entry: str


@dataclass(frozen=True, slots=True)
class Unconfirm:
    """Open a confirmed, not yet revealed result again."""

    entry: str
    reason: str


@dataclass(frozen=True, slots=True)
class Correct:
    """Change a confirmed result: marks, criteria, points off, given parts, or who counts (`excused`:
    judge id → state, null: counts again). Both results, the reason and the name are kept."""

    entry: str
    reason: str
    marks: dict[str, Decimal | None] = field(default_factory=dict)
    deduction: Decimal | None = None
    criteria: dict[str, dict[str, Decimal | None]] = field(default_factory=dict)
    excused: dict[str, Excused | None] = field(default_factory=dict)
    given: dict[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arm:
    """Make an entry's reveal ready: the next reveal (or GO on its covered scene) shows it."""

    entry: str


@dataclass(frozen=True, slots=True)
class Disarm:
    """Take the arming back."""


@dataclass(frozen=True, slots=True)
class Reveal:
    """The moment a result becomes public. The entry must be confirmed and armed."""

    entry: str


@dataclass(frozen=True, slots=True)
class Hide:
    """Hide a revealed result again. It cannot be unseen: the log and the answer say so."""

    entry: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EnterCriteria:
    """A judge's marks by criterion id, from a paper sheet; null blanks one, one not named is left alone."""

    entry: str
    judge: str
    values: dict[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class DraftMarks:
    """What a judge has put down so far: criterion id (or "total") → mark; null and unnamed are blank."""

    entry: str
    judge: str
    values: dict[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class SubmitMarks:
    """A judge's own sheet: every criterion, or "total". It stands until it is withdrawn."""

    entry: str
    judge: str
    values: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class WithdrawMarks:
    """Take a submitted sheet back as a draft, until somebody has checked or confirmed it."""

    entry: str
    judge: str


@dataclass(frozen=True, slots=True)
class Excuse:
    """Say why a judge's mark does not count: recused 回避, absent 未到, unsubmitted 未提交, abstained 弃权
    or revoked 撤销. Null: it counts again."""

    entry: str
    judge: str
    state: Excused | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AcceptJudges:
    """Let the score be computed on `count` judges (按 N 名评委计)."""

    entry: str
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class Give:
    """The value of a part that comes from elsewhere: a text review, votes. Null blanks it."""

    entry: str
    part: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Check:
    """The scorer's signature: the sheet has been compared with the paper."""

    entry: str


@dataclass(frozen=True, slots=True)
class Uncheck:
    """Take the scorer's signature back."""

    entry: str
    reason: str


@dataclass(frozen=True, slots=True)
class ApproveCorrection:
    """The second person's word on a proposed correction: it is made."""

    entry: str


@dataclass(frozen=True, slots=True)
class RejectCorrection:
    """A proposed correction is not made; its proposer may take it back so, too."""

    entry: str
    reason: str


@dataclass(frozen=True, slots=True)
class BreakTie:
    """Part tied entries of a category by votes or by the marks of an extra round: entry id → number."""

    category: str
    values: dict[str, Decimal]
    how: Literal["vote", "extra_round"]
    reason: str
