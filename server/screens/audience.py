"""Audience: the fast sockets of one view, and the frames on their way to them, written by broadcast passes.

Theory of operation. Frames get running numbers, and each socket knows the number of the next one it wants
(`next_frame`). A pass gives everybody in one write all that is there when it begins; patches that come during
a pass go with the next, so a burst costs little more than one patch. A frame is dropped when a whole pass is
over. A socket that can't be written to without waiting is skipped and gets a snapshot later: nobody waits for
anybody.

Sockets that have all got the same, and may be written to directly, are `caught_up`. A pass goes over their
bare descriptors in an array and never touches the sockets themselves: ten thousand of them do not fit the
processor's cache, and fetching each took a tenth of what its message costs. All the others (new ones, those
whose transport still holds something, all of them under TLS) are `lagging` and written to one by one.

A pass stops after each `CHUNK` of sockets, for whatever else the loop has to do, and goes on when it is
called again (`fanout`).
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Callable, Iterator
from typing import Protocol

from server.screens import frames
from server.screens.io_uring import SIZE, batch

CHUNK = SIZE  # sockets that are written before something else gets its turn: some 5 ms; one batch
SMALL_AUDIENCE = 8  # up to so many sockets of a view are not worth pacing the passes for
MAX_BURST = 256 * 1024  # bytes of patches that wait for a pass; beyond, a snapshot is shorter
DROPPED = -1  # the number of no frame: nothing but a snapshot is right


class FastSocket(Protocol):
    """Socket as its audience sees it. `fd` is −1 whenever a direct write is not allowed; `hold` is
    called before that. `next_frame` is the number of the frame that it wants next."""

    next_frame: int
    fd: int

    def send(self, buffer: bytes) -> None:
        """Frames to send, directly or by way of the transport; where neither can be, a snapshot is needed."""
        ...

    def send_rest(self, buffer: bytes, sent: int) -> None:
        """Rest of a buffer whose first `sent` bytes went out directly; −1: the connection is broken."""
        ...

    def send_snapshot(self) -> None:
        """Snapshot in place of what can't be sent any more, as soon as the socket can be written to."""
        ...


