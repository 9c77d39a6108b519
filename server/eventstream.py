"""Server-Sent Events, `/events/{view}`: a public view for networks that let no WebSocket through.

Down go the messages of the socket, the very same text, each as one event; there is no way up. The time
comes with the hello and every `BEAT` seconds. A reader counts among the screens and is bound like one:
an outbox, and a snapshot in place of what it was too slow for.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from server import signals, wire
from server.api import problem
from server.hub import Hub, Screen
from server.outbox import Outbox
from server.source import Source

BEAT = 10.0  # seconds
PAUSE = 2000  # ms that a browser waits before it connects again


async def events(request: Request) -> Response:
    """One reader, from its request to its end. 404 for no public view, 503 when the server is full."""
    state = request.app.state
    source: Source = state.source
    view = request.path_params["view"]
    if not source.is_public(view):
        return problem(404, f"there is no public view {view}")
    if not signals.may_watch(source, state.hub, view, None):
        return problem(503, "the server is full")
    screen = signals.join(state.hub, view, request.query_params, None)
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_told(state, screen), headers=headers, media_type="text/event-stream")


async def _told(state: Any, screen: Screen) -> AsyncIterator[str]:
    hub: Hub = state.hub
    outbox, epoch = screen.outbox, ""
    assert isinstance(outbox, Outbox)
    try:
        yield f"retry: {PAUSE}\n\n"
        while not outbox.ended:
            source: Source = state.source
            if outbox.owed:
                outbox.owed = False
                if epoch != source.epoch:
                    epoch = source.epoch
                    yield _event(wire.encode(signals.hello(source, state.build, screen)).decode())
                yield _event(wire.encode(source.snapshot(screen.view)).decode())
            while (text := outbox.take_patch()) is not None:
                yield _event(text)
            try:
                async with asyncio.timeout(BEAT):
                    await outbox.wait()
            except TimeoutError:
                yield _event(wire.encode({"type": "pong", "t": 0, "at": source.clock.precise()}).decode())
    finally:
        hub.leave(screen)


def _event(text: str) -> str:
    return f"data: {text}\n\n"
