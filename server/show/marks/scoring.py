"""Trimmed mean, weighted parts and roundings: an entry's score from its judges' marks.

The commonest rule of such contests: drop the highest and the lowest, take the mean of the
rest, round half up, then take off the time deduction. A shared extreme loses one mark only (the published
procedure of 郫县's interviews of 2016). Parts with weights are each worked out so, the deduction coming off the
first judged one (平均分 − 超时扣分 = 现场得分), and then weighted. Arithmetic is exact
(`Fraction`) until the roundings that the rules name, and ranking uses the exact value, so 91.334
stands before 91.333 although both are shown as 91.33.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from server.show.model import (
    Criterion,
    Judge,
    JudgeMark,
    Part,
    PartResult,
    Refused,
    Result,
    ScoringRule,
    Sheet,
)
from server.show.model.replacing import replace
from server.show.model.rules import HUMAN_TIES

WHOLE = Part("", "", Decimal(100))  # what a score without parts is
FINEST = 10  # decimal places of a judge's total: a mark's four, a weight's four, and the per cent's two


def round_half_up(value: Fraction, decimals: int) -> Decimal:
    """Rounding half up (away from zero at the half) of `value` to `decimals` places, exactly."""
    scale = 10**decimals
    doubled = abs(value) * scale * 2
    whole = (doubled.numerator // doubled.denominator + 1) // 2
    return Decimal(whole if value >= 0 else -whole).scaleb(-decimals)


def check_mark(rule: ScoringRule, judge: str, mark: Decimal) -> Decimal:
    """Mark that a judge may give, at the scale's decimals. Raises Refused `out_of_range` and `off_step` with
    the range."""
    return _checked(rule.minimum, rule.maximum, rule.step, judge, mark)


def _checked(least: Decimal, most: Decimal, step: Decimal, judge: str, mark: Decimal) -> Decimal:
    wanted = {"minimum": str(least), "maximum": str(most), "step": str(step)}
    if not mark.is_finite() or not least <= mark <= most:
        raise Refused("out_of_range", judge=judge, found=str(mark), **wanted)
    if (Fraction(mark) - Fraction(least)) % Fraction(step):
        raise Refused("off_step", judge=judge, found=str(mark), **wanted)
    return plain(mark, max(places(step), places(least)))


def check_criterion(rule: ScoringRule, criterion: Criterion, judge: str, mark: Decimal) -> Decimal:
    """Mark of one criterion that a judge may give. Raises Refused `out_of_range` and `off_step`."""
    return _checked(*range_of(rule, criterion), rule.step, f"{judge} {criterion.name}", mark)


def range_of(rule: ScoringRule, criterion: Criterion) -> tuple[Decimal, Decimal]:
    """Least and greatest mark of one criterion: out of its points, or on the whole scale."""
    if rule.marks == "points":
        return Decimal(0), criterion.weight
    return rule.minimum, rule.maximum


def total_of(rule: ScoringRule, criteria: Mapping[str, Decimal]) -> Decimal | None:
    """Total of a judge's criteria, or None while one is blank: their sum (分值), or their weighted sum; rounded
    where the rules round it."""
    if any(criterion.id not in criteria for criterion in rule.criteria):
        return None
    shares = (
        Fraction(criteria[criterion.id])
        * (Fraction(criterion.weight) / 100 if rule.marks == "weighted" else 1)
        for criterion in rule.criteria
    )
    decimals, least = rounding(rule)
    return _without_zeros(round_half_up(sum(shares, Fraction(0)), decimals), least)


def rounding(rule: ScoringRule) -> tuple[int, int]:
    """The decimal places that a judge's total is rounded to, half up, and those that are written even as zeros."""
    if rule.mark_decimals is None:
        return FINEST, places(rule.step)
    return rule.mark_decimals, rule.mark_decimals


def _without_zeros(number: Decimal, least: int) -> Decimal:
    """Without the zeros beyond `least` decimal places."""
    decimals = max(least, places(number.normalize()))
    return plain(number, decimals)


