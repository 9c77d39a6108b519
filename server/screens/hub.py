"""Hub of connected screens: their views, the patches that they have drawn, and the presence that panels show.

A patch is encoded once per view. It goes once into the audience of the view's fast sockets (`fanout`) and
into the queue of every other connection. A screen shows the program when it has drawn the newest seq at which
its view changed.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from server.screens import frames
from server.screens.connection import Connection
from server.screens.fanout import REMOTE_VIEW, Fanout
from server.screens.pairing import Device, Pairing
from server.screens.places import Places
from server.screens.presence import output_of
from server.screens.screen import Screen
from server.screens.view_source import ViewSource
from server.screens.watchers import Watchers
from server.texts.screen_words import SCREEN_WORDS
from server.wire import encode

MIN_LEAD = 60  # ms from a command to the moment at which all screens change, and …
MAX_LEAD = 100  # … at most, however far a screen is: HOLD waits for it too, and a person feels more
MOUNT_LEAD = 34  # ms, two frames, in which a screen prepares what has reached it
PRESENCE_DELAY = 0.05  # seconds in which changes of presence are coalesced into one message


@dataclass(slots=True)
class Visits:
    """Record of one person with a code of their own: open screens, and when they last came or went (server
    ms)."""

    screens: set[Screen] = field(default_factory=set)
    seen: int = 0


class Hub:
    """Registry of all screens: at most `limit` of them but for people who are signed in. `now` gives server
    milliseconds, `outputs` the names of the named pictures, `redis` the word for how this machine stands with
    Redis, `weak` its settings under which something may be lost; `per_address` (else the limit) bounds what one
    address has of the screens."""

    def __init__(
        self,
        limit: int,
        now: Callable[[], int],
        outputs: Callable[[], Iterable[str]],
        redis: Callable[[], str],
        weak: Callable[[], list[str]] = list,
        per_address: int | None = None,
    ) -> None:
        self.limit = limit
        self.places: Places[Screen] = Places(limit if per_address is None else per_address)
        self.fanout = Fanout()
        self._now, self._outputs, self._redis, self._weak = now, outputs, redis, weak
        self._views: dict[str, Watchers] = defaultdict(Watchers)
        self._people: dict[str, Visits] = defaultdict(Visits)
        self._ids = itertools.count(1)
        self._announced: asyncio.TimerHandle | None = None
        self._words = deque(SCREEN_WORDS)
        self.pairing = Pairing()
        self.server: dict[str, Any] | None = None  # health of this server, for the panels

    def __len__(self) -> int:
        return sum(len(watchers.screens) for watchers in self._views.values())

    @property
    def full(self) -> bool:
        """Limit reached: no more anonymous screens."""
        return len(self) >= self.limit

    @property
    def lead(self) -> int:
        """Milliseconds that a moment must lie ahead of now for the venue's screens to be in time."""
        venue = (watchers.screens for view, watchers in self._views.items() if view != REMOTE_VIEW)
        farthest = max((screen.trip for screens in venue for screen in screens), default=0)
        return min(MAX_LEAD, max(MIN_LEAD, farthest // 2 + MOUNT_LEAD))

    def measured(self, screen: Screen, trip: int) -> None:
        """Round trip (ms) that a screen has measured. Remote viewers are not waited for."""
        if screen.view != REMOTE_VIEW and not screen.monitor and trip > 0:
            screen.trip = trip

    # --- arrivals and departures ---------------------------------------------------------------------

    def join(
        self,
        view: str,
        connection: Connection,
        name: str = "",
        monitor: bool = False,
        person: str = "",
        by: str = "",
        device: Device | None = None,
        near: bool = False,
    ) -> Screen:
        """Record of a new screen; `leave` removes it."""
        screen = Screen(f"{next(self._ids)}", view, connection, name, monitor=monitor, person=person, by=by,
                        device=device, near=near)  # fmt: skip
        screen.counted = self._counts(screen)
        self._name(screen)
        self._views[view].add(screen)
        if person:
            self._people[person].screens.add(screen)
        self._changed(screen)
        return screen

    def leave(self, screen: Screen) -> None:
        """Removal of a screen's record; a second time changes nothing."""
        watchers = self._views[screen.view]
        if screen not in watchers.screens:
            return
        watchers.remove(screen)
        self.places.leave(screen)
        if screen.word in SCREEN_WORDS:
            self._words.append(screen.word)
        if screen.person:
            self._people[screen.person].screens.discard(screen)
        self._changed(screen)

    def _counts(self, screen: Screen) -> bool:
        trusted = screen.device is not None or (screen.near and not self.pairing.devices)
        return not screen.monitor and (trusted or screen.view == REMOTE_VIEW)

    def _name(self, screen: Screen) -> None:
        """A word for an unpaired screen of the venue; when all are taken, its number."""
        if screen.device is None and not screen.word and not screen.monitor and screen.view != REMOTE_VIEW:
            screen.word = self._words.popleft() if self._words else screen.id

    def recount(self, screen: Screen | None = None, device: Device | None = None) -> None:
        """Tallies again, after the paired devices have changed; `screen` is one that has just become `device`."""
        if screen is not None:
            screen.device = device
        for watchers in self._views.values():
            for one in watchers.screens:
                watchers.tally(one, -1)
                one.device = self.pairing.devices.get(one.device.id) if one.device else None
                one.counted = self._counts(one)
                self._name(one)
                watchers.tally(one, +1)
        self.announce()

    def _changed(self, screen: Screen) -> None:
        if screen.person:
            self._people[screen.person].seen = self._now()
        self.announce()

    def screens(self) -> list[Screen]:
        """Records of every view's screens."""
        return [screen for watchers in self._views.values() for screen in watchers.screens]

    def concerned(self, seq: int) -> list[Screen]:
        """Counted screens whose view has changed since event `seq`, remote viewers apart."""
        venue = (one for view, one in self._views.items() if view != REMOTE_VIEW and one.changed_at > seq)
        return [screen for one in venue for screen in one.screens if screen.counted]

    def behind(self) -> list[Screen]:
        """Counted screens that have not drawn the newest change of their view, remote viewers apart."""
        return [screen for screen in self.concerned(0) if screen.shown < self._views[screen.view].changed_at]

    def count(self, view: str) -> int:
        """Number of a view's screens, the panels' own monitors included."""
        return len(self._views[view].screens) if view in self._views else 0

    def devices(self, person: str) -> int:
        """Number of a person's connected devices, however many screens each has open."""
        return len({screen.by for screen in self._people[person].screens}) if person in self._people else 0

    def last_seen(self, person: str) -> int:
        """Moment (server ms) at which a person last came or went; 0: never."""
        return self._people[person].seen if person in self._people else 0

    def sign_out(self, person: str) -> None:
        """End of everything that a person has open: their code was taken away."""
        for screen in list(self._people[person].screens) if person in self._people else ():
            screen.connection.close("signed out: this code has been taken away")

    # --- patches and snapshots -----------------------------------------------------------------------

    def watched(self, view: str) -> bool:
        """Presence of at least one screen."""
        return self.count(view) > 0

    def publish(
        self, view: str, seq: int, cause: str, changes: dict[str, Any], at: int | None = None
    ) -> None:
        """One numbered patch for everybody who watches `view`; no changes make it a skip. `at` (server ms) is
        there when it moves: the moment at which all screens change."""
        watchers = self._views[view]
        if changes:
            watchers.change(seq)
        if not watchers.screens:
            return
        # A skip says nothing about what happened elsewhere.
        moment = {"at": at} if changes and at is not None else {}
        patch = {
            "type": "patch",
            "seq": seq,
            "cause": cause if changes else "other",
            **moment,
            "set": changes,
        }
        payload = encode(patch)
        for send in watchers.patches:
            send(payload)
        if changes:
            self.announce()

    def flush(self) -> None:
        """Immediate pass over the venue's fast sockets with what was published."""
        self.fanout.flush()

    def restart(self) -> None:
        """Another journal: every screen gets a hello and a snapshot."""
        for watchers in self._views.values():
            watchers.snapshot = ("", -1, b"")
            for screen in watchers.screens:
                screen.shown = 0
                screen.connection.request_snapshot()
            watchers.change(0)
        self.announce()

    def snapshot(self, source: ViewSource, view: str) -> bytes:
        """Frame of a view's snapshot, made once for all who ask at this seq."""
        watchers = self._views[view]
        epoch, seq, frame = watchers.snapshot
        if (epoch, seq) != (source.epoch, source.seq):
            frame = frames.text(encode(source.snapshot(view)))
            watchers.snapshot = source.epoch, source.seq, frame
        return frame

    # --- presence ------------------------------------------------------------------------------------

    def showed(self, screen: Screen, seq: int) -> None:
        """Word of a screen that it has drawn `seq`."""
        watchers = self._views[screen.view]
        watchers.tally(screen, -1)
        screen.shown = max(screen.shown, seq)
        watchers.tally(screen, +1)
        self.announce()

    def presence(self) -> dict[str, Any]:
        """Presence message of now: each output's screens, the panels, and Redis."""
        outputs = {view: output_of(self._views[view]) for view in self._outputs()}
        return {
            "type": "presence",
            "outputs": outputs,
            "panels": self.count("control"),
            "redis": self._redis(),
            "weak": self._weak(),
            "paired": len(self.pairing.devices),
            "server": self.server,
        }

    def announce(self) -> None:
        """Presence for the panels, soon and once for many changes."""
        if self._announced is None and self.watched("control"):
            loop = asyncio.get_running_loop()
            self._announced = loop.call_later(PRESENCE_DELAY, self._announce)

    def _announce(self) -> None:
        self._announced = None
        payload = encode(self.presence())
        for screen in self._views["control"].screens:
            screen.connection.presence(payload)