class Audience:
    """Fast sockets of one view. `pace`: least seconds between two passes; `wake` is called when a frame
    came."""

    def __init__(self, pace: float, wake: Callable[[], None]) -> None:
        self.caught_up: dict[int, FastSocket] = {}  # by descriptor
        self.lagging: dict[FastSocket, None] = {}
        self.next_frame = 0  # what `caught_up` wants next; `DROPPED` during a pass over it
        self.ready = 0.0  # when the next pass may begin, by the loop's clock
        self._pace, self._wake = pace, wake
        self._descriptors: array[int] | None = None  # those of `caught_up`; None: it has changed
        self._frames: list[bytes] = []
        self._first = 0  # the number of the first of them
        self._bytes = 0
        self._pass: Iterator[int] | None = None
        self._goal = 0  # the number of the frame that everybody wants next when the pass is over
        self._requested = False  # a snapshot, since the pass began

    def __len__(self) -> int:
        return len(self.caught_up) + len(self.lagging)

    @property
    def end(self) -> int:
        """Number that the next frame will have."""
        return self._first + len(self._frames)

    @property
    def in_pass(self) -> bool:
        """Pass that has begun and has to go on."""
        return self._pass is not None

    @property
    def waits(self) -> bool:
        """Sockets that have still to be written to."""
        return self._pass is not None or self._goal < self.end or self._requested

    def add(self, socket: FastSocket) -> None:
        """New socket, or one that gets a fresh snapshot: the frames that wait are older than that."""
        self.hold(socket)
        socket.next_frame = self.end
        self.lagging[socket] = None

    def remove(self, socket: FastSocket) -> None:
        """Socket that has gone, or closes."""
        self.hold(socket)
        self.lagging.pop(socket, None)

    def hold(self, socket: FastSocket) -> None:
        """Socket that is not to be written to directly from now on: lagging."""
        if self.caught_up.get(socket.fd) is socket:
            socket.next_frame = self.next_frame
            del self.caught_up[socket.fd]
            self._descriptors = None
            self.lagging[socket] = None

    def request_snapshot(self, socket: FastSocket) -> None:
        """Snapshot for one socket with the next pass, in place of the frames that wait."""
        self.hold(socket)
        socket.next_frame = DROPPED
        self._requested = True
        self._wake()

    def patch(self, payload: bytes) -> None:
        """Patch for all of the sockets, in the loop's next turn or with the next pass."""
        self.push(frames.text(payload))

    def push(self, frame: bytes) -> None:
        """Frame for all of the sockets. Beyond `MAX_BURST` bytes all of them get a snapshot."""
        if not self:
            return
        if self._bytes + len(frame) > MAX_BURST:
            self.drop_frames()
        else:
            self._frames.append(frame)
            self._bytes += len(frame)
        self._wake()

    def drop_frames(self) -> None:
        """End of every frame, and of a pass that has begun: with the next pass all sockets get a snapshot."""
        self._pass = None
        for socket in tuple(self.caught_up.values()):
            self.hold(socket)
        self._first = self.end + 1
        self._frames.clear()
        self._bytes = 0

    def write(self, now: float) -> None:
        """Part of a pass: the next `CHUNK` of sockets. A pass may take several calls."""
        if self._pass is None:
            if now < self.ready:
                return
            self._goal, self._requested = self.end, False
            self._pass = self._broadcast(self._goal)
            self.ready = now + (self._pace if len(self) > SMALL_AUDIENCE else 0)
        room = CHUNK
        for written in self._pass:
            room -= written
            if room <= 0:
                return
        self._pass = None
        self._forget()

    def _broadcast(self, goal: int) -> Iterator[int]:
        """Pass in chunks of at most `CHUNK` sockets; yields the number of each."""
        if self.next_frame != goal:
            yield from self._broadcast_caught_up(goal)
        lagging = tuple(self.lagging)
        for start in range(0, len(lagging), CHUNK):
            yield self._write_lagging(lagging[start : start + CHUNK], goal)

    def _broadcast_caught_up(self, goal: int) -> Iterator[int]:
        buffer = self._from(self.next_frame, goal)
        self.next_frame = DROPPED  # a socket that leaves `caught_up` now may have been written to or not
        descriptors = self._descriptors = self._descriptors or array("i", self.caught_up)
        for start in range(0, len(descriptors), CHUNK):
            chunk = descriptors[start : start + CHUNK]
            if self._descriptors is not descriptors:  # a new socket is lagging, even with the same descriptor
                chunk = array("i", (fd for fd in chunk if fd in self.caught_up))
            self._write_to(chunk, buffer, goal)
            yield min(CHUNK, len(descriptors) - start)
        self.next_frame = goal

    def _write_to(self, descriptors: array[int], buffer: bytes, goal: int) -> None:
        """The one place that has to be fast: by one call, or by one for each that no batch took."""
        write, length = os.write, len(buffer)
        taken = batch().send(descriptors, buffer)
        if taken.count(length) != len(taken):
            for fd, sent in zip(descriptors, taken, strict=False):
                if sent != length:
                    self._mark_lagging(self.caught_up[fd], buffer, sent, goal)
        for fd in descriptors[len(taken) :]:
            try:
                sent = write(fd, buffer)
            except BlockingIOError:
                sent = 0
            except OSError:
                sent = -1
            if sent != length:
                self._mark_lagging(self.caught_up[fd], buffer, sent, goal)

    def _mark_lagging(self, socket: FastSocket, buffer: bytes, sent: int, goal: int) -> None:
        self.hold(socket)
        socket.next_frame = goal
        socket.send_rest(buffer, sent)

    def _write_lagging(self, sockets: tuple[FastSocket, ...], goal: int) -> int:
        """Those that have then got the same as the others, and may be written to directly, are caught up."""
        buffers: dict[int, bytes] = {}
        for socket in sockets:
            if socket not in self.lagging:
                continue
            wanted = socket.next_frame
            if wanted < goal:
                buffer = buffers.get(wanted) or buffers.setdefault(wanted, self._from(wanted, goal))
                socket.next_frame = goal
                if buffer:
                    socket.send(buffer)
                else:
                    socket.send_snapshot()
            if socket.fd >= 0 and socket.next_frame == goal:
                del self.lagging[socket]
                self.caught_up[socket.fd] = socket
                self._descriptors = None
        return len(sockets)

    def _from(self, first: int, goal: int) -> bytes:
        """The frames from one number to another; nothing when they have been dropped."""
        return (
            b"".join(self._frames[first - self._first : goal - self._first]) if first >= self._first else b""
        )

    def _forget(self) -> None:
        sent = max(0, self._goal - self._first)
        self._bytes -= sum(map(len, self._frames[:sent]))
        del self._frames[:sent]
        self._first += sent
