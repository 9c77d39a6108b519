"""Page messages: view permission, hello and snapshot, and what a page says of itself, the same for each kind
of connection. `page_socket` (Starlette's way), `display_socket` (the fast way) and `server/web/sse.py` all
ask here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from starlette.requests import HTTPConnection

from server.screens.connection import Connection
from server.screens.fanout import REMOTE_VIEW
from server.screens.hub import Hub
from server.screens.pairing import COOKIE, from_own_machine
from server.screens.screen import Screen
from server.screens.view_source import ViewSource
from server.screens.vitals import vitals_of
from server.show.model.role import Who
from server.show.roles import may_see
from server.wire import BadMessage, Envelope, encode

MAX_NAME = 60  # characters of a screen's own name
MAX_PIXELS = 100_000
MAX_TRIP = 60_000  # ms; cut, not refused
NO_COMMANDS = "commands are taken from a signed-in page's own view only"
GAVE_WAY = "the server is full: this place was taken by somebody from an address with fewer"
TOO_MANY = "too many answers wait to be read"


class Served(Protocol):
    """Running program as sockets see it. `source` changes when another machine takes the show over."""

    @property
    def hub(self) -> Hub: ...

    @property
    def source(self) -> ViewSource: ...

    @property
    def build(self) -> str: ...

    def who(self, connection: HTTPConnection) -> Who | None:
        """Person who is signed in on this connection."""
        ...

    @property
    def peers(self) -> list[str]: ...

    @property
    def stands_by(self) -> bool: ...

    async def command(self, envelope: Envelope, who: Who) -> dict[str, Any]:
        """Answer to a command: `ack` or `refused`."""
        ...


def may_watch(source: ViewSource, hub: Hub, view: str, who: Who | None, host: str = "") -> bool:
    """Permission to accept a handshake for `view`, from an address."""
    if source.is_public(view):
        return has_room(hub, view, who, host)
    return view in source.names() and who is not None and may_see(who, view)


def has_room(hub: Hub, view: str, who: Who | None, host: str) -> bool:
    """Room for one more. The limit is for the crowd: however full it is, people who are signed in get in."""
    if who is not None:
        return True
    has_enough = hub.places.has_enough(host, view == REMOTE_VIEW)
    return not has_enough and (not hub.full or _gives_way(hub, view, host))


def _gives_way(hub: Hub, view: str, host: str) -> bool:
    screen = hub.places.gives_way(host, view == REMOTE_VIEW)
    if screen is not None:
        screen.connection.close(GAVE_WAY)
        hub.leave(screen)
    return screen is not None


def join(
    hub: Hub,
    view: str,
    query: Mapping[str, str],
    who: Who | None,
    connection: Connection,
    host: str = "",
    asked: HTTPConnection | None = None,
) -> Screen:
    """Record of a new screen, named by the query of its address; `host` is where it comes from, `asked` the request
    that opened it."""
    device = hub.pairing.device(asked.cookies.get(COOKIE, "")) if asked else None
    screen = hub.join(view, connection, query.get("screen", "")[:MAX_NAME], monitor="monitor" in query,
                      person=who.person if who else "", by=who.by if who else "", device=device,
                      near=asked is not None and from_own_machine(asked))  # fmt: skip
    if who is None:
        hub.places.take(screen, host, view == REMOTE_VIEW)
    return screen


def host_of(connection: HTTPConnection) -> str:
    """Address that a connection comes from; behind a proxy that is trusted, the one that it names."""
    return connection.client.host if connection.client else ""


def hello(served: Served, screen: Screen) -> dict[str, Any]:
    """Hello message: the journal, the server's time, the screen's own id, and where the show goes on when this
    machine is lost."""
    source = served.source
    return {
        "type": "hello",
        "build": served.build,
        "epoch": source.epoch,
        "view": screen.view,
        "at": source.clock.precise(),
        "screen": screen.id,
        "peers": served.peers,
        "standby": served.stands_by,
    }


def tell_peers(served: Served) -> None:
    """Message to every page: the other machines of the show, or this one's part, have changed."""
    payload = encode({"type": "peers", "peers": served.peers, "standby": served.stands_by})
    for screen in served.hub.screens():
        screen.connection.answer(payload)


def greeting(served: Served, screen: Screen, epoch: str) -> list[bytes]:
    """Payloads in place of patches: the snapshot of now, behind a hello where the page knows another `epoch`.
    Both are made before either is sent: what changes meanwhile is a patch upon them."""
    source = served.source
    payloads = [encode(source.snapshot(screen.view))]
    if epoch != source.epoch:
        payloads.insert(0, encode(hello(served, screen)))
    return payloads


def send_answer(screen: Screen, answer: dict[str, Any] | None) -> None:
    """Answer on its way to the page, where there is one. Raises BadMessage when too many wait."""
    if answer is not None and not screen.connection.answer(encode(answer)):
        raise BadMessage(TOO_MANY)


def answer(source: ViewSource, hub: Hub, screen: Screen, message: dict[str, Any]) -> dict[str, Any] | None:
    """Answer to a message that is no command, after what it asks for has been done. Raises BadMessage."""
    match message.get("type"):
        case "ping":
            return {"type": "pong", "t": _number(message, "t"), "at": source.clock.precise()}
        case "shown":
            seq = message.get("seq")
            if type(seq) is not int or seq < 0:
                raise BadMessage("shown: seq of a patch or snapshot is wanted")
            if seq <= source.seq:  # else it was on its way when another journal was opened
                hub.showed(screen, seq)
        case "resync":
            screen.connection.request_snapshot()
        case "about":
            _about(hub, screen, message)
        case "vitals":
            screen.vitals = vitals_of(message)
            hub.announce()
        case _:
            raise BadMessage("type: one of ping, shown, resync, about, vitals is wanted")
    return None


def _number(message: dict[str, Any], name: str) -> float:
    value = message.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadMessage(f"{name}: a number is wanted")
    return value


def _about(hub: Hub, screen: Screen, message: dict[str, Any]) -> None:
    for name, kind in (("name", str), ("build", str), ("hidden", bool)):
        value = message.get(name, kind())
        if type(value) is not kind:
            raise BadMessage(f"{name}: {kind.__name__} is wanted")
        setattr(screen, name, value[:MAX_NAME] if isinstance(value, str) else value)
    for name in ("width", "height"):
        pixels = int(_number(message, name))
        if not 0 <= pixels <= MAX_PIXELS:
            raise BadMessage(f"{name}: 0 to {MAX_PIXELS} pixels are wanted")
        setattr(screen, name, pixels)
    hub.measured(screen, int(min(max(0, _number({"trip": 0} | message, "trip")), MAX_TRIP)))
    hub.announce()
