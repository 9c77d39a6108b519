"""A motion's arithmetic: held against a slow walk through its milliseconds."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from server.show.model.ceremony import PER_CENT, Ceremony, Motion, Plan, Step, left, reached, runs

STEPS = tuple(Step("chapter", ms=1000, pause=seconds) for seconds in (5, 6, 7))


@given(st.integers(0, 5000), st.integers(1, 3000), st.integers(0, 100), st.sampled_from([50, 100, 200]))
def test_a_motion_goes_its_way_at_its_speed_and_stops_at_its_end(wait: int, ms: int, done: int, speed: int) -> None:
    motion = Motion(1000, ms, min(done, ms), speed)
    now = wait
    want = min(ms, motion.done + sum(1 for n in range(max(0, now - 1000) * speed) if n % 100 == 99))
    assert reached(motion, now) == want
    assert runs(motion, now) == (want < ms)
    assert reached(replace(motion, held=True), now) == motion.done


def test_nothing_moves_without_a_motion() -> None:
    assert not runs(None, 0) and set(PER_CENT.values()) == {50, 100, 200}


def test_now_next_shown_and_what_is_left() -> None:
    ceremony = Ceremony(Plan("by_award", STEPS))
    assert (ceremony.now, ceremony.next, ceremony.shown) == (None, STEPS[0], ())
    assert left(ceremony) == 18 + 3
    second = replace(ceremony, step=2)
    assert (second.now, second.next, second.shown) == (STEPS[1], STEPS[2], STEPS[:2])
    assert left(second) == 7 + 1 and left(replace(second, speed=50)) == 7 + 2
    last = replace(ceremony, step=3)
    assert last.next is None and left(last) == 0
