"""The bus: carries every event of the writer to Redis, after the local screens have been served.

Theory of operation. The journal on this machine's disk and the stream in Redis are kept level: what the
stream lacks is read from the disk, so nothing has to be queued for it, however long Redis is away. Patches
for edges do queue, `MAX_PENDING` of them; older ones fall out, and the edges that miss a number take the
snapshot. An acknowledgement waits until the stream has the event. Where Redis does not answer the show
goes on *alone*: at once, on this machine's disk only, and the operator can read so on `/readyz`.
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
from server.journal import Journal, JournalError
from server.replication.redis_store import LEASE, PAGE, Append, FencedError, GapError, Lease, Shared
from server.wire import encode

TROUBLE = (RedisError, OSError, asyncio.TimeoutError)
BEAT = 1.0  # seconds between two words of the writer
PATIENCE = 2.5  # seconds for which an acknowledgement waits for a Redis that seems well
MAX_PENDING = 256  # patches that wait for Redis
PAUSES = (0.1, 1.0)  # seconds before the first new try and, doubled each time, at most; well within LEASE

log = logging.getLogger(__name__)

State = Literal["alone", "shared", "apart", "fenced"]


class Show(Protocol):
    """What the bus asks of the director."""

    journal: Journal
    clock: Clock

    @property
    def mode(self) -> str: ...

    @property
    def seq(self) -> int: ...

    def public_names(self) -> tuple[str, ...]: ...

    def snapshot(self, view: str) -> dict[str, Any]: ...


class ApartError(RuntimeError):
    """Redis holds another history of the journal that is open here."""


def pause_after(failures: int) -> float:
    """Seconds before the next try: growing, bounded, never in step with others'."""
    first, most = PAUSES
    return min(most, first * 2.0 ** min(failures, 10)) * (0.5 + random.random() / 2)


async def end(task: asyncio.Task[None]) -> None:
    """Cancels a task of ours until it has ended: redis-py swallows a cancellation that comes in the same
    moment as a message."""
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=0.1)


