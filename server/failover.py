"""Failover: lease, standby and takeover between machines with the same Redis and event.

One machine holds the lease and runs the show. Another that is started waits beside it as *standby*: it
serves the public views as an edge does, and takes the show over from the stream when the lease runs out.
A writer that was replaced steps down, says so, and is a standby from then on. A standby that has just
reached Redis again, or whose Redis has refused to write, waits a whole lease first: the writer may have been
cut off by the same fault.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import time
import uuid
from pathlib import Path
from typing import Any

from server.journal.archive import copy_to
from server.journal.journal import Journal
from server.journal.mode import Mode
from server.journal.row import JournalError
from server.replication.bus import HEARTBEAT, TRANSIENT_ERRORS, Bus, end
from server.replication.mirror import Mirror, follow
from server.replication.redis_store import LEASE, FencedError, Lease, RedisStore, event_key
from server.replication.redis_url import client_of
from server.show.model import Contest
from server.web.assets import SERVED
from server.web.state import AppState, open_show

POLL_INTERVAL = 0.5  # seconds between two tries for the lease
SILENCE = 2 * HEARTBEAT  # seconds without a word of the writer after which something is wrong
MAX_PICTURE_BYTES = 64 * 1024 * 1024  # of the event's pictures that travel to edges
MODES: tuple[Mode, ...] = ("live", "rehearsal")

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
    `active_director`. `holder` names the machine that writes, with its folder."""

    def __init__(self, state: AppState, contest: Contest) -> None:
        settings = state.settings
        assert settings.redis_url is not None
        self._state, self._settings, self._contest = state, settings, contest
        self._client = client_of(settings.redis_url)
        self._store = RedisStore(self._client, event_key(contest))
        self._name = f"{socket.gethostname()}:{settings.port}|{uuid.getnode():x}|{settings.data_dir}"
        self._mirror = Mirror(state.hub)
        self._patient_until = 0.0  # monotonic; before it no lease is tried for
        self._mode: Mode | None = None  # the one that the show was in when this machine took it over
        self._tasks: list[asyncio.Task[None]] = []
        self.bus: Bus | None = None
        self.holder = ""

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
        facts = {"ready": self.bus is not None, "role": self.role, "redis": self.redis, "writer": self.writer}
        return facts if self.redis == "shared" else facts | {"why": _WHY[self.role, self.redis]}

    async def start(self) -> None:
        """Start as the writer, where no other machine is; Redis may be away, and the show begins all the
        same."""
        try:
            lease = await self._store.acquire(self._name)
            await self._fetch_journals(only_newer=True)
            self._open(lease)
        except FencedError as error:
            self.holder, self._state.source = error.holder, self._mirror
        except TRANSIENT_ERRORS as error:
            log.warning("Redis does not answer (%s): the show begins on this machine alone", error)
            self._open(None)
        self._tasks = [asyncio.create_task(self._run()), asyncio.create_task(self._send_pictures())]

    async def stop(self) -> None:
        """End of this machine's part: the lease is given back, the journal closed."""
        for task in self._tasks:
            await end(task)
        if self.bus:
            await self.bus.release()
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
            await self._store.release(lease)
            await asyncio.sleep(LEASE)
            return await self._take_over()
        self._mirror.drop()
        log.warning("this machine has taken over the show")
        return None

    # --- standby -------------------------------------------------------------------------------------

    async def _wait_for_lease(self) -> Lease:
        """Serves the mirror until the lease is ours, and this machine's journals have what the streams
        have."""
        following = asyncio.create_task(follow(self._mirror, self._client))
        try:
            while True:
                if self._state.source is not self._mirror and self._mirror.epoch:
                    self._state.source = self._mirror
                    self._state.hub.restart()
                if self._mirror.silent_for() >= SILENCE:
                    await self._check_writable()
                silent = self._mirror.silent_for() >= LEASE and time.monotonic() >= self._patient_until
                if silent and (lease := await self._try_for_lease()):
                    return lease
                await asyncio.sleep(POLL_INTERVAL)
        finally:
            await end(following)

    async def _check_writable(self) -> None:
        """Starts the wait again while Redis is away or refuses to write (no replica, memory full): the writer
        is as helpless as we are, its lease runs out meanwhile, and it comes first when Redis is well again."""
        try:
            await self._store.check_writable()
        except TRANSIENT_ERRORS as error:
            self._patient_until = time.monotonic() + LEASE
            log.info("Redis takes no writes (%s)", error)

    async def _try_for_lease(self) -> Lease | None:
        try:
            lease = await self._store.acquire(self._name)
            await self._fetch_journals(only_newer=False)
            mode, _ = await self._store.journal()
        except FencedError as error:
            self.holder = error.holder
            return None
        except TRANSIENT_ERRORS as error:
            self._patient_until = time.monotonic() + LEASE
            log.info("Redis gives no lease (%s)", error)
            return None
        self._mode = "rehearsal" if mode == "rehearsal" else "live"
        return lease

    def _step_down(self, holder: str) -> None:
        """Screens keep what they have until the mirror has the other machine's show."""
        director = self._state.director
        self.bus, self.holder = None, holder
        self._state.active_director = director.bus = None
        log.error("%s has taken over the show: nothing that is done here counts from now on", self.writer)
        for screen in self._state.hub.screens():
            if not director.is_public(screen.view):
                screen.connection.close(f"{self.writer} has taken over the show")
        director.close()

    # --- writer --------------------------------------------------------------------------------------

    async def _fetch_journals(self, only_newer: bool) -> None:
        """Copies the streams to this machine's journals. `only_newer`: not over a journal that went on
        later."""
        for mode in MODES:
            _, epoch = await self._store.journal(mode)
            rows = await self._store.rows(epoch) if epoch else []
            path = self._settings.data_dir / f"{mode}.sqlite"
            if rows and not (only_newer and _newer(path, epoch, rows[-1].at)):
                copy_to(path, epoch, rows)

    def _open(self, lease: Lease | None) -> None:
        """Opens the show here. A standby's clock goes on, so that no timer jumps."""
        state = self._state
        followed = self._mirror.clock if self._mirror.epoch else None
        director = open_show(state, self._contest, self._mode, followed)
        self.bus = Bus(self._store, director, self._name, lease, state.hub.announce)
        self.holder = self._name
        director.share(self.bus)
        state.hub.restart()

    async def _send_pictures(self) -> None:
        """Copies the event's pictures to where edges find them, as soon as this machine writes."""
        folder = self._settings.event_dir / "assets"
        while True:
            if self.bus and self.bus.state == "shared":
                try:
                    await self._store.set_pictures(await asyncio.to_thread(_pictures_in, folder))
                    return
                except TRANSIENT_ERRORS as error:
                    log.warning("the event's pictures have not reached Redis yet (%s)", error)
            await asyncio.sleep(POLL_INTERVAL)


def _newer(path: Path, epoch: str, at: int) -> bool:
    """Another show in the journal on this disk, which went on later than `at`."""
    if not path.exists():
        return False
    journal = Journal(path)
    try:
        rows = journal.rows()
        return bool(rows) and journal.epoch != epoch and rows[-1].at > at
    finally:
        journal.close()


def _pictures_in(folder: Path) -> dict[str, bytes]:
    pictures: dict[str, bytes] = {}
    room = MAX_PICTURE_BYTES
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if not path.is_file() or path.suffix.lower() not in SERVED:
            continue
        room -= path.stat().st_size
        if room < 0:
            log.warning(
                "%s and what follows do not travel to edges: at most %d bytes do", path, MAX_PICTURE_BYTES
            )
            break
        pictures[path.relative_to(folder).as_posix()] = path.read_bytes()
    return pictures
