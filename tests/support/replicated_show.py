"""A show that is replicated to a real Redis in this process: its writer, a mirror of it, and commands."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from server.director import Director
from server.replication.bus import Bus
from server.replication.mirror import Mirror, follow
from server.replication.redis_store import RedisStore, event_key
from server.replication.redis_url import client_of
from server.replication.retry import end
from server.show.model.role import Who
from server.wire import Envelope, encode
from tests.support.contests import contest
from tests.support.hubs import hub_of
from tests.support.redis_server import RedisServer
from tests.support.server_process import PATIENCE

SMALL = contest(entries=4, judges=3)
ANYBODY = Who("operator", "panel-1")


@asynccontextmanager
async def writing(
    server: RedisServer, folder: Path, lease: bool = True, on_state: Callable[[], None] = lambda: None
) -> AsyncIterator[tuple[Director, Bus]]:
    """A director whose bus runs."""
    async with client_of(server.url) as client:
        director = Director(folder, SMALL, "live", hub_of())
        store = RedisStore(client, event_key(SMALL))
        bus = Bus(store, director, "here", await store.acquire("here") if lease else None, on_state)
        director.share(bus)
        running = asyncio.create_task(bus.run())
        try:
            yield director, bus
        finally:
            await end(running)
            director.close()


@asynccontextmanager
async def mirrored(server: RedisServer, user: str = "edge:crowd@") -> AsyncIterator[Mirror]:
    mirror = Mirror(hub_of())
    async with client_of(server.url.replace("//", f"//{user}")) as client:
        following = asyncio.create_task(follow(mirror, client))
        try:
            yield mirror
        finally:
            await end(following)


async def comes(condition: Any, what: str) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"waited in vain for {what}") from None


async def do(director: Director, command: Any, id: str = "") -> dict[str, Any]:
    return await director.command(Envelope(id or uuid.uuid4().hex, command, lang="en"), ANYBODY)


def same(mirror: Mirror, director: Director) -> bool:
    public = director.public_names()
    return (mirror.epoch, mirror.seq) == (director.epoch, director.seq) and all(
        encode(mirror.snapshot(name)) == encode(director.snapshot(name)) for name in public
    )
