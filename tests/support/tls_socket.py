"""TLS over a connected socket that one thread may read while another one writes.

websockets' client does so, and `ssl.SSLSocket` lets it, but OpenSSL does not: of some ten thousand
connections one lost its first request to a ticket that came at the same moment, and waited for ever.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable
from typing import Any

HEADER = 5  # bytes before a record's own; the last two say how many these are (RFC 8446, 5.1)
RECORD = 16_384


class TLSSocket:
    """Beside what stands here it is the socket below."""

    def __init__(self, below: socket.socket, context: ssl.SSLContext, host: str) -> None:
        self._below = below
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._in, self._out, server_hostname=host)
        self._one_at_a_time = threading.Lock()
        self._with_what_it_wants(self._tls.do_handshake)

    def recv(self, _most: int) -> bytes:
        """The whole of the next record: a select never has to tell of what was read and not asked for."""
        try:
            return self._with_what_it_wants(lambda: self._tls.read(RECORD))
        except (ssl.SSLZeroReturnError, ssl.SSLEOFError):
            return b""

    def sendall(self, buffer: bytes) -> None:
        with self._one_at_a_time:
            self._tls.write(buffer)
            self._flush()

    def _with_what_it_wants(self, step: Callable[[], Any]) -> Any:
        while True:
            with self._one_at_a_time:
                try:
                    return step()
                except ssl.SSLWantReadError:
                    pass
                finally:
                    self._flush()
            if record := self._record():
                self._in.write(record)
            else:
                self._in.write_eof()

    def _record(self) -> bytes:
        header = self._exactly(HEADER)
        return header + self._exactly(int.from_bytes(header[-2:])) if header else b""

    def _exactly(self, count: int) -> bytes:
        received = b""
        while len(received) < count and (piece := self._below.recv(count - len(received))):
            received += piece
        return received

    def _flush(self) -> None:
        if self._out.pending:
            self._below.sendall(self._out.read())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._below, name)
