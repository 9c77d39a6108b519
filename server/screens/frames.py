"""WebSocket frames (RFC 6455): encoded on their way out, parsed and joined into messages on their way in.

A server masks nothing, so one frame is made once and its bytes go to everybody. What comes in is taken
apart by the frame parser of `websockets`, which knows about masks, lengths and reserved bits; here only
messages are put together. Between messages `Incoming` holds nothing and can be thrown away, so that ten
thousand silent pages cost nothing.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass

from websockets.exceptions import PayloadTooBig, ProtocolError
from websockets.frames import Close, CloseCode, Frame, Opcode

from server.settings import MAX_MESSAGE

MAX_REASON = 120  # bytes of a close's reason; a control frame holds 123
PING = Frame(Opcode.PING, b"").serialize(mask=False)


@dataclass(frozen=True, slots=True)
class Violation(Exception):
    """Breach of the protocol by the peer. `code` closes the connection."""

    code: int
    reason: str


def text(payload: bytes) -> bytes:
    """Text frame that holds a whole message of ours."""
    return Frame(Opcode.TEXT, payload).serialize(mask=False)


def pong(payload: bytes) -> bytes:
    """Pong frame with the payload of its ping."""
    return Frame(Opcode.PONG, payload).serialize(mask=False)


def close(code: int, reason: str = "") -> bytes:
    """Close frame; a long reason is cut."""
    return echo(Close(code, reason.encode()[:MAX_REASON].decode(errors="ignore")).serialize())


def echo(payload: bytes) -> bytes:
    """Answer to a peer's close: its own payload."""
    return Frame(Opcode.CLOSE, payload).serialize(mask=False)


class Incoming:
    """Buffer of what came and is no whole message yet: at most `MAX_MESSAGE` bytes and a header."""

    __slots__ = ("_bytes", "_message", "_opcode", "_position")

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._position = 0
        self._message = bytearray()
        self._opcode: Opcode | None = None  # of the message whose fragments are coming

    @property
    def resting(self) -> bool:
        """Empty buffer: nothing waits for its other half."""
        return not self._bytes and self._opcode is None

    def feed(self, received: bytes) -> Iterator[tuple[Opcode, bytes]]:
        """Whole messages and control frames, in their order. Raises Violation."""
        self._bytes += received
        try:
            while self._bytes:
                frame = self._next()
                if frame is None:
                    return
                whole = self._joined(frame)
                if whole:
                    yield whole
        except ProtocolError as error:
            raise Violation(CloseCode.PROTOCOL_ERROR, str(error)) from error
        except PayloadTooBig as error:
            raise Violation(CloseCode.MESSAGE_TOO_BIG, f"at most {MAX_MESSAGE} bytes are wanted") from error
        except UnicodeDecodeError as error:
            raise Violation(CloseCode.INVALID_DATA, "text is UTF-8") from error

    def _next(self) -> Frame | None:
        """The next frame if all of it is here. Half a frame is read again from its beginning."""
        self._position = 0
        room = MAX_MESSAGE - len(self._message)
        steps = Frame.parse(self._read_exact, mask=True, max_size=room)
        try:
            next(steps)
            return None
        except StopIteration as done:
            del self._bytes[: self._position]
            frame: Frame = done.value
            return frame

    def _read_exact(self, count: int) -> Generator[None, None, bytes]:
        end = self._position + count
        while len(self._bytes) < end:
            yield
        part = bytes(self._bytes[self._position : end])
        self._position = end
        return part

    def _joined(self, frame: Frame) -> tuple[Opcode, bytes] | None:
        payload = bytes(frame.data)
        if frame.opcode is Opcode.CLOSE:
            Close.parse(payload)  # a code that may not be sent and a reason that is no text are faults
        if frame.opcode in (Opcode.CLOSE, Opcode.PING, Opcode.PONG):
            return frame.opcode, payload
        if (frame.opcode is Opcode.CONT) != (self._opcode is not None):
            raise ProtocolError("a message's fragments come one after the other")
        opcode = self._opcode or frame.opcode
        self._message += payload
        self._opcode = None if frame.fin else opcode
        if not frame.fin:
            return None
        message, self._message = bytes(self._message), bytearray()
        if opcode is Opcode.TEXT:
            message.decode()
        return opcode, message
