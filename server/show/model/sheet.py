"""Sheet of one entry's marks on their way to a score, and the result that comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Excused = Literal["recused", "absent", "unsubmitted", "abstained", "revoked"]
"""回避 未到 未提交 弃权 撤销: why a judge's mark does not count. Never a zero, never a blank."""


@dataclass(frozen=True, slots=True)
class JudgeMark:
    """Mark of one judge in a result (None: there is none), whether it fell as an extreme, why it does not
    count, and the criteria that it is made of."""

    judge: str
    mark: Decimal | None
    dropped: Literal["high", "low"] | None = None
    excused: Excused | None = None
    criteria: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PartResult:
    """Part of a score: `value` as it is shown, `exact` (numerator, denominator), its weight in per cent, and
    for a judged part the marks with the number of judges that it is computed on."""

    id: str
    name: str
    weight: Decimal
    value: Decimal
    exact: tuple[int, int]
    given: bool = False
    marks: tuple[JudgeMark, ...] = ()
    counted: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """Result of an entry with its way: marks, mean (rounded), deduction, score; `exact` ranks.

    `marks` and `mean` are those of all judged parts and of the first one; `parts` stands only where
    the rules have parts. `counted` is the number of judges that the mean is computed on (0 in old
    journals: all of them), `keys` the tie keys that arithmetic decides, in the rules' order.
    """

    marks: tuple[JudgeMark, ...]
    mean: Decimal
    deduction: Decimal
    score: Decimal
    exact: tuple[int, int]
    parts: tuple[PartResult, ...] = ()
    counted: int = 0
    keys: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """Correction of a confirmed result: the whole result before and after, why and by whom; where two people
    are wanted, who approved it."""

    at: int
    by: str
    reason: str
    before: Result
    after: Result
    approved_by: str = ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """Acceptance of a score that is computed on `count` judges, by whom and why."""

    count: int
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Proposal of a correction that waits for a second person."""

    at: int
    by: str
    reason: str
    marks: dict[str, Decimal | None]
    deduction: Decimal
    criteria: dict[str, dict[str, Decimal | None]] = field(default_factory=dict)
    excused: dict[str, Excused | None] = field(default_factory=dict)
    given: dict[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Version:
    """Version of one mark: when (server ms) it was written, by whom (person/device), and what it became."""

    at: int
    by: str
    judge: str
    mark: Decimal | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Sheet of one entry's marks. A missing key is a blank, never a zero. `revealed` is what the hall sees
    now, `seen` what it saw last, which no undo takes back.

    `criteria` holds marks by criterion where the rules want them (`marks` are their sums), `copies`
    what each of two typists typed, `drafts` what judges have not submitted, `submitted` when each
    judge did (server ms), `given` the parts that come from elsewhere, `excused` the judges that do
    not count. `deducted`: a person has decided about the time.
    """

    marks: dict[str, Decimal] = field(default_factory=dict)
    deduction: Decimal = Decimal(0)
    deduction_reason: str = ""
    confirmed: Result | None = None
    confirmed_by: str = ""
    revealed: Result | None = None
    seen: Result | None = None
    corrections: tuple[Correction, ...] = ()
    criteria: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    copies: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    drafts: dict[str, dict[str, Decimal]] = field(default_factory=dict)
    submitted: dict[str, int] = field(default_factory=dict)
    given: dict[str, Decimal] = field(default_factory=dict)
    excused: dict[str, Excused] = field(default_factory=dict)
    accepted: Accepted | None = None
    deducted: bool = False
    typed_by: tuple[str, ...] = ()
    checked_by: str = ""
    proposed: Proposal | None = None
    versions: tuple[Version, ...] = ()
