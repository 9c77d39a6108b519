"""Scoring rules of an event: marks, parts, time, ties and who signs. Read from the event file, never changed.

Each rule is one that a published contest notice states; `tests/test_editions.py` works them out by hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

MarkKind = Literal["total", "points", "weighted"]
HUMAN_TIES = ("vote", "extra_round")  # tie keys that people decide, not arithmetic


@dataclass(frozen=True, slots=True)
class Panel:
    """A group of judges (评审组) and whom it marks; no categories and no sessions: everybody."""

    id: str
    name: str
    categories: tuple[str, ...] = ()
    sessions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    """Criterion that judges mark. `weight` is its greatest number of points (原创性 15, 启发性 15 …), or its share
    in per cent, as `ScoringRule.marks` says."""

    name: str
    weight: Decimal
    note: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A share of the score: marked by judges, or given (text review, audience votes,
    a score carried over). Weights are per cent. A given part on another scale is converted to ours.
    `decimals`, `trim_high`, `trim_low`, `min_judges`: None where the rule's own hold."""

    id: str
    name: str
    weight: Decimal
    source: Literal["judges", "given"] = "judges"
    panel: str = ""
    minimum: Decimal = Decimal(0)
    maximum: Decimal = Decimal(100)
    decimals: int | None = None
    trim_high: int | None = None
    trim_low: int | None = None
    min_judges: int | None = None


@dataclass(frozen=True, slots=True)
class TimeBand:
    """`points` come off when a talk is over by at most `up_to` seconds."""

    up_to: int
    points: Decimal


@dataclass(frozen=True, slots=True)
class TimeRule:
    """Points off for time, in seconds; they come off the mean, before ranking. Beyond `grace`: a
    `table` of bands, or `points` per started `per` seconds, or once (`per` 0). `cap` bounds what overtime
    costs (0: no bound); a talk shorter than `under` seconds costs `under_points`."""

    grace: int = 0
    per: int = 0
    points: Decimal = Decimal(0)
    table: tuple[TimeBand, ...] = ()
    cap: Decimal = Decimal(0)
    under: int = 0
    under_points: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class ScoringRule:
    """Rule by which marks become a score and a rank.

    Marks go from `minimum` to `maximum` in `step`s: one number a judge, or one a criterion
    (`marks`), whose sum is rounded to `mark_decimals` (None: it stays exact). The `trim_high` highest
    and `trim_low` lowest fall when at least `min_judges` marks are there; the mean of the rest (or, where
    `combine` says so, their sum, which stands in its place everywhere) is rounded half up to `decimals`,
    the score to `total_decimals` (None: as the mean). `weigh` says whether parts are rounded before they
    are weighted, `rank_on` whether ranks follow the exact or the shown score;
    `ties` are the keys that part equal scores, in order.
    """

    minimum: Decimal = Decimal(0)
    maximum: Decimal = Decimal(100)
    step: Decimal = Decimal("0.01")
    decimals: int = 2
    trim_high: int = 1
    trim_low: int = 1
    min_judges: int = 5
    criteria: tuple[Criterion, ...] = ()
    example: bool = False
    marks: MarkKind = "total"
    mark_decimals: int | None = None
    total_decimals: int | None = None
    weigh: Literal["exact", "rounded"] = "exact"
    rank_on: Literal["exact", "shown"] = "exact"
    ties: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    time: TimeRule | None = None
    combine: Literal["mean", "sum"] = "mean"


@dataclass(frozen=True, slots=True)
class Chain:
    """Chain of signatures on a result before it may be revealed. `check`: the scorer checks it.
    `supervise`: somebody else than who typed it confirms it, and a correction needs two people.
    `double_entry`: two scorers type each paper sheet."""

    check: bool = False
    supervise: bool = False
    double_entry: bool = False
