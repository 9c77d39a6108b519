"""Commands of marks: from paper to the reveal. Marks, points and scores are `Decimal`."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from server.show.commands.command import Command
from server.show.commands.row import JUDGES, OFFICIALS, PLAIN, SCORERS, SUPERVISORS, CommandRow, Keys
from server.show.model.sheet import Excused


@dataclass(frozen=True, slots=True)
class ScoreEntry(Command):
    """Choose the entry being scored; independent of what is on air."""

    entry: str


@dataclass(frozen=True, slots=True)
class EnterMarks(Command):
    """Marks of one entry by judge id; null blanks a mark. A judge not named is left alone."""

    entry: str
    marks: dict[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Deduct(Command):
    """Points taken off after the mean, such as for overtime. Zero removes the deduction."""

    entry: str
    points: Decimal
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Confirm(Command):
    """Fix an entry's result. Every judge's mark must be there."""

    entry: str


@dataclass(frozen=True, slots=True)
class Unconfirm(Command):
    """Open a confirmed, not yet revealed result again."""

    entry: str
    reason: str


@dataclass(frozen=True, slots=True)
class Correct(Command):
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
class Arm(Command):
    """Make an entry's reveal ready: the next reveal (or GO on its covered scene) shows it."""

    entry: str


@dataclass(frozen=True, slots=True)
class Disarm(Command):
    """Take the arming back."""


@dataclass(frozen=True, slots=True)
class Reveal(Command):
    """The moment a result becomes public. The entry must be confirmed and armed."""

    entry: str


@dataclass(frozen=True, slots=True)
class Hide(Command):
    """Hide a revealed result again. It cannot be unseen: the log and the answer say so."""

    entry: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EnterCriteria(Command):
    """A judge's marks by criterion id, from a paper sheet; null blanks one, one not named is left alone."""

    entry: str
    judge: str
    values: dict[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class DraftMarks(Command):
    """What a judge has put down so far: criterion id (or "total") → mark; null and unnamed are blank."""

    entry: str
    judge: str
    values: dict[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class SubmitMarks(Command):
    """A judge's own sheet: every criterion, or "total". It stands until it is withdrawn."""

    entry: str
    judge: str
    values: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class WithdrawMarks(Command):
    """Take a submitted sheet back as a draft, until somebody has checked or confirmed it."""

    entry: str
    judge: str


@dataclass(frozen=True, slots=True)
class Excuse(Command):
    """Say why a judge's mark does not count: recused 回避, absent 未到, unsubmitted 未提交, abstained 弃权
    or revoked 撤销. Null: it counts again."""

    entry: str
    judge: str
    state: Excused | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AcceptJudges(Command):
    """Let the score be computed on `count` judges (按 N 名评委计)."""

    entry: str
    count: int
    reason: str


@dataclass(frozen=True, slots=True)
class Give(Command):
    """The value of a part that comes from elsewhere: a text review, votes. Null blanks it."""

    entry: str
    part: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Check(Command):
    """The scorer's signature: the sheet has been compared with the paper."""

    entry: str


@dataclass(frozen=True, slots=True)
class Uncheck(Command):
    """Take the scorer's signature back."""

    entry: str
    reason: str


@dataclass(frozen=True, slots=True)
class ApproveCorrection(Command):
    """The second person's word on a proposed correction: it is made."""

    entry: str


@dataclass(frozen=True, slots=True)
class RejectCorrection(Command):
    """A proposed correction is not made; its proposer may take it back so, too."""

    entry: str
    reason: str


@dataclass(frozen=True, slots=True)
class BreakTie(Command):
    """Part tied entries of a category by votes or by the marks of an extra round: entry id → number."""

    category: str
    values: dict[str, Decimal]
    how: Literal["vote", "extra_round"]
    reason: str


def _sheet(command: Any) -> Keys:
    return (f"sheet/{command.entry}",)


def _sheet_and_armed(command: Any) -> Keys:
    return (f"sheet/{command.entry}", "armed")


def _of_judge(command: Any) -> Keys:
    return (f"sheet/{command.entry}/{command.judge}",)


def _of_marks(command: EnterMarks) -> Keys:
    return tuple(f"sheet/{command.entry}/{judge}" for judge in command.marks)


ROWS: dict[type[Command], CommandRow] = {
    ScoreEntry: CommandRow(SCORERS),
    EnterMarks: CommandRow(SCORERS, _of_marks),
    Deduct: CommandRow(SCORERS, _sheet),
    Confirm: CommandRow(SUPERVISORS, _sheet, signature=True),
    Unconfirm: CommandRow(SUPERVISORS, _sheet, signature=True),
    Correct: CommandRow(OFFICIALS, _sheet),
    Arm: CommandRow(touches=_sheet_and_armed),
    Disarm: PLAIN,
    Reveal: CommandRow(touches=_sheet_and_armed, moves=True),
    Hide: PLAIN,
    EnterCriteria: CommandRow(SCORERS, _of_judge),
    DraftMarks: CommandRow(JUDGES),
    SubmitMarks: CommandRow(JUDGES),
    WithdrawMarks: CommandRow(JUDGES),
    Excuse: CommandRow(OFFICIALS, _of_judge),
    AcceptJudges: CommandRow(OFFICIALS, _sheet),
    Give: CommandRow(SCORERS, _sheet),
    Check: CommandRow(SCORERS, _sheet),
    Uncheck: CommandRow(OFFICIALS, _sheet),
    ApproveCorrection: CommandRow(OFFICIALS, _sheet),
    RejectCorrection: CommandRow(OFFICIALS, _sheet),
    BreakTie: CommandRow(SUPERVISORS),
}
