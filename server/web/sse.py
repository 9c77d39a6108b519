"""Server-Sent Events, `/events/{view}`: a public view for networks that let no WebSocket through.

Down go the messages of the socket, the very same bytes, each as one event; there is no way up. The time
comes with the hello and every `HEARTBEAT` seconds. A reader counts among the screens and is bound like one:
an outbox, and a snapshot in place of what it was too slow for.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from server import wire
from server.screens import page_messages
from server.screens.outbox import Outbox
from server.screens.page_messages import Served
from server.screens.screen import Screen
from server.web.api import problem
from server.web.state import state_of

HEARTBEAT = 10.0  # seconds
PAUSE = 2000  # ms that a browser waits before it connects again
KIND = "text/event-stream"
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


async def events(request: Request) -> Response:
    """Stream of one reader, from its request to its end. 404 for no public view, 503 when the server is
    full."""
    state = state_of(request)
    view = request.path_params["view"]
    if not state.source.is_public(view):
        return problem(404, f"there is no public view {view}")
    if request.method == "HEAD":
        return Response(headers=HEADERS, media_type=KIND)
    host = page_messages.host_of(request)
    if not page_messages.may_watch(state.source, state.hub, view, None, host):
        return problem(503, "the server is full")
    outbox = Outbox()
    screen = page_messages.join(state.hub, view, request.query_params, None, outbox, host, request)
    return _Stream(state, screen, outbox)


class _Stream(StreamingResponse):
    """A reader is among the screens while this runs, however it ends. The generator can't see to that: one
    that never began, or that hangs in the traceback of a broken write, tidies nothing up."""

    def __init__(self, served: Served, screen: Screen, outbox: Outbox) -> None:
        super().__init__(_events(served, screen, outbox), headers=HEADERS, media_type=KIND)
        self._hub, self._screen = served.hub, screen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._hub.leave(self._screen)


async def _events(served: Served, screen: Screen, outbox: Outbox) -> AsyncIterator[bytes]:
    epoch = ""
    yield f"retry: {PAUSE}\n\n".encode()
    while not outbox.close_reason:
        if outbox.needs_snapshot:
            outbox.needs_snapshot = False
            payloads = page_messages.greeting(served, screen, epoch)
            epoch = served.source.epoch
            for payload in payloads:
                yield _event(payload)
        for next_payload in (outbox.next_answer, outbox.next_patch, outbox.next_presence):
            waiting = next_payload()
            if waiting is not None:
                yield _event(waiting)
        try:
            async with asyncio.timeout(HEARTBEAT):
                await outbox.wait()
        except TimeoutError:
            yield _event(wire.encode({"type": "pong", "t": 0, "at": served.source.clock.precise()}))


def _event(payload: bytes) -> bytes:
    return b"data: %b\n\n" % payload
