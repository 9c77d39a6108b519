"""Screens of the simulation: the fast socket's bytes, read, followed and drawn as a page does it."""

from __future__ import annotations

import asyncio
import random
from types import SimpleNamespace
from typing import Any

import msgspec.json as json

from server.screens.lines import peer_of
from tests.sim.machine import Box
from tests.sim.network import SimTransport
from tests.sim.world import World

HANDSHAKE = (
    "GET /ws/{} HTTP/1.1\r\nHost: hall\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
)


def masked(opcode: int, payload: bytes) -> bytes:
    """Frame of a client. The mask is of zeros."""
    size = len(payload)
    length = bytes([0x80 | size]) if size < 126 else bytes([0x80 | 126]) + size.to_bytes(2, "big")
    return bytes([0x80 | opcode]) + length + bytes(4) + payload


class Frames:
    """Frames of a server, out of bytes that come in pieces."""

    def __init__(self) -> None:
        self._bytes = b""
        self._open = False

    def feed(self, raw: bytes) -> list[tuple[int, bytes]]:
        """Frames that are whole now."""
        self._bytes += raw
        if not self._open:
            head, end, rest = self._bytes.partition(b"\r\n\r\n")
            if not end:
                return []
            assert head.startswith(b"HTTP/1.1 101"), head
            self._open, self._bytes = True, rest
        found = []
        while (frame := self._next()) is not None:
            found.append(frame)
        return found

    def _next(self) -> tuple[int, bytes] | None:
        raw = self._bytes
        if len(raw) < 2:
            return None
        size, at = raw[1] & 0x7F, 2
        if size >= 126:
            width = 2 if size == 126 else 8
            size, at = int.from_bytes(raw[2 : 2 + width], "big"), 2 + width
        if len(raw) < at or len(raw) < at + size:
            return None
        self._bytes = raw[at + size :]
        return raw[0] & 0x0F, raw[at : at + size]


class Follower:
    """View as a client puts it together: hello, snapshot, patches, and a resync where a number is missing."""

    def __init__(self) -> None:
        self.epoch, self.seq = "", -1
        self.view: dict[str, Any] | None = None
        self.asked = False

    def take(self, message: dict[str, Any]) -> bool:
        """One message. False: a snapshot has to be asked for."""
        kind = message["type"]
        if kind == "hello":
            self.epoch, self.view, self.seq = message["epoch"], None, -1
        elif kind == "snapshot":
            self.view, self.seq, self.asked = message["view"], message["seq"], False
        elif kind == "patch" and self.view is not None and message["seq"] > self.seq:
            if message["seq"] != self.seq + 1:
                again, self.asked = not self.asked, True
                return not again
            self.view, self.seq = self.view | message["set"], message["seq"]
        return True


class Screen:
    """One screen, which connects again for ever. `places`: the machines that it knows the addresses of."""

    def __init__(self, world: World, name: str, view: str, places: list[Box]) -> None:
        self._world, self.name, self.view, self._places = world, name, view, places
        self._chance: random.Random = world.chance(name)
        self.follower = Follower()
        self.box: Box | None = None
        self.link: SimTransport | None = None
        self.drawn: dict[tuple[str, int], Any] = {}  # epoch, seq → the view
        self.connected = 0

    async def run(self) -> None:
        """Connection after connection."""
        while True:
            for place in self._places:
                if self._connect(place):
                    await self._gone.wait()
            await asyncio.sleep(self._chance.uniform(0.2, 0.6))

    def _connect(self, box: Box) -> bool:
        if not box.up or box.host is None or box.host.asleep or box.host.dead:
            return False
        self._gone = asyncio.Event()
        self._frames, self.follower = Frames(), Follower()
        link = SimTransport(self._world, box.host, f"{self.name} of {box.name}", self._feed, self._cut)
        link.context = box.context.copy()
        request = HANDSHAKE.format(self.view).encode()
        config, server_state = SimpleNamespace(root_path="", loaded_app=None), SimpleNamespace(connections=set())
        given = {"config": config, "server_state": server_state}
        if link.context.run(box.upgrade.admit, link, request, given, peer_of(link)) is None:
            return False
        self.link, self.box = link, box
        box.links[link] = None
        self.connected += 1
        self._say({"type": "about", "width": 1920, "height": 1080, "trip": self._chance.randint(1, 80)})
        return True

    def _cut(self) -> None:
        if self.box is not None and self.link is not None:
            self.box.links.pop(self.link, None)
        self.link = self.box = None
        self._world.loop.call_soon(self._gone.set, context=self._world.outside)

    def _say(self, message: dict[str, Any]) -> None:
        if self.link is not None:
            self.link.send(masked(1, json.encode(message)))

    def _feed(self, raw: bytes) -> None:
        for opcode, payload in self._frames.feed(raw):
            if opcode == 1:
                self._take(json.decode(payload))
            elif opcode == 8:
                code = int.from_bytes(payload[:2], "big")
                self._world.note(f"{self.name} is closed with {code}")
                if code == 1011:
                    self._world.fault(f"{self.name} was closed with 1011")
                if self.link is not None:
                    self.link.cut()
                return
            elif opcode == 9 and self.link is not None:
                self.link.send(masked(10, payload))

    def _take(self, message: dict[str, Any]) -> None:
        if not self.follower.take(message):
            self._say({"type": "resync"})
        if message["type"] in ("patch", "snapshot") and self.follower.view is not None:
            follower = self.follower
            if len(self.drawn) < 200:
                self.drawn[follower.epoch, follower.seq] = follower.view
            self._say({"type": "shown", "seq": follower.seq})

    # --- what may happen to it -------------------------------------------------------------------------

    def stall(self, seconds: float) -> None:
        """It stops reading for a while."""
        link = self.link
        if link is not None and link.reading:
            self._world.note(f"{self.name} reads nothing")
            link.reading = False
            self._world.network.later(seconds, link.read_on)

    def cut(self) -> None:
        """End of its line."""
        if self.link is not None:
            self._world.note(f"{self.name} is cut off")
            self.link.cut()
