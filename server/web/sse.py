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
from starlette.types import Receive, Scope, Send

from server import wire
from server.screens import page_messages
from server.screens.hub import Hub, Screen
from server.screens.outbox import Outbox
from server.screens.view_source import Source
from server.web.api import problem

BEAT = 10.0  # seconds
PAUSE = 2000  # ms that a browser waits before it connects again
KIND = "text/event-stream"
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


async def events(request: Request) -> Response:
    """Endpoint of a reader, from its request to its end. 404 for no public view, 503 when the server is full."""
    state = request.app.state
    source: Source = state.source
    view = request.path_params["view"]
    if not source.is_public(view):
        return problem(404, f"there is no public view {view}")
    if not page_messages.may_watch(source, state.hub, view, None):
        return problem(503, "the server is full")
    if request.method == "HEAD":
        return Response(headers=HEADERS, media_type=KIND)
    return _Stream(state, page_messages.join(state.hub, view, request.query_params, None))


class _Stream(StreamingResponse):
    """A reader is among the screens while this runs, however it ends. The generator can't see to that: one that
    never began, or that hangs in the traceback of a broken write, tidies nothing up."""

    def __init__(self, state: Any, screen: Screen) -> None:
        super().__init__(_told(state, screen), headers=HEADERS, media_type=KIND)
        self._hub: Hub = state.hub
        self._screen = screen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._hub.leave(self._screen)


async def _told(state: Any, screen: Screen) -> AsyncIterator[str]:
    outbox, epoch = screen.outbox, ""
    assert isinstance(outbox, Outbox)
    yield f"retry: {PAUSE}\n\n"
    while not outbox.ended:
        source: Source = state.source
        if outbox.owed:
            outbox.owed = False
            # Both are made before either is sent: what changes meanwhile is a patch upon them.
            messages = [source.snapshot(screen.view)]
            if epoch != source.epoch:
                epoch = source.epoch
                messages.insert(0, page_messages.hello(source, state.build, screen))
            for text in [wire.encode(message).decode() for message in messages]:
                yield _event(text)
        while (patch := outbox.take_patch()) is not None:
            yield _event(patch)
        try:
            async with asyncio.timeout(BEAT):
                await outbox.wait()
        except TimeoutError:
            yield _event(wire.encode({"type": "pong", "t": 0, "at": source.clock.precise()}).decode())


def _event(text: str) -> str:
    return f"data: {text}\n\n"
