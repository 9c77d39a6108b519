"""Which clock is in front, and what takes, steps back and the operator make of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.show import commands as c
from server.show.model import Show, TimingRule, timing
from server.show.playout.clock import MAX_ADJUST, MAX_PHASE, brought_by, current
from tests.support.contests import contest, opened, perform
from tests.support.scored_shows import on_air, refused

CHAINED = contest(timing=TimingRule(chained=True))


def left(show: Show, key: str, later: int = 0) -> str:
    return timing.reading(show.timers[key], show.at + later).text


def after(show: Show, seconds: int, *steps: object) -> Show:
    """The show after the commands, all of them `seconds` from now."""
    return perform(show, *steps, at=show.at + seconds * 1000)


def talking(show: Show) -> Show:
    return perform(on_air(show, "01.talk"), c.TimerStart())


def test_a_talk_brings_its_clock_full_and_standing() -> None:
    show = on_air(opened(), "01.talk")
    assert show.clock == "01/talk" and left(show, "01/talk", later=99_000) == "06:00"


def test_leaving_the_talk_holds_its_clock_and_a_step_back_finds_it_there() -> None:
    show = after(talking(opened()), 60, c.Preview("01.scoring"), c.Take())
    assert current(show) is None and left(show, "01/talk") == "05:00"
    show = after(show, 100, c.Preview("01.talk"), c.Take())
    assert show.clock == "01/talk" and left(show, "01/talk", later=9000) == "05:00"
    assert left(after(show, 5, c.TimerStart()), "01/talk", later=1000) == "04:59"


@pytest.mark.parametrize("one", [contest(), CHAINED], ids=["apart", "chained"])
def test_only_the_clock_in_front_runs(one: object) -> None:
    show = after(talking(opened(one)), 60, c.Preview("01.qa"), c.Take())  # type: ignore[arg-type]
    assert [timer.key for timer in show.timers.values() if timing.running(timer)] in ([], [show.clock])
    assert left(show, "01/talk", later=30_000) == "05:00"


def test_questions_apart_wait_and_chained_ones_start_at_once() -> None:
    apart = after(talking(opened()), 60, c.Preview("01.qa"), c.Take())
    assert apart.clock == "01/qa" and not timing.running(apart.timers["01/qa"])
    chained = after(talking(opened(CHAINED)), 60, c.Preview("01.qa"), c.Take())
    assert chained.clock == "01/qa" and left(chained, "01/qa", later=1000) == "02:59"


def test_chained_questions_go_on_on_the_talks_own_clock() -> None:
    show = after(talking(opened(CHAINED)), 400, c.Preview("01.qa"), c.Take())
    assert show.clock == "01/talk" and left(show, "01/talk") == "02:20"
    show = after(show, 1, c.Preview("01.scoring"), c.Take(), c.Preview("01.qa"), c.Take())
    assert show.clock == "01/talk" and left(show, "01/talk", later=9000) == "02:19"


@pytest.mark.parametrize("over", ["01.story", "s1.key_visual", "s1.test"])
def test_a_picture_over_the_talk_does_not_stop_its_clock(over: str) -> None:
    show = on_air(talking(opened()), over)
    assert show.clock == "01/talk" and timing.running(show.timers["01/talk"])
    assert brought_by(show, replace(show.program.cue, entry=None), show.at) is None  # type: ignore[union-attr]


def test_another_entrys_story_never_stands_under_the_first_ones_clock() -> None:
    assert on_air(talking(opened()), "02.story").clock is None


def test_loading_another_clock_holds_the_one_in_front() -> None:
    show = perform(talking(opened()), c.TimerLoad("02", "qa"))
    assert show.clock == "02/qa" and not timing.running(show.timers["01/talk"])
    assert perform(show, c.TimerLoad("02", "qa")).seq == show.seq
    assert refused(show, c.TimerLoad("99", "talk")).code == "unknown_entry"


def test_without_a_clock_every_key_says_so() -> None:
    for key in (c.TimerStart(), c.TimerPause(), c.TimerReset(), c.TimerAdjust(10)):
        assert refused(opened(), key).code == "no_clock"


def test_what_changes_nothing_is_no_event() -> None:
    show = on_air(opened(), "01.talk")
    assert perform(show, c.TimerPause(), c.TimerReset(), c.TimerAdjust(0)).seq == show.seq
    show = perform(show, c.TimerStart())
    assert perform(show, c.TimerStart()).seq == show.seq


@given(st.integers(-MAX_ADJUST, MAX_ADJUST), st.booleans(), st.integers(0, 900))
def test_plus_and_minus_say_what_remains(seconds: int, runs: bool, spent: int) -> None:
    show = on_air(opened(), "01.talk")
    show = perform(show, c.TimerStart()) if runs else show
    then = show.at + spent * 1000
    before = timing.reading(show.timers["01/talk"], then)
    now = timing.reading(after(show, spent, c.TimerAdjust(seconds)).timers["01/talk"], then)
    assert now.remaining == max(0, before.remaining + seconds * 1000)


def test_too_many_seconds_are_refused() -> None:
    show = on_air(opened(), "01.talk")
    assert refused(show, c.TimerAdjust(MAX_ADJUST + 1)).code == "too_many_seconds"
    assert refused(show, c.TimerAdjust(-MAX_ADJUST - 1)).params == {"most": MAX_ADJUST}


def test_many_small_additions_end_somewhere() -> None:
    show = on_air(opened(), "01.talk")
    show = perform(show, *[c.TimerAdjust(MAX_ADJUST)] * (MAX_PHASE // MAX_ADJUST - 1))
    assert refused(show, *[c.TimerAdjust(MAX_ADJUST)] * 2).params == {"most": MAX_PHASE}


def test_plus_decided_on_an_older_clock_is_refused() -> None:
    show = on_air(opened(), "01.talk")
    assert refused(show, c.TimerAdjust(10), c.TimerAdjust(10), seen=show.seq).code == "changed"
