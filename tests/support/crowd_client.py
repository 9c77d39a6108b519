"""A crowd of pages without a browser: thousands of sockets in one process that follow a view as PROTOCOL.md says."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any

import msgspec

from tests.support.server_process import PATIENCE

SHAKE = (
    "GET /ws/{view} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


class Crowd:
    """`seen`: every different text of a view's patch at a seq, on any page; a single one is right. `faults`: what
    no page may ever get."""

    def __init__(self, port: int, views: list[str]) -> None:
        self.port, self.views = port, views
        self.pages: list[Page] = []
        self.seen: dict[tuple[str, str, int], set[bytes]] = defaultdict(set)
        self.faults: list[str] = []
        self.lost = 0

    async def come(self, many: int) -> None:
        at_once = asyncio.Semaphore(100)
        self.pages = [Page(self, self.views[number % len(self.views)]) for number in range(many)]
        await asyncio.gather(*(page.connect(at_once) for page in self.pages))

    def at(self, seq: int) -> bool:
        """Whether everybody is there and has got to a number."""
        return all(page.seq == seq for page in self.pages)

    async def reach(self, seq: int) -> None:
        try:
            async with asyncio.timeout(3 * PATIENCE):  # two thousand may have to come back
                while not self.at(seq):  # noqa: ASYNC110
                    await asyncio.sleep(0.02)
        except TimeoutError:
            lagging = [page.seq for page in self.pages if page.seq != seq]
            raise AssertionError(f"{len(lagging)} of {len(self.pages)} are not at {seq} but {lagging[:5]}") from None

    def leave(self) -> None:
        for page in self.pages:
            page.left = True
            if page.transport:
                page.transport.abort()


class Page(asyncio.Protocol):
    def __init__(self, crowd: Crowd, view: str) -> None:
        self.crowd, self.view = crowd, view
        self.seq = -1
        self.slices: dict[str, Any] = {}
        self.left = False
        self.transport: asyncio.Transport | None = None
        self._held = b""

    async def connect(self, at_once: asyncio.Semaphore) -> None:
        """Dials until somebody answers."""
        async with at_once:
            while not self.left:
                try:
                    self._held, self.seq = b"", -1
                    await asyncio.get_running_loop().create_connection(lambda: self, "127.0.0.1", self.crowd.port)
                    return
                except OSError:
                    await asyncio.sleep(0.05)

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(SHAKE.format(view=self.view).encode())

    def connection_lost(self, error: Exception | None) -> None:
        self.transport = None
        if not self.left:
            self.crowd.lost += 1
            self.seq = -1
            self._again = asyncio.ensure_future(self.connect(asyncio.Semaphore()))

    def data_received(self, received: bytes) -> None:
        held = self._held + received
        if held.startswith(b"HTTP/"):
            head, end, held = held.partition(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 101"):  # an edge that does not know the show yet: later
                assert self.transport is not None
                return self.transport.abort()
            held = held if end else head
        while len(held) >= 2:
            short = held[1]
            start = 2 if short < 126 else 4 if short == 126 else 10
            length = short if short < 126 else int.from_bytes(held[2:start], "big")
            if len(held) < start or len(held) < start + length:
                break
            if held[0] == 0x81:
                self._got(held[start : start + length])
            held = held[start + length :]
        self._held = held
        return None

    def _got(self, text: bytes) -> None:
        message = msgspec.json.decode(text)
        kind, seq = message["type"], message.get("seq")
        if kind == "snapshot":
            self.slices, self.seq = message["view"], seq
        elif kind == "patch":
            if seq != self.seq + 1:
                self.crowd.faults.append(f"{self.view}: {seq} after {self.seq}")
            self.slices, self.seq = self.slices | message["set"], seq
        if kind != "hello":
            self.crowd.seen[kind, self.view, seq].add(text)
