"""Marks to a score, held against Decimal's own rounding and a slow model on fractions."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.show.marks.scoring import check_mark, complete, dropped, exact, result, round_half_up
from server.show.model import Judge, Part, Refused, Result, ScoringRule, Sheet

cents = st.integers(0, 10000).map(lambda n: Decimal(n) / 100)
panels = st.lists(cents, min_size=1, max_size=11)
rules = st.builds(
    ScoringRule, decimals=st.integers(0, 4), trim_high=st.integers(0, 2), trim_low=st.integers(0, 2),
    min_judges=st.integers(1, 9),
)  # fmt: skip


def seats(count: int) -> list[Judge]:
    return [Judge(f"J{seat}", seat, f"评委{seat}") for seat in range(1, count + 1)]


PLAIN = ScoringRule()


def of(marks: list[Decimal], rule: ScoringRule = PLAIN, deduction: str = "0") -> Result:
    judges = seats(len(marks))
    sheet = Sheet({judge.id: mark for judge, mark in zip(judges, marks, strict=True)}, Decimal(deduction))
    found = result(rule, judges, sheet)
    assert found is not None
    return found


@given(st.decimals(-1000, 1000, allow_nan=False, places=6), st.integers(0, 5))
def test_rounding_is_that_of_decimal(value: Decimal, places: int) -> None:
    wanted = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    assert round_half_up(Fraction(value), places) == wanted


@given(st.integers(-10_000, 10_000), st.integers(0, 4))
def test_exactly_half_goes_away_from_zero(whole: int, places: int) -> None:
    half = Fraction(2 * whole + 1, 2 * 10**places)
    rounded = Fraction(round_half_up(half, places))
    assert abs(rounded) - abs(half) == Fraction(1, 2 * 10**places)


def test_what_binary_numbers_get_wrong() -> None:
    assert str(round_half_up(Fraction("91.125"), 2)) == "91.13"
    assert str(round_half_up(Fraction("2.675"), 2)) == "2.68"
    assert str(of([Decimal(mark) for mark in ("91.3", "91.4", "91.5")]).mean) == "91.40"


def slow_mean(rule: ScoringRule, marks: list[Decimal]) -> Fraction:
    left = sorted(Fraction(mark) for mark in marks)
    if len(left) >= rule.min_judges and len(left) > rule.trim_high + rule.trim_low:
        left = left[rule.trim_low : len(left) - rule.trim_high]
    return sum(left, Fraction(0)) / len(left)


@given(panels, rules, st.integers(0, 500))
def test_the_result_is_that_of_the_slow_model(marks: list[Decimal], rule: ScoringRule, off: int) -> None:
    deduction = Decimal(off) / 100
    found, mean = of(marks, rule, str(deduction)), slow_mean(rule, marks)
    shown = (Decimal(mean.numerator) / Decimal(mean.denominator)).quantize(
        Decimal(1).scaleb(-rule.decimals), rounding=ROUND_HALF_UP
    )
    assert found.mean == shown
    assert found.score == shown - deduction
    assert exact(found) == mean - Fraction(deduction)
    assert [mark.mark for mark in found.marks] == marks


@given(panels, rules)
def test_as_many_fall_as_the_rule_says_and_only_extremes(marks: list[Decimal], rule: ScoringRule) -> None:
    found = of(marks, rule).marks
    fallen = {
        side: [mark.mark for mark in found if mark.dropped == side]
        for side in ("low", "high")
    }
    kept = [mark.mark for mark in found if mark.dropped is None]
    assert kept, "somebody always counts"
    if len(marks) < rule.min_judges or len(marks) <= rule.trim_high + rule.trim_low:
        assert kept == marks
        return
    assert (len(fallen["low"]), len(fallen["high"])) == (rule.trim_low, rule.trim_high)
    assert all(low <= min(kept) for low in fallen["low"]) and all(high >= max(kept) for high in fallen["high"])


def test_a_shared_extreme_loses_one_only() -> None:
    found = of([Decimal(mark) for mark in (95, 95, 90, 80, 80)])
    assert [mark.dropped for mark in found.marks] == ["high", None, None, "low", None]
    assert found.mean == Decimal("88.33")


def test_equal_marks_lose_one_at_each_end() -> None:
    found = of([Decimal(90)] * 5)
    assert sorted(filter(None, (mark.dropped for mark in found.marks))) == ["high", "low"]
    assert dropped(ScoringRule(min_judges=1), [("J1", Decimal(1)), ("J2", Decimal(2))]) == {}


@given(panels, rules, st.integers(0, 10), cents)
def test_a_higher_mark_never_lowers_the_result(marks: list[Decimal], rule: ScoringRule, at: int, more: Decimal) -> None:
    at %= len(marks)
    raised = [max(mark, more) if index == at else mark for index, mark in enumerate(marks)]
    assert exact(of(raised, rule)) >= exact(of(marks, rule))


@given(panels.flatmap(lambda marks: st.tuples(st.just(marks), st.permutations(range(len(marks))))), rules)
def test_neither_the_order_of_marks_nor_of_judges_matters(
    case: tuple[list[Decimal], list[int]], rule: ScoringRule
) -> None:
    marks, order = case
    judges = seats(len(marks))
    shuffled = Sheet({judges[index].id: marks[index] for index in order})
    assert result(rule, [judges[index] for index in order], shuffled) == of(marks, rule)
    assert exact(of([marks[index] for index in order], rule)) == exact(of(marks, rule))


PARTS = st.builds(
    lambda text, stage, weigh, decimals: ScoringRule(
        parts=(
            Part("text", "文本", Decimal(text), "given"), Part("stage", "现场", Decimal(100 - text), decimals=stage),
        ),
        weigh=weigh, total_decimals=decimals,
    ),
    st.integers(0, 100), st.integers(0, 4), st.sampled_from(["exact", "rounded"]), st.integers(0, 4),
)  # fmt: skip


@given(panels, cents, PARTS, st.lists(st.integers(1, 5), min_size=11, max_size=11), st.integers(0, 300))
def test_parts_and_weights_are_those_of_the_slow_model(
    marks: list[Decimal], text: Decimal, rule: ScoringRule, weights: list[int], off: int
) -> None:
    judges = [replace(judge, weight=Decimal(weight)) for judge, weight in zip(seats(len(marks)), weights, strict=False)]
    given_ = dict(zip((judge.id for judge in judges), marks, strict=True))
    found = result(rule, judges, Sheet(given_, Decimal(off) / 100, given={"text": text}))
    assert found is not None
    ranked = sorted(range(len(marks)), key=lambda index: (marks[index], index))
    if len(marks) >= rule.min_judges:
        highest = max(ranked[1:], key=lambda index: (marks[index], -index))
        ranked = [index for index in ranked[1:] if index != highest]
    mean = sum(Fraction(marks[n]) * weights[n] for n in ranked) / sum(weights[n] for n in ranked)
    stage = mean - Fraction(off, 100)
    if rule.weigh == "rounded":
        stage = Fraction(round_half_up(mean, rule.parts[1].decimals or 0)) - Fraction(off, 100)
    total = Fraction(text) * Fraction(rule.parts[0].weight) / 100 + stage * Fraction(rule.parts[1].weight) / 100
    assert exact(found) == total
    assert found.score == round_half_up(total, rule.total_decimals or 0)


def test_a_part_of_its_own_panel_counts_its_own_judges() -> None:
    rule = ScoringRule(
        parts=(
            Part("experts", "专家", Decimal(75), panel="e", trim_high=0, trim_low=0),
            Part("public", "大众", Decimal(25), panel="p", min_judges=3),
        )
    )
    judges = [Judge(f"J{n}", n, "评委", panel="e" if n < 3 else "p") for n in range(1, 6)]
    marks = dict(zip(("J1", "J2", "J3", "J4", "J5"), map(Decimal, (90, 80, 10, 50, 70)), strict=True))
    found = result(rule, judges, Sheet(marks))
    assert found and [str(part.value) for part in found.parts] == ["85.00", "50.00"]
    assert found.score == Decimal("76.25") and found.counted == 5 and found.mean == Decimal("85.00")


@given(st.lists(st.integers(0, 1000), min_size=3, max_size=9), st.integers(0, 3))
def test_a_sum_is_the_mean_times_those_who_count(tenths: list[int], off: int) -> None:
    marks = [Decimal(tenth).scaleb(-1) for tenth in tenths]
    rule = replace(PLAIN, decimals=1, combine="sum")
    added, averaged = of(marks, rule, str(off)), of(marks, replace(rule, combine="mean"), str(off))
    kept = sum(mark.dropped is None for mark in added.marks)
    assert added.score == sum(mark.mark for mark in added.marks if not mark.dropped) - off  # type: ignore[misc]
    assert exact(added) + off == (exact(of(marks, replace(rule, combine="mean"), "0"))) * kept
    assert [mark.dropped for mark in added.marks] == [mark.dropped for mark in averaged.marks]


def test_a_missing_mark_is_no_result_and_a_zero_is_a_mark() -> None:
    judges = seats(3)
    sheet = Sheet({"J1": Decimal(0), "J2": Decimal(0)})
    assert not complete(sheet, judges) and result(ScoringRule(), judges, sheet) is None
    sheet = replace(sheet, marks={**sheet.marks, "J3": Decimal(0)})
    assert complete(sheet, judges) and result(ScoringRule(), judges, sheet) is not None
    assert result(ScoringRule(), [], Sheet()) is None


STEPS = st.sampled_from([Decimal(step) for step in ("0.01", "0.1", "0.5", "1", "5")])


@given(st.integers(0, 80), STEPS, st.integers(0, 30), st.decimals(-20, 220, places=2))
def test_a_mark_is_taken_as_it_is_or_refused(minimum: int, step: Decimal, span: int, mark: Decimal) -> None:
    rule = ScoringRule(minimum=Decimal(minimum), maximum=minimum + span * step, step=step)
    inside = rule.minimum <= mark <= rule.maximum
    fits = ((Fraction(mark) - minimum) / Fraction(step)).denominator == 1
    if inside and fits:
        assert check_mark(rule, "评委", mark) == mark
        return
    with pytest.raises(Refused) as refused:
        check_mark(rule, "评委", mark)
    assert refused.value.code == ("off_step" if inside else "out_of_range")
    assert refused.value.params["maximum"] == str(rule.maximum)


@pytest.mark.parametrize("strange", ["NaN", "sNaN", "Infinity", "-Infinity", "1E+30", "-0.01"])
def test_a_strange_number_is_out_of_range(strange: str) -> None:
    with pytest.raises(Refused) as refused:
        check_mark(ScoringRule(), "评委", Decimal(strange))
    assert refused.value.code == "out_of_range"


def test_a_mark_is_kept_with_the_decimals_of_its_step() -> None:
    assert str(check_mark(ScoringRule(), "评委", Decimal("9E1"))) == "90.00"
    assert str(check_mark(ScoringRule(step=Decimal("0.5")), "评委", Decimal("90"))) == "90.0"


@pytest.mark.parametrize(
    ("rule", "mark", "kept"),
    [
        (ScoringRule(minimum=Decimal("0.25"), step=Decimal("0.5")), "0.75", "0.75"),
        (ScoringRule(step=Decimal("1E1")), "90", "90"),
        (ScoringRule(), "-0", "0.00"),
    ],
)
def test_a_mark_is_never_changed_nor_written_strangely(rule: ScoringRule, mark: str, kept: str) -> None:
    assert str(check_mark(rule, "评委", Decimal(mark))) == kept
