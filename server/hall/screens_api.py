"""`/api/screens` and `/api/pair`: the operator pairs, names, identifies and unpairs screens; a screen fetches its
cookie.

Pairing goes over the screen's own socket: the operator picks its word, the server sends a ticket down that socket
alone, and the page trades it once for a cookie that no script can read.
"""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from server import wire
from server.screens.pairing import COOKIE, COOKIE_SECONDS, MAX_PAIRED, TICKET_SECONDS, TooManyPairedError
from server.screens.presence import screen_of
from server.screens.screen import Screen
from server.texts.say import say
from server.web.access import same_origin
from server.web.api import answer, problem, read_body
from server.web.pages import lang_of
from server.web.state import AppState, state_of
from server.wire import BadMessage, encode

IDENTIFY_SECONDS = 15  # for which a screen shows its word
FRESH = {"cache-control": "no-store"}


async def screens(request: Request) -> Response:
    """Endpoint of screens: GET lists the paired devices and every output's screens; POST `do` = identify, pair,
    rename or unpair. 401, 403, 404, 409, 422, 503."""
    state = state_of(request)
    who = state.who(request)
    if who is None or who.role != "operator":
        return problem(403 if who else 401, "screens are for the operator to pair")
    if request.method != "POST":
        devices = [device.facts() for device in state.hub.pairing.devices.values()]
        return answer({"paired": devices, "outputs": state.hub.presence()["outputs"]}, headers=FRESH)
    try:
        asked = wire.decode(await read_body(request) or b"")
        return _done(state, asked, lang_of(request))
    except BadMessage as error:
        return problem(422, str(error))
    except KeyError:
        return problem(404, say("page.no_screen", lang_of(request)))
    except TooManyPairedError:
        return problem(409, say("page.too_many_screens", lang_of(request), most=MAX_PAIRED))
    except OSError as error:
        return problem(503, say("page.not_paired", lang_of(request), why=error.strerror))


def _done(state: AppState, asked: dict[str, Any], lang: str) -> Response:
    hub, do = state.hub, asked.get("do")
    if do == "identify":
        return answer({"shown": identify(state, _text(asked, "output"))}, headers=FRESH)
    if do == "pair":
        screen = _unpaired(state, _text(asked, "screen"))
        name = _text(asked, "name")
        ticket = hub.pairing.offer(screen.id, name, screen.view)
        screen.connection.presence(encode({"type": "pair", "ticket": ticket}))
        return answer({"pairing": screen_of(screen), "seconds": TICKET_SECONDS}, headers=FRESH)
    if do == "rename":
        hub.pairing.rename(_text(asked, "device"), _text(asked, "name"))
    elif do == "unpair":
        hub.pairing.unpair(_text(asked, "device"))
    else:
        raise BadMessage("do: one of identify, pair, rename, unpair is wanted")
    hub.recount()
    return answer({"paired": [device.facts() for device in hub.pairing.devices.values()]}, headers=FRESH)


def identify(state: AppState, output: str) -> int:
    """Number of an output's unpaired screens ("": of all outputs) that now show their words in a corner."""
    waiting = [one for one in state.hub.screens() if one.word and not one.device and output in ("", one.view)]
    for screen in waiting:
        message = {"type": "identify", "word": screen.word, "seconds": IDENTIFY_SECONDS}
        screen.connection.presence(encode(message))
    return len(waiting)


def _unpaired(state: AppState, id: str) -> Screen:
    return {screen.id: screen for screen in state.hub.screens() if screen.word and not screen.device}[id]


def _text(asked: dict[str, Any], name: str) -> str:
    value = asked.get(name, "")
    if not isinstance(value, str):
        raise BadMessage(f"{name}: a text is wanted")
    return value


async def pair(request: Request) -> Response:
    """Endpoint of pairing: POST trades a ticket, once, for the cookie of a paired screen. 403, 404, 409, 422, 503."""
    state = state_of(request)
    if not same_origin(request):
        return problem(403, "a ticket is taken from our own pages only")
    try:
        asked = wire.decode(await read_body(request) or b"")
        redeemed = state.hub.pairing.redeem(_text(asked, "ticket"), request.cookies.get(COOKIE, ""))
    except BadMessage as error:
        return problem(422, str(error))
    except TooManyPairedError:
        return problem(409, say("page.too_many_screens", lang_of(request), most=MAX_PAIRED))
    except OSError as error:
        return problem(503, say("page.not_paired", lang_of(request), why=error.strerror))
    if redeemed is None:
        return problem(404, "this ticket is used up, too old, or none")
    cookie, device, id = redeemed
    screen = next((screen for screen in state.hub.screens() if screen.id == id), None)
    state.hub.recount(screen, device)
    response = answer(device.facts(), headers=FRESH)
    response.set_cookie(
        COOKIE, cookie, COOKIE_SECONDS, httponly=True, samesite="strict", secure=request.url.scheme == "https"
    )
    return response
