"""Queue of tries of the operator's code: one at a time, in the order of how well somebody is known.

To verify a code takes some 50 ms and 64 MiB on purpose, so a crowd that guesses would make everybody wait. It
makes only itself wait: people who were signed in before, on this device or from this address, come first, then
those who have guessed nothing wrong yet. Of each rank only so many wait; one more is told at once to come again.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import IntEnum

MAX_WAITING = 8  # tries of one rank that wait for their turn; one more is answered 429 at once …
RETRY_SECONDS = 2  # … and may come again after so many seconds


class Rank(IntEnum):
    """Rank of somebody who tries a code: signed in before on this device, or from this address (or on the
    server itself), a stranger's first try, and his next."""

    DEVICE = 0
    ADDRESS = 1
    STRANGER = 2
    GUESSER = 3


class BusyError(Exception):
    """Error of a rank of which too many wait."""


class Turns:
    """Queue of tries; one has its turn."""

    def __init__(self) -> None:
        self._taken = False
        self._waiting: dict[Rank, deque[asyncio.Future[None]]] = {rank: deque() for rank in Rank}

    @asynccontextmanager
    async def turn(self, rank: Rank) -> AsyncIterator[None]:
        """Turn of one who has waited for it. Raises BusyError where too many do."""
        if self._taken:
            await self._wait(self._waiting[rank])
        self._taken = True
        try:
            yield
        finally:
            self._next()

    async def _wait(self, waiting: deque[asyncio.Future[None]]) -> None:
        if len(waiting) >= MAX_WAITING:
            raise BusyError
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiting.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._next()  # it came a moment too late: the next one's
            else:
                waiting.remove(turn)
            raise

    def _next(self) -> None:
        """Turn for the first of the best rank that waits, or for the next who comes."""
        for waiting in self._waiting.values():
            while waiting:
                turn = waiting.popleft()
                if not turn.done():
                    return turn.set_result(None)
        self._taken = False
        return None