class Bus:
    """`state`: `shared` (Redis has everything), `alone` (it does not answer), `apart` (it holds another
    history of this journal, which is left as it is), `fenced` (another machine writes; `holder` says which)."""

    def __init__(self, shared: Shared, show: Show, holder: str, lease: Lease | None) -> None:
        self._shared, self._show, self._lease = shared, show, lease
        self._name = holder
        self.state: State = "shared" if lease else "alone"
        self.holder = ""
        self.changed: Callable[[], None] = lambda: None  # who shows the state hears of another one here
        # Until when nobody else may hold the lease, on the monotonic clock.
        self._until = time.monotonic() + LEASE if lease else 0.0
        self._wake = asyncio.Event()
        self._settled = asyncio.Condition()
        self._pending: deque[tuple[int, bytes]] = deque(maxlen=MAX_PENDING)
        self.turned()

    # --- what the director says ----------------------------------------------------------------------

    def carry(
        self, seq: int, cause: str, moment: int | None, changes: Mapping[str, dict[str, Any]]
    ) -> None:
        """One event has happened; `changes` are the slices of the public views that it changed, `moment`
        is when all screens change, where they move."""
        told = self._told(seq) | {"cause": cause if changes else "other", "set": changes}
        if changes and moment is not None:
            told["moment"] = moment
        self._pending.append((seq, encode(told)))
        self._changed.update(changes)
        self._wake.set()

    def turned(self) -> None:
        """The director has opened another journal: everything is told anew."""
        self._sent = self._published = 0
        self._all = True
        self._changed: set[str] = set()
        self._pending.clear()
        self._wake.set()

    def _told(self, seq: int) -> dict[str, Any]:
        token = self._lease.token if self._lease else ""
        return {"epoch": self._show.journal.epoch, "token": token, "seq": seq, "at": self._show.clock.precise()}

    # --- what commands wait for ----------------------------------------------------------------------

    async def may_write(self) -> bool:
        """Whether this machine is the writer. A process that slept past its lease asks before it acts."""
        if self.state == "shared" and time.monotonic() > self._until:
            self._wake.set()
            await self._wait(lambda: self.state != "shared" or time.monotonic() <= self._until)
        return self.state != "fenced"

    async def kept(self, seq: int) -> bool:
        """Returns once the stream has that event, or Redis is known to be away. False: it never will."""
        await self._wait(lambda: self.state != "shared" or self._sent >= seq)
        return self.state != "fenced"

    async def _wait(self, done: Any) -> None:
        if done():
            return
        try:
            async with asyncio.timeout(PATIENCE), self._settled:
                await self._settled.wait_for(done)
        except TimeoutError:
            log.warning("Redis is slow: a command is acknowledged that is on this machine's disk only")

    # --- the loop ------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Carries until it is cancelled, or another machine writes, or Redis knows another history."""
        failures = 0
        while self.state in ("alone", "shared"):
            try:
                self._lease = self._lease or await self._late_lease()
                await self._flush()
                failures = 0
                await self._set("shared")
                await self._slept()
            except FencedError as error:
                self.holder = error.holder
                await self._set("fenced")
            except ApartError:
                log.error("Redis holds another history of this show. Both are left as they are: start Limelight"
                          " again to go on from the one in Redis.")  # fmt: skip
                await self._set("apart")
            except TROUBLE as error:
                if not failures:
                    log.warning("Redis does not answer (%s): the show goes on, on this machine alone", error)
                self._all = True
                failures += 1
                await self._set("alone")
                await asyncio.sleep(pause_after(failures))

    async def leave(self) -> None:
        """Gives the lease back when this machine stops: whoever waits takes over at once."""
        if self._lease and self.state == "shared":
            try:
                await self._flush()
                await self._shared.release(self._lease)
            except (*TROUBLE, FencedError) as error:
                log.warning("the lease was not given back (%s): it runs out by itself", error)

    async def _slept(self) -> None:
        try:
            async with asyncio.timeout(BEAT):
                await self._wake.wait()
        except TimeoutError:
            pass

    async def _set(self, state: State) -> None:
        if (state, self.state) == ("shared", "alone"):
            log.warning("Redis has everything that was done here")
        async with self._settled:
            before, self.state = self.state, state
            self._settled.notify_all()
        if before != state:
            self.changed()

    async def _late_lease(self) -> Lease:
        """The lease, for a writer that began while Redis was away. Raises ApartError."""
        lease = await self._shared.acquire(self._name)
        journal = self._show.journal
        last = await self._shared.last_row(journal.epoch)
        if last and journal.rows(last.seq - 1, 1) != [last]:
            await self._shared.release(lease)
            raise ApartError
        return lease

    async def _flush(self) -> None:
        """Brings Redis level with the journal, and is heard once a second. Raises TROUBLE, FencedError."""
        assert self._lease is not None
        while self._all or self._pending or self._sent < self._show.journal.seq:
            await self._append(self._lease)
        self._wake.clear()
        began = time.monotonic()
        if began >= self._until - LEASE + BEAT:
            await self._shared.renew(self._lease, encode(self._told(self._published)))
            self._until = began + LEASE

    async def _append(self, lease: Lease) -> None:
        began, journal = time.monotonic(), self._show.journal
        rows = journal.rows(self._sent, PAGE)
        done = rows[-1].seq if rows else self._sent
        level = done == journal.seq
        facts = self._facts() if level else {}
        messages = [text for _, text in self._pending] or [encode(self._told(done))] if level else []
        if level:  # what changes while Redis is told is told the next time
            self._all, self._changed = False, set()
        step = Append(journal.epoch, self._show.mode, self._sent, rows, facts, messages)
        with suppress(JournalError):  # a disk in doubt is one more reason to tell it elsewhere
            await journal.kept(done)  # after a power cut the stream is never ahead of this disk
        try:
            await self._shared.append(lease, step)
        except GapError as gap:
            self._sent, self._all = gap.have, True
            return
        self._until = began + LEASE
        if journal is not self._show.journal:
            return
        self._sent = done
        if level:
            self._published = done
            while self._pending and self._pending[0][0] <= done:
                self._pending.popleft()
        async with self._settled:
            self._settled.notify_all()

    def _facts(self) -> dict[str, bytes]:
        """The newest snapshot of each public view; those that have not changed are there already."""
        names = self._show.public_names()
        changed = names if self._all else [name for name in names if name in self._changed]
        told = self._told(self._show.seq) | {"names": names}
        facts = {"show": encode(told)}
        return facts | {f"view:{name}": encode(self._show.snapshot(name)["view"]) for name in changed}
