"""What a screen says of itself: numbers are cut at their bounds, and rubbish is refused by name."""

from __future__ import annotations

from typing import Any

import pytest

from server.screens.vitals import BOUNDS, MAX_BROWSER, Vitals, vitals_of
from server.wire import BadMessage

SAID: dict[str, Any] = {
    "trip": 4.26, "lag": 1.5, "fps": 60, "dropped": 3, "refresh": 60,
    "ratio": 2, "sound": "ready", "browser": "Chrome 103",
}  # fmt: skip


def test_what_is_said_is_kept() -> None:
    assert vitals_of(SAID) == Vitals(4.3, 1.5, 60, 3, 60, 2, "ready", "Chrome 103")


def test_numbers_and_words_are_cut() -> None:
    cut = vitals_of({**dict.fromkeys(BOUNDS, 1e12), "browser": "x" * 99})
    assert [getattr(cut, name) for name in BOUNDS] == list(BOUNDS.values())
    assert len(cut.browser) == MAX_BROWSER and cut.sound == "none"
    assert vitals_of(SAID | {"trip": -5}).trip == 0


@pytest.mark.parametrize("name", BOUNDS)
@pytest.mark.parametrize("value", [None, True, "4", []])
def test_no_number_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(BadMessage, match=f"{name}: a number is wanted"):
        vitals_of(SAID | {name: value})


@pytest.mark.parametrize(("name", "value"), [("sound", "loud"), ("sound", 1), ("browser", 5)])
def test_other_rubbish_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(BadMessage, match=name):
        vitals_of(SAID | {name: value})
