"""Network of the simulation: ways to Redis and ways to screens, with latency, loss, doubles, cuts and slow readers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

from tests.sim.loop import Host
from tests.sim.world import World

if TYPE_CHECKING:
    from tests.sim.machine import Box
    from tests.sim.redis_client import Subscription


class Network:
    """Ways between machines and Redis. `split` names the machines that are cut off from it; while `paused` it
    answers nobody, and while `down` nobody reaches it."""

    def __init__(self, world: World) -> None:
        self._world, self._loop = world, world.loop
        self._chance = world.chance("network")
        self.subscriptions: dict[Subscription, None] = _Ordered()
        self.split: set[str] = set()
        self.paused = self.down = False
        self.loss = self.doubles = 0.0  # chances for each message
        self._held: list[tuple[Box | None, Callable[[], None]]] = []

    def latency(self) -> float:
        """Seconds for one way; now and then a long one."""
        long = self._chance.random() < 0.02
        return self._chance.uniform(0.05, 0.4) if long else self._chance.uniform(0.0002, 0.003)

    def later(self, delay: float, callback: Callable[[], None]) -> None:
        """Something that happens outside of every machine."""
        self._loop.call_later(delay, callback, context=self._world.outside)

    # --- requests ------------------------------------------------------------------------------------

    def request(self, box: Box | None, host: Host | None, work: Any, future: Any, what: str) -> None:
        """Request on its way to Redis. `future` gets the answer, where there is one."""
        self._world.learn()  # what this tells may arrive when its machine is gone
        self._world.point(f"redis {what}")
        if self._chance.random() < self.loss:
            return self.later(self.latency(), lambda: _fail(host, future))
        return self.later(self.latency(), lambda: self._arrive(box, host, work, future))

    def _arrive(self, box: Box | None, host: Host | None, work: Any, future: Any) -> None:
        if self.down:
            return _fail(host, future)
        if self.paused or (box is not None and box.name in self.split):
            if self._chance.random() < 0.7:  # it is sent again for a while, and arrives late
                self._held.append((box, lambda: self._arrive(box, host, work, future)))
            return None
        try:
            answer: Any = work()
        except RedisError as error:
            answer = error
        if self._chance.random() < self.loss:  # done, and nobody hears of it
            return self.later(self.latency(), lambda: _fail(host, future))
        return self.later(self.latency(), lambda: self._answer(box, host, future, answer))

    def _answer(self, box: Box | None, host: Host | None, future: Any, answer: Any) -> None:
        if box is not None and box.name in self.split:
            return
        if future is not None and not future.done() and not (host and host.dead):
            if isinstance(answer, Exception):
                future.set_exception(answer)
            else:
                future.set_result(answer)

    def publish(self, topic: str, text: str) -> None:
        """Message for every subscription; each gets them in their order."""
        for subscription in list(self.subscriptions):
            if subscription.box is not None and subscription.box.name in self.split:
                continue  # the line is cut: what it missed it never gets
            if self._chance.random() < self.loss:
                continue
            message = {"type": "message", "channel": topic.encode(), "data": text.encode()}
            for _ in range(2 if self._chance.random() < self.doubles else 1):
                subscription.last = max(subscription.last, self._loop.time() + self.latency())
                self._loop.call_at(subscription.last, subscription.arrive, message, context=self._world.outside)

    def heal(self) -> None:
        """End of every fault of the network: what was held arrives, late."""
        self.paused = self.down = False
        self.split.clear()
        self.loss = self.doubles = 0.0
        self.release()

    def release(self) -> None:
        """Way on for what was held, where nothing is in its way any more."""
        held, self._held = self._held, []
        for box, arrive in held:
            if self.paused or (box is not None and box.name in self.split):
                self._held.append((box, arrive))
            else:
                self.later(self.latency(), arrive)

    def reset(self, box: Box | None = None) -> None:
        """End of the lines to Redis, of one machine or of all."""
        for subscription in list(self.subscriptions):
            if box is None or subscription.box is box:
                subscription.cut()


class _Ordered(dict[Any, None]):
    """Set that keeps its order."""

    def add(self, one: Any) -> None:
        self[one] = None

    def discard(self, one: Any) -> None:
        self.pop(one, None)


def _fail(host: Host | None, future: Any) -> None:
    if future is not None and not future.done() and not (host and host.dead):
        future.set_exception(RedisConnectionError("Connection closed by server."))


class SimTransport(asyncio.Transport):
    """Server's end of a screen's connection. While the screen does not read, bytes wait here."""

    def __init__(self, world: World, host: Host, name: str, feed: Callable[[bytes], None], gone: Callable[[], None]):
        super().__init__({"socket": _Socket()})
        self._world, self._host, self._name = world, host, name
        self._feed, self._gone = feed, gone
        self._protocol: Any = None
        self._buffer: list[bytes] = []
        self._size, self._high = 0, 65536
        self._last = 0.0
        self._blocked = False
        self.reading, self.closed = True, False

    def set_protocol(self, protocol: Any) -> None:
        self._protocol = protocol

    def get_protocol(self) -> Any:
        return self._protocol

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        self._high = high if high is not None else 65536

    def can_write_eof(self) -> bool:
        return False

    def is_closing(self) -> bool:
        return self.closed

    def write(self, written: Any) -> None:
        if self.closed or self._host.dead:
            return
        raw = bytes(written)
        self._world.public(raw.decode("utf-8", "replace"), self._name)
        self._buffer.append(raw)
        self._size += len(raw)
        if self.reading:
            self._drain()
        elif self._size > self._high and not self._blocked:
            self._blocked = True
            self._protocol.pause_writing()

    def read_on(self) -> None:
        """The screen reads again."""
        self.reading = True
        self._drain()
        if self._blocked and not self.closed:
            self._blocked = False
            self._world.loop.call_soon(self._protocol.resume_writing, context=self.context)

    def _drain(self) -> None:
        raw, self._buffer, self._size = b"".join(self._buffer), [], 0
        network = self._world.network
        self._last = max(self._last, self._world.loop.time() + network.latency())
        self._world.loop.call_at(self._last, self._deliver, raw, context=self._world.outside)

    def _deliver(self, raw: bytes) -> None:
        if not self.closed:
            self._feed(raw)

    def send(self, raw: bytes) -> None:
        """Bytes of the screen on their way to the server."""
        at = self._world.loop.time() + self._world.network.latency()
        self._up = max(getattr(self, "_up", 0.0), at)
        self._world.loop.call_at(self._up, self._received, raw, context=self.context)

    def _received(self, raw: bytes) -> None:
        if not self.closed:
            self._protocol.data_received(raw)

    def close(self) -> None:
        self.abort()

    def abort(self) -> None:
        if not self.closed:
            if self.reading:
                self._drain()
            self._world.loop.call_at(
                max(self._last, self._world.loop.time()) + 0.001, self.cut, context=self._world.outside
            )

    def cut(self) -> None:
        """End of the line, for both sides."""
        if self.closed:
            return
        self.closed = True
        if not self._host.dead:
            self._world.loop.call_soon(self._protocol.connection_lost, None, context=self.context)
        self._gone()

    context: Any = None


class _Socket:
    def setsockopt(self, *_: Any) -> None:
        pass

    def fileno(self) -> int:
        return 0
