"""Timers, held against a slow simulation that really counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.show.model import Phase, Timer, TimerCue, TimingRule
from server.show.model.timing import adjust, elapsed, hold, make, reading, reset, running, start
from tests.support.contests import START, contest

CUES = (TimerCue(60, "warning", "剩一分钟", 1), TimerCue(10, "danger"), TimerCue(0, "danger", "时间到", 2))


def timer(*seconds: int, cues: tuple[TimerCue, ...] = CUES) -> Timer:
    names: tuple[Any, ...] = ("talk", "qa", "break")
    return Timer("01/talk", tuple(Phase(names[n], one * 1000, one * 1000, cues) for n, one in enumerate(seconds)))


@dataclass
class Sandglass:
    """The slow model: it counts every phase down and never looks at an anchor."""

    original: list[int]
    left: list[int] = field(default_factory=list)
    over: int = 0
    at: int = 0
    runs: bool = False

    def __post_init__(self) -> None:
        self.left = list(self.original)

    def wait(self, ms: int) -> None:
        if not self.runs:
            return
        while ms and not (self.at == len(self.left) - 1 and not self.left[self.at]):
            step = min(ms, self.left[self.at])
            self.left[self.at] -= step
            ms -= step
            self.settle()
        self.over += ms

    def settle(self) -> None:
        while not self.left[self.at] and self.at < len(self.left) - 1:
            self.at += 1

    def adjust(self, seconds: int) -> None:
        if seconds > 0:
            self.over = 0
        self.left[self.at] = max(0, self.left[self.at] + seconds * 1000)
        self.settle()

    def reset(self) -> None:
        self.left, self.over, self.at, self.runs = list(self.original), 0, 0, False


actions = st.lists(
    st.tuples(
        st.integers(0, 90_000) | st.integers(0, 40).map(lambda n: n * 1000),
        st.sampled_from(["start", "hold", "toggle", "toggle", "reset"]) | st.integers(-120, 120).filter(bool),
    ),
    min_size=8,
    max_size=25,
)


@settings(max_examples=300)
@given(st.lists(st.integers(1, 200), min_size=1, max_size=3), actions)
def test_any_sequence_reads_as_the_sandglass_does(seconds: list[int], steps: list[tuple[int, Any]]) -> None:
    real, slow, now = timer(*seconds), Sandglass([one * 1000 for one in seconds]), START
    for ms, did in steps:
        now += ms
        slow.wait(ms)
        if did == "toggle":
            did = "hold" if slow.runs else "start"
        if isinstance(did, int):
            real = adjust(real, did, now)
            slow.adjust(did)
        elif did == "start":
            real, slow.runs = start(real, now), True
        elif did == "hold":
            real, slow.runs = hold(real, now), False
        elif did == "reset":
            real = reset(real)
            slow.reset()
        seen = reading(real, now)
        assert (seen.index, seen.remaining, seen.over) == (slow.at, slow.left[slow.at], slow.over)
        assert running(real) == slow.runs


@given(st.integers(0, 400_000), st.integers(0, 10**7), st.integers(0, 10**7))
def test_it_never_jumps_when_paused_or_resumed(before: int, pause: int, later: int) -> None:
    run = start(timer(360, 180), START)
    held = hold(run, START + before)
    there = reading(run, START + before)
    assert reading(held, START + before + pause) == there
    on = start(held, START + before + pause)
    assert reading(on, START + before + pause) == there
    assert elapsed(on, START + before + pause + later) == before + later
    assert hold(held, START + before + pause) == held and start(on, START + before + pause + later) == on


def test_pauses_add_up() -> None:
    run, now = timer(360), START
    for _ in range(4):
        run = hold(start(run, now), now + 10_000)
        now += 25_000
    assert reading(run, now).text == "05:20"


@given(st.integers(0, 800_000), st.integers(1, 5000))
def test_what_shows_goes_down_to_zero_exactly_and_then_up(spent: int, more: int) -> None:
    run = start(timer(360), START)
    seen, after = reading(run, START + spent), reading(run, START + spent + more)
    assert (seen.remaining == 0) == (spent >= 360_000)
    assert seen.remaining >= after.remaining and seen.over <= after.over
    minutes, _, seconds = seen.text.partition(":")
    shown = int(minutes) * 60 + int(seconds)
    if seen.remaining:
        assert shown * 1000 - 1000 < seen.remaining <= shown * 1000
    else:
        assert shown * 1000 <= seen.over < shown * 1000 + 1000


@pytest.mark.parametrize(
    ("spent", "text"),
    [(0, "06:00"), (1, "06:00"), (999, "06:00"), (1000, "05:59"), (359_000, "00:01"), (359_999, "00:01"),
     (360_000, "00:00"), (360_999, "00:00"), (361_000, "00:01"), (425_000, "01:05")],
)  # fmt: skip
def test_the_seconds_that_show(spent: int, text: str) -> None:
    assert reading(start(timer(360), START), START + spent).text == text


def test_before_the_start_it_is_full_and_a_clock_behind_counts_nothing() -> None:
    assert reading(timer(360), START).text == "06:00" and elapsed(timer(360), START) == 0
    assert elapsed(start(timer(360), START), START - 5000) == 0


@pytest.mark.parametrize(
    ("spent", "level"),
    [(0, "normal"), (299_999, "normal"), (300_000, "warning"), (349_999, "warning"), (350_000, "danger"),
     (359_999, "danger"), (360_000, "over"), (400_000, "over")],
)  # fmt: skip
@pytest.mark.parametrize("turn", [1, -1])
def test_the_level_is_that_of_the_latest_cue_in_whatever_order_they_stand(spent: int, level: str, turn: int) -> None:
    run = start(timer(360, cues=CUES[::turn]), START)
    assert reading(run, START + spent).level == level


def test_a_chained_talk_runs_on_into_the_questions_without_overtime() -> None:
    run = start(timer(360, 180), START)
    seen = reading(run, START + 360_000)
    assert (seen.phase, seen.text, seen.over, seen.level) == ("qa", "03:00", 0, "normal")
    assert reading(run, START + 541_000).text == "00:01" and reading(run, START + 541_000).over == 1000


def test_added_seconds_in_overtime_count_from_now() -> None:
    run = start(timer(360), START)
    assert reading(adjust(run, 10, START + 400_000), START + 400_000).text == "00:10"
    assert adjust(run, -10, START + 400_000) == run, "overtime is not made longer by taking time away"


def test_reset_gives_the_original_back_after_any_change() -> None:
    run = adjust(start(timer(360, 180), START), 600, START + 1000)
    assert reset(hold(run, START + 5000)) == timer(360, 180)


def test_a_timer_has_a_phase() -> None:
    with pytest.raises(ValueError, match="phase"):
        reading(Timer("x", ()), START)


@pytest.mark.parametrize(
    ("chained", "qa", "name", "phases"),
    [(False, 180, "talk", ["talk"]), (True, 180, "talk", ["talk", "qa"]), (True, 0, "talk", ["talk"]),
     (True, 180, "qa", ["qa"])],
)  # fmt: skip
def test_a_fresh_timer_has_the_phases_of_the_rule(chained: bool, qa: int, name: Any, phases: list[str]) -> None:
    rule = TimingRule(talk=300, qa=qa, chained=chained, talk_cues=CUES)
    made = make(contest(timing=rule), contest().entries[0], name)
    assert made.key == f"01/{name}" and [phase.name for phase in made.phases] == phases
    assert all(phase.duration == phase.original for phase in made.phases) and made.started_at is None
