"""Lines: every connection that speaks HTTP, how long each may take for what, and which one gives way.

Theory of operation. A line is *reading* until the head of a request is whole, and may be so for
`HEAD_SECONDS`: who connects and says nothing is gone after that. One that takes its time over a body, or
leaves what it asked for unread, is gone later. Where a process may open no more descriptors, the line that has
said least gives way, from the address that has most of them: a silent crowd keeps nobody out, and an address
behind which a whole hall stands loses no line that has asked for something while there are others.

Time goes by ticks and not by the clock: a machine that slept, or a loop that was busy, has read nothing
meanwhile, and nobody is late because of that. A fast socket is a line no more (`display_socket` has an idle
check of its own), nor is any other WebSocket (uvicorn pings those).
"""

from __future__ import annotations

import asyncio
import struct
from dataclasses import dataclass
from enum import Enum, auto
from socket import IPPROTO_TCP
from typing import Protocol

from server.screens.by_address import ByAddress, network_of

MAX_HEAD = 64 * 1024  # bytes of a request's head; beyond, 431
HEAD_SECONDS = 10  # from the first moment of a line to the end of its request's head; then 408
BODY_RATE = 500  # bytes of a body for which there is one more second, beyond the first HEAD_SECONDS
MAX_SILENT = 256  # lines of one address whose request is not whole; the oldest give way
UNREAD_SECONDS = 40  # in which somebody who has something to read takes none of it
LINGER_SECONDS = 2  # in which somebody who was refused may read why
TICK = 0.5  # seconds between two looks at all lines
UNREAD_TICKS = 4  # looks at what is unread are system calls: at every fourth tick
_TCP_INFO, _ACKED_AT = 11, 120  # linux/tcp.h: `tcpi_bytes_acked`, since Linux 4.1


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bounds of the lines of one process. `lines`: how many there may be with every WebSocket; 0: no bound."""

    head_bytes: int = MAX_HEAD
    head_seconds: float = HEAD_SECONDS
    silent: int = MAX_SILENT
    lines: int = 0
    unread_seconds: float = UNREAD_SECONDS
    tick: float = TICK


class Stage(Enum):
    """Stage of a line: the head or the body of a request, its answer, an answer that never ends, the pause
    between two requests, its end."""

    READING = auto()
    BODY = auto()
    ANSWERING = auto()
    STREAMING = auto()
    IDLE = auto()
    LEAVING = auto()


class Owner(Protocol):
    """Protocol that a line's bytes go to."""

    def time_out(self) -> None:
        """End of a line whose request takes too long."""
        ...

    @property
    def held_up(self) -> bool:
        """Reading has been paused: that a body does not come is no fault of the line."""
        ...


def peer_of(transport: asyncio.BaseTransport) -> str:
    """Address of the other side; "" where it has none."""
    peer = transport.get_extra_info("peername")
    return str(peer[0]) if peer else ""


class Line:
    """Record of one line. `since` is the tick at which its stage began, by `Lines.now`."""

    __slots__ = ("acked", "address", "host", "owner", "received", "since", "stage", "stalled", "transport")

    def __init__(self, transport: asyncio.Transport, owner: Owner, now: float) -> None:
        self.host = peer_of(transport)
        self.address = network_of(self.host)
        self.transport, self.owner = transport, owner
        self.stage, self.since, self.received = Stage.READING, now, 0
        self.acked = -1  # bytes that the other side has taken, when somebody last looked
        self.stalled = now  # the tick since which it has taken none


