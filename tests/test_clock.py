"""Server time: it runs with the monotonic clock and never backwards."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from server.clock import Clock
from tests.support.server_process import Server

STEPPED = """
import pathlib, time
real, step = time.time, pathlib.Path(__file__).with_name("step")
time.time = lambda: real() + float(step.read_text())
"""


def test_it_begins_with_the_system_clock_in_milliseconds() -> None:
    assert abs(Clock().now() - time.time() * 1000) < 60_000


def test_a_step_of_the_system_clock_moves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    before = clock.precise()
    for hour in (3600, -3600):
        stepped = time.time() + hour
        monkeypatch.setattr(time, "time", lambda stepped=stepped: stepped)
        assert 0 <= clock.precise() - before < 60_000


def test_an_hour_s_step_in_mid_show_moves_no_timer_and_nothing_in_the_journal(tmp_path: Path) -> None:
    """A real server whose system clock steps (a clock that Python reads before anything else of ours)."""
    patch, step = tmp_path / "patch", tmp_path / "patch" / "step"
    patch.mkdir()
    (patch / "sitecustomize.py").write_text(STEPPED)
    step.write_text("0")
    server = Server(tmp_path / "data")
    server.folder.mkdir()
    server.start(PYTHONPATH=str(patch))
    try:
        entry = next(one["entry"] for one in server.view("control")["rundown"] if one["entry"])
        server.take(f"{entry}.talk")
        server.do("timer_start")
        timer = server.view("stage")["timer"]
        for seconds in ("3600", "-3600"):
            step.write_text(seconds)
            server.do("message", text=f"step {seconds}")
            assert server.view("stage")["timer"] == timer
        moments = [line["at"] for line in server.view("control")["log"]]
        assert moments == sorted(moments)
        assert moments[-1] - moments[0] < 600_000, "in the journal no time has passed but what has passed"
    finally:
        server.stop()


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
