"""WebSocket upgrade: handshakes for public views become fast sockets (`display_socket`), everything else goes
to uvicorn's own classes and from there to `page_socket`.

A page of the crowd says all that counts in its first packet, so that is read before uvicorn's HTTP protocol
is brought up for it, which took half of what a handshake costs. A handshake in pieces, or one on a connection
that has fetched something before, comes by way of that protocol: it makes a class with its config and its
state, calls its `connection_made`, gives it the request as bytes that it has put together again, and only
then sets it as the transport's protocol. A request that is not right in every point goes on to uvicorn, too,
which has an answer for each fault: nothing is refused in two places. `tests/screens/test_upgrade.py` fails
when a new uvicorn does any of this otherwise.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple
from urllib.parse import unquote

from starlette.datastructures import QueryParams
from starlette.requests import HTTPConnection
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.utils import accept_key

from server.screens import page_messages
from server.screens.audience import CHUNK
from server.screens.bounded_http import BoundedHTTP, answer
from server.screens.display_socket import DisplaySocket
from server.screens.fanout import REMOTE_VIEW
from server.screens.guarded_websocket import guard_websocket
from server.screens.lines import Bounds, Line, Lines, peer_of
from server.screens.page_messages import Served
from server.show.model.role import Who

SWEEP = 10  # seconds between two idle checks
PREFIX = "/ws/"
# The whole of a request as RFC 9112 wants it, with no body, and no line folded.
REQUEST = re.compile(
    rb"GET (/ws/[!-~]*) HTTP/1\.1\r\n((?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t -~\x80-\xff]*\r\n)+)\r\n"
)
ACCEPTED = (
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: {}\r\nX-Content-Type-Options: nosniff\r\n\r\n"
)


class Handshake(NamedTuple):
    """Request for a WebSocket as RFC 6455 wants it."""

    view: str
    query: bytes
    headers: list[tuple[bytes, bytes]]
    key: str

    @classmethod
    def read(cls, request: bytes) -> Handshake | None:
        """Handshake in the bytes of a request; None for any other request, and for a part of one."""
        whole = REQUEST.fullmatch(request)
        if not whole:
            return None
        path, _, query = whole[1].partition(b"?")
        lines = (line.partition(b":") for line in whole[2].split(b"\r\n")[:-1])
        headers = [(name.lower(), value.strip(b" \t")) for name, _, value in lines]
        fields = dict(headers)
        view = unquote(path.decode("latin-1")).removeprefix(PREFIX)
        key = fields.get(b"sec-websocket-key", b"").decode("latin-1")
        right = (
            "/" not in view and len(fields) == len(headers)
            and fields.get(b"upgrade", b"").lower() == b"websocket"
            and b"upgrade" in fields.get(b"connection", b"").lower().replace(b" ", b"").split(b",")
            and fields.get(b"sec-websocket-version") == b"13" and _is_key(key)
        )  # fmt: skip
        return cls(view, query, headers, key) if right else None


def _is_key(key: str) -> bool:
    try:
        return len(base64.b64decode(key, validate=True)) == 16
    except (binascii.Error, ValueError):
        return False


def _host(peer: str, handshake: Handshake, app: Any) -> str:
    """Address that a handshake comes from, as uvicorn's `ProxyHeadersMiddleware`, which stands before all
    other requests, would find it."""
    forwarded = [value for name, value in handshake.headers if name == b"x-forwarded-for"]
    trusted = getattr(app, "trusted_hosts", None)
    if not forwarded or trusted is None or peer not in trusted:
        return peer
    return trusted.get_trusted_client_address(b", ".join(forwarded).decode("latin-1"))[0] or peer


def _connection(transport: asyncio.Transport, handshake: Handshake) -> HTTPConnection:
    """Handshake as Starlette sees a request, with both ends of it."""
    client, server = (transport.get_extra_info(end) for end in ("peername", "sockname"))
    return HTTPConnection({"type": "websocket", "headers": handshake.headers, "client": client, "server": server})


class Upgrade:
    """Protocol factories of one server: the object itself is uvicorn's `ws=`, and `http` its `http=`."""

    def __init__(self, app: Any, bounds: Bounds | None = None) -> None:
        self._app = app  # its state is filled when it starts
        self.lines = Lines(bounds or Bounds())
        self._sweep: asyncio.Handle | None = None

    def __call__(self, **given: Any) -> UpgradeProtocol:
        return UpgradeProtocol(self, given)

    def http(self, **given: Any) -> RequestSniffer:
        """Protocol of a new connection."""
        return RequestSniffer(self, given)

    def admit(
        self, transport: asyncio.Transport, request: bytes, given: dict[str, Any], peer: str
    ) -> DisplaySocket | None:
        """Fast socket for a public view's handshake; None: the request is another, or there is no room."""
        handshake = None if given["config"].root_path else Handshake.read(request)
        served: Served = self._app.state
        if handshake is None or not served.source.is_public(handshake.view):
            return None
        asked = None if handshake.view == REMOTE_VIEW else _connection(transport, handshake)
        who = self._who(served, handshake)
        host = _host(peer, handshake, given["config"].loaded_app)
        if not page_messages.has_room(served.hub, handshake.view, who, host):
            return None
        connections = given["server_state"].connections
        socket = DisplaySocket(served, connections)
        transport.set_protocol(socket)  # what the transport has to say about writing is for it
        socket.connection_made(transport)
        accepted = ACCEPTED.format(accept_key(handshake.key)).encode()
        query = QueryParams(handshake.query) if handshake.query else {}
        socket.open(accepted, handshake.view, query, who, host, asked)
        self._schedule_sweep(connections)
        return socket

    def open(self, transport: asyncio.Transport, request: bytes, given: dict[str, Any]) -> asyncio.Protocol:
        """Protocol that the connection goes on with; it has read the request."""
        socket = self.admit(transport, request, given, peer_of(transport))
        if socket is not None:
            return socket
        other = guard_websocket(WebSocketsSansIOProtocol(**given))
        other.connection_made(transport)
        other.data_received(request)
        if not other.handshake_initiated:  # it reads less than HTTP allows, and has no answer to the rest
            transport.write(answer(400))
            transport.close()
        return other

    def _who(self, served: Served, handshake: Handshake) -> Who | None:
        """The person who is signed in; a page of the crowd brings nothing that would have to be verified."""
        if not any(name in (b"cookie", b"authorization") for name, _ in handshake.headers):
            return None
        scope = {"type": "websocket", "headers": handshake.headers}
        return served.who(HTTPConnection(scope))

    def _schedule_sweep(self, connections: set[Any]) -> None:
        if self._sweep is None:
            self._sweep = asyncio.get_running_loop().call_later(SWEEP, self._sweep_all, connections)

    def _sweep_all(self, connections: set[Any]) -> None:
        """One timer for all; it ends with the last of them."""
        self._sweep = None
        sockets = [connection for connection in connections if type(connection) is DisplaySocket]
        if sockets:
            self._schedule_sweep(connections)
            self._sweep_chunk(iter(sockets))

    def _sweep_chunk(self, sockets: Iterator[DisplaySocket]) -> None:
        for socket in (chunk := tuple(islice(sockets, CHUNK))):
            socket.check_idle()
        if chunk:
            asyncio.get_running_loop().call_soon(self._sweep_chunk, sockets)


