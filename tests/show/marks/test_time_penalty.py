"""Points off for time: a speech contest's graduated table (1–10 s over −0.02, 11–20 s −0.05), steps, caps,
short talks."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from server.show import commands as c
from server.show.marks.time_penalty import TimeOff, off, proposed
from server.show.model import Show, TimeBand, TimeRule
from tests.support.contests import START, contest, opened, perform

D = Decimal
# Over by 1–10 s −0.02, 11–20 s −0.05, 21–30 s −0.1, at most −0.2; under 6 min −0.1.
SPEECH = TimeRule(
    table=(TimeBand(10, D("0.02")), TimeBand(20, D("0.05")), TimeBand(30, D("0.1"))),
    cap=D("0.2"), under=360, under_points=D("0.1"),
)  # fmt: skip
STEPPED = TimeRule(grace=5, per=30, points=D("0.5"), cap=D("2"))


@pytest.mark.parametrize(
    ("spent", "points"),
    [(359, "0.1"), (360, "0"), (480, "0"), (481, "0.02"), (490, "0.02"), (491, "0.05"), (500, "0.05"),
     (501, "0.1"), (510, "0.1"), (511, "0.2"), (4000, "0.2")],
)  # fmt: skip
def test_the_graduated_table_has_its_borders_where_the_rule_says(spent: int, points: str) -> None:
    assert off(SPEECH, spent, 480).points == D(points)


@pytest.mark.parametrize(
    ("over", "points"), [(0, "0"), (5, "0"), (6, "0.5"), (35, "0.5"), (36, "1.0"), (65, "1.0"), (66, "1.5"), (999, "2")]
)
def test_a_started_step_counts_and_the_cap_holds(over: int, points: str) -> None:
    assert off(STEPPED, 360 + over, 360) == TimeOff(over, D(points))


def test_a_flat_rule_takes_once_and_a_table_without_a_cap_ends_with_its_last_band() -> None:
    assert off(TimeRule(points=D("0.5")), 900, 480).points == D("0.5")
    assert off(TimeRule(table=(TimeBand(10, D(1)), TimeBand(20, D(2)))), 900, 480).points == D(2)
    assert off(SPEECH, 100, 480, may_be_short=False) == TimeOff(0, D(0))


def spoken(show: Show, milliseconds: int) -> Show:
    show = perform(show, c.Preview("01.talk"), c.Take(), c.TimerStart(), at=START)
    return perform(show, c.TimerPause(), at=START + milliseconds)


def test_the_clock_proposes_once_it_stands_and_counts_as_it_is_shown() -> None:
    plain = contest()
    show = opened(replace(plain, scoring=replace(plain.scoring, time=STEPPED)))
    running = perform(show, c.Preview("01.talk"), c.Take(), c.TimerStart(), at=START)
    assert proposed(show, "01") is None and proposed(running, "01") is None
    assert proposed(spoken(show, 365_999), "01") == TimeOff(5, D(0)), "5.999 s over stand at 00:05"
    assert proposed(spoken(show, 366_000), "01") == TimeOff(6, D("0.5"))
    assert proposed(spoken(opened(), 500_000), "01") is None, "no rule, no proposal"
