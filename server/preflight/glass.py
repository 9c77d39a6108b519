"""Preflight of the screens, from what each says of itself: pixels, shape, clock, frames, sound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from server.preflight.finding import Finding
from server.screens.vitals import Vitals
from server.show.model import Output

MAX_LAG = 50  # ms of a clock's doubt from which two screens are seen to differ
MAX_TRIP = 150  # ms
MIN_FRAMES = 0.8  # of the glass's own frames, of 60 at most
SAME_SHAPE = 0.01  # by how much two ratios may differ


def screen_findings(screen: Mapping[str, Any], output: Output) -> list[Finding]:
    """Findings about one screen of a presence message, all that want an eye; `well` where there are none."""
    vitals: Vitals | None = screen["vitals"]
    if vitals is None:
        return [Finding("unknown", "preflight.silent")]
    return [*_picture(screen, vitals, output), *_line(vitals), *_page(screen, vitals)] or [
        Finding("good", "preflight.well")
    ]


def pixels(screen: Mapping[str, Any], vitals: Vitals | None) -> tuple[int, int]:
    """Device pixels of a screen's page."""
    ratio = vitals.ratio if vitals else 1
    return round(screen["width"] * ratio), round(screen["height"] * ratio)


def _picture(screen: Mapping[str, Any], vitals: Vitals, output: Output) -> Iterator[Finding]:
    wide, high = pixels(screen, vitals)
    wanted = f"{output.width}×{output.height}"
    if not wide or not high:
        return
    if abs(wide / high - output.width / output.height) > SAME_SHAPE * output.width / output.height:
        yield Finding("warn", "preflight.shape", {"wanted": wanted})
    if (wide, high) != (output.width, output.height):
        yield Finding("warn", "preflight.pixels", {"found": f"{wide}×{high}", "wanted": wanted})


def _line(vitals: Vitals) -> Iterator[Finding]:
    if vitals.trip > MAX_TRIP:
        yield Finding("warn", "preflight.slow", {"trip": vitals.trip})
    if vitals.lag > MAX_LAG:
        yield Finding("warn", "preflight.clock", {"lag": vitals.lag})


def _page(screen: Mapping[str, Any], vitals: Vitals) -> Iterator[Finding]:
    if screen["hidden"]:
        yield Finding("bad", "preflight.hidden")
    elif vitals.fps < MIN_FRAMES * min(vitals.refresh, 60):
        yield Finding("warn", "preflight.jerky", {"fps": vitals.fps})
    if vitals.sound == "locked":
        yield Finding("bad", "preflight.locked")
