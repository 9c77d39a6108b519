"""Connected screens: who watches which view, what they were sent, what they really show.

A patch is encoded once per view and the same text goes into every outbox. A screen shows the
program when it has drawn the newest seq at which its view changed.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from server.clock import Clock
from server.outbox import Outbox
from server.wire import encode

MAX_LISTED = 50  # screens of one output that the panel gets by name; the others are counted
LEAST_LEAD = 60  # ms from a command to the moment at which all screens change, and …
MOST_LEAD = 100  # … at most, however far a screen is: HOLD waits for it too, and a person feels more
MOUNT_LEAD = 34  # ms, two frames, in which a screen prepares what has reached it
PRESENCE_DELAY = 0.05  # seconds in which changes of presence are gathered into one message


@dataclass(eq=False, slots=True)
class Screen:
    """One connection. `shown` is the newest seq that the page says it has drawn; a `monitor` is
    the panel's own small picture of an output, and no screen of the hall."""

    id: str
    view: str
    name: str = ""
    width: int = 0
    height: int = 0
    hidden: bool = False
    build: str = ""
    shown: int = 0
    monitor: bool = False
    person: str = ""
    by: str = ""
    outbox: Outbox = field(default_factory=Outbox)

    def facts(self) -> dict[str, Any]:
        names = ("id", "name", "shown", "width", "height", "build", "hidden")
        return {name: getattr(self, name) for name in names}


class Hub:
    def __init__(self, most: int) -> None:
        self.most = most
        self.screens: dict[str, set[Screen]] = {}
        self.changed: dict[str, int] = {}  # view → seq of its last patch that was no skip
        self.trips: dict[str, int] = {}  # screen's id → ms of a long round trip, where it has told
        self.seen: dict[str, int] = {}  # person → when they last came or went (ms)
        self._ids = itertools.count(1)
        self._announced: asyncio.TimerHandle | None = None
        self.outputs: Callable[[], tuple[str, ...]] = tuple
        self.now: Callable[[], int] = Clock().now  # the director puts its own in

    def __len__(self) -> int:
        return sum(map(len, self.screens.values()))

    @property
    def lead(self) -> int:
        """How far ahead of now (ms) a moment must lie for the screens of the hall to be in time."""
        farthest = max(self.trips.values(), default=0)
        return min(MOST_LEAD, max(LEAST_LEAD, farthest // 2 + MOUNT_LEAD))

    def measured(self, screen: Screen, trip: int) -> None:
        """A screen of the hall tells how long its round trips (ms) get; the crowd is not waited for."""
        if screen.view != "watch" and not screen.monitor and trip > 0:
            self.trips[screen.id] = trip

    @property
    def full(self) -> bool:
        return len(self) >= self.most

    def join(self, view: str, name: str = "", monitor: bool = False, person: str = "", by: str = "") -> Screen:
        screen = Screen(f"{next(self._ids)}", view, name, monitor=monitor, person=person, by=by)
        self.screens.setdefault(view, set()).add(screen)
        self._saw(screen)
        self.announce()
        return screen

    def leave(self, screen: Screen) -> None:
        self.screens.get(screen.view, set()).discard(screen)
        self.trips.pop(screen.id, None)
        self._saw(screen)
        self.announce()

    def _saw(self, screen: Screen) -> None:
        if screen.person:
            self.seen[screen.person] = self.now()

    def of(self, person: str) -> list[Screen]:
        """The connections that somebody with a code of their own has open."""
        return [one for one in itertools.chain.from_iterable(self.screens.values()) if one.person == person]

    def devices(self, person: str) -> int:
        """How many devices of somebody's are connected, whatever each has open."""
        return len({one.by for one in self.of(person)})

    def end(self, person: str) -> None:
        """Closes everything that somebody has open: their code was taken away."""
        for screen in self.of(person):
            screen.outbox.end("signed out: this code has been taken away")

    def watched(self, view: str) -> bool:
        return bool(self.screens.get(view))

    def publish(
        self, view: str, seq: int, cause: str, changes: dict[str, Any], at: int | None = None
    ) -> None:
        """Sends one numbered patch to everybody who watches `view`; no changes is a skip. `at` (server
        ms) is there when it moves: the moment at which all screens change."""
        if changes:
            self.changed[view] = seq
        watching = self.screens.get(view)
        if not watching:
            return
        # A skip says nothing about what happened elsewhere.
        moment = {"at": at} if changes and at is not None else {}
        patch = {"type": "patch", "seq": seq, "cause": cause if changes else "other", **moment, "set": changes}
        text = encode(patch).decode()
        for screen in watching:
            screen.outbox.patch(text)
        if changes:
            self.announce()

    def restart(self) -> None:
        """Another journal: every screen is owed a hello and a snapshot."""
        self.changed.clear()
        for screen in itertools.chain.from_iterable(self.screens.values()):
            screen.shown = 0
            screen.outbox.owe()
        self.announce()

    def showed(self, screen: Screen, seq: int) -> None:
        screen.shown = max(screen.shown, seq)
        self.announce()

    def presence(self) -> dict[str, Any]:
        outputs = {}
        for view in self.outputs():
            screens = [screen for screen in self.screens.get(view, ()) if not screen.monitor]
            since = self.changed.get(view, 0)
            outputs[view] = {
                "screens": len(screens),
                "showing": sum(screen.shown >= since and screen.shown > 0 for screen in screens),
                "list": [screen.facts() for screen in sorted(screens, key=lambda one: int(one.id))[:MAX_LISTED]],
            }
        return {"type": "presence", "outputs": outputs, "panels": len(self.screens.get("control", ()))}

    def announce(self) -> None:
        """Tells the panels who is there, soon and once for many changes."""
        if self._announced is None and self.screens.get("control"):
            loop = asyncio.get_running_loop()
            self._announced = loop.call_later(PRESENCE_DELAY, self._announce)

    def _announce(self) -> None:
        self._announced = None
        text = encode(self.presence()).decode()
        for screen in self.screens.get("control", ()):
            screen.outbox.presence(text)
