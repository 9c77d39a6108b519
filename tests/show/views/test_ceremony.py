"""What the hall sees of a ceremony at each step, and above all what it does not see yet."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.show import commands as c
from server.show.model import Award, Person, Prize, Show
from server.show.model.contest import CeremonyOrder, CeremonyRule
from server.show.view import project
from tests.show.test_view import public_bytes
from tests.show.views.test_scenes import content
from tests.support.ceremony_shows import AWARDS, CUE, honouring, locked, pressed, walking, with_scores
from tests.support.contests import opened, perform

ORDERS = get_args(CeremonyOrder)
PRIZE = Prize("prize.p1", "人气奖", ("02", "07"))


def begun(scores: dict[str, str], order: CeremonyOrder, policy: str) -> Show:
    final = honouring(judges=1, policy=policy, ceremony=CeremonyRule(order, prizes=(PRIZE,)))
    show = with_scores(opened(final), scores)
    return perform(show, c.LockCeremony(), c.Preview(CUE), c.Go())


def later(show: Show, step: int) -> set[str]:
    """Who is called after `step`, and not up to it."""
    steps = show.ceremony.plan.steps  # type: ignore[union-attr]
    out = {winner.entry for earlier_step in steps[:step] for winner in earlier_step.winners}
    return {winner.entry for later_step in steps[step:] for winner in later_step.winners if winner.rank} - out


def secret(entry: str) -> str:
    return f"{60 + int(entry)}.37"


scores = st.permutations([f"{n:02d}" for n in range(1, 13)]).map(
    lambda ids: {id: secret(f"{place:02d}") for place, id in enumerate(ids, 1)}
)


@settings(max_examples=25, deadline=None)
@given(scores, st.sampled_from(ORDERS), st.sampled_from(["at_once", "awards"]), st.integers(0, 40))
def test_no_winner_and_no_score_of_a_later_step_is_in_a_public_byte(
    given_scores: dict[str, str], order: CeremonyOrder, policy: str, presses: int
) -> None:
    show = begun(given_scores, order, policy)
    steps = len(show.ceremony.plan.steps)  # type: ignore[union-attr]
    show = pressed(show, min(presses, steps - 1))
    seen = public_bytes(show)
    for entry in later(show, show.ceremony.step or 0):  # type: ignore[union-attr]
        assert given_scores[entry] not in seen
        named = entry in PRIZE.entries and content(show)["title"] == PRIZE.title
        assert named or f"单位{entry}" not in seen


@settings(max_examples=25, deadline=None)
@given(scores, st.sampled_from(ORDERS), st.integers(0, 40), st.data())
def test_what_comes_later_changes_no_byte_and_no_number_of_messages(
    given_scores: dict[str, str], order: CeremonyOrder, presses: int, draw: st.DataObject
) -> None:
    """Two worlds in which those who are called later have changed places: until then the hall can't tell."""
    shown = begun(given_scores, order, "awards")
    steps = len(shown.ceremony.plan.steps)  # type: ignore[union-attr]
    last = min(presses + 1, steps)
    twin_scores = dict(given_scores)
    for category in "ab":
        ids = sorted(id for id in later(shown, last) if shown.entries[id].category == category)
        if order == "by_session":
            continue  # a place that changes sessions is called earlier or later: nobody's places are the same
        others = draw.draw(st.permutations(ids))
        twin_scores |= {id: given_scores[other] for id, other in zip(ids, others, strict=True)}
    other = begun(twin_scores, order, "awards")
    for step in range(1, last + 1):
        assert shown.ceremony.step == other.ceremony.step == step  # type: ignore[union-attr]
        assert shown.seq == other.seq and public_bytes(shown) == public_bytes(other)
        if step < last:
            shown, other = pressed(shown, 1), pressed(other, 1)


@pytest.mark.parametrize("order", ORDERS)
def test_before_its_first_step_nothing_of_a_plan_is_public(order: CeremonyOrder) -> None:
    unlocked = begun({f"{n:02d}": secret(f"{n:02d}") for n in range(1, 13)}, order, "awards")
    show = perform(unlocked, c.TakeBack())  # the take is undone: locked, and nothing on air
    seen = public_bytes(show)
    assert show.ceremony.step is None and not any(secret(id) in seen for id in show.entries)  # type: ignore[union-attr]
    assert content(unlocked)["kind"] == "title" and content(unlocked)["sets"] == []


