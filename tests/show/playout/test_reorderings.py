"""Rows and segments moved, skipped and added while live: nothing is lost and nothing comes twice."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.show import commands as c
from server.show.model import rundown
from server.show.view import project
from tests.show.playout.test_rundown_edits import ids
from tests.support.contests import contest, opened, perform
from tests.support.scored_shows import on_air

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
        names = [one.id for one in show.rundown]
        assert where in (None, segment) or names.index(segment) + 1 == names.index(where)
        assert where is not None or names[-1] == segment
    assert sorted(ids(show)) == before
    homes = {one.entry: one.session for one in show.rundown if one.entry}
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
