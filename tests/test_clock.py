"""Server time: it runs with the monotonic clock and never backwards."""

from __future__ import annotations

import time

import pytest

from server.clock import Clock


def test_it_begins_with_the_system_clock_in_milliseconds() -> None:
    assert abs(Clock().now() - time.time() * 1000) < 60_000


def test_a_step_of_the_system_clock_moves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    before = clock.precise()
    for hour in (3600, -3600):
        stepped = time.time() + hour
        monkeypatch.setattr(time, "time", lambda stepped=stepped: stepped)
        assert 0 <= clock.precise() - before < 60_000


def test_it_never_begins_before_the_journals_last_moment() -> None:
    ahead = int(time.time() * 1000) + 5_000_000
    assert Clock(ahead).now() >= ahead
    clock = Clock()
    clock.not_before(ahead)
    assert ahead <= clock.now() < ahead + 60_000
    clock.not_before(0)
    assert clock.now() >= ahead, "an earlier moment moves nothing back"


def test_whole_milliseconds_are_rounded_down() -> None:
    clock = Clock()
    before = clock.precise()
    now = clock.now()
    assert isinstance(now, int) and before - 1 < now <= clock.precise()
