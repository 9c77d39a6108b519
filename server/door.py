"""Where uvicorn hands a WebSocket over: public views take the short way (`displaysocket`), everything
else goes to uvicorn's own class and from there to `sockets`.

uvicorn makes a protocol with its config and its state, tells it of the connection, gives it the request
as bytes that it has put together again, and only then sets it as the transport's protocol. A request that
is not right in every point goes on to uvicorn's class, too, which has an answer for each fault: nothing
is refused in two places. `tests/test_door.py` fails when a new uvicorn does any of this otherwise.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import unquote

from starlette.datastructures import QueryParams
from starlette.requests import HTTPConnection
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.utils import accept_key

from server import signals
from server.displaysocket import DisplaySocket
from server.fanout import CHUNK

SWEEP = 10  # seconds between two looks at who is still there
PREFIX = "/ws/"
ACCEPTED = (
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: {}\r\n\r\n"
)


@dataclass(frozen=True, slots=True)
class Handshake:
    """A request that asks for a WebSocket as RFC 6455 wants it."""

    view: str
    query: bytes
    headers: list[tuple[bytes, bytes]]
    key: str

    @classmethod
    def read(cls, request: bytes) -> Handshake | None:
        """None for any other request."""
        first, *lines = request.split(b"\r\n")
        headers = [(name, value) for name, colon, value in (one.partition(b": ") for one in lines) if colon]
        found = dict(headers)
        method, _, target = first.removesuffix(b" HTTP/1.1").partition(b" ")
        path, _, query = target.partition(b"?")
        view = unquote(path.decode("latin-1")).removeprefix(PREFIX)
        key = found.get(b"sec-websocket-key", b"").decode("latin-1")
        right = (
            method == b"GET" and first.endswith(b" HTTP/1.1") and path.startswith(PREFIX.encode())
            and "/" not in view and len(found) == len(headers)
            and found.get(b"upgrade", b"").lower() == b"websocket"
            and b"upgrade" in found.get(b"connection", b"").lower().replace(b" ", b"").split(b",")
            and found.get(b"sec-websocket-version") == b"13" and _is_key(key)
        )  # fmt: skip
        return cls(view, query, headers, key) if right else None


def _is_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, validate=True)) == 16
    except (binascii.Error, ValueError):
        return False


class Door:
    """One for a server: what it is called with is uvicorn's `ws=`."""

    def __init__(self, app: Any) -> None:
        self._app = app  # its state is filled when it starts
        self._sweep: asyncio.Handle | None = None

    def __call__(self, **given: Any) -> Arrival:
        return Arrival(self, given)

    def open(self, transport: asyncio.Transport, request: bytes, given: dict[str, Any]) -> asyncio.Protocol:
        """The protocol that the connection goes on with; it has read the request."""
        handshake = None if given["config"].root_path else Handshake.read(request)
        state = self._app.state
        if handshake is not None and state.source.is_public(handshake.view):
            who = self._who(handshake)
            if signals.may_watch(state.source, state.hub, handshake.view, who):
                screen = DisplaySocket(state, given["server_state"].connections)
                transport.set_protocol(screen)  # what the transport has to say about writing is for it
                screen.connection_made(transport)
                accepted = ACCEPTED.format(accept_key(handshake.key)).encode()
                screen.open(accepted, handshake.view, QueryParams(handshake.query), who)
                self._look_after(given["server_state"].connections)
                return screen
        other = WebSocketsSansIOProtocol(**given)
        other.connection_made(transport)
        other.data_received(request)
        return other

    def _who(self, handshake: Handshake) -> Any:
        """Who is signed in; a page of the crowd brings nothing that would have to be looked at."""
        if not any(name in (b"cookie", b"authorization") for name, _ in handshake.headers):
            return None
        scope = {"type": "websocket", "headers": handshake.headers}
        return self._app.state.access.who(HTTPConnection(scope))

    def _look_after(self, connections: set[Any]) -> None:
        if self._sweep is None:
            self._sweep = asyncio.get_running_loop().call_later(SWEEP, self._sweep_all, connections)

    def _sweep_all(self, connections: set[Any]) -> None:
        """One timer for all; it ends with the last of them."""
        self._sweep = None
        screens = [one for one in connections if isinstance(one, DisplaySocket)]
        if screens:
            self._look_after(connections)
            self._sweep_some(iter(screens))

    def _sweep_some(self, screens: Any) -> None:
        for screen in (chunk := tuple(islice(screens, CHUNK))):
            screen.swept()
        if chunk:
            asyncio.get_running_loop().call_soon(self._sweep_some, screens)


class Arrival(asyncio.Protocol):
    """A connection until it is known whose it is. uvicorn sets this one as the transport's protocol after
    it has given it the request, so the right one takes over a moment later; till then all is passed on."""

    __slots__ = ("_door", "_given", "_next", "_transport")

    def __init__(self, door: Door, given: dict[str, Any]) -> None:
        self._door, self._given = door, given
        self._next: asyncio.Protocol | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._transport = transport

    def data_received(self, received: bytes) -> None:
        if self._next is not None:
            return self._next.data_received(received)
        self._next = self._door.open(self._transport, received, self._given)
        asyncio.get_running_loop().call_soon(self._transport.set_protocol, self._next)
        return None

    def pause_writing(self) -> None:
        self._whose.pause_writing()

    def resume_writing(self) -> None:
        self._whose.resume_writing()

    def eof_received(self) -> bool | None:
        return self._whose.eof_received()

    def connection_lost(self, error: Exception | None) -> None:
        self._whose.connection_lost(error)

    @property
    def _whose(self) -> asyncio.Protocol:
        assert self._next is not None
        return self._next
