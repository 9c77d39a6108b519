"""Client of the simulated Redis, with the names that redis-py has: latency, lost answers, late requests, splits."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from server.replication.redis_url import ANSWER_TIMEOUT
from tests.sim.loop import HOST, Host
from tests.sim.redis_model import wire
from tests.sim.world import World


class SimClient:
    """Connection pool of one machine: requests of one client may overtake each other."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._host: Host | None = HOST.get()
        self._box = world.box_of(self._host)

    async def __aenter__(self) -> SimClient:
        return self

    async def __aexit__(self, *_: object) -> None:
        pass

    async def aclose(self) -> None:
        pass

    async def _ask(self, work: Any, what: str) -> Any:
        """One request. A caller that waits in vain gets an error, and the request may be done all the same."""
        world, loop = self._world, self._world.loop
        future: asyncio.Future[Any] = loop.create_future()
        world.network.request(self._box, self._host, work, future, what)
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT):
                return await future
        except TimeoutError:
            raise RedisTimeoutError("Timeout reading from redis") from None

    async def _call(self, *words: Any) -> Any:
        return wire(await self._ask(lambda: self._world.redis.call(*words), str(words[0])))

    async def execute_command(self, *words: Any) -> Any:
        return await self._call(*words)

    async def eval(self, source: str, count: int, *words: Any) -> Any:
        keys, arguments = list(words[:count]), list(words[count:])
        return wire(await self._ask(lambda: self._world.redis.eval(source, keys, arguments), "EVAL"))

    async def get(self, key: str) -> Any:
        return await self._call("GET", key)

    async def set(self, key: str, value: Any, px: int | None = None, nx: bool = False) -> Any:
        return await self._call("SET", key, value, *(("PX", px) if px else ()), *(("NX",) if nx else ()))

    async def delete(self, *keys: str) -> Any:
        return await self._call("DEL", *keys)

    async def exists(self, *keys: str) -> Any:
        return await self._call("EXISTS", *keys)

    async def hget(self, key: str, field: str) -> Any:
        return await self._call("HGET", key, field)

    async def hmget(self, key: str, fields: list[str]) -> Any:
        return await self._call("HMGET", key, *fields)

    async def hset(self, key: str, field: str, value: Any) -> Any:
        return await self._call("HSET", key, field, value)

    async def hdel(self, key: str, field: str) -> Any:
        return await self._call("HDEL", key, field)

    async def hgetall(self, key: str) -> dict[bytes, bytes]:
        words = await self._call("HGETALL", key)
        return dict(zip(words[::2], words[1::2], strict=True))

    async def publish(self, topic: str, message: Any) -> Any:
        return await self._call("PUBLISH", topic, message)

    async def ping(self) -> Any:
        return await self._call("PING")

    async def xlen(self, key: str) -> Any:
        return await self._call("XLEN", key)

    async def xrange(self, key: str, min: str = "-", max: str = "+", count: int | None = None) -> Any:
        return _rows(await self._call("XRANGE", key, min, max, *(("COUNT", count) if count else ())))

    async def xrevrange(self, key: str, max: str = "+", min: str = "-", count: int | None = None) -> Any:
        return _rows(await self._call("XREVRANGE", key, max, min, *(("COUNT", count) if count else ())))

    async def info(self, *_: str) -> dict[str, Any]:
        await self._call("INFO")
        return {"connected_slaves": 1}

    async def config_get(self, *_: str) -> dict[str, str]:
        await self._call("PING")
        return {"appendonly": "yes", "appendfsync": "always", "maxmemory": "0", "min-replicas-to-write": "1"}

    def pubsub(self, **_: Any) -> Subscription:
        return Subscription(self)


def _rows(page: list[Any]) -> list[Any]:
    return [(id, dict(zip(words[::2], words[1::2], strict=True))) for id, words in page]


class Subscription:
    """Subscription of one client: messages in their order, until the line is cut."""

    def __init__(self, client: SimClient) -> None:
        self._client = client
        self._messages: deque[dict[str, Any]] = deque()
        self._come = asyncio.Event()
        self.broken = False
        self.last = 0.0  # when the newest message arrives: none overtakes it
        self.host, self.box = client._host, client._box

    async def __aenter__(self) -> Subscription:
        return self

    async def __aexit__(self, *_: object) -> None:
        self._client._world.network.subscriptions.discard(self)

    async def aclose(self) -> None:
        await self.__aexit__()

    async def subscribe(self, *topics: str) -> None:
        await self._client.ping()
        self._client._world.network.subscriptions.add(self)

    async def ping(self) -> None:
        world = self._client._world
        world.network.request(self.box, self.host, lambda: self.arrive({"type": "pong", "data": b""}), None, "PING")

    def arrive(self, message: dict[str, Any]) -> None:
        """Message at the end of its way."""
        self._messages.append(message)
        self._come.set()

    def cut(self) -> None:
        """End of the line: what was on its way is lost."""
        self.broken = True
        self._come.set()

    async def get_message(self, *, timeout: float | None = 0.0, **_: Any) -> dict[str, Any] | None:  # noqa: ASYNC109
        if not self._messages and not self.broken:
            self._come.clear()
            try:
                async with asyncio.timeout(timeout):
                    await self._come.wait()
            except TimeoutError:
                return None
        if self.broken:
            raise RedisConnectionError("Connection closed by server.")
        return self._messages.popleft()
