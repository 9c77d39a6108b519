"""Changes minutes before air: what may be changed, added and removed, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.show import commands as c
from server.show.commands import Scene
from server.show.events import Refused
from server.show.marks import reveal_policy
from server.show.model import Show, rundown
from server.show.playout.rundown_edits import ARGS, LONGEST_PLAN, MOST_ADDED, NEEDS_ENTRY
from server.show.view import project
from server.show.views.scenes import CONTENT
from tests.support.contests import contest, opened, perform
from tests.support.scored_shows import on_air, refused, scored

SCENES = Scene.__args__  # type: ignore[attr-defined]
NEEDED: dict[str, dict[str, Any]] = {
    "draw": {"session": "s1"},
    "judge": {"judge": "J1"}, "ranking": {"category": "a"}, "award": {"award": "one", "category": "a"},
}  # fmt: skip


def ids(show: Show) -> list[str]:
    return [cue.id for cue in rundown.cues(show)]


def test_an_edit_is_trimmed_and_holds_what_changed() -> None:
    show = perform(opened(), c.EditEntry("01", unit=" 新单位 ", title=(" 一 ", "", "二")))
    assert (show.entries["01"].unit, show.entries["01"].title) == ("新单位", ("一", "二"))
    assert perform(show, c.EditEntry("01", unit="新单位", title=("一", "二")), c.EditEntry("01")) == show
    assert show.contest.entries[0].unit == "单位01", "the event file stays as it was"


@pytest.mark.parametrize(
    ("edit", "code"),
    [(c.EditEntry("99"), "unknown_entry"), (c.EditEntry("01", unit=" "), "empty_name"),
     (c.EditEntry("01", title=()), "bad_title"), (c.EditEntry("01", title=(" ",)), "bad_title"),
     (c.EditEntry("01", title=("一", "二", "三", "四")), "bad_title"),
     (c.EditEntry("01", category="z"), "unknown_category"),
     (c.EditJudge("J9"), "unknown_judge"), (c.EditJudge("J1", name=" "), "empty_name"),
     (c.SetEligibility("99", "withdrawn"), "unknown_entry"),
     (c.MoveSegment("x"), "unknown_segment"), (c.MoveSegment("01", "x"), "unknown_segment"),
     (c.MoveCue("x"), "unknown_cue"), (c.MoveCue("01.next", "x"), "unknown_cue"),
     (c.Skip("x", True), "unknown_cue"), (c.Extend("x", 1), "unknown_cue"), (c.RemoveCue("x"), "unknown_cue"),
     (c.RemoveCue("01.next"), "not_added"), (c.Extend("01.talk", LONGEST_PLAN), "too_many_seconds"),
     (c.AddCue("x", "black", ""), "unknown_cue"), (c.AddCue("01.next", "talk", ""), "unknown_entry"),
     (c.AddCue("01.next", "ranking", ""), "unknown_category"),
     (c.AddCue("01.next", "award", "", {"category": "a"}), "unknown_award"),
     (c.AddCue("01.next", "judge", "", {"judge": "J9"}), "unknown_judge")],
)  # fmt: skip
def test_what_cannot_be_is_refused(edit: object, code: str) -> None:
    assert refused(opened(), edit).code == code


def test_a_revealed_result_stays_in_its_category_and_leaves_only_with_a_reason() -> None:
    show = perform(scored(opened(), "01"), c.Arm("01"), c.Reveal("01"))
    assert refused(show, c.EditEntry("01", category="b")).code == "already_revealed"
    assert refused(show, c.SetEligibility("01", "withdrawn", " ")).code == "reason_needed"
    show = perform(show, c.SetEligibility("01", "withdrawn", "违规"))
    assert project(show, "control")["standings"]["a"] == []


def test_a_withdrawal_on_air_is_told_at_once_and_changes_no_picture_of_others() -> None:
    show = perform(on_air(opened(), "01.next"), c.SetEligibility("01", "withdrawn"))
    assert project(show, "stage")["program"]["content"]["entry"]["eligibility"] == "withdrawn"
    assert perform(show, c.SetEligibility("01", "withdrawn")) == show


@given(st.lists(st.integers(-(10**7), 10**7), max_size=5))
def test_a_plan_stays_between_nothing_and_twelve_hours(changes: list[int]) -> None:
    show = opened()
    for seconds in changes:
        planned = rundown.find(show, "01.talk").planned  # type: ignore[union-attr]
        if planned + seconds > LONGEST_PLAN:
            assert refused(show, c.Extend("01.talk", seconds)).code == "too_many_seconds"
            continue
        show = perform(show, c.Extend("01.talk", seconds))
        assert rundown.find(show, "01.talk").planned == max(0, planned + seconds)  # type: ignore[union-attr]


@pytest.mark.parametrize("scene", SCENES)
def test_every_scene_can_be_added_and_taken(scene: Scene) -> None:
    show = scored(opened(), *opened().entries)
    show = perform(show, c.AddCue("s1.test", scene, " 题 ", NEEDED.get(scene, {}), "01"))
    added = ids(show)[1]
    assert rundown.find(show, added).title == "题"  # type: ignore[union-attr]
    if scene == "ceremony":
        show = perform(show, *(c.SetQuota("three", category, 1) for category in "ab"))
    assert project(on_air(show, added), "stage")["program"]["scene"] == scene
    assert added not in ids(perform(show, c.RemoveCue(added)))


def test_scenes_and_their_arguments_are_known_in_one_way() -> None:
    assert set(SCENES) == set(CONTENT) and set(ARGS) <= set(SCENES) and set(NEEDS_ENTRY) <= set(SCENES)


values = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.lists(st.integers(), max_size=2))
NAMES = [*{name for one in ARGS.values() for name in one}, "reveals", "winners", "entry", "__class__"]


@given(st.sampled_from(SCENES), st.dictionaries(st.sampled_from(NAMES), values, max_size=4))
def test_an_argument_is_of_its_type_or_refused(scene: Scene, args: dict[str, Any]) -> None:
    show = opened()
    args = NEEDED.get(scene, {}) | args
    allowed = ARGS.get(scene, {})
    try:
        show = perform(show, c.AddCue("s1.test", scene, "", args, "01"))
    except Refused:
        return
    assert all(type(value) is allowed[name] for name, value in args.items())
    assert all(1 <= value <= 1000 for value in args.values() if isinstance(value, int))
    assert project(perform(show, c.Preview("added.2")), "preview.stage")["program"]["scene"] == scene


def test_no_row_can_be_added_that_reveals_a_group() -> None:
    for group in ("all", "session/s1"):
        args = {"category": "a", "reveals": group}
        assert refused(opened(), c.AddCue("s1.test", "ranking", "", args)).code == "bad_argument"


@pytest.mark.parametrize(
    "row",
    [c.AddCue("s1.test", "message", "", {"text": "x"}, "nobody"),
     c.AddCue("s1.test", "story", "", {"part": "<b>"}, "01"), c.AddCue("s1.test", "talk", "", {"layout": "x"}, "01"),
     c.AddCue("s1.test", "award", "", {"award": "one", "category": "a", "page": 2, "pages": 1})],
    ids=["entry", "part", "layout", "page"],
)  # fmt: skip
def test_a_row_that_could_never_be_right_is_refused(row: c.AddCue) -> None:
    assert refused(opened(), row).code in ("bad_argument", "unknown_entry")


def test_rows_added_by_hand_are_bounded_and_named_by_their_place_in_the_journal() -> None:
    show = opened()
    for _ in range(MOST_ADDED):
        show = perform(show, c.AddCue("s1.test", "black", ""))
    assert refused(show, c.AddCue("s1.test", "black", "")).params == {"most": MOST_ADDED}
    show = perform(show, c.RemoveCue("added.2"), c.AddCue("s1.test", "black", ""))
    assert ids(show)[1] == f"added.{show.seq}" and len(set(ids(show))) == len(ids(show))


def test_a_row_on_air_is_not_removed_and_one_in_preview_moves_on() -> None:
    show = perform(opened(), c.AddCue("01.next", "message", "", {"text": "请稍候"}), c.Preview("added.2"))
    assert perform(show, c.RemoveCue("added.2")).preview == "01.story"
    assert refused(perform(show, c.Take()), c.RemoveCue("added.2")).code == "on_air"


def test_a_change_of_category_leaves_every_entry_with_a_reveal() -> None:
    show = perform(opened(contest(entries=2, policy="session")), c.EditEntry("01", category="b"))
    assert any("01" in reveal_policy.group(show, cue) for cue in rundown.cues(show))


@pytest.mark.parametrize(
    "command",
    [c.EditEntry("01", unit="长" * 1000), c.EditEntry("01", title=("长" * 1000,)), c.Message("长" * 1000),
     c.Put("lower_third", name="长" * 1000), c.AddCue("s1.test", "black", "长" * 1000),
     c.Deduct("01", Decimal(1), "长" * 1000), c.EditJudge("J1", name="长" * 1000)],
    ids=["unit", "title", "message", "name", "row", "reason", "judge"],
)  # fmt: skip
def test_no_text_is_longer_than_a_screen_can_show(command: object) -> None:
    assert refused(opened(), command).code == "too_long"
