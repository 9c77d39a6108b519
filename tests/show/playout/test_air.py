"""What goes on air and off it, and the pages of an award."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.show import commands as c
from server.show.model import Award, Cue, Refused, Show, rundown
from server.show.model.rundown import page_of
from server.show.playout.air import GO_GUARD, waiting_reveal
from server.show.view import project
from tests.support.contests import contest, opened, perform
from tests.support.scored_shows import on_air, refused, scored


def page(number: int, pages: int) -> Cue:
    return Cue("x", "award", "", args={"award": "one", "category": "a", "page": number, "pages": pages})


@given(st.integers(0, 60), st.integers(1, 12))
def test_every_winner_is_on_one_page_and_the_best_come_last(count: int, pages: int) -> None:
    winners = tuple(f"{number:02d}" for number in range(count))
    shown = [page_of(winners, page(number, pages)) for number in range(1, pages + 1)]
    assert [id for one in reversed(shown) for id in one] == list(winners)
    assert max(map(len, shown)) <= -(-count // pages)


@given(st.integers(1, 60), st.integers(1, 12))
def test_pages_are_nearly_equal(count: int, pages: int) -> None:
    sizes = [len(page_of(tuple(map(str, range(count))), page(number, pages))) for number in range(1, pages + 1)]
    assert max(sizes) - min(sizes) <= 1


def test_a_page_that_is_not_there_is_empty() -> None:
    assert page_of(("01", "02"), page(9, 1)) == () and page_of((), page(1, 3)) == ()
    assert page_of(("01", "02"), Cue("x", "award", "")) == ("01", "02")


def paged() -> Show:
    """Two first prizes, one a page, in a category of four; 01 the best, then 03, 05, 07."""
    show = opened(contest(entries=8, judges=3, awards=(Award("one", "一等奖", 2, group=1),)))
    for number, id in enumerate(show.entries):
        show = scored(show, id, mark=str(90 - number))
    return show


def test_awards_are_called_from_the_last_to_the_first() -> None:
    show = on_air(paged(), "award.one.a.1", "award.one.a.2")
    assert show.awarded == {"award.one.a.1": ("03",), "award.one.a.2": ("01",)}


def test_a_correction_between_two_pages_calls_nobody_twice() -> None:
    show = on_air(paged(), "award.one.a.1")
    show = perform(show, c.Correct("03", "抄错", dict.fromkeys(show.judges, Decimal(99))))
    show = on_air(show, "award.one.a.2")
    assert sorted(id for won in show.awarded.values() for id in won) == ["01", "03"]


def test_a_shared_prize_is_called_shared_on_each_of_its_pages() -> None:
    show = scored(opened(contest(entries=8, judges=3, awards=(Award("one", "一等奖", 2, group=1),))), *(
        f"{n:02d}" for n in range(1, 9)))  # fmt: skip
    for cue in ("award.one.a.1", "award.one.a.2"):
        assert project(on_air(show, cue), "stage")["program"]["content"]["joint"] is True


def test_go_names_what_it_expects_and_a_second_one_is_the_same() -> None:
    show = opened()
    assert refused(show, c.Go(expect="01.next")).now == "s1.test"
    show = perform(show, c.Go(expect="s1.test"), at=show.at + 1000)
    for late in (0, GO_GUARD - 1):
        with pytest.raises(Refused, match="double_go"):
            perform(show, c.Go(), at=show.at + late)
    assert perform(show, c.Take(), at=show.at + 1).program, "a take is never taken for a second GO"


def test_go_at_the_end_and_take_of_nothing_are_refused() -> None:
    show = perform(on_air(opened(), "s1.test"), c.Preview("closing.key_visual"), c.Go())
    assert show.preview is None
    assert refused(show, c.Go()).code == refused(show, c.Take()).code == "nothing_in_preview"
    assert refused(show, c.Take(expect="01.next")).code == "expected"


def test_go_expects_the_covered_row_and_reveals_it() -> None:
    show = perform(scored(opened(), "01"), c.Preview("01.reveal"), c.Go())
    assert waiting_reveal(show) == show.program.cue  # type: ignore[union-attr]
    assert refused(show, c.Go(expect=show.preview)).now == "01.reveal"
    show = perform(show, c.Go(expect="01.reveal"))
    assert show.reveals == ("01",) and waiting_reveal(show) is None
    assert waiting_reveal(opened()) is None


def test_go_gets_away_from_a_covered_reveal_of_somebody_withdrawn() -> None:
    show = perform(scored(opened(), "01"), c.Preview("01.reveal"), c.Go(), c.SetEligibility("01", "withdrawn"))
    assert perform(show, c.Go()).program.cue.id != "01.reveal"  # type: ignore[union-attr]


def test_preview_is_chosen_once_and_known() -> None:
    show = perform(opened(), c.Preview("01.next"))
    assert perform(show, c.Preview("01.next")).seq == show.seq
    assert refused(show, c.Preview("nothing")).code == "unknown_cue"


def test_the_panic_keys_are_on_or_off_and_said_twice_mean_once() -> None:
    show = perform(opened(), c.Hold(True))
    assert perform(show, c.Hold(True), c.Black(False)) == show
    assert perform(show, c.Hold(False)).override is None
    assert perform(show, c.Black(True)).override == "black"
    frozen = perform(show, c.Freeze(True))
    assert perform(frozen, c.Freeze(True)) == frozen and perform(show, c.Freeze(False)) == show


def test_the_end_of_black_is_not_the_end_of_hold() -> None:
    assert perform(opened(), c.Hold(True), c.Black(True), c.Black(False)).override == "holding"


@pytest.mark.parametrize(
    ("put", "code"),
    [(c.Put("lower_third"), "element_needs"), (c.Put("lower_third", name="  "), "element_needs"),
     (c.Put("score"), "element_needs"), (c.Put("top"), "element_needs"), (c.Put("ticker", text=" "), "element_needs"),
     (c.Put("score", entry="99"), "unknown_entry"), (c.Put("top", category="z"), "unknown_category")],
)  # fmt: skip
def test_an_element_needs_something_to_say(put: c.Put, code: str) -> None:
    assert refused(opened(), put).code == code


def test_an_element_keeps_what_it_says_and_is_cleared_alone_or_with_all() -> None:
    show = perform(opened(), c.Put("lower_third", name=" 王芳 ", post="主持人"), c.Put("bug"))
    assert show.elements["lower_third"] == {"name": "王芳", "post": "主持人"}
    assert set(perform(show, c.Clear("bug")).elements) == {"logo", "lower_third"}
    assert perform(show, c.Clear("score")) == show
    clean = perform(show, c.Clear("all"))
    assert clean.elements == {} and perform(clean, c.Clear("all")) == clean


def test_a_reveal_is_taken_only_when_the_policy_lets_it_be_seen() -> None:
    assert refused(opened(), c.Preview("01.reveal"), c.Take()).code == "not_confirmed"
    show = scored(opened(contest(policy="previous_after_next")), "01")
    assert refused(show, c.Preview("01.reveal"), c.Take()).code == "too_early"
    assert refused(scored(opened(), "01"), c.Preview("01.reveal"), c.SetEligibility("01", "exhibition"),
                   c.Preview("01.reveal"), c.Take()).code == "not_competing"  # fmt: skip


def test_a_take_survives_the_end_of_the_rundown_and_a_row_moved_behind_it() -> None:
    show = perform(opened(), c.MoveCue("closing.key_visual", "s1.test"))
    assert next(rundown.cues(show)).id == "closing.key_visual"
    show = perform(show, c.Preview("closing.key_visual"), c.Go())
    assert show.preview == "s1.test"
