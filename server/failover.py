"""Failover: lease, standby and takeover between machines with the same Redis and event.

One machine holds the lease and runs the show. Another that is started waits beside it as *standby*: it
serves the public views as an edge does, copies the journal to its own disk as it grows, and takes the show over
from there when the lease runs out. A writer that was replaced steps down, says so, and is a standby from then on.

A silent writer is dead only where Redis has been well all the while: a standby that has just reached Redis again, or
whose Redis refused to write or was slow to, waits longer than a lease first, since the writer was cut off by the same
fault and is about to come back. Who waits claims the next lease with the length of its journal: the longest comes
first, and nobody begins an empty show beside it.
"""

from __future__ import annotations

import asyncio
import logging
import math
import socket
import time
import uuid
from typing import Any

from server.journal.mode import Mode
from server.journal.row import JournalError
from server.replication.bus import Bus
from server.replication.event_pictures import pictures_in
from server.replication.journal_copy import JournalCopy
from server.replication.mirror import Mirror, follow
from server.replication.redis_store import LEASE, FencedError, Lease, RedisStore, event_key
from server.replication.redis_url import client_of
from server.replication.renewal import HEARTBEAT, Renewal, RenewalThread, now
from server.replication.retry import TRANSIENT_ERRORS, end
from server.replication.weak_settings import in_words, weak_settings
from server.screens.view_source import ViewSource
from server.show.model import Contest
from server.web.assets import SERVED
from server.web.state import AppState, open_show

POLL_INTERVAL = 0.1  # seconds between two tries for the lease
SILENCE = 2 * HEARTBEAT  # seconds without a word of the writer after which something is wrong
SLOW_ANSWER = 0.5  # seconds for a write after which Redis counts as one that was in trouble
AFTER_TROUBLE = 2 * LEASE  # seconds for which Redis must have been well before a silent writer is replaced
SETTINGS_INTERVAL = 10.0  # seconds between two looks at the settings of Redis

log = logging.getLogger(__name__)


_WHY = {
    ("writer", "degraded"): "Redis does not answer: the show goes on here, edges keep their last picture",
    (
        "writer",
        "diverged",
    ): "Redis holds another history of this show: start Limelight again to go on from that one",
    ("writer", "fenced"): "another machine has taken over the show",
    ("standby", "standby"): "standby: another machine runs the show, and this one takes over when it stops",
    ("standby", "degraded"): "standby, and Redis does not answer yet",
}


