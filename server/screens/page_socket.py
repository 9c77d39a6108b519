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
from server.screens import page_messages
from server.screens.hub import Hub, Screen
from server.screens.outbox import Outbox
from server.screens.view_source import Source
from server.wire import BadMessage

log = logging.getLogger(__name__)


async def socket(websocket: WebSocket) -> None:
    """One page's connection, from its handshake to its end."""
    source: Source = websocket.app.state.source
    hub: Hub = websocket.app.state.hub
    view = websocket.path_params["view"]
    who = websocket.app.state.access.who(websocket)
    if not page_messages.may_watch(source, hub, view, who):
        await websocket.close(1008)  # before the handshake: the peer sees a plain 403
        return
    await websocket.accept()
    screen = page_messages.join(hub, view, websocket.query_params, who)
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
    assert isinstance(outbox, Outbox)
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
                    texts.insert(0, _text(page_messages.hello(source, websocket.app.state.build, screen)))
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


def _text(message: dict[str, Any]) -> str:
    return wire.encode(message).decode()


async def _read(websocket: WebSocket, source: Source, hub: Hub, screen: Screen) -> None:
    outbox = screen.outbox
    assert isinstance(outbox, Outbox)
    while True:
        received = await websocket.receive()
        if received["type"] == "websocket.disconnect":
            return
        if received.get("text") is None:
            raise BadMessage("text frames are wanted")
        message = wire.decode(received["text"])
        if "do" in message:
            answer: dict[str, Any] | None = await _command(websocket, source, screen, message)
        else:
            answer = page_messages.answer(source, hub, screen, message)
        if answer is not None and not outbox.answer(_text(answer)):
            raise BadMessage(page_messages.TOO_MANY)


async def _command(
    websocket: WebSocket, source: Source, screen: Screen, message: dict[str, Any]
) -> dict[str, Any]:
    """Roles are checked again for each command: a new code ends sessions that are open."""
    who = websocket.app.state.access.who(websocket)
    if who is None or source.is_public(screen.view):
        raise BadMessage(page_messages.NO_COMMANDS)
    answer: dict[str, Any] = await websocket.app.state.director.command(wire.command_of(message), who)
    return answer
