"""Display socket: the fast WebSocket of a public view, without a task, a queue or a timer of its own.

Theory of operation. Bytes go straight to the descriptor, but only while the transport's own buffer is empty:
a write may otherwise land inside a frame that is half sent. `fd` is −1 whenever that is not so (the buffer
holds something, the connection is closing or gone, or there is TLS, Windows or no uvloop), and then the
transport is written to. A page that stops reading is skipped, and gets a snapshot when it reads again.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Literal

from starlette.requests import HTTPConnection
from websockets.frames import CloseCode, Opcode

from server import wire
from server.screens import frames, page_messages
from server.screens.audience import Audience
from server.screens.frames import Incoming, Violation
from server.screens.io_uring import batch
from server.screens.outbox import MAX_ANSWERS
from server.screens.page_messages import Served
from server.screens.screen import Screen
from server.show.model.role import Who
from server.wire import BadMessage

log = logging.getLogger(__name__)

SEND_BUFFER_BYTES = 64 * 1024
"""Cost of a page that does not read, in bytes: twice this in the system (Linux doubles what it is asked for,
for its own records) and here one write, or this much where the transport is written to."""
PING_AFTER, DROP_AFTER = 2, 4  # idle checks in a row without a word from a page


def write_path() -> Literal["batched", "direct", "transport"]:
    """Path of bytes in the running loop: straight to the descriptor, for a crowd many in one call, or by way
    of the transport."""
    if type(asyncio.get_running_loop()).__module__ != "uvloop":
        return "transport"
    return "batched" if batch() else "direct"


class DisplaySocket(asyncio.Protocol):
    """Fast connection of one page (`Connection`, and `FastSocket` of its audience). `connections` are
    uvicorn's own."""

    __slots__ = (
        "_answers", "_audience", "_blocked", "_closing", "_connections", "_direct", "_epoch", "_idle_checks",
        "_incoming", "_needs_snapshot", "_served", "_transport", "fd", "next_frame", "screen",
    )  # fmt: skip

    def __init__(self, served: Served, connections: set[Any]) -> None:
        self._served = served
        self._connections = connections
        self._incoming: Incoming | None = None
        self._answers: list[bytes] | None = None  # frames that wait while nothing can be written
        self._blocked = self._needs_snapshot = self._closing = self._direct = False
        self._idle_checks = 0
        self._epoch = ""
        self.next_frame = 0
        self.fd = -1

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._transport = transport
        self._connections.add(self)
        connected = transport.get_extra_info("socket")
        connected.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        self._direct = write_path() != "transport" and transport.get_extra_info("sslcontext") is None
        # At 0 the transport says so at the first byte that it has to hold back.
        transport.set_write_buffer_limits(high=0 if self._direct else SEND_BUFFER_BYTES)
        if self._direct:
            self.fd = connected.fileno()

    def open(
        self,
        accepted: bytes,
        view: str,
        query: Mapping[str, str],
        who: Who | None,
        host: str,
        asked: HTTPConnection | None = None,
    ) -> None:
        """Answer to the handshake, with the hello and the snapshot behind it."""
        hub = self._served.hub
        self._audience: Audience = hub.fanout.audience(view)
        self.screen: Screen = page_messages.join(hub, view, query, who, self, host, asked)
        self.send_snapshot(accepted)

    # --- down ----------------------------------------------------------------------------------------

    @property
    def patch(self) -> Callable[[bytes], None]:
        """Function of the audience: it takes a patch for all fast sockets of the view."""
        return self._audience.patch

    def presence(self, payload: bytes) -> None:
        """Presence message, sent now or left out: the next one is newer."""
        if not self._blocked:
            self.send(frames.text(payload))

    def answer(self, payload: bytes) -> bool:
        """Answer that leaves once all that came with its question is read. False: too many wait."""
        return self._queue(frames.text(payload))

    def request_snapshot(self) -> None:
        """Snapshot request: sent with the audience's next pass, however many came before it."""
        self._audience.request_snapshot(self)

    def send(self, buffer: bytes) -> None:
        """Frames, straight to the descriptor or by way of the transport; while that is full, a snapshot is
        needed."""
        if self.fd >= 0:
            self._send_directly(buffer)
        elif self._blocked:
            self._needs_snapshot = True
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
        """Rest of a buffer whose first `sent` bytes went out directly; −1 ends a broken connection."""
        if sent < 0:
            self._hold()
            self._transport.abort()
        else:
            self._transport.write(memoryview(buffer)[sent:])  # and with it comes pause_writing()

    def send_snapshot(self, before: bytes = b"") -> None:
        """Snapshot of now, behind `before` and a hello where the page does not know the journal."""
        if self._closing:
            return
        self._needs_snapshot = self._blocked
        if self._blocked:
            return
        hub, source = self._served.hub, self._served.source
        try:
            if self._epoch != source.epoch:
                self._epoch = source.epoch
                hello = page_messages.hello(self._served, self.screen)
                before += frames.text(wire.encode(hello))
            snapshot = hub.snapshot(source, self.screen.view)
        except Exception:
            log.exception("the snapshot for a screen of %s failed", self.screen.view)
            self.send(before)
            self._close(CloseCode.INTERNAL_ERROR, "internal error")
            return
        self._audience.add(self)
        self.send(before + snapshot)

    def pause_writing(self) -> None:
        self._blocked = True
        self._hold()

    def _hold(self) -> None:
        """No direct write from now on."""
        self._audience.hold(self)
        self.fd = -1

    def resume_writing(self) -> None:
        self._blocked = False
        if self._closing:
            return
        if self._direct:
            self.fd = self._transport.get_extra_info("socket").fileno()
        self._send_answers()
        if self._needs_snapshot:
            self.send_snapshot()

    # --- up ------------------------------------------------------------------------------------------

    def data_received(self, received: bytes) -> None:
        self._idle_checks = 0
        if self._closing:
            return  # until the other side closes, too
        self._incoming = incoming = self._incoming or Incoming()
        end = self._read(incoming, received)
        if incoming.resting:
            self._incoming = None
        self._send_answers()
        if end:
            end()

    def _read(self, incoming: Incoming, received: bytes) -> Callable[[], None] | None:
        """Every whole message in what came; the function that ends the connection, if it has to end."""
        try:
            for opcode, payload in incoming.feed(received):
                if opcode is Opcode.CLOSE:
                    return partial(self._echo_close, payload)
                self._on_message(opcode, payload)
        except Violation as error:
            return partial(self._close, error.code, error.reason)
        except BadMessage as error:
            return partial(self._close, CloseCode.POLICY_VIOLATION, str(error))
        except Exception:
            log.exception("a screen of %s failed", self.screen.view)
            return partial(self._close, CloseCode.INTERNAL_ERROR, "internal error")
        return None

    def _on_message(self, opcode: Opcode, payload: bytes) -> None:
        if opcode is Opcode.PONG:
            return
        if opcode is Opcode.PING:
            if not self._queue(frames.pong(payload)):
                raise BadMessage(page_messages.TOO_MANY)
            return
        if opcode is not Opcode.TEXT:
            raise BadMessage("text frames are wanted")
        message = wire.decode(payload)
        if "do" in message:
            raise BadMessage(page_messages.NO_COMMANDS)
        answer = page_messages.answer(self._served.source, self._served.hub, self.screen, message)
        page_messages.send_answer(self.screen, answer)

    def _queue(self, frame: bytes) -> bool:
        self._answers = answers = self._answers or []
        answers.append(frame)
        return len(answers) <= MAX_ANSWERS

    def _send_answers(self) -> None:
        if self._answers and not self._blocked:
            answers, self._answers = self._answers, None
            self.send(b"".join(answers))

    # --- the end -------------------------------------------------------------------------------------

    def close(self, reason: str) -> None:
        """End of the connection with 1008 and the reason."""
        self._close(CloseCode.POLICY_VIOLATION, reason)

    def shutdown(self) -> None:
        """End of the server: uvicorn calls this on each connection."""
        self._close(CloseCode.SERVICE_RESTART, "")
        self._transport.close()

    def check_idle(self) -> None:
        """Idle check, once in a while: a silent page is pinged, and dropped when it stays silent."""
        self._idle_checks += 1
        if self._idle_checks >= DROP_AFTER:
            self._transport.abort()
        elif self._idle_checks == PING_AFTER and not self._blocked and not self._closing:
            self.send(frames.PING)

    def _close(self, code: int, reason: str) -> None:
        """A close frame, and then nothing more. What the page has still sent is read and thrown away until it
        closes, too: a reset would take the reason with it. A page that never does is dropped as idle."""
        if self._closing:
            return
        self._leave()
        self._transport.write(frames.close(code, reason))
        if self._transport.can_write_eof():
            self._transport.write_eof()
        else:
            self._transport.close()

    def _echo_close(self, payload: bytes) -> None:
        """The page closes: it gets its own close frame back."""
        self._leave()
        self._transport.write(frames.echo(payload))
        self._transport.close()

    def _leave(self) -> None:
        self._closing = True
        self._idle_checks = PING_AFTER
        self._answers = self._incoming = None
        self._served.hub.leave(self.screen)
        self._audience.remove(self)
        self.fd = -1

    def connection_lost(self, error: Exception | None) -> None:
        self._connections.discard(self)
        if not self._closing:
            self._leave()
