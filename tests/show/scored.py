"""Shows with marks in them, and the refusal of a command: what many tests of the show begin with."""

from __future__ import annotations

from decimal import Decimal

import pytest

from server.show import commands as c
from server.show.events import Refused
from server.show.model import Show
from tests.contests import perform


def scored(show: Show, *entries: str, mark: str = "90") -> Show:
    """The entries confirmed with the same mark from every judge."""
    for entry in entries:
        show = perform(show, c.EnterMarks(entry, dict.fromkeys(show.judges, Decimal(mark))), c.Confirm(entry))
    return show


def on_air(show: Show, *cues: str) -> Show:
    """The show after the cues were taken one after the other."""
    for cue in cues:
        show = perform(show, c.Preview(cue), c.Take())
    return show


def refused(show: Show, *commands: object, seen: int | None = None) -> Refused:
    """The refusal that the last of the commands meets."""
    show = perform(show, *commands[:-1])
    with pytest.raises(Refused) as caught:
        perform(show, commands[-1], seen=seen)
    return caught.value
