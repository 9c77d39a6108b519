"""Renewal of the writer's lease, and its heartbeat, whatever else the writer is busy with.

Theory of operation. A lease of 1.5 s makes a takeover quick, and a writer that was only busy must not lose it:
one whose disk takes two seconds to flush, whose loop replays another journal or prints the results. So a server
renews in a thread with a loop and a line of its own (`RenewalThread`); it stops where the server's loop has stood
still for `MAX_STALL`, since such a writer is of no use. The right to write ends `MARGIN` before Redis may give the
lease to another. It is counted on a clock that goes on while a laptop is asleep.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from server.replication.redis_store import LEASE, FencedError, Lease, RedisStore
from server.replication.redis_url import client_of
from server.replication.retry import TRANSIENT_ERRORS, end

HEARTBEAT = 0.3  # seconds between two renewals, each a message to everybody who listens
MARGIN = 0.3  # seconds before the end of the lease from which on this machine no longer relies on it
MAX_STALL = 10.0  # seconds for which the server's loop may stand still and the lease is renewed all the same


def now() -> float:
    """Seconds on a clock that nobody sets and that goes on while the machine sleeps, where the system has
    one."""
    asleep_too = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if asleep_too is None else time.clock_gettime(asleep_too)


class Renewal:
    """Renewal of the lease that it was told to hold. `until`: when this machine stops relying on it (`now`);
    `failure`: what came of the last try; `heartbeat` makes the message; `on_failure` is called, by way of
    `post`, with the first failure after a success; `alive` says whether the server still does its work."""

    def __init__(self) -> None:
        self.lease: Lease | None = None
        self.until = 0.0
        self.failure: Exception | None = None
        self.heartbeat: Callable[[], bytes] = bytes
        self.on_failure: Callable[[], None] = lambda: None
        self.alive: Callable[[], bool] = lambda: True
        self.post: Callable[[Callable[[], None]], None] = lambda function: function()

    @property
    def held(self) -> bool:
        """Lease that nobody else can have been given yet."""
        return now() < self.until

    def hold(self, lease: Lease, began: float) -> None:
        """Lease that was asked for at `began` (`now`): it is renewed from now on."""
        self.failure, self.until, self.lease = None, began + LEASE - MARGIN, lease

    def drop(self) -> None:
        """End of the renewing: the lease is given back, or another's."""
        self.lease, self.until = None, 0.0

    def extend(self, lease: Lease, began: float) -> None:
        """Success of anything that renews the lease, begun at that moment."""
        if lease is self.lease:
            self.until, self.failure = max(self.until, began + LEASE - MARGIN), None

    async def run(self, store: RedisStore) -> None:
        """Renewing without an end. A lease that another has got is not asked for again."""
        while True:
            lease = self.lease
            if lease and self.alive() and not isinstance(self.failure, FencedError):
                await self._renew(store, lease)
            await asyncio.sleep(HEARTBEAT)

    async def _renew(self, store: RedisStore, lease: Lease) -> None:
        began = now()
        try:
            await store.renew(lease, self.heartbeat())
            self.extend(lease, began)
        except (*TRANSIENT_ERRORS, FencedError) as error:
            if lease is self.lease:
                first, self.failure = self.failure is None, error
                if first or isinstance(error, FencedError):
                    self.post(self.on_failure)


class RenewalThread:
    """Thread that runs a renewal beside the loop in which this is made, the server's."""

    def __init__(self, renewal: Renewal, url: str, event: str) -> None:
        self._renewal, self._url, self._event = renewal, url, event
        self._server = asyncio.get_running_loop()
        self._seen = time.monotonic()
        self._loop, self._stopping = asyncio.new_event_loop(), asyncio.Event()
        renewal.alive, renewal.post = self._alive, self._post
        self._thread = threading.Thread(target=self._run, name="renewal", daemon=True)
        self._thread.start()

    async def stop(self) -> None:
        """End of the thread."""
        with suppress(RuntimeError):  # its loop is closed already
            self._loop.call_soon_threadsafe(self._stopping.set)
        await asyncio.to_thread(self._thread.join)

    def _alive(self) -> bool:
        """Whether the server's loop still turns; each question is one for the next time, too."""
        self._post(self._touch)
        return time.monotonic() - self._seen < MAX_STALL

    def _post(self, function: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the server's loop has been closed
            self._server.call_soon_threadsafe(function)

    def _touch(self) -> None:
        self._seen = time.monotonic()

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._renewing())

    async def _renewing(self) -> None:
        client = client_of(self._url)
        running = asyncio.create_task(self._renewal.run(RedisStore(client, self._event)))
        await self._stopping.wait()
        await end(running)
        await client.aclose()
