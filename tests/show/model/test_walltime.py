"""Midnight is nothing special, and the hall's clock is the contest's, not the machine's."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.show.model.walltime import DAY, next_time, wall_time
from tests.support.contests import START, contest

HOUR = 3_600_000
MIDNIGHT = 1_723_564_800_000  # 2024-08-14 00:00 in the hall, +08:00


@given(st.integers(0, 23), st.integers(0, 59), st.integers(-12 * 60, 14 * 60), st.integers(0, 86_399))
def test_a_wall_time_is_that_of_the_halls_clock_on_the_day_on_air(hour: int, minute: int, zone: int, now: int) -> None:
    at = START + now * 1000
    found = wall_time(contest(utc_offset=zone), f"{hour:02d}:{minute:02d}", at)
    assert found is not None
    local, shown = (at + zone * 60_000) // 60_000, (found + zone * 60_000) // 60_000
    assert shown % 1440 == hour * 60 + minute and shown // 1440 == local // 1440


def test_what_is_no_time_of_day_means_no_moment() -> None:
    assert wall_time(contest(), "soon", START) is None and next_time(contest(), "", START) is None


def test_a_time_after_midnight_is_tomorrow_s() -> None:
    assert next_time(contest(), "00:10", MIDNIGHT - HOUR // 6) == MIDNIGHT + HOUR // 6
    assert next_time(contest(), "08:30", MIDNIGHT - 2 * HOUR) == MIDNIGHT + 8 * HOUR + HOUR // 2


def test_a_time_that_has_just_passed_stays_passed() -> None:
    assert next_time(contest(), "14:00", MIDNIGHT + 14 * HOUR + 1) == MIDNIGHT + 14 * HOUR
    assert next_time(contest(), "23:58", MIDNIGHT + 60_000) == MIDNIGHT - 120_000


@given(st.integers(0, 23), st.integers(0, 59), st.integers(0, 86_399))
def test_it_is_the_nearest(hour: int, minute: int, now: int) -> None:
    at = MIDNIGHT + now * 1000
    found = next_time(contest(), f"{hour:02d}:{minute:02d}", at)
    assert found is not None and abs(found - at) <= DAY / 2