def short(number: Decimal) -> str:
    """Number without zeros that say nothing: 30.00 → "30"."""
    return str(_without_zeros(number, 0))


def places(number: Decimal) -> int:
    """Decimal places that a finite number is written with, never below zero."""
    return max(0, -int(number.as_tuple().exponent))


def plain(number: Decimal, decimals: int) -> Decimal:
    """Number of at most `decimals` places, written with all of them: 1E+1 → 10.00, -0 → 0.00."""
    return round_half_up(Fraction(number), decimals)


def complete(sheet: Sheet, judges: Iterable[Judge]) -> bool:
    """Test for a complete sheet: every judge's mark is there, or it is said why not."""
    return all(judge.id in sheet.marks or judge.id in sheet.excused for judge in judges)


def dropped(rule: ScoringRule, marks: list[tuple[str, Decimal]]) -> dict[str, Literal["high", "low"]]:
    """Marks that fall as extremes: judge id → "high" or "low". Too few marks: none falls."""
    return _extremes(rule, WHOLE, marks)


def _extremes(
    rule: ScoringRule, part: Part, marks: list[tuple[str, Decimal]]
) -> dict[str, Literal["high", "low"]]:
    high, low = _own(part.trim_high, rule.trim_high), _own(part.trim_low, rule.trim_low)
    if len(marks) < max(_own(part.min_judges, rule.min_judges), high + low + 1):
        return {}
    ranked = sorted(marks, key=lambda pair: pair[1])
    falls: dict[str, Literal["high", "low"]] = {judge: "low" for judge, _ in ranked[:low]}
    # A shared maximum: the first by seat falls, as the first by seat falls at the bottom.
    top = sorted(marks, key=lambda pair: -pair[1])
    top = [pair for pair in top if pair[0] not in falls]
    falls.update({judge: "high" for judge, _ in top[:high]})
    return falls


def _own(of_part: int | None, of_rule: int) -> int:
    return of_rule if of_part is None else of_part


def parts_of(rule: ScoringRule) -> tuple[Part, ...]:
    """Parts of a score; without any, the judges' mean is the whole of it."""
    return rule.parts or (WHOLE,)


def counted(sheet: Sheet, judges: Iterable[Judge]) -> int:
    """Count of the judges that the score would be computed on."""
    return sum(judge.id in sheet.marks and judge.id not in sheet.excused for judge in judges)


def result(rule: ScoringRule, judges: Iterable[Judge], sheet: Sheet) -> Result | None:
    """Result of a sheet: trimmed mean, deduction, score. None while a mark or a part is missing, or while
    nobody has accepted that judges are left out: no judge is left out in silence."""
    seats = sorted(judges, key=lambda judge: judge.seat)
    if not complete(sheet, seats) or not _accepted(sheet, seats):
        return None
    parts = [_part_result(rule, part, seats, sheet) for part in parts_of(rule)]
    computed = [part for part in parts if part is not None]
    if len(computed) < len(parts):
        return None
    first = next((place for place, part in enumerate(computed) if not part.given), None)
    if first is None:
        return None  # a contest without judges has nothing to reveal
    mean = computed[first].value
    if sheet.deduction:
        computed[first] = _less(computed[first], sheet.deduction)
    total = sum((_share(rule, part) for part in computed), Fraction(0))
    shown = _shown(rule, total, computed[first].value)
    ranks = Fraction(shown) if rule.rank_on == "shown" else total
    marks = tuple(mark for part in computed for mark in part.marks)
    return Result(
        marks=marks,
        mean=mean,
        deduction=sheet.deduction,
        score=shown,
        exact=(ranks.numerator, ranks.denominator),
        parts=tuple(computed) if rule.parts else (),
        counted=sum(part.counted for part in computed),
        keys=tuple(_pair(_key(name, rule, computed, sheet)) for name in rule.ties if name not in HUMAN_TIES),
    )


