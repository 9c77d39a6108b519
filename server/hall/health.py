"""Health of this server, as the panel's strip and `/metrics` show it: its loop, its memory, its journal, its disk.

A task measures every `INTERVAL` seconds how late the event loop calls what is due, and the panels get it with their
presence. What a system does not tell (memory on Windows) is null.
"""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from server.web.state import AppState

INTERVAL = 5.0  # seconds between two reports
TICK = 0.25  # seconds between two looks at the loop
MEGABYTE = 1_000_000


class LoopWatch:
    """Latest delays of the event loop: the longest since the last report (ms), and the share of a core that was
    used."""

    def __init__(self) -> None:
        self._longest = 0.0
        self._since, self._used = time.monotonic(), time.process_time()

    def late(self, seconds: float) -> None:
        """Delay of one call that was due."""
        self._longest = max(self._longest, seconds)

    def report(self) -> dict[str, float]:
        """Numbers since the last report."""
        now, used = time.monotonic(), time.process_time()
        share = (used - self._used) / max(now - self._since, 1e-9)
        report = {"loop": round(self._longest * 1000, 1), "cpu": round(min(share, 99) * 100, 1)}
        self._longest, self._since, self._used = 0.0, now, used
        return report


def memory_bytes(statm: Path = Path("/proc/self/statm")) -> int | None:
    """Memory that this process holds (resident set), where the system tells."""
    try:
        import resource

        return int(statm.read_text().split()[1]) * resource.getpagesize()
    except (ImportError, OSError, ValueError, IndexError):
        return None


def disk_free(folder: Path) -> int | None:
    """Bytes that are free where the show is kept."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def journal_word(state: AppState) -> str:
    """Word for the journal: `durable`, `doubt` (the disk has just failed to confirm), `damaged` (the show is
    read-only), or `none` on a standby."""
    if state.active_director is None:
        return "none"
    if state.active_director.journal.damage is not None:
        return "damaged"
    return "doubt" if state.active_director.journal.doubted else "durable"


def facts(state: AppState, loop: dict[str, float]) -> dict[str, Any]:
    """Health of this server: milliseconds, per cent of a core, megabytes."""
    memory, disk = memory_bytes(), disk_free(state.settings.data_dir)
    return {
        **loop,
        "memory": None if memory is None else memory // MEGABYTE,
        "disk": None if disk is None else disk // MEGABYTE,
        "journal": journal_word(state),
    }


async def watch(state: AppState) -> None:
    """Reports of this server's health, one every INTERVAL, until it is cancelled."""
    loop_watch, loop = LoopWatch(), asyncio.get_running_loop()
    while True:
        state.hub.server = facts(state, loop_watch.report())
        state.hub.announce()
        end = loop.time() + INTERVAL
        while (due := loop.time() + TICK) < end:
            await asyncio.sleep(TICK)
            loop_watch.late(max(0.0, loop.time() - due))


@asynccontextmanager
async def watched(state: AppState) -> AsyncIterator[None]:
    """Task that watches a server's health while it runs."""
    task = asyncio.create_task(watch(state))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
