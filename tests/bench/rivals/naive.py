"""What most people write: Starlette, and `await send_text` to one after the other. naive PORT SIZE"""

from __future__ import annotations

import asyncio
import signal
import sys

import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

pages: set[WebSocket] = set()
TEXT = "x" * int(sys.argv[2])


async def page(websocket: WebSocket) -> None:
    if len(pages) == 0:
        asyncio.get_running_loop().add_signal_handler(signal.SIGUSR2, lambda: tasks.append(asyncio.create_task(send())))
    await websocket.accept()
    pages.add(websocket)
    try:
        while True:
            await websocket.receive_text()
    except WebSocketDisconnect:
        pages.discard(websocket)


async def send() -> None:
    for one in list(pages):
        await one.send_text(TEXT)
    tasks.clear()


tasks: list[asyncio.Task[None]] = []
uvicorn.run(Starlette(routes=[WebSocketRoute("/", page)]), port=int(sys.argv[1]), log_level="error")
