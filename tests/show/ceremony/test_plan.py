"""The compiler of a ceremony, held against slow definitions of its orders."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.show import commands as c
from server.show.ceremony import plan as ceremony_plan
from server.show.marks.standings import allotted
from server.show.model import Award, CeremonyRule, Show
from server.show.model.ceremony import Plan, Step
from server.show.model.contest import CeremonyOrder, Prize
from tests.support.ceremony_shows import honouring, ranked, with_scores
from tests.support.contests import opened, perform

ORDERS = get_args(CeremonyOrder)


def called(plan: Plan, *kinds: str) -> list[str]:
    return [winner.entry for step in plan.steps if step.kind in kinds for winner in step.winners]


def brief(steps: tuple[Step, ...]) -> list[str]:
    return [
        " ".join([step.kind, step.award or step.category, *(winner.entry for winner in step.winners)])
        for step in steps
    ]


def shows() -> st.SearchStrategy[Show]:
    """Twelve entries with few different scores, so that ties are everywhere."""
    scores = st.lists(st.integers(60, 66), min_size=12, max_size=12)
    groups = st.tuples(*(st.integers(1, 4) for _ in range(3)))
    return st.builds(_show, scores, groups)


def _show(scores: list[int], groups: tuple[int, int, int]) -> Show:
    awards = tuple(Award(f"p{n}", f"{n}等奖", n + 1, group=size) for n, size in enumerate(groups))
    show = opened(honouring(judges=1, awards=awards))
    return with_scores(show, dict(zip(show.entries, scores, strict=True)))


@settings(max_examples=40)
@given(shows(), st.sampled_from(ORDERS))
def test_every_winner_is_called_once_and_the_same_show_gives_the_same_plan(show: Show, order: CeremonyOrder) -> None:
    plan = ceremony_plan.plan_of(show, order)
    assert plan == ceremony_plan.plan_of(show, order)
    won = {(row.entry, allotment.award.id) for cat in show.contest.categories for allotment in allotted(show, cat.id)
           for row in allotment.rows}  # fmt: skip
    pages = [(winner.entry, step.award) for step in plan.steps if step.kind == "page" for winner in step.winners]
    assert sorted(pages) == sorted(won)
    places = called(plan, "place")
    assert len(places) == len(set(places))


@settings(max_examples=40)
@given(shows(), st.sampled_from(ORDERS))
def test_in_every_order_nobody_is_called_after_somebody_better_of_the_same_group(
    show: Show, order: CeremonyOrder
) -> None:
    plan = ceremony_plan.plan_of(show, order)
    for kind in ("place", "page"):
        seen: dict[tuple[str, str], int] = {}
        for step in (step for step in plan.steps if step.kind == kind):
            key = (step.category, step.session)
            assert max(winner.rank for winner in step.winners) <= seen.get(key, 99)
            seen[key] = min(winner.rank for winner in step.winners)


@settings(max_examples=40)
@given(shows())
def test_equal_ranks_share_a_step_unless_the_stage_is_too_small(show: Show) -> None:
    for order in ("last_to_first", "by_award"):
        plan = ceremony_plan.plan_of(show, order)  # type: ignore[arg-type]
        for step in plan.steps:
            group = next((level.group for level in show.contest.awards if level.id == step.award), 99)
            assert step.kind != "page" or len(step.winners) <= group
        steps: dict[tuple[str, int], set[int]] = {}
        sizes: dict[tuple[str, int], int] = {}
        for number, step in enumerate(plan.steps):
            for winner in step.winners if step.kind == "page" else ():
                steps.setdefault((step.category, winner.rank), set()).add(number)
                sizes[step.category, winner.rank] = sizes.get((step.category, winner.rank), 0) + 1
        for (category, rank), numbers in steps.items():
            award = next(s.award for s in plan.steps if s.category == category
                         and any(w.rank == rank for w in s.winners) and s.kind == "page")  # fmt: skip
            group = next(level.group for level in show.contest.awards if level.id == award)
            assert len(numbers) == -(-sizes[category, rank] // group)


def test_suspense_climbs_the_awards_of_the_top_three_and_pages_the_others() -> None:
    plan = ceremony_plan.plan_of(ranked())
    assert brief(plan.steps[:9]) == [
        "opening ", "chapter three", "page three 03", "page three 05", "page three 04", "page three 06",
        "chapter a", "suspense a", "place two 07",
    ]  # fmt: skip
    assert brief(plan.steps[9:14]) == ["place two 09", "page two 09 07", "place one 11", "page one 11", "chapter b"]
    assert brief(plan.steps[-1:]) == ["page one 12"]


def test_last_to_first_climbs_every_place_of_a_category_before_the_next() -> None:
    plan = ceremony_plan.plan_of(ranked(), "last_to_first")
    assert called(plan, "place") == ["03", "05", "07", "09", "11", "04", "06", "08", "10", "12"]
    climbs = [step.ms for step in plan.steps if step.kind == "place"][:5]
    assert climbs == sorted(climbs) and len(set(climbs)) == 5, "who climbs farther takes longer"


def test_by_session_calls_a_session_to_its_end() -> None:
    show = ranked()
    plan = ceremony_plan.plan_of(show, "by_session")
    sessions = [show.entries[id].session for id in called(plan, "page")]
    assert sessions == sorted(sessions)


def test_pages_are_nearly_equal_and_from_the_last_rank_upward() -> None:
    rows = allotted(ranked(honouring(awards=(Award("one", "奖", 5, group=3),))), "a")[0].rows
    assert [[row.rank for row in page] for page in ceremony_plan.pages(rows, 3)] == [[3, 4, 5], [1, 2]]


def test_special_prizes_come_first_and_scores_may_be_kept() -> None:
    rule = CeremonyRule(prizes=(Prize("prize.p1", "人气奖", ("02", "07")),), scores=False)
    plan = ceremony_plan.plan_of(ranked(honouring(ceremony=rule)))
    assert brief(plan.steps[1:2]) == ["prize prize.p1 02 07"]
    assert all(winner.score is None for step in plan.steps for winner in step.winners)


@pytest.mark.parametrize("order", ORDERS)
def test_a_contest_without_results_has_an_opening_and_nobody(order: CeremonyOrder) -> None:
    assert brief(ceremony_plan.plan_of(opened(honouring()), order).steps) == ["opening "]


def test_people_choose_another_order_than_the_event_files() -> None:
    show = perform(ranked(), c.PlanCeremony("by_category"))
    assert ceremony_plan.order_of(show) == "by_category" and ceremony_plan.plan_of(show).order == "by_category"
    assert ceremony_plan.rule(replace(show, contest=replace(show.contest, ceremony=None))) == CeremonyRule()