class Lines:
    """All lines of one server."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self.now = 0.0
        self._ticks = 0
        self._reading: ByAddress[Line] = ByAddress()
        self._others: dict[Line, None] = {}
        self._timer: asyncio.TimerHandle | None = None

    def open(self, transport: asyncio.Transport, owner: Owner, total: int) -> Line:
        """Line that has said nothing yet. `total`: how many connections there are with it. Where they are too
        many, one has gone: perhaps this one."""
        line = Line(transport, owner, self.now)
        self._reading.add(line.address, line)
        if self.bounds.lines and total > self.bounds.lines:
            self.drop(self._first_to_go(line))
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self.bounds.tick, self._tick)
        return line

    def enter(self, line: Line, stage: Stage) -> None:
        """Next stage of a line; the one that it is in goes on."""
        if line.stage is stage or line.stage is Stage.LEAVING:
            return
        self.close(line)
        line.stage, line.since, line.received, line.stalled = stage, self.now, 0, self.now
        if stage is Stage.READING:
            self._reading.add(line.address, line)
        else:
            self._others[line] = None

    def close(self, line: Line) -> None:
        """End of a line, or of its being one; a second time changes nothing."""
        self._reading.remove(line.address, line)
        self._others.pop(line, None)

    def drop(self, line: Line) -> None:
        """End of a line that has to go."""
        self.close(line)
        line.transport.abort()

    def _first_to_go(self, newcomer: Line) -> Line:
        """The oldest that reads of the address that has most of those; else the one that has been longest at
        something that can be asked for again; else the newcomer."""
        victim = self._reading.oldest()
        if victim is not None and victim is not newcomer:
            return victim
        loose = (line for line in self._others if line.stage is not Stage.STREAMING)
        return next(loose, newcomer)

    # --- time ----------------------------------------------------------------------------------------

    def _tick(self) -> None:
        """One timer for all; it ends with the last of them."""
        self._timer = None
        self.now += self.bounds.tick
        self._ticks += 1
        self._thin_out()
        for line in (*self._reading, *self._others):
            self._check(line)
        if self._reading.most or self._others:
            self._timer = asyncio.get_running_loop().call_later(self.bounds.tick, self._tick)

    def _thin_out(self) -> None:
        """Addresses with too many silent lines lose the oldest of them, but none that the loop has not had time
        to read: a hall that comes back after a restart does so in one moment, and from one address."""
        while self._reading.most > self.bounds.silent:
            oldest = self._reading.oldest()
            assert oldest is not None
            if self.now - oldest.since <= 2 * self.bounds.tick:
                return
            self.drop(oldest)

    def _check(self, line: Line) -> None:
        lasts = self.now - line.since
        if line.stage is Stage.READING:
            if lasts > self.bounds.head_seconds:
                line.owner.time_out()
        elif line.stage is Stage.BODY:
            if line.owner.held_up:
                line.since, line.received = self.now, 0
            elif lasts > self.bounds.head_seconds + line.received / BODY_RATE:
                line.owner.time_out()
        elif line.stage is Stage.LEAVING:
            if lasts > min(LINGER_SECONDS, self.bounds.head_seconds):
                self.drop(line)
        elif self._ticks % UNREAD_TICKS == 0 and self._stalls(line):
            self.drop(line)

    def _stalls(self, line: Line) -> bool:
        """The other side has had something to read for long, and took nothing: it reads no more, or has gone
        without a word."""
        unread, acked = _unread(line.transport)
        if not unread or acked != line.acked:
            line.stalled, line.acked = self.now, acked
        return self.now - line.stalled > self.bounds.unread_seconds


def _unread(transport: asyncio.Transport) -> tuple[bool, int]:
    """Whether something waits to be taken by the other side, and a number that changes when it takes some."""
    waits = transport.get_write_buffer_size()
    connected = transport.get_extra_info("socket")
    try:
        info = connected.getsockopt(IPPROTO_TCP, _TCP_INFO, _ACKED_AT + 8)
        unacked = struct.unpack_from("I", info, 24)[0]
        (acked,) = struct.unpack_from("Q", info, _ACKED_AT)
    except (OSError, struct.error, AttributeError):  # another system: what waits here is all that is known
        return waits > 0, -waits
    return waits > 0 or unacked > 0, acked
