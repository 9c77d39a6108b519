"""Time penalty: points off that the clock's reading comes to under the event's rule. A person decides.

Seconds count as the clock on the wall shows them: overtime is rounded down (`timing`), so a talk
that is 10.9 s over stands at 00:10, and 0.9 s over costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from server.show.model import Show, TimeRule, timing


@dataclass(frozen=True, slots=True)
class TimeOff:
    """Time penalty that the clock proposes: seconds over the time (negative: short of the minimum), and
    points off."""

    seconds: int
    points: Decimal


def proposed(show: Show, entry: str) -> TimeOff | None:
    """Time penalty by the entry's own clock; None without a rule, and while the talk has not ended."""
    rule, timer = show.contest.scoring.time, show.timers.get(f"{entry}/talk")
    if rule is None or timer is None or timer.started_at is None or timer.held_at is None:
        return None
    spent = timing.elapsed(timer, timer.held_at) // timing.SECOND
    allowed = sum(phase.duration for phase in timer.phases) // timing.SECOND
    # A talk that runs on into its Q&A by itself leaves no reading of its own to be short of.
    return off(rule, spent, allowed, may_be_short=len(timer.phases) == 1)


def off(rule: TimeRule, spent: int, allowed: int, may_be_short: bool = True) -> TimeOff:
    """Time penalty of `spent` seconds of `allowed`.

    Beyond `grace`, seconds count from the end of the grace. Beyond the last band of a table the cap
    holds, or without one that band's points.
    """
    if may_be_short and spent < rule.under:
        return TimeOff(spent - rule.under, rule.under_points)
    over = spent - allowed - rule.grace
    if over <= 0:
        return TimeOff(max(0, spent - allowed), Decimal(0))
    points = _of_table(rule, over) if rule.table else rule.points * (-(-over // rule.per) if rule.per else 1)
    return TimeOff(spent - allowed, min(points, rule.cap) if rule.cap else points)


def _of_table(rule: TimeRule, over: int) -> Decimal:
    bands = sorted(rule.table, key=lambda band: band.up_to)
    return next((band.points for band in bands if over <= band.up_to), rule.cap or bands[-1].points)