def _shown(rule: ScoringRule, total: Fraction, only: Decimal) -> Decimal:
    """The score in its decimals. Without parts the mean is rounded once, as it is shown, and the
    deduction comes off that."""
    if not rule.parts and rule.total_decimals is None:
        return only
    whole = total if rule.parts else Fraction(only)
    return round_half_up(whole, _own(rule.total_decimals, rule.decimals))


def _accepted(sheet: Sheet, judges: list[Judge]) -> bool:
    if not any(judge.id in sheet.excused for judge in judges):
        return True
    return sheet.accepted is not None and sheet.accepted.count == counted(sheet, judges)


def _part_result(rule: ScoringRule, part: Part, seats: list[Judge], sheet: Sheet) -> PartResult | None:
    decimals = _own(part.decimals, rule.decimals)
    if part.source == "given":
        if part.id not in sheet.given:
            return None
        value = Fraction(sheet.given[part.id]) * Fraction(rule.maximum) / Fraction(part.maximum)
        return PartResult(
            part.id, part.name, part.weight, round_half_up(value, decimals), _pair(value), given=True
        )
    seated = [judge for judge in seats if part.panel in ("", judge.panel)]
    there = [judge for judge in seated if judge.id in sheet.marks and judge.id not in sheet.excused]
    falls = _extremes(rule, part, [(judge.id, sheet.marks[judge.id]) for judge in there])
    mean = trimmed_mean(rule, [judge for judge in there if judge.id not in falls], sheet)
    if mean is None:
        return None
    marks = tuple(
        JudgeMark(
            judge.id,
            sheet.marks.get(judge.id),
            falls.get(judge.id),
            sheet.excused.get(judge.id),
            dict(sheet.criteria.get(judge.id, {})),
        )
        for judge in seated
    )
    return PartResult(
        part.id, part.name, part.weight, round_half_up(mean, decimals), _pair(mean), False, marks, len(there)
    )


def trimmed_mean(rule: ScoringRule, judges: Sequence[Judge], sheet: Sheet) -> Fraction | None:
    """Trimmed mean: the weighted mean, or sum, of the marks of the judges that are left without the extremes,
    exact. None where none is left, or none of them has a weight."""
    weights = sum((Fraction(judge.weight) for judge in judges), Fraction(0))
    if not weights:
        return None
    total = sum((Fraction(sheet.marks[judge.id]) * Fraction(judge.weight) for judge in judges), Fraction(0))
    return total if rule.combine == "sum" else total / weights


def _less(part: PartResult, points: Decimal) -> PartResult:
    exact_ = Fraction(*part.exact) - Fraction(points)
    return replace(part, value=part.value - points, exact=_pair(exact_))


def _share(rule: ScoringRule, part: PartResult) -> Fraction:
    value = Fraction(part.value) if rule.weigh == "rounded" else Fraction(*part.exact)
    return value * Fraction(part.weight) / 100


def _key(name: str, rule: ScoringRule, parts: list[PartResult], sheet: Sheet) -> Fraction:
    """What a tie key says of a sheet; the higher stands first."""
    kind, _, which = name.partition(":")
    marks = [mark for part in parts for mark in part.marks if mark.mark is not None and not mark.excused]
    if kind == "part":
        return next((Fraction(*part.exact) for part in parts if part.id == which), Fraction(0))
    if kind == "criterion":
        return _mean([mark.criteria[which] for mark in marks if which in mark.criteria])
    if kind == "highest_mark":
        return Fraction(max((mark.mark for mark in marks if mark.mark is not None), default=Decimal(0)))
    if kind == "fewest_points_off":
        return -Fraction(sheet.deduction)
    return _mean([mark.mark for mark in marks if mark.mark is not None])


def _mean(marks: list[Decimal]) -> Fraction:
    return sum((Fraction(mark) for mark in marks), Fraction(0)) / len(marks) if marks else Fraction(0)


def _pair(value: Fraction) -> tuple[int, int]:
    return value.numerator, value.denominator


def exact(value: Result) -> Fraction:
    """Exact value by which the result ranks."""
    return Fraction(*value.exact)