class RequestSniffer(asyncio.Protocol):
    """Protocol of a connection that has sent nothing yet: its first packet decides which one follows."""

    __slots__ = ("_connections", "_given", "_line", "_transport", "_upgrade")
    held_up = False

    def __init__(self, upgrade: Upgrade, given: dict[str, Any]) -> None:
        self._upgrade, self._given = upgrade, given
        self._connections: set[Any] = given["server_state"].connections

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._transport = transport
        self._connections.add(self)
        self._line: Line = self._upgrade.lines.open(transport, self, len(self._connections))

    def data_received(self, received: bytes) -> None:
        self._connections.discard(self)
        if self._upgrade.admit(self._transport, received, self._given, self._line.host) is not None:
            return self._upgrade.lines.close(self._line)
        http = BoundedHTTP(**self._given)
        http.on_line(self._upgrade.lines, self._line)
        self._transport.set_protocol(http)
        http.connection_made(self._transport)
        http.data_received(received)
        return None

    def connection_lost(self, error: Exception | None) -> None:
        self._connections.discard(self)
        self._upgrade.lines.close(self._line)

    def time_out(self) -> None:
        """End of a connection that never says anything."""
        self._upgrade.lines.drop(self._line)

    def shutdown(self) -> None:
        """End of the server: uvicorn calls this on each connection."""
        self._transport.close()


class UpgradeProtocol(asyncio.Protocol):
    """Protocol of a connection that asks for an upgrade. uvicorn sets it as the transport's protocol after
    it has given it the request, so the right one takes over a moment later; till then all is passed on."""

    __slots__ = ("_given", "_next", "_transport", "_upgrade")

    def __init__(self, upgrade: Upgrade, given: dict[str, Any]) -> None:
        self._upgrade, self._given = upgrade, given
        self._next: asyncio.Protocol | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._transport = transport

    def data_received(self, received: bytes) -> None:
        if self._next is not None:
            return self._next.data_received(received)
        self._next = self._upgrade.open(self._transport, received, self._given)
        asyncio.get_running_loop().call_soon(self._transport.set_protocol, self._next)
        return None

    def pause_writing(self) -> None:
        self._right_one.pause_writing()

    def resume_writing(self) -> None:
        self._right_one.resume_writing()

    def eof_received(self) -> bool | None:
        return self._right_one.eof_received()

    def connection_lost(self, error: Exception | None) -> None:
        self._right_one.connection_lost(error)

    @property
    def _right_one(self) -> asyncio.Protocol:
        assert self._next is not None
        return self._next
