"""The short way from a patch to a screen: a WebSocket of a public view without a task, a queue or a
timer of its own.

Theory of operation. Bytes go straight to the descriptor, but only while the transport's own buffer is
empty: a write may otherwise land inside a frame that is half sent. `fd` is −1 whenever that is not so
(the buffer holds something, the connection is closing or gone, or there is TLS, Windows or no uvloop),
and then the transport is written to. A page that stops reading is passed over and owed a snapshot.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Literal

from websockets.frames import CloseCode, Opcode

from server import wire
from server.screens import frames, page_messages
from server.screens.frames import Incoming, Violation
from server.screens.hub import Screen
from server.screens.io_uring import batch
from server.screens.outbox import MAX_ANSWERS
from server.show.model.role import Who
from server.wire import BadMessage

log = logging.getLogger(__name__)

UNREAD = 64 * 1024
"""What a page that does not read costs, in bytes: twice this in the system (Linux doubles what it is told,
for its own records) and here one write, or this much where the transport is written to."""
SILENT, LOST = 2, 4  # sweeps without a word from a page: it is asked; it is gone


def write_path() -> Literal["batched", "direct", "transport"]:
    """How bytes leave in the running loop: straight to the descriptor, for a crowd many in one call, or by way of
    the transport."""
    if type(asyncio.get_running_loop()).__module__ != "uvloop":
        return "transport"
    return "batched" if batch() else "direct"


class DisplaySocket(asyncio.Protocol):
    """`state` is the app's: hub, source, build; `connections` are uvicorn's own."""

    __slots__ = (
        "_answers", "_blocked", "_closing", "_connections", "_direct", "_epoch", "_incoming", "_owed",
        "_silent", "_state", "_transport", "at", "fd", "screen",
    )  # fmt: skip

    def __init__(self, state: Any, connections: set[Any]) -> None:
        self._state = state
        self._connections = connections
        self._incoming: Incoming | None = None
        self._answers: list[bytes] | None = None  # those that wait while nothing can be written
        self._blocked = self._owed = self._closing = self._direct = False
        self._silent = 0
        self._epoch = ""
        self.at = 0
        self.fd = -1

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._transport = transport
        self._connections.add(self)
        connected = transport.get_extra_info("socket")
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, UNREAD)
        self._direct = write_path() != "transport" and transport.get_extra_info("sslcontext") is None
        # At 0 the transport says so at the first byte that it has to keep.
        transport.set_write_buffer_limits(high=0 if self._direct else UNREAD)
        if self._direct:
            self.fd = connected.fileno()

    def open(self, accepted: bytes, view: str, asked: Mapping[str, str], who: Who | None) -> None:
        """Answers the handshake with `accepted`; the hello and the snapshot go with it."""
        self.screen: Screen = page_messages.join(self._state.hub, view, asked, who, self)
        self.settle(accepted)

    # --- down ----------------------------------------------------------------------------------------

    def send(self, buffer: bytes) -> None:
        if self.fd >= 0:
            self._send_directly(buffer)
        elif self._blocked:
            self._owed = True
        elif not self._closing:
            self._transport.write(buffer)

    def _send_directly(self, buffer: bytes) -> None:
        try:
            sent = os.write(self.fd, buffer)
        except BlockingIOError:
            sent = 0
        except OSError:
            sent = -1
        if sent != len(buffer):
            self.send_rest(buffer, sent)

    def send_rest(self, buffer: bytes, sent: int) -> None:
        if sent < 0:
            self._hold()
            self._transport.abort()
        else:
            self._transport.write(memoryview(buffer)[sent:])  # and with it comes pause_writing()

    def owe(self) -> None:
        """The page has asked for it; many times in one breath is once."""
        self._owed = True

    def settle(self, before: bytes = b"") -> None:
        """Sends the snapshot of now, behind `before` and a hello where the page does not know the journal."""
        if self._closing:
            return
        self._owed = self._blocked
        if self._blocked:
            return
        hub, source = self._state.hub, self._state.source
        try:
            if self._epoch != source.epoch:
                self._epoch = source.epoch
                before += frames.text(wire.encode(page_messages.hello(source, self._state.build, self.screen)))
            snapshot = hub.snapshot(source, self.screen.view)
        except Exception:
            log.exception("what a screen of %s should show failed", self.screen.view)
            self.send(before)
            self._close(CloseCode.INTERNAL_ERROR, "internal error")
            return
        hub.fanout.audience(self.screen.view).add(self)
        self.send(before + snapshot)

    def pause_writing(self) -> None:
        self._blocked = True
        self._hold()

    def _hold(self) -> None:
        """No direct write from now on."""
        self._state.hub.fanout.audience(self.screen.view).hold(self)
        self.fd = -1

    def resume_writing(self) -> None:
        self._blocked = False
        if self._closing:
            return
        if self._direct:
            self.fd = self._transport.get_extra_info("socket").fileno()
        answers, self._answers = self._answers, None
        if answers:
            self.send(b"".join(answers))
        if self._owed:
            self.settle()

    # --- up ------------------------------------------------------------------------------------------

    def data_received(self, received: bytes) -> None:
        self._silent = 0
        if self._closing:
            return  # until the other side closes, too
        self._incoming = incoming = self._incoming or Incoming()
        answers = self._answers or []
        self._answers = None
        end = self._hear(received, answers)
        if incoming.resting:
            self._incoming = None
        if answers and self._blocked:
            self._answers = answers
        elif answers:
            self.send(b"".join(answers))
        if end:
            end()
        elif self._owed:
            self.settle()

    def _hear(self, received: bytes, answers: list[bytes]) -> Callable[[], None] | None:
        """Takes what came; the answers go into `answers`. How the connection has to end, if so."""
        assert self._incoming is not None
        try:
            for opcode, payload in self._incoming.feed(received):
                if opcode is Opcode.CLOSE:
                    return partial(self._leave, payload)
                answer = self._answer(opcode, payload)
                if answer:
                    answers.append(answer)
                if len(answers) > MAX_ANSWERS:
                    raise BadMessage(page_messages.TOO_MANY)
        except Violation as error:
            return partial(self._close, error.code, error.reason)
        except BadMessage as error:
            return partial(self._close, CloseCode.POLICY_VIOLATION, str(error))
        except Exception:
            log.exception("a screen of %s failed", self.screen.view)
            return partial(self._close, CloseCode.INTERNAL_ERROR, "internal error")
        return None

    def _answer(self, opcode: Opcode, payload: bytes) -> bytes | None:
        if opcode is Opcode.PING:
            return frames.pong(payload)
        if opcode is Opcode.PONG:
            return None
        if opcode is not Opcode.TEXT:
            raise BadMessage("text frames are wanted")
        message = wire.decode(payload)
        if "do" in message:
            raise BadMessage(page_messages.NO_COMMANDS)
        answer = page_messages.answer(self._state.source, self._state.hub, self.screen, message)
        return frames.text(wire.encode(answer)) if answer else None

    # --- the end -------------------------------------------------------------------------------------

    def end(self, why: str) -> None:
        self._close(CloseCode.POLICY_VIOLATION, why)

    def shutdown(self) -> None:
        """uvicorn stops."""
        self._close(CloseCode.SERVICE_RESTART, "")
        self._transport.close()

    def swept(self) -> None:
        """Once in a while: is anybody there?"""
        self._silent += 1
        if self._silent >= LOST:
            self._transport.abort()
        elif self._silent == SILENT and not self._blocked and not self._closing:
            self.send(frames.PING)

    def _close(self, code: int, reason: str) -> None:
        """Says why, and then nothing more. What the page has still sent is read and thrown away until it
        closes, too: a reset would take the words with it. A page that never does is swept out."""
        if self._closing:
            return
        self._go()
        self._transport.write(frames.close(code, reason))
        if self._transport.can_write_eof():
            self._transport.write_eof()
        else:
            self._transport.close()

    def _leave(self, payload: bytes) -> None:
        """The page closes: it gets its words back."""
        self._go()
        self._transport.write(frames.echo(payload))
        self._transport.close()

    def _go(self) -> None:
        self._closing = True
        self._silent = SILENT
        self._answers = self._incoming = None
        self._state.hub.leave(self.screen)
        self.fd = -1

    def connection_lost(self, error: Exception | None) -> None:
        self._connections.discard(self)
        if not self._closing:
            self._go()