def test_a_board_grows_from_below_and_covers_the_places_above() -> None:
    show = walking(honouring(ceremony=CeremonyRule("last_to_first")))
    assert content(pressed(show, 1))["kind"] == "title" and content(pressed(show, 1))["group"] == "发展提质"
    first = content(pressed(show, 2))
    assert (first["places"], [row["entry"] for row in first["rows"]]) == (4, ["03"])
    second = content(pressed(show, 3))
    assert (second["places"], [(row["entry"], row["rank"], row["now"]) for row in second["rows"]]) == (
        3, [("05", 4, True), ("03", 5, False)],
    )  # fmt: skip
    assert second["rows"][0]["score"] == "65.25" and second["rows"][0]["award"] == "三等奖"
    keys = [project(pressed(show, n), "stage")["program"]["key"] for n in (2, 3, 4)]
    assert keys[0] == keys[1] != keys[2], "two places are one board, a page is a picture of its own"


def test_before_the_first_reveal_a_board_covers_as_many_places_as_there_are_prizes() -> None:
    show = walking(honouring(awards=AWARDS[:2]))
    assert content(pressed(show, 2)) | {"motion": None} == {
        "kind": "board", "title": "", "group": "发展提质", "suspense": True, "places": 3, "rows": [], "sets": [],
        "presenters": [], "motion": None,
    }  # fmt: skip


def test_joint_winners_share_a_set_and_those_of_a_prize_stand_alone() -> None:
    awards = (Award("one", "一等奖", 2, presenters=(Person("王", "书记"),)),)
    show = with_scores(opened(honouring(awards=awards)), {f"{n:02d}": 80 + (n % 2) for n in range(1, 13)})
    show = perform(show, c.PlanCeremony("by_category"), c.AddPrize("人气奖", ("02", "07")), c.LockCeremony(),
                   c.Preview(CUE), c.Go())  # fmt: skip
    assert [[one["entry"] for one in group] for group in content(pressed(show, 1))["sets"]] == [["02"], ["07"]]
    page = content(pressed(show, 3))
    assert [len(group) for group in page["sets"]] == [6] and page["presenters"] == [{"name": "王", "post": "书记"}]


def test_the_award_bar_goes_with_the_hall_and_leaves_with_it() -> None:
    show = pressed(walking(), 2)
    bar = project(show, "overlay")["award_bar"]
    assert (bar["kind"], bar["title"], bar["group"], bar["sets"][0][0]["entry"]) == ("page", "三等奖", "发展提质", "03")
    assert project(perform(show, c.Clear("award_bar")), "overlay")["award_bar"] is None
    assert project(perform(show, c.Take()), "overlay")["award_bar"] is None
    assert project(perform(opened(honouring()), c.Put("award_bar")), "overlay")["award_bar"] is None


def test_preview_shows_the_next_step_and_another_cue_when_people_choose_it() -> None:
    show = pressed(walking(), 1)
    following = project(show, "preview.stage")["program"]
    assert following["content"] == content(pressed(show, 1)) | {"motion": None}
    assert project(show, "control")["go"] | {"then": None} == {
        "does": "step", "cue": CUE, "scene": "ceremony", "entry": None, "title": "", "then": None, "step": 3,
    }  # fmt: skip
    taken = perform(locked(), c.Preview(CUE), c.Take())
    assert project(taken, "preview.stage")["program"]["content"]["title"] == "三等奖", "also after a TAKE"
    chosen = perform(show, c.Preview("closing.key_visual"))
    assert project(chosen, "preview.stage")["program"]["scene"] == "key_visual"
    assert project(perform(locked(), c.Preview(CUE)), "preview.stage")["program"]["content"]["kind"] == "title"


def test_the_operator_sees_where_the_ceremony_is() -> None:
    show = pressed(walking(), 3)
    ceremony, plan = project(show, "control")["ceremony"], project(show, "control")["plan"]
    assert (ceremony["step"], ceremony["of"]) == (4, len(plan["steps"])) and ceremony["locked"] and ceremony["on_air"]
    planned = sum(step["seconds"] for step in plan["steps"][4:])  # each rounded down
    assert planned <= ceremony["left"] <= planned + len(plan["steps"])
    assert plan["steps"][3] == {
        "kind": "page", "title": "三等奖", "group": "发展提质", "entries": ["05"], "ranks": [4], "seconds": 61,
    }  # fmt: skip
