"""Metrics for Prometheus: commands over HTTP, connected screens, the newest seq."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge


class Metrics:
    """Counters and gauges of one server. Nothing here tells what a mark or a score is."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.commands = Counter(
            "limelight_commands", "Commands over HTTP, by their answer", ["answer"], registry=self.registry
        )
        self.screens = Gauge("limelight_screens", "Pages connected now", ["view"], registry=self.registry)
        self.seq = Gauge("limelight_seq", "Number of the newest event", registry=self.registry)
