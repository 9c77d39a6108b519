"""Metrics for Prometheus: commands over HTTP, screens, the newest seq, the server's health. Labels are the outputs of
the event and words of ours: nobody else can add one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge

MEGABYTE = 1_000_000
REDIS = ("none", "shared", "degraded", "diverged", "fenced", "standby")
_OUTPUT = {
    "screens": ("limelight_screens_counted", "Paired screens of an output"),
    "showing": ("limelight_screens_showing", "Those of them that show its newest change"),
    "unpaired": ("limelight_screens_unpaired", "Screens of an output that nobody has paired"),
}
_VITALS = {
    "trip": ("limelight_screen_trip_ms", "Longest newest round trip of an output's paired screens"),
    "lag": ("limelight_screen_clock_ms", "Greatest doubt of their clocks"),
    "fps": ("limelight_screen_fps", "Fewest frames a second of them"),
    "dropped": ("limelight_screen_dropped", "Frames that they have dropped since they were opened"),
}
_SERVER = {
    "loop": ("limelight_loop_delay_seconds", "Latest call of the event loop in the last seconds", 1 / 1000),
    "cpu": ("limelight_cpu_share", "Share of a core that was used in the last seconds", 1 / 100),
    "memory": ("limelight_memory_bytes", "Memory that the server holds", MEGABYTE),
    "disk": ("limelight_disk_free_bytes", "Free bytes where the show is kept", MEGABYTE),
}


class Metrics:
    """Counters and gauges of one server. Nothing here tells what a mark or a score is."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.commands = Counter(
            "limelight_commands", "Commands over HTTP, by their answer", ["answer"], registry=self.registry
        )
        self.screens = Gauge("limelight_screens", "Pages connected now", ["view"], registry=self.registry)
        self.seq = Gauge("limelight_seq", "Number of the newest event", registry=self.registry)
        self._paired = Gauge("limelight_paired_devices", "Paired devices", registry=self.registry)
        self._doubt = Gauge(
            "limelight_journal_doubt", "1: the disk has just failed to confirm", registry=self.registry
        )
        self._redis = Gauge("limelight_redis", "1: so Redis stands", ["state"], registry=self.registry)
        named = {**_OUTPUT, **_VITALS}.items()
        self._outputs = {key: Gauge(name, said, ["output"], registry=self.registry) for key, (name, said) in named}
        self._server = {key: Gauge(name, said, registry=self.registry) for key, (name, said, _) in _SERVER.items()}

    def take(self, presence: Mapping[str, Any]) -> None:
        """Numbers of the panels' presence message."""
        for output, facts in presence["outputs"].items():
            for key, value in (facts | (facts["vitals"] or {})).items():
                if key in self._outputs:
                    self._outputs[key].labels(output).set(value)
        self._paired.set(presence["paired"])
        for word in REDIS:
            self._redis.labels(word).set(word == presence["redis"])
        server = presence["server"] or {}
        self._doubt.set(server.get("journal") == "doubt")
        for key, (_, _, unit) in _SERVER.items():
            if server.get(key) is not None:
                self._server[key].set(server[key] * unit)
