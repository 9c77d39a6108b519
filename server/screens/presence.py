"""Presence of one output's screens, as the panels get it: those that are counted, and the others apart."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from server.screens.screen import Screen
from server.screens.vitals import Vitals
from server.screens.watchers import Watchers

MAX_LISTED = 50  # counted screens of one output that the panel gets by name; the rest are counted
MAX_OTHERS = 20  # unpaired screens of one output that the panel gets by their words


def output_of(watchers: Watchers) -> dict[str, Any]:
    """Entry of a presence message's `outputs`."""
    counted = (screen for screen in watchers.screens if screen.counted)
    others = [screen for screen in watchers.screens if not screen.counted and not screen.monitor]
    return {
        "screens": watchers.counted,
        "showing": watchers.showing,
        "list": [screen_of(screen) for screen in islice(counted, MAX_LISTED)],
        "unpaired": len(others),
        "others": [screen_of(screen) for screen in others[:MAX_OTHERS]],
        "vitals": summary(screen.vitals for screen in watchers.screens if screen.counted and screen.vitals),
    }


def summary(known: Iterable[Vitals]) -> dict[str, float] | None:
    """Worst of what an output's screens say of themselves; null where none has said anything."""
    said = list(known)
    if not said:
        return None
    return {
        "trip": max(one.trip for one in said),
        "lag": max(one.lag for one in said),
        "fps": min(one.fps for one in said),
        "dropped": sum(one.dropped for one in said),
    }


def screen_of(screen: Screen) -> dict[str, Any]:
    """Entry of an output's `list` or `others`. A paired device is called as it was when it was paired."""
    device = screen.device
    return {
        "id": screen.id, "name": device.name if device and device.name else screen.name, "shown": screen.shown,
        "width": screen.width, "height": screen.height, "build": screen.build, "hidden": screen.hidden,
        "device": device.id if device else "", "word": screen.word if device is None else "",
        "vitals": screen.vitals,
    }  # fmt: skip
