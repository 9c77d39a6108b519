"""Metrics: the numbers of the panel's strip, with the event's outputs as their only labels."""

from __future__ import annotations

from pathlib import Path

from prometheus_client import generate_latest

from server.screens.vitals import Vitals
from server.web.metrics import Metrics
from tests.support.app_client import client
from tests.support.hubs import hub_of, joined


def lines(metrics: Metrics) -> dict[str, float]:
    text = generate_latest(metrics.registry).decode()
    rows = (line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in rows}


def test_the_numbers_of_the_strip_are_the_metrics() -> None:
    hub = hub_of("stage", "monitor")
    near, far = joined(hub, near=True), joined(hub, near=False)
    near.screen.vitals = Vitals(trip=7, lag=2, fps=50, dropped=3)
    far.screen.vitals = Vitals(trip=900)
    hub.server = {"loop": 12.0, "cpu": 50.0, "memory": 84, "disk": None, "journal": "doubt"}
    metrics = Metrics()
    metrics.take(hub.presence())
    read = lines(metrics)
    assert read['limelight_screens_counted{output="stage"}'] == read['limelight_screens_unpaired{output="stage"}'] == 1
    assert read['limelight_screen_trip_ms{output="stage"}'] == 7, "an unpaired screen says nothing here"
    assert (read['limelight_screen_fps{output="stage"}'], read['limelight_screen_dropped{output="stage"}']) == (50, 3)
    assert (read["limelight_loop_delay_seconds"], read["limelight_memory_bytes"]) == (0.012, 84_000_000)
    assert (read["limelight_journal_doubt"], read['limelight_redis{state="none"}']) == (1, 1)
    assert 'limelight_screen_trip_ms{output="monitor"}' not in read


def test_the_endpoint_serves_them(tmp_path: Path) -> None:
    with client(tmp_path) as app:
        text = app.get("/metrics").text
    assert "limelight_disk_free_bytes" in text and 'limelight_screens_counted{output="stage"} 0.0' in text
