"""Replication bus: every event of the writer on its way to Redis, after the local screens have been served.

Theory of operation. The stream in Redis follows the journal on this machine's disk: what the stream lacks is
read from the disk, so nothing has to be queued for it, however long Redis is away. Patches for edges do
queue, `MAX_PENDING` of them; older ones fall out, and the edges that miss a number take the snapshot. An
acknowledgement waits until the stream has the event. Where Redis does not answer the show goes on *degraded*:
at once, on this machine's disk only, and the operator can read so in the panel and on `/readyz`.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Literal, Protocol

from redis.exceptions import RedisError

from server.clock import Clock
from server.journal.journal import Journal
from server.journal.row import JournalError
from server.replication.redis_store import (
    LEASE,
    NOBODY,
    PAGE,
    Append,
    FencedError,
    GapError,
    Lease,
    RedisStore,
)
from server.wire import encode

TRANSIENT_ERRORS = (RedisError, OSError, asyncio.TimeoutError)
HEARTBEAT = 1.0  # seconds between two messages of the writer, where it has nothing to say
ACK_TIMEOUT = 2.5  # seconds for which an acknowledgement waits for a Redis that seems well
MAX_PENDING = 256  # patches that wait for Redis
PAUSES = (0.1, 1.0)  # seconds before the first new try and, doubled each time, at most; well within LEASE

log = logging.getLogger(__name__)

State = Literal["degraded", "shared", "diverged", "fenced"]


class ReplicatedShow(Protocol):
    """Show that the bus replicates: the director's journal, clock and public views."""

    journal: Journal
    clock: Clock

    @property
    def mode(self) -> str: ...

    @property
    def seq(self) -> int: ...

    def public_names(self) -> tuple[str, ...]: ...

    def snapshot(self, view: str) -> dict[str, Any]: ...


class DivergedError(RuntimeError):
    """Another history in Redis of the journal that is open here."""


def pause_after(failures: int) -> float:
    """Seconds before the next try: growing, bounded, jittered so that machines are never in step."""
    first, longest = PAUSES
    return min(longest, first * 2.0 ** min(failures, 10)) * (0.5 + random.random() / 2)


async def end(task: asyncio.Task[None]) -> None:
    """Cancellation of a task of ours, repeated until it has ended: redis-py swallows one that comes in the
    same moment as a message."""
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=0.1)


