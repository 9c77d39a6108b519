"""The socket edge: `/ws/{view}`. Down go hello, snapshot, patches; up come pings, shown, commands.

Who may watch is settled before the handshake is accepted. Rubbish closes the socket with 1008 and
the reason; a bug of ours is logged once and closes it with 1011, and the page comes back by itself.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from server import wire
from server.access import Access
from server.hub import Hub, Screen
from server.show.roles import may_see
from server.source import Source
from server.wire import BadMessage

log = logging.getLogger(__name__)

MAX_NAME = 60  # characters of a screen's own name
MAX_PIXELS = 100_000
MAX_TRIP = 60_000  # ms; cut, not refused


async def socket(websocket: WebSocket) -> None:
    """One page's connection, from its handshake to its end."""
    source: Source = websocket.app.state.source
    hub: Hub = websocket.app.state.hub
    view = websocket.path_params["view"]
    who = websocket.app.state.access.who(websocket)
    # The bound is for the crowd: however full the hall is, those who are signed in get in.
    open_to_all = source.is_public(view) and (who is not None or not hub.full)
    if view not in source.names() or not (open_to_all or (who and may_see(who, view))):
        await websocket.close(1008)  # before the handshake: the peer sees a plain 403
        return
    await websocket.accept()
    asked = websocket.query_params
    screen = hub.join(view, asked.get("screen", "")[:MAX_NAME], monitor="monitor" in asked,
                      person=who.person if who else "", by=who.by if who else "")  # fmt: skip
    if who and websocket.app.state.access.who(websocket) is None:
        screen.outbox.end("signed out: this code was taken away during the handshake")
    writer = asyncio.create_task(_write(websocket, source, screen))
    try:
        await _read(websocket, source, hub, screen)
    except WebSocketDisconnect:
        pass
    except BadMessage as error:
        await _close(websocket, 1008, str(error))
    except Exception:
        log.exception("a socket of %s failed", view)
        await _close(websocket, 1011, "internal error")
    finally:
        hub.leave(screen)
        writer.cancel()


async def _close(websocket: WebSocket, code: int, reason: str) -> None:
    try:
        # A close frame holds 123 bytes of reason.
        await websocket.close(code, reason.encode()[:120].decode(errors="ignore"))
    except RuntimeError:
        pass  # it has gone already


async def _write(websocket: WebSocket, source: Source, screen: Screen) -> None:
    """Sends what the outbox holds, one message at a time: a slow page slows nobody else."""
    epoch = None
    outbox = screen.outbox
    try:
        while True:
            await outbox.wait()
            if outbox.ended:
                await _close(websocket, 1008, outbox.ended)
                return
            if outbox.owed:
                outbox.owed = False
                # Both are made before either is sent: what changes meanwhile is a patch upon them.
                texts = [_text(source.snapshot(screen.view))]
                if epoch != source.epoch:
                    epoch = source.epoch
                    texts.insert(0, _text(_hello(websocket, source, screen)))
                for text in texts:
                    await websocket.send_text(text)
            for take in (outbox.take_answer, outbox.take_patch, outbox.take_presence):
                waiting = take()
                if waiting is not None:
                    await websocket.send_text(waiting)
    except WebSocketDisconnect:
        pass  # the reading side sees the same end and tidies up
    except Exception:
        if websocket.application_state is WebSocketState.CONNECTED:
            log.exception("what a socket of %s should show failed", screen.view)
            await _close(websocket, 1011, "internal error")


def _hello(websocket: WebSocket, source: Source, screen: Screen) -> dict[str, Any]:
    return {
        "type": "hello",
        "build": websocket.app.state.build,
        "epoch": source.epoch,
        "view": screen.view,
        "at": source.clock.precise(),
        "screen": screen.id,
    }


def _text(message: dict[str, Any]) -> str:
    return wire.encode(message).decode()


async def _read(websocket: WebSocket, source: Source, hub: Hub, screen: Screen) -> None:
    while True:
        received = await websocket.receive()
        if received["type"] == "websocket.disconnect":
            return
        if received.get("text") is None:
            raise BadMessage("text frames are wanted")
        message = wire.decode(received["text"])
        if "do" in message:
            answer: dict[str, Any] | None = _command(websocket, source, screen, message)
        else:
            answer = _signal(source, hub, screen, message)
        if answer is not None and not screen.outbox.answer(_text(answer)):
            raise BadMessage("too many answers wait to be read")


def _command(
    websocket: WebSocket, source: Source, screen: Screen, message: dict[str, Any]
) -> dict[str, Any]:
    """Roles are checked again for each command: a new code ends sessions that are open."""
    access: Access = websocket.app.state.access
    who = access.who(websocket)
    if who is None or source.is_public(screen.view):
        raise BadMessage("commands are taken from a signed-in page's own view only")
    answer: dict[str, Any] = websocket.app.state.director.perform(wire.command_of(message), who)
    return answer


def _signal(source: Source, hub: Hub, screen: Screen, message: dict[str, Any]) -> dict[str, Any] | None:
    match message.get("type"):
        case "ping":
            return {"type": "pong", "t": _number(message, "t"), "at": source.clock.precise()}
        case "shown":
            seq = message.get("seq")
            if type(seq) is not int or not 0 <= seq <= source.seq:
                raise BadMessage("shown: seq of a patch or snapshot is wanted")
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
