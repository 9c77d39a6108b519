"""Event loop over simulated time: nothing waits, and the same seed gives the same order of everything.

Each callback belongs to a host by its context. What belongs to a host that crashed never runs again; what belongs to
one that sleeps is parked until it wakes. Threads are turns of the loop (`Pool`).
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

MAX_TURNS = 400_000  # of one run: a loop that goes round and round is a fault, too


class Crashed(BaseException):
    """End of a host in the middle of what it was doing. No `except Exception` of the program stops it."""


class Host:
    """One process of one machine, from its start to its end."""

    def __init__(self, loop: SimLoop, name: str) -> None:
        loop.hosts.append(self)
        self.name = name
        self.dead = self.asleep = False
        self.parked: deque[asyncio.Handle] = deque()


HOST: ContextVar[Host | None] = ContextVar("host", default=None)


class SimLoop(asyncio.AbstractEventLoop):
    """Loop whose clock stands still while callbacks run, and leaps to the next timer."""

    def __init__(self) -> None:
        self._now = 0.0
        self._ready: deque[asyncio.Handle] = deque()
        self._timers: list[tuple[float, int, asyncio.TimerHandle]] = []
        self._numbers = itertools.count()
        self._tasks: list[asyncio.Task[Any]] = []
        self._turns = 0
        self.hosts: list[Host] = []
        self.faults: list[str] = []  # what no task has caught

    def time(self) -> float:
        return self._now

    def call_soon(self, callback: Any, *args: Any, context: Any = None) -> asyncio.Handle:
        handle = asyncio.Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    call_soon_threadsafe = call_soon

    def call_later(self, delay: float, callback: Any, *args: Any, context: Any = None) -> asyncio.TimerHandle:
        return self.call_at(self._now + delay, callback, *args, context=context)

    def call_at(self, when: float, callback: Any, *args: Any, context: Any = None) -> asyncio.TimerHandle:
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        heapq.heappush(self._timers, (when, next(self._numbers), handle))
        return handle

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        pass

    def create_future(self) -> asyncio.Future[Any]:
        return asyncio.Future(loop=self)

    def create_task(self, coro: Any, *, name: Any = None, context: Any = None, **_: Any) -> asyncio.Task[Any]:
        task = asyncio.Task(coro, loop=self, name=name, context=context)
        self._tasks.append(task)
        return task

    def run_in_executor(self, pool: Any, function: Any, *args: Any) -> asyncio.Future[Any]:
        return (pool or Pool()).enqueue(self, lambda: function(*args))

    def _uncaught(self, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if not isinstance(error, Crashed) and "pending" not in context.get("message", ""):
            self.faults.append(f"{context.get('message')}: {error!r}")

    def get_debug(self) -> bool:
        return False

    def is_running(self) -> bool:
        return asyncio._get_running_loop() is self

    def is_closed(self) -> bool:
        return False

    # --- running -------------------------------------------------------------------------------------

    @contextmanager
    def running(self) -> Iterator[None]:
        """The loop of everything that is called here."""
        before = asyncio._get_running_loop()
        asyncio._set_running_loop(self)
        try:
            yield
        finally:
            asyncio._set_running_loop(before)

    def run_until(self, when: float, done: Callable[[], bool] = lambda: False) -> bool:
        """All turns up to a moment, or until something is so."""
        while not done():
            while self._ready:
                self._turn(self._ready.popleft())
            if not self._timers or self._timers[0][0] > when:
                self._now = max(self._now, when)
                return done()
            self._now, _, handle = heapq.heappop(self._timers)
            self._turn(handle)
        return True

    def _turn(self, handle: asyncio.Handle) -> None:
        if handle._cancelled:
            return
        host = handle._context.get(HOST)  # type: ignore[attr-defined]
        if host is not None and (host.dead or host.asleep):
            host.parked.append(handle)
            return
        self._turns += 1
        if self._turns > MAX_TURNS:
            raise AssertionError("the simulation goes round and round")
        handle._run()

    def wake(self, host: Host) -> None:
        """End of a host's sleep: everything that it missed comes at once."""
        host.asleep = False
        self._ready.extend(host.parked)
        host.parked.clear()

    def reap(self) -> None:
        """End of all tasks that are left, so that none is collected in the middle."""
        self._turns = -MAX_TURNS
        for host in self.hosts:
            host.dead = False
            self.wake(host)
        for _ in range(20):
            left = [task for task in self._tasks if not task.done()]
            for task in left:
                task.cancel()
            self.run_until(self._now + 10, lambda left=left: all(task.done() for task in left))  # type: ignore[misc]
        for task in self._tasks:
            if task.done() and not task.cancelled():
                task.exception()
        self._ready.clear()
        self._timers.clear()


setattr(SimLoop, "call_exception_handler", SimLoop._uncaught)  # noqa: B010  # asyncio's name, which says nothing


class Pool:
    """Threads of an executor, as turns of the loop: each call takes a moment of simulated time."""

    latency: Callable[[], float] = staticmethod(lambda: 0.0)  # type: ignore[assignment]

    def __init__(self, *_: Any) -> None:
        self._closed = False
        self._waiting: deque[tuple[Any, asyncio.Future[Any]]] = deque()

    def enqueue(self, loop: SimLoop, function: Any, *_: Any) -> asyncio.Future[Any]:
        """Call in its turn. Raises RuntimeError after `shutdown`, as an executor does."""
        if self._closed:
            raise RuntimeError("cannot schedule new futures after shutdown")
        future = loop.create_future()
        self._waiting.append((function, future))
        loop.call_later(type(self).latency(), self._run_next)
        return future

    def _run_next(self) -> None:
        if not self._waiting:
            return
        function, future = self._waiting.popleft()
        try:
            answer = function()
        except Crashed:
            raise
        except Exception as error:
            if not future.done():
                future.set_exception(error)
            return
        if not future.done():
            future.set_result(answer)

    def shutdown(self, wait: bool = True, **_: Any) -> None:
        """End: what waits is done before."""
        self._closed = True
        while self._waiting:
            self._run_next()