class Bus:
    """Replication of one show. `state`: `shared` (Redis has everything), `degraded` (it does not answer),
    `diverged` (it holds another history of this journal, which is left as it is), `fenced` (another machine
    writes; `holder` says which). `on_state` is called when it has changed."""

    def __init__(
        self,
        store: RedisStore,
        show: ReplicatedShow,
        holder: str,
        lease: Lease | None,
        on_state: Callable[[], None],
    ) -> None:
        self._store, self._show, self._lease = store, show, lease
        self._name = holder
        self._on_state = on_state
        self.state: State = "shared" if lease else "degraded"
        self.holder = ""
        # Until when nobody else may hold the lease, on the monotonic clock.
        self._until = time.monotonic() + LEASE if lease else 0.0
        self._wake = asyncio.Event()
        self._progress = asyncio.Condition()
        self._pending: deque[tuple[int, bytes]] = deque(maxlen=MAX_PENDING)
        self.journal_switched()

    # --- from the director ---------------------------------------------------------------------------

    def enqueue(
        self, seq: int, cause: str, moment: int | None, changes: Mapping[str, dict[str, Any]]
    ) -> None:
        """Patch of one event on its way: `changes` are the slices of the public views that it changed,
        `moment` (server ms) is when all screens change, where they move."""
        patch = self._envelope(seq) | {"cause": cause if changes else "other", "set": changes}
        if changes and moment is not None:
            patch["moment"] = moment
        self._pending.append((seq, encode(patch)))
        self._changed.update(changes)
        self._wake.set()

    def journal_switched(self) -> None:
        """Another journal, which the director has opened: everything is sent again."""
        self._sent = self._published = 0
        self._all = True
        self._changed: set[str] = set()
        self._pending.clear()
        self._wake.set()

    def _envelope(self, seq: int) -> dict[str, Any]:
        token = self._lease.token if self._lease else ""
        return {
            "epoch": self._show.journal.epoch,
            "token": token,
            "seq": seq,
            "at": self._show.clock.precise(),
        }

    # --- for commands --------------------------------------------------------------------------------

    async def may_write(self) -> bool:
        """Right to write, on this machine. A process that slept past its lease asks before it acts."""
        if self.state == "shared" and time.monotonic() > self._until:
            self._wake.set()
            await self._wait(lambda: self.state != "shared" or time.monotonic() <= self._until)
        return self.state != "fenced"

    async def wait_replicated(self, seq: int) -> bool:
        """Wait until the stream has that event, or Redis is known to be away. False: it never will have
        it."""
        await self._wait(lambda: self.state != "shared" or self._sent >= seq)
        return self.state != "fenced"

    async def _wait(self, done: Any) -> None:
        if done():
            return
        try:
            async with asyncio.timeout(ACK_TIMEOUT), self._progress:
                await self._progress.wait_for(done)
        except TimeoutError:
            log.warning("Redis is slow: a command is acknowledged that is on this machine's disk only")

    # --- the loop ------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Replication until it is cancelled, or another machine writes, or Redis holds another history."""
        failures = 0
        while self.state in ("degraded", "shared"):
            try:
                self._lease = self._lease or await self._acquire_later()
                await self._flush()
                failures = 0
                await self._set("shared")
                await self._wait_for_work()
            except FencedError as error:
                if self._lease and error.holder == NOBODY and time.monotonic() < self._until:
                    log.warning("Redis has forgotten who writes: this machine, which wrote last, writes on")
                    self._lease, self._all = None, True  # nobody else can have written: it was ours until now
                    continue
                self.holder = error.holder
                await self._set("fenced")
            except DivergedError:
                log.error("Redis holds another history of this show. Both are left as they are: start Limelight"
                          " again to go on from the one in Redis.")  # fmt: skip
                await self._set("diverged")
            except TRANSIENT_ERRORS as error:
                if not failures:
                    log.warning("Redis does not answer (%s): the show goes on, on this machine alone", error)
                self._all = True
                failures += 1
                await self._set("degraded")
                await asyncio.sleep(pause_after(failures))

    async def release(self) -> None:
        """Release of the lease when this machine stops: a standby takes over at once."""
        if self._lease and self.state == "shared":
            try:
                await self._flush()
                await self._store.release(self._lease)
            except (*TRANSIENT_ERRORS, FencedError) as error:
                log.warning("the lease was not given back (%s): it runs out by itself", error)

    async def _wait_for_work(self) -> None:
        try:
            async with asyncio.timeout(HEARTBEAT):
                await self._wake.wait()
        except TimeoutError:
            pass

    async def _set(self, state: State) -> None:
        if (state, self.state) == ("shared", "degraded"):
            log.warning("Redis has everything that was done here")
        async with self._progress:
            before, self.state = self.state, state
            self._progress.notify_all()
        if before != state:
            self._on_state()

    async def _acquire_later(self) -> Lease:
        """The lease, for a writer that began while Redis was away. Raises DivergedError."""
        lease = await self._store.acquire(self._name)
        journal = self._show.journal
        last = await self._store.last_row(journal.epoch)
        if last and journal.rows(last.seq - 1, limit=1) != [last]:
            await self._store.release(lease)
            raise DivergedError
        return lease

    async def _flush(self) -> None:
        """Sends what Redis lacks of the journal, and a heartbeat. Raises TRANSIENT_ERRORS, FencedError."""
        assert self._lease is not None
        while self._all or self._pending or self._sent < self._show.journal.seq:
            await self._append(self._lease)
        self._wake.clear()
        began = time.monotonic()
        if began >= self._until - LEASE + HEARTBEAT:
            await self._store.renew(self._lease, encode(self._envelope(self._published)))
            self._until = began + LEASE

    async def _append(self, lease: Lease) -> None:
        began, journal = time.monotonic(), self._show.journal
        rows = journal.rows(self._sent, PAGE)
        last = rows[-1].seq if rows else self._sent
        caught_up = last == journal.seq
        facts = self._facts() if caught_up else {}
        messages = (
            [patch for _, patch in self._pending] or [encode(self._envelope(last))] if caught_up else []
        )
        if caught_up:  # what changes while this is sent goes with the next step
            self._all, self._changed = False, set()
        step = Append(journal.epoch, self._show.mode, self._sent, rows, facts, messages)
        with suppress(JournalError):  # a disk in doubt is one more reason to have it elsewhere
            await journal.wait_durable(last)  # after a power cut the stream is never ahead of this disk
        try:
            await self._store.append(lease, step)
        except GapError as gap:
            self._sent, self._all = gap.have, True
            return
        self._until = began + LEASE
        if journal is not self._show.journal:
            return
        self._sent = last
        if caught_up:
            self._published = last
            while self._pending and self._pending[0][0] <= last:
                self._pending.popleft()
        async with self._progress:
            self._progress.notify_all()

    def _facts(self) -> dict[str, bytes]:
        """The newest snapshot of each public view; those that have not changed are there already."""
        names = self._show.public_names()
        changed = names if self._all else [name for name in names if name in self._changed]
        facts = {"show": encode(self._envelope(self._show.seq) | {"names": names})}
        return facts | {f"view:{name}": encode(self._show.snapshot(name)["view"]) for name in changed}
