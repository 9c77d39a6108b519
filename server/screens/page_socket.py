"""Page socket: `/ws/{view}` over Starlette. Down go hello, snapshot, patches; up come pings, shown, commands.

Permission is decided before the handshake is accepted. Rubbish closes the socket with 1008 and
the reason; a bug of ours is logged once and closes it with 1011, and the page comes back by itself.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from server import wire
from server.screens import page_messages
from server.screens.outbox import Outbox
from server.screens.page_messages import Served
from server.screens.screen import Screen
from server.wire import BadMessage

log = logging.getLogger(__name__)


async def socket(websocket: WebSocket) -> None:
    """Connection of one page, from its handshake to its end."""
    served: Served = websocket.app.state
    view = websocket.path_params["view"]
    who = served.who(websocket)
    host = page_messages.host_of(websocket)
    if not page_messages.may_watch(served.source, served.hub, view, who, host):
        await websocket.close(1008)  # before the handshake: the peer sees a plain 403
        return
    await websocket.accept()
    outbox = Outbox()
    screen = page_messages.join(served.hub, view, websocket.query_params, who, outbox, host, websocket)
    if who and served.who(websocket) is None:
        outbox.close("signed out: this code was taken away during the handshake")
    writer = asyncio.create_task(_write(websocket, served, screen, outbox))
    try:
        await _read(websocket, served, screen)
    except WebSocketDisconnect:
        pass
    except BadMessage as error:
        await _close(websocket, 1008, str(error))
    except Exception:
        log.exception("a socket of %s failed", view)
        await _close(websocket, 1011, "internal error")
    finally:
        served.hub.leave(screen)
        writer.cancel()


async def _close(websocket: WebSocket, code: int, reason: str) -> None:
    try:
        # A close frame holds 123 bytes of reason.
        await websocket.close(code, reason.encode()[:120].decode(errors="ignore"))
    except RuntimeError:
        pass  # it has gone already


async def _write(websocket: WebSocket, served: Served, screen: Screen, outbox: Outbox) -> None:
    """Sends what the outbox holds, one message at a time: a slow page slows nobody else."""
    epoch = ""
    try:
        while True:
            await outbox.wait()
            if outbox.close_reason:
                await _close(websocket, 1008, outbox.close_reason)
                return
            if outbox.needs_snapshot:
                outbox.needs_snapshot = False
                payloads = page_messages.greeting(served, screen, epoch)
                epoch = served.source.epoch
                for payload in payloads:
                    await websocket.send_text(payload.decode())
            for next_payload in (outbox.next_answer, outbox.next_patch, outbox.next_presence):
                waiting = next_payload()
                if waiting is not None:
                    await websocket.send_text(waiting.decode())
    except WebSocketDisconnect:
        pass  # the reading side sees the same end and tidies up
    except Exception:
        if websocket.application_state is WebSocketState.CONNECTED:
            log.exception("the messages for a socket of %s failed", screen.view)
            await _close(websocket, 1011, "internal error")


async def _read(websocket: WebSocket, served: Served, screen: Screen) -> None:
    while True:
        received = await websocket.receive()
        if received["type"] == "websocket.disconnect":
            return
        if received.get("text") is None:
            raise BadMessage("text frames are wanted")
        message = wire.decode(received["text"])
        if "do" in message:
            answer: dict[str, Any] | None = await _command(websocket, served, screen, message)
        else:
            answer = page_messages.answer(served.source, served.hub, screen, message)
        page_messages.send_answer(screen, answer)


async def _command(
    websocket: WebSocket, served: Served, screen: Screen, message: dict[str, Any]
) -> dict[str, Any]:
    """Roles are checked again for each command: a new code ends sessions that are open."""
    who = served.who(websocket)
    if who is None or served.source.is_public(screen.view):
        raise BadMessage(page_messages.NO_COMMANDS)
    return await served.command(wire.command_of(message), who)
