"""Seams between the program and the world: clocks, chance, threads, files, SQLite and Redis of the simulation in the
place of the system's, for as long as one run takes.

They are found by what they are (the module `time`, wherever a module of the server has it), not by a list of names.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import datetime as real_datetime
import os
import random
import secrets
import socket
import sqlite3
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import server.app
import server.failover
import server.journal.archive
import server.journal.lock
import server.replication.mirror  # everything that has a seam is loaded before they are set
from server.journal import journal
from server.replication import redis_url, renewal
from server.replication.redis_store import RedisStore
from server.replication.retry import end
from tests.sim.loop import HOST, Pool
from tests.sim.redis_client import SimClient
from tests.sim.world import START, World


class Behind:
    """A module of the system with some of its names replaced."""

    def __init__(self, module: Any, **names: Any) -> None:
        self._module = module
        self.__dict__.update(names)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)


class RenewalTask:
    """Thread of a renewal, as a task: in the simulation no loop ever stands still."""

    def __init__(self, renewal: renewal.Renewal, url: str, event: str) -> None:
        store = RedisStore(server.failover.client_of(url), event)  # the simulation's
        self._running = asyncio.create_task(renewal.run(store))

    async def stop(self) -> None:
        """End of the renewing."""
        await end(self._running)


def _disk_os(world: World) -> Behind:
    def opened(path: Any, flags: int, mode: int = 0o777) -> int:
        text = os.fspath(path)
        box = world.box_at(Path(text))
        return box.disk.open(Path(text)) if box and text.endswith("-wal") else os.open(path, flags, mode)

    def closed(handle: int) -> None:
        if handle < 10_000_000:
            os.close(handle)

    return Behind(os, open=opened, close=closed, fsync=lambda handle: None, fdatasync=lambda handle: None)


def _sqlite(world: World) -> Behind:
    def connect(path: Any, timeout: float = 5, **options: Any) -> sqlite3.Connection:
        box = world.box_at(Path(str(path).removeprefix("file:").partition("?")[0]))
        if box is None:
            return sqlite3.connect(path, timeout, **options)
        return box.disk.connect(path, timeout, HOST.get(), **options)

    return Behind(sqlite3, connect=connect)


def _time(world: World) -> Behind:
    return Behind(time, monotonic=world.monotonic, time=world.wall, sleep=lambda seconds: None,
                  clock_gettime=lambda which: world.monotonic())  # fmt: skip


def _datetime(world: World) -> Any:
    class SimDatetime(real_datetime.datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return real_datetime.datetime.fromtimestamp(world.stamp(), tz or real_datetime.UTC)

    return SimDatetime


@contextmanager
def set_up(world: World) -> Iterator[None]:
    """The seams, set and taken away again."""
    chance = world.program
    replaced: list[tuple[Any, Any]] = [
        (time, _time(world)),
        (sqlite3, _sqlite(world)),
        (os, _disk_os(world)),
        (random, Behind(random, random=chance.random, uniform=chance.uniform)),
        (secrets, Behind(secrets, token_hex=lambda count=16: chance.randbytes(count).hex(), choice=chance.choice)),
        (uuid, Behind(uuid, getnode=lambda: 1)),
        (socket, Behind(socket, gethostname=lambda: "hall")),
        (real_datetime.datetime, _datetime(world)),
        (concurrent.futures.ThreadPoolExecutor, Pool),
        (redis_url.client_of, lambda url: SimClient(world)),
        (journal._flush, lambda handle: world.flush(handle)),
        (time.monotonic, world.monotonic),
        (renewal.RenewalThread, RenewalTask),
    ]
    by_id = {id(old): new for old, new in replaced}
    names = [name for name in sys.modules if name.startswith("server.") and not name.startswith("server.show")]
    undo: list[tuple[dict[str, Any], str, Any]] = []
    for name in sorted(names):
        space = vars(sys.modules[name])
        for word, value in list(space.items()):
            if id(value) in by_id and not word.startswith("__"):
                undo.append((space, word, value))
                space[word] = by_id[id(value)]
    Pool.latency = staticmethod(world.disk_latency)
    try:
        yield
    finally:
        for space, word, value in undo:
            space[word] = value


def settings_of(folder: Path, shared: bool) -> Any:
    """Settings of one machine."""
    from server.settings import Settings

    return Settings(folder / "event", folder, port=8000, redis_url="redis://sim" if shared else None)


__all__ = ["START", "SimpleNamespace", "set_up", "settings_of"]
