"""Preflight of the screens: pixels, shape, clock, line, frames and sound, each with what would mend it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from server.preflight.glass import MAX_LAG, MAX_TRIP, pixels, screen_findings
from server.screens.vitals import Vitals
from tests.support.contests import contest

OUTPUT = replace(contest().outputs[0], width=1920, height=1080)
VITALS = Vitals(trip=4, lag=1, fps=60, refresh=60, ratio=1, sound="ready", browser="Chrome 131")


def found(vitals: Vitals | None = VITALS, **screen: Any) -> list[str]:
    facts = {"width": 1920, "height": 1080, "hidden": False, "vitals": vitals} | screen
    return [one.key.removeprefix("preflight.") for one in screen_findings(facts, OUTPUT)]


def test_a_screen_that_is_well() -> None:
    assert found() == ["well"]
    assert found(replace(VITALS, ratio=1.5), width=1280, height=720) == ["well"], "device pixels count"


@pytest.mark.parametrize(
    ("change", "screen", "wrong"),
    [
        ({}, {"width": 1280, "height": 720}, ["pixels"]), ({}, {"width": 1920, "height": 1200}, ["shape", "pixels"]),
        ({"trip": MAX_TRIP + 1}, {}, ["slow"]), ({"lag": MAX_LAG + 1}, {}, ["clock"]), ({"fps": 30}, {}, ["jerky"]),
        ({"fps": 30, "refresh": 30}, {}, ["well"]), ({"fps": 60, "refresh": 144}, {}, ["well"]),
        ({"sound": "locked"}, {}, ["locked"]), ({"fps": 0}, {"hidden": True}, ["hidden"]),
    ],
)  # fmt: skip
def test_what_wants_an_eye(change: dict[str, Any], screen: dict[str, Any], wrong: list[str]) -> None:
    assert found(replace(VITALS, **change), **screen) == wrong


def test_a_screen_that_has_said_nothing_yet() -> None:
    assert found(None) == ["silent"]
    assert pixels({"width": 10, "height": 20}, None) == (10, 20)
    assert found(VITALS, width=0, height=0) == ["well"], "its size has not come yet"
