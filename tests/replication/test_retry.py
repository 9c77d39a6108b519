"""Retries: soon, bounded, never in step; and the end of a task that swallows its cancellation."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from server.replication.redis_store import LEASE
from server.replication.retry import PAUSES, end, pause_after


def test_new_tries_come_soon_and_never_in_step() -> None:
    first, most = PAUSES
    assert all(first / 2 <= pause_after(0) <= first and most / 2 <= pause_after(50) <= most < LEASE for _ in range(99))
    assert len({pause_after(9) for _ in range(9)}) > 1


async def test_a_task_that_swallows_its_cancellation_ends_all_the_same() -> None:
    async def stubborn() -> None:
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        await asyncio.Event().wait()

    task = asyncio.create_task(stubborn())
    await asyncio.sleep(0)
    await end(task)
    assert task.cancelled()
