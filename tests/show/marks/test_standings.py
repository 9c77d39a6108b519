"""Rankings and awards, held against slow definitions of rank and of a prize's border."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.show import commands as c
from server.show.marks.standings import awards_of, confirmed, revealed, standings, winners
from server.show.model import Award, Refused, Show
from tests.support.contests import contest, opened, perform
from tests.support.scored_shows import refused, scored

ONE_CATEGORY = contest(entries=8, judges=1)
ONE_CATEGORY = replace(
    ONE_CATEGORY, entries=tuple(replace(entry, category="a") for entry in ONE_CATEGORY.entries)
)
few = st.lists(st.integers(60, 66), min_size=8, max_size=8)


def with_results(points: list[int], **changes: Any) -> Show:
    """Every entry confirmed with its points; few different points make many ties."""
    show = opened(replace(ONE_CATEGORY, **changes))
    for id, point in zip(show.entries, points, strict=True):
        show = scored(show, id, mark=str(point))
    return show


@given(few)
def test_the_rank_is_one_more_than_those_who_are_better(points: list[int]) -> None:
    show = with_results(points)
    rows = standings(show, "a", confirmed(show))
    by_entry = dict(zip(show.entries, points, strict=True))
    assert [by_entry[row.entry] for row in rows] == sorted(points, reverse=True)
    assert all(row.rank == 1 + sum(other > by_entry[row.entry] for other in points) for row in rows)


def test_equal_results_share_a_rank_and_the_next_is_passed_over() -> None:
    show = with_results([90, 92, 92, 80, 70, 70, 70, 60])
    assert [row.rank for row in standings(show, "a", confirmed(show))] == [1, 1, 3, 4, 5, 5, 5, 8]


@given(few, st.permutations(range(8)))
def test_the_order_of_entering_marks_never_matters(points: list[int], order: list[int]) -> None:
    ids = list(opened(ONE_CATEGORY).entries)
    show = opened(ONE_CATEGORY)
    for index in order:
        show = scored(show, ids[index], mark=str(points[index]))
    wanted = with_results(points)
    assert standings(show, "a", confirmed(show)) == standings(wanted, "a", confirmed(wanted))


def test_what_shows_alike_may_still_differ() -> None:
    three = contest(entries=4, judges=3)
    show = opened(three)
    for id, last in (("01", "90.01"), ("03", "90.02")):
        marks = {"J1": Decimal(90), "J2": Decimal(90), "J3": Decimal(last)}
        show = perform(show, c.EnterMarks(id, marks), c.Confirm(id))
    first, second = standings(show, "a", confirmed(show))
    assert (first.entry, second.entry, second.rank) == ("03", "01", 2) and first.exact > second.exact


def test_only_competing_entries_of_the_category_stand_in_it() -> None:
    show = scored(opened(contest(entries=6)), "01", "02", "03", "05")
    show = perform(show, c.SetEligibility("03", "exhibition"))
    assert [row.entry for row in standings(show, "a", confirmed(show))] == ["01", "05"]
    assert [row.entry for row in standings(show, "b", confirmed(show))] == ["02"]
    assert standings(show, "nothing", confirmed(show)) == ()


def test_the_hall_knows_the_revealed_and_the_operator_the_corrected() -> None:
    show = perform(scored(opened(), "01"), c.Arm("01"), c.Reveal("01"))
    show = perform(show, c.Correct("01", "抄错", dict.fromkeys(show.judges, Decimal(80))))
    assert (confirmed(show)["01"].score, revealed(show)["01"].score) == (80, 90)


quotas = st.lists(st.integers(0, 5), min_size=1, max_size=3)


@given(few, quotas)
def test_an_award_goes_to_all_who_are_as_good_as_the_last_of_its_quota(points: list[int], sizes: list[int]) -> None:
    show = with_results(points, awards=tuple(Award(f"p{n}", f"{n}等奖", size) for n, size in enumerate(sizes)))
    left = dict(zip(show.entries, points, strict=True))
    for award, size in zip(awards_of(show, "a"), sizes, strict=True):
        least = sorted(left.values(), reverse=True)[min(size, len(left)) - 1] if size and left else 101
        won = {id for id, point in left.items() if point >= least}
        assert set(winners(show, award.id, "a")) == won
        left = {id: point for id, point in left.items() if id not in won}


@given(few, st.integers(1, 7))
def test_a_blocking_border_refuses_exactly_when_it_is_tied(points: list[int], size: int) -> None:
    show = with_results(points, awards=(Award("one", "一等奖", size, ties="block"), Award("two", "二等奖", 8)))
    ranked = sorted(points, reverse=True)
    if ranked[size - 1] != ranked[size]:
        assert len(winners(show, "one", "a")) == size
        return
    for award in ("one", "two"):
        with pytest.raises(Refused) as caught:
            winners(show, award, "a")
        assert caught.value.code == "award_tie" and caught.value.params["award"] == "一等奖"


def test_a_quota_larger_than_the_field_takes_everybody_and_leaves_nobody() -> None:
    show = with_results([60] * 8, awards=(Award("one", "一等奖", 99), Award("two", "二等奖", 1)))
    assert len(winners(show, "one", "a")) == 8 and winners(show, "two", "a") == ()


def test_an_award_waits_for_every_competing_entry_and_for_no_other() -> None:
    show = scored(opened(contest(entries=4)), "01")
    missing = refused(show, c.Preview("award.one.a.1"), c.Take())
    assert (missing.code, missing.params["entries"]) == ("award_unconfirmed", "03")
    assert winners(perform(show, c.SetEligibility("03", "withdrawn")), "one", "a") == ("01",)


def test_an_award_of_other_categories_is_none_of_this_one() -> None:
    show = scored(opened(contest(entries=4, awards=(Award("one", "一等奖", 1, categories=("b",)),))), "01", "03")
    assert awards_of(show, "a") == ()
    with pytest.raises(Refused, match="unknown_award"):
        winners(show, "one", "a")


def test_everybody_withdrawn_is_an_award_without_winners() -> None:
    show = opened(contest(entries=4))
    show = perform(show, *(c.SetEligibility(id, "withdrawn") for id in show.entries))
    assert winners(show, "one", "a") == ()


def test_equal_results_stand_in_todays_running_order() -> None:
    show = perform(with_results([60] * 8), c.MoveSegment("03", "01"))
    assert [row.entry for row in standings(show, "a", confirmed(show))][:2] == ["03", "01"]
