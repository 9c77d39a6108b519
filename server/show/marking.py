"""What a person may ask about marks: from paper to the reveal. Part of `commands`, named on the wire there."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal


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
    """Change a confirmed result. Both results, the reason and the name are kept."""

    entry: str
    reason: str
    marks: dict[str, Decimal | None] = field(default_factory=dict)
    deduction: Decimal | None = None


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
