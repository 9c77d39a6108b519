"""From judges' marks to an entry's score.

The rule is DOMAIN section 2.2's commonest: drop the highest and the lowest, take the mean of the
rest, round half up, then take off the time deduction. A shared extreme loses one mark only (the
郫县 procedure). Arithmetic is exact (`Fraction`) until the one rounding at the end, and ranking
uses the exact value, so 91.334 stands before 91.333 although both are shown as 91.33.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from server.show.events import Refused
from server.show.model import Judge, JudgeMark, Result, ScoringRule, Sheet


def round_half_up(value: Fraction, decimals: int) -> Decimal:
    """`value` rounded half up (away from zero at the half) to `decimals` places, exactly."""
    scale = 10**decimals
    doubled = abs(value) * scale * 2
    whole = (doubled.numerator // doubled.denominator + 1) // 2
    return Decimal(whole if value >= 0 else -whole).scaleb(-decimals)


def check_mark(rule: ScoringRule, judge: str, mark: Decimal) -> Decimal:
    """The mark, if a judge may give it. Refuses `out_of_range` and `off_step` with the range."""
    wanted = {"minimum": str(rule.minimum), "maximum": str(rule.maximum), "step": str(rule.step)}
    if not mark.is_finite() or not rule.minimum <= mark <= rule.maximum:
        raise Refused("out_of_range", judge=judge, found=str(mark), **wanted)
    if (Fraction(mark) - Fraction(rule.minimum)) % Fraction(rule.step):
        raise Refused("off_step", judge=judge, found=str(mark), **wanted)
    return plain(mark, max(places(rule.step), places(rule.minimum)))


def places(number: Decimal) -> int:
    """Decimal places that a finite number is written with, never below zero."""
    return max(0, -int(number.as_tuple().exponent))


def plain(number: Decimal, decimals: int) -> Decimal:
    """A number of at most `decimals` places, written with all of them: 1E+1 → 10.00, -0 → 0.00."""
    return round_half_up(Fraction(number), decimals)


def complete(sheet: Sheet, judges: Iterable[Judge]) -> bool:
    """Whether every judge's mark is there."""
    return all(judge.id in sheet.marks for judge in judges)


def dropped(rule: ScoringRule, marks: list[tuple[str, Decimal]]) -> dict[str, Literal["high", "low"]]:
    """Which judges' marks fall: judge id → "high" or "low". Too few marks: none falls."""
    if len(marks) < max(rule.min_judges, rule.trim_high + rule.trim_low + 1):
        return {}
    ranked = sorted(marks, key=lambda pair: pair[1])
    falls: dict[str, Literal["high", "low"]] = {judge: "low" for judge, _ in ranked[: rule.trim_low]}
    # A shared maximum: the first by seat falls, as the first by seat falls at the bottom.
    top = sorted(marks, key=lambda pair: -pair[1])
    top = [pair for pair in top if pair[0] not in falls]
    falls.update({judge: "high" for judge, _ in top[: rule.trim_high]})
    return falls


def result(rule: ScoringRule, judges: Iterable[Judge], sheet: Sheet) -> Result | None:
    """The sheet's result, or None while a mark is missing: no judge is left out in silence."""
    seats = sorted(judges, key=lambda judge: judge.seat)
    if not seats or not complete(sheet, seats):
        return None
    marks = [(judge.id, sheet.marks[judge.id]) for judge in seats]
    falls = dropped(rule, marks)
    counted = [Fraction(mark) for judge, mark in marks if judge not in falls]
    mean = sum(counted, Fraction(0)) / len(counted)
    exact = mean - Fraction(sheet.deduction)
    rounded = round_half_up(mean, rule.decimals)
    return Result(
        marks=tuple(JudgeMark(judge, mark, falls.get(judge)) for judge, mark in marks),
        mean=rounded,
        deduction=sheet.deduction,
        score=rounded - sheet.deduction,
        exact=(exact.numerator, exact.denominator),
    )


def exact(value: Result) -> Fraction:
    """What ranks the result."""
    return Fraction(*value.exact)
