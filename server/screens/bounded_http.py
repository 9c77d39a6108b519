"""HTTP protocols of uvicorn with bounds: the bytes and the time of a request's head, the pace of its body.

uvicorn has two, over httptools and, where that is not there, over h11. Neither has a bound of time, and the
first none of size. What is added is the same for both; they differ in how they tell what they are reading.
`tests/screens/test_bounded_http.py` fails when a new uvicorn tells it otherwise.
"""

from __future__ import annotations

import asyncio
import sys
from http import HTTPStatus
from typing import Any

import h11
from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.h11_impl import H11Protocol

from server.screens.lines import Line, Lines, Stage

STREAM_PREFIX = "/events/"  # answers that never end


def answer(code: int) -> bytes:
    """Response that says its code in words, and ends the connection."""
    phrase = HTTPStatus(code).phrase.encode()
    more = b"x-content-type-options: nosniff\r\n" + (b"allow: GET\r\n" if code == 405 else b"")
    return (
        b"HTTP/1.1 %d %b\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: %d\r\n%b"
        b"cache-control: no-store\r\nconnection: close\r\n\r\n%b" % (code, phrase, len(phrase), more, phrase)
    )


class Bounded(asyncio.Protocol):
    """Bounds for the HTTP protocol of uvicorn that stands behind this class."""

    lines: Lines
    line: Line
    transport: asyncio.Transport
    flow: FlowControl
    scope: Any
    cycle: Any
    _without_end = 0  # bytes since the last end of a head or piece of a body: chunks' lengths, trailers
    _ended = False

    def on_line(self, lines: Lines, line: Line) -> None:
        """Line that this protocol reads from now on; it may have waited for its first byte till now."""
        self.lines, self.line = lines, line
        line.owner = self

    @property
    def part(self) -> Stage:
        """Part of a request that is being read: READING its head, BODY, or IDLE for none."""
        raise NotImplementedError

    @property
    def held_up(self) -> bool:
        """The program takes no more of a body for now."""
        return self.flow.read_paused

    def data_received(self, received: bytes) -> None:
        if self.line.stage is Stage.IDLE:
            self.lines.enter(self.line, Stage.READING)
        while received and self._reads:
            room = max(1, self.lines.bounds.head_bytes - self._without_end)
            self._feed(received[:room])
            received = received[room:]

    @property
    def _reads(self) -> bool:
        """Not at its end, and no WebSocket by now."""
        transport = self.transport
        leaves = self.line.stage is Stage.LEAVING or transport.is_closing()
        return not leaves and transport.get_protocol() is self

    def _feed(self, piece: bytes) -> None:
        self._ended = False
        super().data_received(piece)
        self._without_end = self._since_the_end(len(piece))
        self.line.received += len(piece)
        if self._reads:
            self._enter_stage()

    def _since_the_end(self, more: int) -> int:
        return 0 if self._ended else self._without_end + more

    def _enter_stage(self) -> None:
        part = self.part
        if part is not Stage.IDLE and self._without_end >= self.lines.bounds.head_bytes:
            self.refuse(431)
        elif part is not Stage.IDLE:
            self.lines.enter(self.line, part)
        elif self.cycle.response_complete:  # blank lines between two requests begin none
            self.lines.enter(self.line, Stage.READING if self._without_end else Stage.IDLE)
        else:
            streams = self.scope.get("path", "").startswith(STREAM_PREFIX)
            self.lines.enter(self.line, Stage.STREAMING if streams else Stage.ANSWERING)

    def on_response_complete(self) -> None:
        super().on_response_complete()  # type: ignore[misc]
        if self._reads:
            self._enter_stage()

    def time_out(self) -> None:
        """End of a request that takes too long. Who has said nothing is told nothing: browsers connect ahead
        of what they may want to ask."""
        if self.line.stage is Stage.READING and not self._without_end:
            self.lines.drop(self.line)
        else:
            self.refuse(408)

    def refuse(self, code: int) -> None:
        """Answer to a request that is not to be read any further; it can be read for a moment."""
        cycle = self.cycle
        if cycle is not None and not cycle.response_complete:
            if cycle.response_started:
                return self.lines.drop(self.line)
            cycle.disconnected = True
            cycle.message_event.set()
        self.transport.write(answer(code))
        self.lines.enter(self.line, Stage.LEAVING)
        if self.transport.can_write_eof():
            self.transport.write_eof()
        return None

    def send_400_response(self, msg: str) -> None:
        """Answer to what is no request. h11 finds by itself that a head is too large."""
        self.refuse(431 if getattr(sys.exc_info()[1], "error_status_hint", 400) == 431 else 400)

    def handle_websocket_upgrade(self, *request: Any) -> None:
        """WebSocket in place of HTTP; only a GET becomes one (RFC 6455, 4.1)."""
        if self.scope["method"] != "GET":
            return self.refuse(405)
        self.lines.close(self.line)
        return super().handle_websocket_upgrade(*request)  # type: ignore[misc,no-any-return]

    def connection_lost(self, error: Exception | None) -> None:
        self.lines.close(self.line)
        super().connection_lost(error)


class BoundedH11(Bounded, H11Protocol):
    """HTTP over h11, which bounds what it keeps by itself, but not what comes whole."""

    @property
    def part(self) -> Stage:
        state = self.conn.their_state
        if state is h11.IDLE and (self.cycle is None or self._without_end):
            return Stage.READING
        return Stage.BODY if state is h11.SEND_BODY else Stage.IDLE

    def _since_the_end(self, more: int) -> int:
        return len(self.conn.trailing_data[0])


BoundedHTTP: type[Bounded] = BoundedH11
"""The one that uvicorn would take, with bounds."""

try:
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
except ImportError:  # where the platform has no httptools
    pass
else:

    class BoundedHttpTools(Bounded, HttpToolsProtocol):
        """HTTP over httptools, which keeps a head until it is whole, however long that is."""

        part = Stage.READING

        def on_message_begin(self) -> None:
            self.part = Stage.READING
            super().on_message_begin()

        def on_headers_complete(self) -> None:
            self.part, self._ended = Stage.BODY, True
            super().on_headers_complete()

        def on_body(self, body: bytes) -> None:
            self._ended = True
            super().on_body(body)

        def on_message_complete(self) -> None:
            self.part, self._ended = Stage.IDLE, True
            super().on_message_complete()

    BoundedHTTP = BoundedHttpTools
