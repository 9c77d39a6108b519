"""Watchers of one view: the tally follows each screen that comes, draws, goes or stops counting."""

from __future__ import annotations

from server.screens.outbox import Outbox
from server.screens.screen import Screen
from server.screens.watchers import Watchers


def screen(id: str, counted: bool = True) -> Screen:
    return Screen(id, "stage", Outbox(), counted=counted)


def test_only_screens_that_count_are_in_the_tally() -> None:
    watchers, real, fake = Watchers(), screen("1"), screen("2", counted=False)
    watchers.add(real)
    watchers.add(fake)
    watchers.change(7)
    for one in (real, fake):
        watchers.tally(one, -1)
        one.shown = 7
        watchers.tally(one, +1)
    assert (len(watchers.screens), watchers.counted, watchers.showing) == (2, 1, 1)
    watchers.remove(fake)
    assert (watchers.counted, watchers.showing) == (1, 1)
    watchers.change(8)
    assert watchers.showing == 0
    watchers.remove(real)
    assert (watchers.counted, watchers.showing, watchers.patches) == (0, 0, {})
