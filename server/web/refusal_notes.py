"""Notes of refusals in the access log: of people who lack a right, and of keys that do not count."""

from __future__ import annotations

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.screens.page_messages import host_of
from server.web.access import COOKIE
from server.web.state import state_of

OWN_NOTES = ("/login", "/join/")  # pages that say themselves why they refused


class RefusalNotes:
    """Layer of an app that writes a line where an answer is 401 or 403, or a socket is not accepted."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            return await self._app(scope, receive, send)
        accepted = False

        async def send_noted(message: Message) -> None:
            nonlocal accepted
            accepted |= message["type"] == "websocket.accept"
            if not accepted and _refuses(message):
                note(HTTPConnection(scope))
            await send(message)

        return await self._app(scope, receive, send_noted)


def _refuses(message: Message) -> bool:
    return message["type"] == "websocket.close" or message.get("status") in (401, 403)


def note(connection: HTTPConnection) -> None:
    """Line about a refusal; who comes without any key has not signed in yet, which is no refusal."""
    path = connection.url.path
    if path.startswith(OWN_NOTES):
        return
    access, address = state_of(connection).access, host_of(connection)
    who = access.who(connection)
    if who is not None:
        access.note("refused", who, address, path=path)
    elif "authorization" in connection.headers or COOKIE in connection.cookies:
        access.log.note("refused", address=address, path=path)
