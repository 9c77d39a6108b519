"""Doors between two machines of one show, `/ws/replica` and `/api/replica`, and the page of a machine that
follows another: how far behind it is, and the button that makes it the server.
"""

from __future__ import annotations

import asyncio
import hmac

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.websockets import WebSocket, WebSocketDisconnect

from server.replication.generation import MAX_STATEMENT, read_statement
from server.texts.say import say
from server.web.access import same_origin
from server.web.api import answer, problem
from server.web.pages import lang_of, render, trouble
from server.web.state import state_of


async def replica_socket(websocket: WebSocket) -> None:
    """Socket of a follower: an operator's token, and a machine that serves the show."""
    state = websocket.app.state
    who = state.who(websocket)
    if who is None or who.role != "operator" or state.replicas is None or state.replicas.full:
        await websocket.close(1008)  # before the handshake: the peer sees a plain 403
        return
    await websocket.accept()
    try:
        await state.replicas.serve(websocket)
    except (WebSocketDisconnect, RuntimeError):
        pass  # its line is cut: it comes back
    except (msgspec.MsgspecError, TimeoutError) as error:
        await websocket.close(1008, f"{error}".encode()[:120].decode(errors="ignore"))


async def meet(request: Request) -> Response:
    """Endpoint of a machine of the same show: POST of its statement gives this one's. 403, 404, 413."""
    state = state_of(request)
    if state.generation is None:
        return problem(404, "this machine shares its show by way of Redis, or not at all")
    raw = b""
    async for part in request.stream():
        raw += part
        if len(raw) > MAX_STATEMENT:
            return problem(413, f"a statement has at most {MAX_STATEMENT} bytes")
    other = read_statement(raw)
    if other is None or not state.generation.verify(other):
        return problem(403, "that is no statement of a machine of this show")
    if state.replicas is not None:
        await state.replicas.deposed(other)
    return answer(msgspec.to_builtins(state.generation.statement(state.own_addresses)))


async def follow_page(request: Request) -> Response:
    """Page `/` of a follower."""
    state = state_of(request)
    assert state.following is not None
    who = state.who(request)
    return render(
        request, "follow.html", words={lang: state.following.words(lang) for lang in ("zh", "en")},
        primary=state.following.writer, operator=who is not None and who.role == "operator",
    )  # fmt: skip


async def promote(request: Request) -> Response:
    """Endpoint of the promotion: POST by a signed-in operator, or by the command on this machine, which knows
    the folder's key. 403, 404, 409."""
    state = state_of(request)
    if state.following is None:
        return problem(404, "this machine follows no other")
    key = request.headers.get("x-limelight-key", "")
    known = state.generation is not None and hmac.compare_digest(key.encode(), state.generation.key.encode())
    who = state.who(request)
    if not known and not (who and who.role == "operator" and same_origin(request)):
        return problem(403, "only the operator makes this machine the server")
    trouble_words = await state.following.promote_or_say(lang_of(request))
    if trouble_words:
        return problem(409, trouble_words) if known else trouble(request, 409, trouble_words)
    await asyncio.sleep(0)
    return answer({"promoted": True}) if known else RedirectResponse("/control", 303)


def waiting(request: Request) -> Response:
    """Answer of a follower to what only the server of a show has."""
    state = state_of(request)
    words = say("follow.elsewhere", lang_of(request), primary=state.failover.writer if state.failover else "")
    if request.url.path.startswith("/api/"):
        return problem(503, words)
    return trouble(request, 503, words)
