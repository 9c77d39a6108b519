"""Vitals of one screen: what its page measures of its line, its clock, its frames and its glass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from server.wire import BadMessage

MAX_BROWSER = 40  # characters; cut, not refused
# The greatest value of each number; more is cut, not refused: a page that slept measures anything.
BOUNDS = {"trip": 60_000, "lag": 60_000, "fps": 1_000, "dropped": 1_000_000, "refresh": 1_000, "ratio": 20}
SOUNDS = ("none", "locked", "ready")


@dataclass(frozen=True, slots=True)
class Vitals:
    """Report of a page: `trip` is the newest round trip and `lag` how far its clock may be off (ms), `fps` its frames
    a second and `dropped` those that it has missed since it was opened, `refresh` the screen's own frames a second,
    `ratio` its device pixels for a CSS pixel, `sound` whether its bell may ring."""

    trip: float = 0
    lag: float = 0
    fps: float = 0
    dropped: int = 0
    refresh: float = 0
    ratio: float = 1
    sound: Literal["none", "locked", "ready"] = "none"
    browser: str = ""


def vitals_of(message: Mapping[str, Any]) -> Vitals:
    """Vitals in a page's message. Raises BadMessage."""
    numbers = {name: _number(message, name, most) for name, most in BOUNDS.items()}
    sound, browser = message.get("sound", "none"), message.get("browser", "")
    if sound not in SOUNDS:
        raise BadMessage(f"sound: one of {', '.join(SOUNDS)} is wanted")
    if not isinstance(browser, str):
        raise BadMessage("browser: str is wanted")
    numbers["dropped"] = int(numbers["dropped"])
    return Vitals(**numbers, sound=sound, browser=browser[:MAX_BROWSER])  # type: ignore[arg-type]


def _number(message: Mapping[str, Any], name: str, most: float) -> float:
    value = message.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadMessage(f"{name}: a number is wanted")
    return round(min(max(0, value), most), 1)
