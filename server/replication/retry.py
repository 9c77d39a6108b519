"""Retries: the errors of a Redis that is away, the pauses between two tries, and the end of a task of ours."""

from __future__ import annotations

import asyncio
import random

from redis.exceptions import RedisError

TRANSIENT_ERRORS = (RedisError, OSError, asyncio.TimeoutError)
PAUSES = (0.1, 0.4)  # seconds before the first new try and, doubled each time, at most; well within a lease


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
