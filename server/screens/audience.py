"""One patch to everybody who watches: framed once, the same bytes to every open socket.

Theory of operation. Frames get running numbers, and each socket knows the number of the next one it
wants (`at`). A pass gives everybody in one write all that is there when it begins; patches that come while
it is under way go with the next, so a burst costs little more than one patch. A frame is dropped when a
whole pass has gone by. Who can't be written to without waiting is passed over and owed a snapshot: nobody
waits for anybody.

Those who have all got the same, and may be written to directly, stand in `level`. A pass goes over their
bare descriptors in an array and never touches the sockets themselves: ten thousand of them do not fit the
processor's cache, and fetching each took a tenth of what its message costs. Everybody else (who has just
come, whose transport still holds something, all of them under TLS) is `late` and written to one by one.

A pass stops after each `CHUNK` of sockets, for whatever else the loop has to do, and goes on when it is
called again (`fanout`).
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterator
from typing import Protocol

from server.screens.io_uring import SIZE, batch
from server.screens.outbox import Line

CHUNK = SIZE  # sockets that are written before something else gets its turn: some 5 ms; one batch
FEW = 8  # up to so many sockets of a view are not worth waiting for
MAX_BURST = 256 * 1024  # bytes of patches that wait for a pass; beyond, a snapshot is shorter
DROPPED = -1  # the number of no frame: nothing but a snapshot is right


class Reader(Line, Protocol):
    """A socket as its audience sees it. `fd` is −1 whenever a direct write is not allowed; the audience
    hears of that first (`hold`)."""

    at: int
    fd: int

    def send(self, buffer: bytes) -> None:
        """Sends directly or by way of the transport, or remembers that a snapshot is owed."""
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
        self.level: dict[int, Reader] = {}  # by descriptor
        self.late: dict[Reader, None] = {}
        self.at = 0  # what `level` wants next; `DROPPED` while a pass goes over it
        self.ready = 0.0  # when the next pass may begin, by the loop's clock
        self._pace = pace
        self._descriptors: array[int] | None = None  # those of `level`; None: somebody has come or gone
        self._frames: list[bytes] = []
        self._first = 0  # the number of the first of them
        self._bytes = 0
        self._pass: Iterator[int] | None = None
        self._goal = 0  # what everybody will have got when the pass is over

    def __len__(self) -> int:
        return len(self.level) + len(self.late)

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
        """A new socket, or one that gets a fresh snapshot: the frames that wait are older than that."""
        self.hold(socket)
        socket.at = self.end
        self.late[socket] = None

    def remove(self, socket: Reader) -> None:
        self.hold(socket)
        self.late.pop(socket, None)

    def hold(self, socket: Reader) -> None:
        """From now on it is not written to without being asked."""
        if self.level.get(socket.fd) is socket:
            socket.at = self.at
            del self.level[socket.fd]
            self._descriptors = None
            self.late[socket] = None

    def push(self, frame: bytes) -> None:
        if self._bytes + len(frame) > MAX_BURST:
            self.owe_all()
        else:
            self._frames.append(frame)
            self._bytes += len(frame)

    def owe_all(self) -> None:
        """Drops every frame, and the pass that is under way: with the next everybody gets a snapshot."""
        self._pass = None
        for socket in tuple(self.level.values()):
            self.hold(socket)
        self._first = self.end + 1
        self._frames.clear()
        self._bytes = 0

    def write(self, now: float) -> None:
        """Writes to the next `CHUNK` of sockets; a pass may take several calls."""
        if self._pass is None:
            if now < self.ready:
                return
            self._goal = self.end
            self._pass = self._go_round(self._goal)
            self.ready = now + (self._pace if len(self) > FEW else 0)
        room = CHUNK
        for written in self._pass:
            room -= written
            if room <= 0:
                return
        self._pass = None
        self._forget()

    def _go_round(self, goal: int) -> Iterator[int]:
        """One pass, in bits of at most `CHUNK` sockets; yields how many each had."""
        buffer = self._from(self.at, goal)
        self.at = DROPPED  # who leaves `level` meanwhile does not know whether its turn has been
        descriptors = self._descriptors = self._descriptors or array("i", self.level)
        for start in range(0, len(descriptors), CHUNK):
            chunk = descriptors[start : start + CHUNK]
            if self._descriptors is not descriptors:  # who comes meanwhile is late, even with the same descriptor
                chunk = array("i", (fd for fd in chunk if fd in self.level))
            self._write_to(chunk, buffer, goal)
            yield min(CHUNK, len(descriptors) - start)
        self.at = goal
        late = tuple(self.late)
        for start in range(0, len(late), CHUNK):
            yield self._write_late(late[start : start + CHUNK], goal)

    def _write_to(self, descriptors: array[int], buffer: bytes, goal: int) -> None:
        """The one place that has to be fast: by one call, or by one for each whom no batch took."""
        write, length = os.write, len(buffer)
        taken = batch().send(descriptors, buffer)
        if taken.count(length) != len(taken):
            for fd, sent in zip(descriptors, taken, strict=False):
                if sent != length:
                    self._fell_behind(self.level[fd], buffer, sent, goal)
        for fd in descriptors[len(taken) :]:
            try:
                sent = write(fd, buffer)
            except BlockingIOError:
                sent = 0
            except OSError:
                sent = -1
            if sent != length:
                self._fell_behind(self.level[fd], buffer, sent, goal)

    def _fell_behind(self, socket: Reader, buffer: bytes, sent: int, goal: int) -> None:
        self.hold(socket)
        socket.at = goal
        socket.send_rest(buffer, sent)

    def _write_late(self, sockets: tuple[Reader, ...], goal: int) -> int:
        """Whoever has then got the same as the others, and may be written to directly, is late no more."""
        buffers: dict[int, bytes] = {}
        for socket in sockets:
            if socket not in self.late:
                continue
            if socket.at < goal:
                buffer = buffers.get(socket.at) or buffers.setdefault(socket.at, self._from(socket.at, goal))
                socket.at = goal
                if buffer:
                    socket.send(buffer)
                else:
                    socket.settle()
            if socket.fd >= 0 and socket.at == goal:
                del self.late[socket]
                self.level[socket.fd] = socket
                self._descriptors = None
        return len(sockets)

    def _from(self, at: int, goal: int) -> bytes:
        """The frames from one number to another; nothing when they have been dropped."""
        return b"".join(self._frames[at - self._first : goal - self._first]) if at >= self._first else b""

    def _forget(self) -> None:
        gone = max(0, self._goal - self._first)
        self._bytes -= sum(map(len, self._frames[:gone]))
        del self._frames[:gone]
        self._first += gone
