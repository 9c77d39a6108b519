"""Rows and segments moved, skipped, added and removed while live: nothing is lost and nothing comes twice."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.show import commands as c
from server.show.commands import Scene
from server.show.model import Refused, Show, rundown
from server.show.playout.rundown_edits import ARGS, MAX_ADDED, MAX_PLANNED, NEEDS_ENTRY
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


moves = st.sampled_from(ids(opened()))
segments = st.sampled_from([segment.id for segment in opened().rundown])


Moves = list[tuple[str, str | None]]


@given(st.lists(st.tuples(moves, st.none() | moves)), st.lists(st.tuples(segments, st.none() | segments)))
def test_moving_loses_no_row_and_doubles_none(rows: Moves, chapters: Moves) -> None:
    show = opened()
    before = sorted(ids(show))
    for cue, where in rows:
        show = perform(show, c.MoveCue(cue, where))
        order = ids(show)
        assert where in (None, cue) or order.index(cue) + 1 == order.index(where)
    for segment, where in chapters:
        show = perform(show, c.MoveSegment(segment, where))
        names = [segment.id for segment in show.rundown]
        assert where in (None, segment) or names.index(segment) + 1 == names.index(where)
        assert where is not None or names[-1] == segment
    assert sorted(ids(show)) == before
    homes = {segment.entry: segment.session for segment in show.rundown if segment.entry}
    assert all(show.entries[id].session == session for id, session in homes.items())


def test_an_entry_moved_into_another_session_competes_there() -> None:
    show = perform(opened(contest(entries=4)), c.MoveSegment("01", "04"))
    assert show.entries["01"].session == "s2"
    assert project(show, "control")["entries"]["01"]["order"] == 2
    assert project(show, "control")["entries"]["02"]["order"] == 1


def test_a_row_on_air_may_be_moved_and_skipped_and_stays_on_air() -> None:
    show = on_air(opened(), "01.talk")
    show = perform(show, c.MoveCue("01.talk", "s1.test"), c.Skip("01.talk", True), c.Extend("01.talk", 60))
    assert project(show, "stage")["program"]["scene"] == "talk"
    assert project(show, "control")["schedule"]["current"]["planned"] == 420


def test_a_row_skipped_in_preview_is_not_what_go_takes() -> None:
    show = perform(opened(), c.Preview("01.next"), c.Skip("01.next", True))
    assert show.preview == "01.story"


def test_a_row_skipped_and_taken_in_again_is_as_it_was() -> None:
    show = perform(opened(), c.Skip("01.next", True))
    assert not rundown.plays(show, rundown.find(show, "01.next"))  # type: ignore[arg-type]
    assert perform(show, c.Skip("01.next", False)).rundown == opened().rundown
    assert perform(show, c.Skip("01.next", True)) == show


def test_a_row_added_stands_right_after_the_one_named() -> None:
    show = perform(opened(), c.AddCue("01.talk", "black", ""), c.AddCue("01.talk", "test", ""))
    order = ids(show)
    assert order[order.index("01.talk") :][:4] == ["01.talk", "added.3", "added.2", "01.qa"]


def test_a_row_moved_to_the_end_stays_in_its_own_segment() -> None:
    show = perform(opened(), c.MoveCue("01.next", None))
    assert [cue.id for cue in rundown.segment_of(show, "01.next").cues][-1] == "01.next"  # type: ignore[union-attr]
    show = perform(show, c.MoveCue("01.next", "02.next"))
    assert rundown.segment_of(show, "01.next").entry == "02"  # type: ignore[union-attr]
    assert next(rundown.cues(show)).entry is None and rundown.find(show, "01.next").entry == "01"  # type: ignore[union-attr]


def test_an_emptied_segment_is_no_obstacle() -> None:
    show = perform(opened(), c.MoveCue("s1.break.1", "s1.test"), c.MoveSegment("s1.break.1.segment", "01"))
    assert rundown.following(show, "s1.rules").id == "01.next"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("edit", "code"),
    [(c.MoveSegment("x"), "unknown_segment"), (c.MoveSegment("01", "x"), "unknown_segment"),
     (c.MoveCue("x"), "unknown_cue"), (c.MoveCue("01.next", "x"), "unknown_cue"),
     (c.Skip("x", True), "unknown_cue"), (c.Extend("x", 1), "unknown_cue"), (c.RemoveCue("x"), "unknown_cue"),
     (c.RemoveCue("01.next"), "not_added"), (c.Extend("01.talk", MAX_PLANNED), "too_many_seconds"),
     (c.AddCue("x", "black", ""), "unknown_cue"), (c.AddCue("01.next", "talk", ""), "unknown_entry"),
     (c.AddCue("01.next", "ranking", ""), "unknown_category"),
     (c.AddCue("01.next", "award", "", {"category": "a"}), "unknown_award"),
     (c.AddCue("01.next", "judge", "", {"judge": "J9"}), "unknown_judge")],
)  # fmt: skip
def test_what_cannot_be_is_refused(edit: object, code: str) -> None:
    assert refused(opened(), edit).code == code


@given(st.lists(st.integers(-(10**7), 10**7), max_size=5))
def test_a_plan_stays_between_nothing_and_twelve_hours(changes: list[int]) -> None:
    show = opened()
    for seconds in changes:
        planned = rundown.find(show, "01.talk").planned  # type: ignore[union-attr]
        if planned + seconds > MAX_PLANNED:
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
NAMES = [
    *{name for argument in ARGS.values() for name in argument},
    "reveals",
    "winners",
    "entry",
    "__class__",
]


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
    for _ in range(MAX_ADDED):
        show = perform(show, c.AddCue("s1.test", "black", ""))
    assert refused(show, c.AddCue("s1.test", "black", "")).params == {"most": MAX_ADDED}
    show = perform(show, c.RemoveCue("added.2"), c.AddCue("s1.test", "black", ""))
    assert ids(show)[1] == f"added.{show.seq}" and len(set(ids(show))) == len(ids(show))


def test_a_row_on_air_is_not_removed_and_one_in_preview_moves_on() -> None:
    show = perform(opened(), c.AddCue("01.next", "message", "", {"text": "请稍候"}), c.Preview("added.2"))
    assert perform(show, c.RemoveCue("added.2")).preview == "01.story"
    assert refused(perform(show, c.Take()), c.RemoveCue("added.2")).code == "on_air"


@pytest.mark.parametrize(
    "command",
    [c.EditEntry("01", unit="长" * 1000), c.EditEntry("01", title=("长" * 1000,)), c.Message("长" * 1000),
     c.Put("lower_third", name="长" * 1000), c.AddCue("s1.test", "black", "长" * 1000),
     c.Deduct("01", Decimal(1), "长" * 1000), c.EditJudge("J1", name="长" * 1000)],
    ids=["unit", "title", "message", "name", "row", "reason", "judge"],
)  # fmt: skip
def test_no_text_is_longer_than_a_screen_can_show(command: object) -> None:
    assert refused(opened(), command).code == "too_long"
