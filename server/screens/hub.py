"""Connected screens: who watches which view, what they were sent, what they really show.

A patch is encoded once per view; the same text goes into every outbox, the same frame to every display
(`fanout`). A screen shows the program when it has drawn the newest seq at which its view changed.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from server.clock import Clock
from server.screens import frames
from server.screens.audience import Reader
from server.screens.fanout import Fanout
from server.screens.outbox import Outbox
from server.screens.view_source import Source
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
    outbox: Outbox | Reader = field(default_factory=Outbox)

    def facts(self) -> dict[str, Any]:
        names = ("id", "name", "shown", "width", "height", "build", "hidden")
        return {name: getattr(self, name) for name in names}


@dataclass(slots=True)
class Tally:
    """How many screens of a view are there, and how many show its newest change. Kept as they come, go
    and draw: to count a crowd again for each word of one of them would take a core."""

    since: int = 0  # seq of the last patch that was no skip
    screens: int = 0
    showing: int = 0

    def count(self, screen: Screen, by: int) -> None:
        if not screen.monitor:
            self.screens += by
            self.showing += by * self.shows(screen)

    def shows(self, screen: Screen) -> bool:
        return screen.shown >= self.since and screen.shown > 0

    def changed(self, seq: int) -> None:
        self.since, self.showing = seq, 0


class Hub:
    def __init__(self, most: int) -> None:
        self.most = most
        self.screens: dict[str, dict[Screen, None]] = {}  # by view, in the order in which they came
        self.fanout = Fanout()
        self._outboxes: dict[str, dict[Outbox, None]] = {}  # by view: those that take the long way
        self.trips: dict[str, int] = {}  # screen's id → ms of a long round trip, where it has told
        self.seen: dict[str, int] = {}  # person → when they last came or went (ms)
        self._people: dict[str, set[Screen]] = {}
        self._tallies: dict[str, Tally] = defaultdict(Tally)
        self._snapshots: dict[str, tuple[str, int, bytes]] = {}
        self._ids = itertools.count(1)
        self._announced: asyncio.TimerHandle | None = None
        self.outputs: Callable[[], tuple[str, ...]] = tuple
        self.now: Callable[[], int] = Clock().now  # the director puts its own in
        self.redis: Callable[[], str] = lambda: "none"  # how it stands with Redis; so does the succession

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

    def join(
        self,
        view: str,
        name: str = "",
        monitor: bool = False,
        person: str = "",
        by: str = "",
        outbox: Reader | None = None,
    ) -> Screen:
        screen = Screen(f"{next(self._ids)}", view, name, monitor=monitor, person=person, by=by,
                        outbox=outbox or Outbox())  # fmt: skip
        self.screens.setdefault(view, {})[screen] = None
        self._tallies[view].count(screen, +1)
        if isinstance(screen.outbox, Outbox):
            self._outboxes.setdefault(view, {})[screen.outbox] = None
        else:
            self.fanout.audience(view).add(screen.outbox)
        if person:
            self._people.setdefault(person, set()).add(screen)
        self._saw(screen)
        self.announce()
        return screen

    def leave(self, screen: Screen) -> None:
        there = self.screens.get(screen.view, {})
        if screen not in there:
            return
        del there[screen]
        self.trips.pop(screen.id, None)
        self._tallies[screen.view].count(screen, -1)
        if isinstance(screen.outbox, Outbox):
            del self._outboxes[screen.view][screen.outbox]
        else:
            self.fanout.audience(screen.view).remove(screen.outbox)
        self._people.get(screen.person, set()).discard(screen)
        self._saw(screen)
        self.announce()

    def _saw(self, screen: Screen) -> None:
        if screen.person:
            self.seen[screen.person] = self.now()

    def of(self, person: str) -> list[Screen]:
        """The connections that somebody with a code of their own has open."""
        return list(self._people.get(person, ()))

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
            self._tallies[view].changed(seq)
        if not self.watched(view):
            return
        # A skip says nothing about what happened elsewhere.
        moment = {"at": at} if changes and at is not None else {}
        patch = {"type": "patch", "seq": seq, "cause": cause if changes else "other", **moment, "set": changes}
        encoded = encode(patch)
        self.fanout.push(view, frames.text(encoded))
        text = encoded.decode()
        for outbox in self._outboxes.get(view, ()):
            outbox.patch(text)
        if changes:
            self.announce()

    def flush(self) -> None:
        """What was published leaves for the hall at once, where it takes the short way."""
        self.fanout.flush()

    def restart(self) -> None:
        """Another journal: every screen is owed a hello and a snapshot."""
        for screen in itertools.chain.from_iterable(self.screens.values()):
            screen.shown = 0
        self._snapshots.clear()
        for tally in self._tallies.values():
            tally.changed(0)
        for outbox in itertools.chain.from_iterable(self._outboxes.values()):
            outbox.owe()
        self.fanout.restart()
        self.announce()

    def showed(self, screen: Screen, seq: int) -> None:
        tally = self._tallies[screen.view]
        tally.count(screen, -1)
        screen.shown = max(screen.shown, seq)
        tally.count(screen, +1)
        self.announce()

    def snapshot(self, source: Source, view: str) -> bytes:
        """The frame of a view's snapshot: made once for all who ask at this seq."""
        epoch, seq, frame = self._snapshots.get(view, ("", -1, b""))
        if (epoch, seq) != (source.epoch, source.seq):
            epoch, seq, frame = source.epoch, source.seq, frames.text(encode(source.snapshot(view)))
            self._snapshots[view] = epoch, seq, frame
        return frame

    def presence(self) -> dict[str, Any]:
        outputs = {}
        for view in self.outputs():
            tally = self._tallies[view]
            listed = (screen for screen in self.screens.get(view, ()) if not screen.monitor)
            outputs[view] = {
                "screens": tally.screens,
                "showing": tally.showing,
                "list": [screen.facts() for screen in itertools.islice(listed, MAX_LISTED)],
            }
        panels = len(self.screens.get("control", ()))
        return {"type": "presence", "outputs": outputs, "panels": panels, "redis": self.redis()}

    def announce(self) -> None:
        """Tells the panels who is there, soon and once for many changes."""
        if self._announced is None and self.screens.get("control"):
            loop = asyncio.get_running_loop()
            self._announced = loop.call_later(PRESENCE_DELAY, self._announce)

    def _announce(self) -> None:
        self._announced = None
        text = encode(self.presence()).decode()
        for outbox in self._outboxes.get("control", ()):
            outbox.presence(text)
