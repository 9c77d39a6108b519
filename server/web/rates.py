"""Rates of commands: a burst and a rate for each person, over all of their sessions and tokens.

A Stream Deck or a script may send a burst; somebody who goes on sending is refused before the show is asked, so that
one hand does not take the time of all others. HOLD and BLACK are never refused.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from server.show.commands import Black, Hold
from server.show.model.role import Who

BURST = 500  # commands at once …
PER_SECOND = 100  # … and so many a second for as long as one likes
MAX_COUNTED = 500  # people whose commands are counted; those who were quiet longest are forgotten first


class Rates:
    """Token buckets by person. `now` gives monotonic seconds."""

    def __init__(self, now: Callable[[], float] | None = None) -> None:
        self._now = now or (lambda: time.monotonic())  # looked up at each call: a simulation has a time of its own
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # person → commands left, at this moment

    def allow(self, who: Who, command: Any) -> bool:
        """One more command of a person; False: too many, too fast."""
        if isinstance(command, (Hold, Black)):
            return True
        person, now = person_of(who), self._now()
        left, since = self._left.pop(person, (BURST, now))
        left = min(BURST, left + (now - since) * PER_SECOND)
        allowed = left >= 1
        self._left[person] = left - allowed, now
        while len(self._left) > MAX_COUNTED:
            self._left.popitem(last=False)
        return allowed


def person_of(who: Who) -> str:
    """Key of a person, whatever the session or token: the account, a judge, or the role that shares a code."""
    return who.person or (f"judge-{who.judge}" if who.judge else who.role)
