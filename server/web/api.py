"""HTTP interface: commands and snapshots for scripts and Stream Deck, health, metrics, OpenAPI."""

from __future__ import annotations

from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from server import wire
from server.screens.display_socket import write_path
from server.settings import MAX_MESSAGE
from server.show.roles import may_see, sees_marks
from server.texts import score_text
from server.web import asyncapi, openapi
from server.web.access import COOKIE, same_origin
from server.web.assets import kind_of
from server.web.state import state_of
from server.wire import BadMessage

_STATUS = {"ack": 200, "refused": 409}


def answer(body: Any, code: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Response in JSON."""
    return Response(wire.encode(body), code, headers, "application/json")


def problem(code: int, why: str) -> Response:
    """Response for scripts that says what is wrong: `{type: "problem", code, why}`."""
    return answer({"type": "problem", "code": code, "why": why}, code, {"cache-control": "no-store"})


async def commands(request: Request) -> Response:
    """Endpoint of commands: POST carries out one. 200 ack, 409 refused, 422 no command of ours, 401, 403,
    413, 429."""
    who = state_of(request).who(request)
    if who is None:
        if COOKIE in request.cookies and not same_origin(request):
            return problem(403, "commands are taken from our own pages only")
        return problem(401, "sign in, or send Authorization: Bearer with a token of `limelight token`")
    raw = await read_body(request)
    if raw is None:
        return problem(413, f"a command has at most {MAX_MESSAGE} bytes")
    try:
        envelope = wire.decode_command(raw)
    except BadMessage as error:
        state_of(request).metrics.commands.labels("bad").inc()
        return problem(422, str(error))
    done = await state_of(request).command(envelope, who)
    state_of(request).metrics.commands.labels(done["type"]).inc()
    code = 429 if done.get("code") == "too_fast" else _STATUS[done["type"]]
    return answer(done, code, {"cache-control": "no-store"} | ({"retry-after": "1"} if code == 429 else {}))


async def read_body(request: Request) -> bytes | None:
    """Body of a request, or None as soon as it grows over the bound."""
    parts, length = [], 0
    async for part in request.stream():
        length += len(part)
        if length > MAX_MESSAGE:
            return None
        parts.append(part)
    return b"".join(parts)


async def view(request: Request) -> Response:
    """Endpoint of a view: GET gives the snapshot that its socket would send. 304, 401, 403, 404."""
    source = state_of(request).source
    name = request.path_params["view"]
    if name not in source.names():
        return problem(404, f"there is no view {name}; there are {', '.join(source.names())}")
    if not source.is_public(name):
        who = state_of(request).who(request)
        if who is None:
            return problem(401, "this view is for those who are signed in")
        if not may_see(who, name):
            return problem(403, f"a {who.role} does not see this view")
    tag = f'"{source.epoch}-{source.seq}"'
    # Public snapshots may be a second old: then a crowd that asks costs a CDN and not us.
    headers = {"etag": tag, "cache-control": "public, max-age=1" if source.is_public(name) else "private, no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return answer(source.snapshot(name) | {"epoch": source.epoch}, headers=headers)


async def explain(request: Request) -> Response:
    """Endpoint of an entry's score: GET explains it in plain words, line by line. 401, 403, 404."""
    director = state_of(request).director
    who = state_of(request).who(request)
    if who is None or not sees_marks(who):
        return problem(403 if who else 401, "how a score came about is for those who may see marks")
    entry = request.path_params["entry"]
    if entry not in director.show.entries:
        return problem(404, f"there is no entry {entry}")
    lang = request.query_params.get("lang", state_of(request).lang)
    return answer({"entry": entry, "lines": score_text.explain(director.show, entry, lang)},
                  headers={"cache-control": "no-store"})  # fmt: skip


async def health(request: Request) -> Response:
    """Endpoint of health: the process answers, and says how it writes to screens."""
    return answer({"ok": True, "build": state_of(request).build, "writes": write_path()})


async def ready(request: Request) -> Response:
    """Endpoint of readiness: the show is open and may be commanded; with Redis, also who writes and whether
    Redis answers. 503 where this machine is no writer."""
    state = state_of(request)
    readiness = {"ready": True, "seq": state.source.seq, "epoch": state.source.epoch}
    damage = state.active_director.journal.damage if state.active_director else None
    if damage is not None:
        readiness |= {"ready": False, "damaged": damage.file.name, "why": damage.say("en")}
    if state.copies.trouble:
        readiness["copies"] = {str(folder): why for folder, why in state.copies.trouble.items()}
    if state.failover is not None:
        readiness |= state.failover.readiness()
    return answer(readiness, 200 if readiness["ready"] else 503, {"cache-control": "no-store"})


async def edge_ready(request: Request) -> Response:
    """Endpoint of an edge's readiness: it shows the newest there is. 503 once it has lost Redis, while it
    goes on showing."""
    readiness = state_of(request).mirror.readiness()
    return answer(readiness, 200 if readiness["ready"] else 503, {"cache-control": "no-store"})


async def picture(request: Request) -> Response:
    """Endpoint of the event's own pictures, as the writer put them into Redis. 304, 404."""
    kept = state_of(request).mirror.pictures.get(request.path_params["name"])
    if kept is None:
        return problem(404, "there is no such picture")
    tag, content = kept
    headers = {"etag": f'"{tag}"', "cache-control": "public, max-age=60"}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers, media_type=kind_of(request.path_params["name"]))


async def metrics(request: Request) -> Response:
    """Endpoint of metrics, as Prometheus reads them."""
    state = state_of(request)
    for name in state.source.names():
        state.metrics.screens.labels(name).set(state.hub.count(name))
    state.metrics.seq.set(state.source.seq)
    state.metrics.take(state.hub.presence())
    return PlainTextResponse(generate_latest(state.metrics.registry), media_type=CONTENT_TYPE_LATEST)


async def schema(request: Request) -> Response:
    return answer(openapi.document())


async def sockets_schema(request: Request) -> Response:
    return answer(asyncapi.document())
