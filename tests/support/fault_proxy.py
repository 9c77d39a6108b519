"""A bad line between a page and a server: delays that differ up and down, jitter, and a link that stalls
without closing. Seeded, so that every run meets the same line."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

Range = tuple[float, float]  # ms
CHUNK = 65_536


class FaultProxy:
    """Listens on `port` and forwards to a server's port. Bytes keep their order, as TCP keeps it."""

    def __init__(self, target: int, up: Range, down: Range, seed: int) -> None:
        self.target, self.up, self.down = target, up, down
        self.port = 0
        self._dice = random.Random(seed)
        self._open = asyncio.Event()
        self._open.set()
        self._loop = asyncio.new_event_loop()
        self._writers: list[asyncio.StreamWriter] = []

    @property
    def redis_url(self) -> str:
        """Address of the Redis behind this line."""
        return f"redis://127.0.0.1:{self.port}"

    def stall(self, on: bool) -> None:
        """From now on nothing passes, in neither direction; or everything that waits, and what follows."""
        self._loop.call_soon_threadsafe(self._open.clear if on else self._open.set)

    async def serve(self, ready: threading.Event) -> None:
        listening = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = listening.sockets[0].getsockname()[1]
        self._serving = asyncio.current_task()  # type: ignore[assignment]
        ready.set()
        async with listening:
            await listening.serve_forever()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.CancelledError):
            await self._forward(reader, writer)

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            writer.close()
            return
        self._writers += (writer, far[1])
        ways = (self._way(reader, far[1], self.up), self._way(far[0], writer, self.down))
        await asyncio.gather(*ways, return_exceptions=True)

    async def _way(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, delay: Range) -> None:
        """One direction: each chunk leaves after its own delay, and never before the one it follows."""
        queue: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        sender = asyncio.ensure_future(self._send(queue, sink))
        due = 0.0
        with suppress(OSError):
            while chunk := await source.read(CHUNK):
                due = max(due, self._loop.time() + self._dice.uniform(*delay) / 1000)
                queue.put_nowait((due, chunk))
        queue.put_nowait((due, b""))
        await sender

    async def _send(self, queue: asyncio.Queue[tuple[float, bytes]], sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while True:
                due, chunk = await queue.get()
                await asyncio.sleep(max(0.0, due - self._loop.time()))
                await self._open.wait()
                if not chunk:
                    break
                sink.write(chunk)
                await sink.drain()
        sink.close()

    def run(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        with suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self.serve(ready))
        self._loop.run_until_complete(self._hung_up())
        self._loop.close()

    async def _hung_up(self) -> None:
        """Every connection is closed, and every task that served one has ended."""
        for writer in self._writers:
            writer.transport.abort()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0)  # an aborted transport closes its socket in the next turn

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._serving.cancel)


@contextmanager
def bad_line(target: int, up: Range = (30, 70), down: Range = (30, 70), seed: int = 1) -> Iterator[FaultProxy]:
    """A running proxy to the server on `target`; its thread has ended afterwards."""
    proxy = FaultProxy(target, up, down, seed)
    ready = threading.Event()
    thread = threading.Thread(target=proxy.run, args=(ready,), daemon=True)
    thread.start()
    assert ready.wait(30)
    try:
        yield proxy
    finally:
        proxy.stop()
        thread.join(30)
