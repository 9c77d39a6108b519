"""Fast socket of an audience whose bytes arrive at the other end of a pair of sockets."""

from __future__ import annotations

import socket

PATIENT = 30


class End:
    """Fast socket whose bytes arrive at the other end of a pair of sockets."""

    def __init__(self) -> None:
        self.next_frame = 0
        self.near, self.far = socket.socketpair()
        self.near.setblocking(False)
        self.far.settimeout(PATIENT)
        self.fd = self.near.fileno()
        self.sent_late: list[bytes] = []
        self.rest: list[tuple[int, int]] = []
        self.snapshots = 0

    def send(self, buffer: bytes) -> None:
        if self.fd < 0:
            self.sent_late.append(buffer)
        else:
            self.near.send(buffer)

    def send_rest(self, buffer: bytes, sent: int) -> None:
        self.rest.append((len(buffer), sent))

    def send_snapshot(self) -> None:
        self.snapshots += 1

    def got(self) -> bytes:
        self.far.setblocking(False)
        try:
            return self.far.recv(1 << 20)
        except BlockingIOError:
            return b""

    def close(self) -> None:
        self.near.close()
        self.far.close()
