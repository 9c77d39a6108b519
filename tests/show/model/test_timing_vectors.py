"""The moments that the screens are held to as well (tests/js/display/timing.test.js)."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from server.show.model import Phase, Timer, TimerCue
from server.show.model.timing import reading

VECTORS = json.loads((Path(__file__).parents[2] / "timing_vectors.json").read_text("utf-8"))


def timer_of(facts: dict[str, Any]) -> Timer:
    phases = tuple(
        Phase(**phase | {"cues": tuple(TimerCue(**cue) for cue in phase["cues"])}) for phase in facts["phases"]
    )
    return Timer(**facts | {"phases": phases})


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["label"].replace(" ", "_"))
def test_the_server_reads_the_timer_as_the_screens_do(vector: dict[str, Any]) -> None:
    assert asdict(reading(timer_of(vector["timer"]), vector["now"])) == vector["want"]
