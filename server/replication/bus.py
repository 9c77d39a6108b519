"""Replication bus: every event of the writer on its way to Redis, after the local screens have been served.

Theory of operation. The stream in Redis follows the journal on this machine's disk: what the stream lacks is
read from the disk, so nothing has to be queued for it, however long Redis is away. Patches for edges do
queue, `MAX_PENDING` of them; edges that miss a number take the snapshot. An acknowledgement waits until the stream has
the event. Where Redis does not answer the show goes on *degraded*, on this disk only, as the panel and `/readyz` say.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Literal, Protocol

from server.clock import Clock
from server.journal.journal import Journal
from server.journal.row import JournalError
from server.replication.journal_copy import rank_of
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
from server.replication.renewal import HEARTBEAT, Renewal, now
from server.replication.retry import TRANSIENT_ERRORS, end, pause_after
from server.wire import encode

ACK_TIMEOUT = 2.5  # seconds for which an acknowledgement waits for a Redis that seems well
MAX_PENDING = 256  # patches that wait for Redis

log = logging.getLogger(__name__)

State = Literal["degraded", "shared", "diverged", "fenced"]
Reach = Literal["shared", "alone", "nowhere"]
"""Where an event is: in the stream, on this machine's disk only, or in no show any more."""


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


class Bus:
    """Replication of one show. `state`: `shared` (Redis has everything), `degraded` (it does not answer),
    `diverged` (it holds another history of this journal, which is left as it is), `fenced` (another machine
    writes; `holder` says which). `on_state` is called when it has changed. `renewal`: one that is run elsewhere
    and holds the lease, where there is one."""

    def __init__(
        self,
        store: RedisStore,
        show: ReplicatedShow,
        holder: str,
        lease: Lease | None,
        on_state: Callable[[], None],
        renewal: Renewal | None = None,
    ) -> None:
        self._store, self._show, self._lease = store, show, lease
        self._name, self._on_state = holder, on_state
        self.state: State = "shared" if lease else "degraded"
        self.holder = ""
        self._wake = asyncio.Event()
        self._own, self._renewal = renewal is None, renewal or Renewal()
        if lease and self._own:
            self._renewal.hold(lease, now())
        self._renewal.heartbeat = lambda: encode(self._envelope(self._published))
        self._renewal.on_failure = self._wake.set
        self._claimed_since: float | None = None  # of the lease that Redis has forgotten, while others may claim it
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
        epoch, at = self._show.journal.epoch, self._show.clock.precise()
        return {"epoch": epoch, "token": token, "seq": seq, "at": at}

    # --- for commands --------------------------------------------------------------------------------

    async def may_write(self) -> bool:
        """Right to write, on this machine. A process that slept past its lease asks before it acts."""
        if self.state == "shared" and not self._renewal.held:
            self._wake.set()
            await self._wait(lambda: self.state != "shared" or self._renewal.held)
        return self.state != "fenced"

    async def wait_replicated(self, seq: int) -> Reach:
        """Wait until the stream has that event, or Redis is known to be away: where the event is then."""
        shared = await self._wait(lambda: self.state != "shared" or self._sent >= seq)
        return self.reach if shared or self.state != "shared" else "alone"

    @property
    def reach(self) -> Reach:
        """Reach of an event that is written now."""
        return "shared" if self.state == "shared" else "nowhere" if self.state == "fenced" else "alone"

    async def _wait(self, done: Callable[[], bool]) -> bool:
        if done():
            return True
        try:
            async with asyncio.timeout(ACK_TIMEOUT), self._progress:
                return await self._progress.wait_for(done)
        except TimeoutError:
            log.warning("Redis is slow: a command is acknowledged that is on this machine's disk only")
            return False

    # --- the loop ------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Replication until it is cancelled, or another machine writes, or Redis holds another history."""
        renewing = asyncio.create_task(self._renewal.run(self._store)) if self._own else None
        try:
            await self._replicate()
        finally:
            if renewing:
                await end(renewing)

    async def _replicate(self) -> None:
        failures = 0
        while self.state in ("degraded", "shared"):
            try:
                self._raise_failure()
                self._lease = self._lease or await self._acquire_later()
                await self._flush()
                failures = 0
                await self._set("shared")
                await self._wait_for_work()
            except FencedError as error:
                await self._lost(error)
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

    def _raise_failure(self) -> None:
        """Raises what came of the last renewal where that says all; else the next append tries for itself."""
        failure = self._renewal.failure
        lapsed = self.state == "shared" and not self._renewal.held
        if failure and (lapsed or isinstance(failure, FencedError)):
            raise failure

    async def _lost(self, error: FencedError) -> None:
        """Loss of the lease: to another machine, or to a Redis that has forgotten who writes. Then nobody else can
        have written while it was ours; and one that knew itself alone claims it again, as a standby does."""
        awake = self._renewal.held or self.state == "degraded"
        if self._lease and error.holder == NOBODY and awake:
            log.warning("Redis has forgotten who writes: this machine, which wrote last, writes on")
            self._claimed_since = None if self._renewal.held else now()
            self._renewal.drop()
            self._lease, self._renewal.failure, self._all = None, None, True
            return
        self._renewal.drop()
        self.holder = error.holder
        await self._set("fenced")

    async def release(self) -> None:
        """Release of the lease when this machine stops: a standby takes over at once."""
        if self._lease and self.state == "shared":
            self._all = True  # the step that was on its way when the loop ended may never have arrived
            try:
                await self._flush()
                self._renewal.drop()
                await self._store.release(self._lease)
            except (*TRANSIENT_ERRORS, FencedError) as error:
                log.warning("the lease was not given back (%s): it runs out by itself", error)
            await self._set("fenced")

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
        """The lease, for a writer that began while Redis was away, or that it has forgotten: that one claims it for
        as long as a lease lasts, and a journal that goes further comes first. Raises DivergedError."""
        began, journal = now(), self._show.journal
        at, seq = rank_of(journal)
        rank = (at, seq + 1)  # it comes before a standby that has the same journal
        if self._claimed_since is not None:
            other = await self._store.claim(self._name, rank)
            if other or began < self._claimed_since + LEASE:
                raise TimeoutError(f"the lease is claimed by {other or 'this machine'}")
        lease = await self._store.acquire(self._name, rank)
        last = await self._store.last_row(journal.epoch)
        if last and journal.rows(last.seq - 1, limit=1) != [last]:
            await self._store.release(lease)
            raise DivergedError
        self._claimed_since = None
        self._renewal.hold(lease, began)
        return lease

    async def _flush(self) -> None:
        """Sends what Redis lacks of the journal. Raises TRANSIENT_ERRORS, FencedError."""
        assert self._lease is not None
        if self._renewal.failure or not self._renewal.held:  # this asks whether the lease is still ours
            await self._append(self._lease)
        while self._all or self._pending or self._sent < self._show.journal.seq:
            await self._append(self._lease)
        self._wake.clear()

    async def _append(self, lease: Lease) -> None:
        journal = self._show.journal
        rows = journal.rows(self._sent, PAGE)
        last = rows[-1].seq if rows else self._sent
        caught_up = last == journal.seq
        facts = self._facts() if caught_up else {}
        messages = [patch for _, patch in self._pending] or [encode(self._envelope(last))]
        if caught_up:  # what changes while this is sent goes with the next step
            self._all, self._changed = False, set()
        step = Append(journal.epoch, self._show.mode, self._sent, rows, facts, messages if caught_up else [])
        with suppress(JournalError):  # a disk in doubt is one more reason to have it elsewhere
            await journal.wait_durable(last)  # after a power cut the stream is never ahead of this disk
        began = now()
        try:
            await self._store.append(lease, step)
        except GapError as gap:
            self._sent, self._all = gap.have, True
            return
        self._renewal.extend(lease, began)
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
