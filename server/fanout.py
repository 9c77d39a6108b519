"""One patch to everybody who watches: framed once, the same bytes to every open socket.

Theory of operation. Frames get running numbers, and each socket knows the number of the next one it
wants (`at`). A pass goes over the sockets of one view and gives each everything from its own number to
the newest as one write: patches that come while a pass is under way join the writes that are still to
come, and a burst costs little more than one patch. A frame is dropped when a whole pass has gone by.
Who can't be written to without waiting is passed over and owed a snapshot: nobody waits for anybody.

The loop gets its turn after each `CHUNK` of sockets, so that the operator's next command is read in the
middle of a crowd, and each turn begins with the hall: a crowd never delays the wall.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from itertools import islice
from typing import Protocol

from server.outbox import Line

CHUNK = 512  # sockets that are written before the loop gets its turn: some 5 ms
FEW = 8  # up to so many sockets of a view are not worth waiting for
HALL_PACE = 1 / 60  # seconds between two passes over more than those: one frame on the glass
CROWD_PACE = 0.1  # seconds between two passes over the crowd; the stream is seconds behind anyway
MAX_BURST = 256 * 1024  # bytes of patches that wait for a pass; beyond, a snapshot is shorter
CROWD = "watch"


class Reader(Line, Protocol):
    """A socket as its audience sees it. `fd` is −1 whenever a direct write is not allowed."""

    at: int
    fd: int

    def send_late(self, buffer: bytes) -> None:
        """Sends by way of the transport, or remembers that a snapshot is owed."""
        ...

    def send_rest(self, buffer: bytes, sent: int) -> None:
        """Takes over after the first `sent` bytes went out directly; −1: the connection is broken."""
        ...

    def settle(self) -> None:
        """Sends a snapshot in place of what can't be sent any more, as soon as it can be written."""
        ...


class Audience:
    """The sockets that watch one view, and the frames on their way to them."""

    def __init__(self, pace: float) -> None:
        self.sockets: dict[Reader, None] = {}
        self.ready = 0.0  # when the next pass may begin, by the loop's clock
        self._pace = pace
        self._frames: list[bytes] = []
        self._first = 0  # the number of the first of them
        self._bytes = 0
        self._pass: Iterator[Reader] | None = None
        self._goal = 0  # what everybody will have got when the pass is over

    @property
    def end(self) -> int:
        """The number that the next frame will have."""
        return self._first + len(self._frames)

    @property
    def under_way(self) -> bool:
        """Whether a pass has to go on."""
        return self._pass is not None

    @property
    def waits(self) -> bool:
        """Whether somebody has still to be written to."""
        return self._pass is not None or self._goal < self.end

    def add(self, socket: Reader) -> None:
        """The frames that wait are older than the snapshot that a new socket begins with."""
        socket.at = self.end
        self.sockets[socket] = None

    def remove(self, socket: Reader) -> None:
        self.sockets.pop(socket, None)

    def push(self, frame: bytes) -> None:
        if self._bytes + len(frame) > MAX_BURST:
            self.owe_all()
        else:
            self._frames.append(frame)
            self._bytes += len(frame)

    def owe_all(self) -> None:
        """Drops every frame: with the next pass everybody gets a snapshot."""
        self._first = self.end + 1
        self._frames.clear()
        self._bytes = 0

    def write(self, now: float) -> None:
        """Writes to the next `CHUNK` of sockets; a pass may take several calls."""
        if self._pass is None:
            if now < self.ready:
                return
            self._pass = iter(tuple(self.sockets))
            self._goal = self.end
            self.ready = now + (self._pace if len(self.sockets) > FEW else 0)
        chunk = tuple(islice(self._pass, CHUNK))
        self._write_to(chunk)
        if len(chunk) < CHUNK:
            self._pass = None
            self._forget()

    def _write_to(self, chunk: tuple[Reader, ...]) -> None:
        """The one loop that has to be fast: nothing is looked up that was the same for the socket before."""
        write, end = os.write, self.end
        buffers: dict[int, bytes] = {}
        last, buffer, length = -1, b"", 0
        for socket in chunk:
            at = socket.at
            if at != last:
                if at == end:
                    continue
                buffer = buffers.get(at) or buffers.setdefault(at, self._from(at))
                last, length = at, len(buffer)
            socket.at = end
            fd = socket.fd
            if fd < 0 or not length:
                self._write_late(socket, buffer)
                continue
            try:
                sent = write(fd, buffer)
            except BlockingIOError:
                sent = 0
            except OSError:
                sent = -1
            if sent != length:
                socket.send_rest(buffer, sent)

    def _write_late(self, socket: Reader, buffer: bytes) -> None:
        if buffer:
            socket.send_late(buffer)
        else:
            socket.settle()

    def _from(self, at: int) -> bytes:
        """Everything from a number on; nothing when it has been dropped."""
        return b"".join(self._frames[at - self._first :]) if at >= self._first else b""

    def _forget(self) -> None:
        gone = max(0, self._goal - self._first)
        self._bytes -= sum(map(len, self._frames[:gone]))
        del self._frames[:gone]
        self._first += gone


class Fanout:
    """Every audience, and the order in which they are written to: the hall first."""

    def __init__(self) -> None:
        self.audiences: dict[str, Audience] = {}
        self._next: asyncio.Handle | None = None

    def audience(self, view: str) -> Audience:
        if view not in self.audiences:
            self.audiences[view] = Audience(CROWD_PACE if view == CROWD else HALL_PACE)
        return self.audiences[view]

    def push(self, view: str, frame: bytes) -> None:
        """Sends a frame to everybody who watches `view`, in the loop's next turn or with the next pass."""
        audience = self.audiences.get(view)
        if audience is not None and audience.sockets:
            audience.push(frame)
            self._wake()

    def flush(self) -> None:
        """Writes to the hall at once: who pushed has more to do before the loop's next turn comes."""
        for view, audience in self.audiences.items():
            if view != CROWD and audience.waits:
                audience.write(asyncio.get_running_loop().time())

    def restart(self) -> None:
        """Owes everybody a snapshot."""
        for audience in self.audiences.values():
            audience.owe_all()
        if self.audiences:
            self._wake()

    def _wake(self) -> None:
        if isinstance(self._next, asyncio.TimerHandle):
            self._next.cancel()  # somebody else may be due before
            self._next = None
        if self._next is None:
            self._next = asyncio.get_running_loop().call_soon(self._turn)

    def _turn(self) -> None:
        self._next = None
        loop = asyncio.get_running_loop()
        now = loop.time()
        in_order = sorted(self.audiences.items(), key=lambda one: one[0] == CROWD)
        for _, audience in in_order:
            if audience.waits:
                audience.write(now)
        waiting = [audience for _, audience in in_order if audience.waits]
        if any(one.under_way or one.ready <= now for one in waiting):
            self._next = loop.call_soon(self._turn)
        elif waiting:
            self._next = loop.call_at(min(one.ready for one in waiting), self._turn)