class Failover:
    """Role of this machine among several, `writer` or `standby`: with it change the app state's `source` and
    `active_director`. `holder` names the machine that writes, with its folder; `weak` the settings of Redis under
    which it may lose something."""

    def __init__(self, state: AppState, contest: Contest) -> None:
        settings = state.settings
        assert settings.redis_url is not None
        self._state, self._settings, self._contest = state, settings, contest
        self._client = client_of(settings.redis_url)
        self._store = RedisStore(self._client, event_key(contest))
        self._name = f"{socket.gethostname()}:{settings.port}|{uuid.getnode():x}|{settings.data_dir}"
        self._mirror = Mirror(state.hub)
        self._renewal = Renewal()
        self._patient_until = 0.0  # monotonic; before it no lease is tried for
        self._mode: Mode | None = None  # the one that the show was in when this machine took it over
        self._tasks: list[asyncio.Task[None]] = []
        self.bus: Bus | None = None
        self.holder = ""
        self.weak: list[str] = []

    @property
    def role(self) -> str:
        """Role of this machine: `writer` or `standby`."""
        return "writer" if self.bus else "standby"

    @property
    def writer(self) -> str:
        """Host and port of the machine that writes."""
        return self.holder.partition("|")[0]

    @property
    def redis(self) -> str:
        """Word for how Redis stands: a state of the bus, or `standby`."""
        if self.bus:
            return self.bus.state
        return "standby" if self._mirror.linked else "degraded"

    def readiness(self) -> dict[str, Any]:
        """Part of `/readyz` that stands beside the show's number."""
        facts = {"ready": self.bus is not None, "role": self.role, "redis": self.redis, "writer": self.writer,
                 "weak": self.weak}  # fmt: skip
        return facts if self.redis == "shared" else facts | {"why": _WHY[self.role, self.redis]}

    async def start(self) -> None:
        """Start as the writer, where no other machine is; Redis may be away, and the show begins all the
        same."""
        self._thread = RenewalThread(self._renewal, self._settings.redis_url or "", event_key(self._contest))
        try:
            await self._begin()
        except BaseException:
            await self._thread.stop()
            raise
        await self._inspect_settings()
        parts = (self._run(), self._send_pictures(), self._watch_settings())
        self._tasks = [asyncio.create_task(part) for part in parts]

    async def _begin(self) -> None:
        try:
            copy, began = JournalCopy(self._store, self._settings.data_dir), now()
            lease = await self._store.acquire(self._name, copy.rank)
            self._renewal.hold(lease, began)
            await copy.fetch_newer()
            self._open(lease)
        except FencedError as error:
            self.holder, self._state.source = error.holder, self._mirror
        except TRANSIENT_ERRORS as error:
            log.warning("Redis does not answer (%s): the show begins on this machine alone", error)
            self._renewal.drop()
            self._open(None)

    async def leave(self) -> None:
        """End of this machine's part in the show: the lease is given back, before pages are waited for."""
        for task in self._tasks:
            await end(task)
        self._tasks = []
        if self.bus:
            await self.bus.release()

    async def stop(self) -> None:
        """End of everything: the journal is closed."""
        await self.leave()
        await self._thread.stop()
        if self._state.active_director:
            self._state.active_director.close()
        await self._client.aclose()

    async def _run(self) -> None:
        while True:
            try:
                if self.bus is None:
                    await self._take_over()
                assert self.bus is not None
                await self.bus.run()
                if self.bus.state == "diverged":
                    return
                self._step_down(self.bus.holder)
            except Exception:
                log.exception("carrying the show to Redis failed")
                await asyncio.sleep(POLL_INTERVAL)

    async def _take_over(self) -> None:
        lease = await self._wait_for_lease()
        try:
            self._open(lease)
        except JournalError as error:
            log.error("this machine cannot take over the show: %s", error)
            self._renewal.drop()
            await self._store.release(lease)
            await asyncio.sleep(AFTER_TROUBLE)
            return await self._take_over()
        self._mirror.drop()
        log.warning("this machine has taken over the show")
        return None

    # --- standby -------------------------------------------------------------------------------------

    async def _wait_for_lease(self) -> Lease:
        """Serves the mirror and copies the journal until the lease is ours, and this disk has what the streams
        have."""
        copy = JournalCopy(self._store, self._settings.data_dir)
        parts = [asyncio.create_task(follow(self._mirror, self._client)),
                 asyncio.create_task(copy.run(self._mirror.news))]  # fmt: skip
        try:
            while True:
                if lease := await self._looked(copy):
                    return lease
                await asyncio.sleep(POLL_INTERVAL)
        finally:
            for part in parts:
                await end(part)
            copy.close()

    async def _looked(self, copy: JournalCopy) -> Lease | None:
        """Look at the writer: the lease, where it is gone and we come first."""
        if self._state.source is not self._mirror and self._mirror.epoch:
            self._state.source = self._mirror
            self._close_private(self._mirror)  # pages that came since this machine has stepped down
            self._state.hub.restart()
        if self._mirror.knows.is_set() and not self._mirror.linked:
            self._patient_until = time.monotonic() + AFTER_TROUBLE  # the writer may have lost Redis, too
        silent = self._mirror.silent_for()
        if silent < SILENCE or not await self._come_first(copy):
            return None
        waits = time.monotonic() < self._patient_until and silent != math.inf  # none for one that said goodbye
        if silent < LEASE or waits:
            return None
        return await self._try_for_lease(copy)

    async def _come_first(self, copy: JournalCopy) -> bool:
        """Claim on the next lease. It starts the wait again while Redis is away, slow or refuses to write (no replica,
        memory full): the writer is as helpless as we are, its lease runs out meanwhile, and it comes first when Redis
        is well again."""
        began = time.monotonic()
        try:
            first = not await self._store.claim(self._name, copy.rank)
        except TRANSIENT_ERRORS as error:
            self._wait_longer("takes no writes", error)
            return False
        if time.monotonic() - began > SLOW_ANSWER:
            self._wait_longer("was slow to write", "")
        return first

    def _wait_longer(self, what: str, why: object) -> None:
        self._patient_until = time.monotonic() + AFTER_TROUBLE
        log.info("Redis %s (%s)", what, why)

    async def _try_for_lease(self, copy: JournalCopy) -> Lease | None:
        """The lease, once this disk has what Redis still has of the journals: it has forgotten them, or else none of
        their events may be missing."""
        began = now()
        try:
            lease = await self._store.acquire(self._name, copy.rank)
            self._renewal.hold(lease, began)
            await copy.catch_up()
        except FencedError as error:
            self.holder = error.holder
            return None
        except (*TRANSIENT_ERRORS, JournalError) as error:
            self._renewal.drop()
            self._wait_longer("or this disk fails in the middle of a takeover", error)
            return None
        self._mode = copy.mode
        return lease

    def _step_down(self, holder: str) -> None:
        """Screens keep what they have until the mirror has the other machine's show."""
        director = self._state.director
        self.bus, self.holder = None, holder
        self._state.active_director = director.bus = None
        log.error("%s has taken over the show: nothing that is done here counts from now on", self.writer)
        self._close_private(director)
        director.close()

    def _close_private(self, source: ViewSource) -> None:
        """Ends the pages of everybody who is signed in: they go to the machine that writes."""
        for screen in self._state.hub.screens():
            if not source.is_public(screen.view):
                screen.connection.close(f"{self.writer} has taken over the show")

    # --- writer --------------------------------------------------------------------------------------

    def _open(self, lease: Lease | None) -> None:
        """Opens the show here. A standby's clock goes on, so that no timer jumps."""
        state = self._state
        followed = self._mirror.clock if self._mirror.epoch else None
        director = open_show(state, self._contest, self._mode, followed)
        self.bus = Bus(self._store, director, self._name, lease, state.hub.announce, self._renewal)
        self.holder = self._name
        director.share(self.bus)
        state.hub.restart()

    async def _send_pictures(self) -> None:
        """Copies the event's pictures to where edges find them, as soon as this machine writes."""
        folder = self._settings.event_dir / "assets"
        while True:
            if self.bus and self.bus.state == "shared":
                try:
                    await self._store.set_pictures(await asyncio.to_thread(pictures_in, folder, SERVED))
                    return
                except TRANSIENT_ERRORS as error:
                    log.warning("the event's pictures have not reached Redis yet (%s)", error)
            await asyncio.sleep(POLL_INTERVAL)

    async def _watch_settings(self) -> None:
        while True:
            await asyncio.sleep(SETTINGS_INTERVAL)
            await self._inspect_settings()

    async def _inspect_settings(self) -> None:
        """Looks whether Redis is set so that it may lose something, and says so where that is new."""
        try:
            weak = await weak_settings(self._client)
        except TRANSIENT_ERRORS:
            return
        for setting in weak:
            if setting not in self.weak:
                log.warning("%s", in_words(setting, "en"))
        if weak != self.weak:
            self.weak = weak
            self._state.hub.announce()
