"""What a page's socket means, whichever way its bytes travel: who may watch, what it is told first, and
what a page says of itself. `sockets` (Starlette's way) and `displaysocket` (the short way) both ask here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.screens.audience import Reader
from server.screens.hub import Hub, Screen
from server.screens.view_source import Source
from server.show.model.role import Who
from server.show.roles import may_see
from server.wire import BadMessage

MAX_NAME = 60  # characters of a screen's own name
MAX_PIXELS = 100_000
MAX_TRIP = 60_000  # ms; cut, not refused
NO_COMMANDS = "commands are taken from a signed-in page's own view only"
TOO_MANY = "too many answers wait to be read"


def may_watch(source: Source, hub: Hub, view: str, who: Who | None) -> bool:
    """Whether the handshake may be accepted."""
    if source.is_public(view):
        return has_room(hub, who)
    return view in source.names() and who is not None and may_see(who, view)


def has_room(hub: Hub, who: Who | None) -> bool:
    """The bound is for the crowd: however full the hall is, those who are signed in get in."""
    return who is not None or not hub.full


def join(
    hub: Hub, view: str, asked: Mapping[str, str], who: Who | None, outbox: Reader | None = None
) -> Screen:
    """`asked`: the query of the socket's address."""
    return hub.join(view, asked.get("screen", "")[:MAX_NAME], monitor="monitor" in asked, outbox=outbox,
                    person=who.person if who else "", by=who.by if who else "")  # fmt: skip


def hello(source: Source, build: str, screen: Screen) -> dict[str, Any]:
    return {
        "type": "hello",
        "build": build,
        "epoch": source.epoch,
        "view": screen.view,
        "at": source.clock.precise(),
        "screen": screen.id,
    }


def answer(source: Source, hub: Hub, screen: Screen, message: dict[str, Any]) -> dict[str, Any] | None:
    """Takes what a page says and no command is. Raises BadMessage."""
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
            screen.outbox.owe()
        case "about":
            _about(hub, screen, message)
        case _:
            raise BadMessage("type: one of ping, shown, resync, about is wanted")
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
