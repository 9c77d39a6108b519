"""Open sockets of somebody whose sign-in has ended: they are closed at once, also where another program ended it;
and the page that ends a sign-in.
"""

from __future__ import annotations

import asyncio
import logging

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from server.screens.hub import Hub
from server.screens.page_messages import host_of
from server.texts.say import say
from server.web.access import COOKIE, same_origin
from server.web.pages import lang_of, trouble
from server.web.state import AppState, state_of

WATCH = 0.5  # seconds between two looks at the tokens and sessions that sockets are open for
REASON = "signed out: this device or token has been signed out"

log = logging.getLogger(__name__)


def close_sockets(hub: Hub, by: str) -> None:
    """End of everything that one device or token has open."""
    for screen in hub.screens():
        if screen.by == by:
            screen.connection.close(REASON)


def close_ended(state: AppState) -> None:
    """End of what is open for a token that was revoked at the terminal, or whose time is over."""
    for by in {screen.by for screen in state.hub.screens() if screen.by}:
        if not state.access.lasts(by):
            close_sockets(state.hub, by)


async def watch_ended(state: AppState) -> None:
    """Watch over the open sockets, for as long as the server runs."""
    while True:
        await asyncio.sleep(WATCH)
        try:
            close_ended(state)
        except OSError as error:
            log.warning("tokens cannot be looked at: %s", error)


async def logout(request: Request) -> Response:
    """Page `/logout`: the end of this device's session, on the server and in the browser, and of its sockets."""
    if not same_origin(request):
        return trouble(request, 403, say("page.no_page", lang_of(request)))
    state = state_of(request)
    who = state.access.who_of(request.cookies.get(COOKIE, ""))
    if who is not None:  # a copy of this cookie is dead from now on, too
        state.access.sessions.end(who.by)
        close_sockets(state.hub, who.by)
        state.access.note("sign_out", who, host_of(request))
    response = RedirectResponse("/login", 303)
    response.delete_cookie(COOKIE)
    return response
