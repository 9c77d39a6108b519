"""ASGI apps, put together from all the rest: `build(settings)` gives the whole server, `build_edge(settings)`
one that only shows.

Modules that only several machines need are imported inside: redis-py takes as long to import as all the rest.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from server import follow_page
from server.event_file.reader import read_event
from server.hall import preflight_page, screens_api
from server.hall.health import watched
from server.hall.rehearsal import ended
from server.journal.lock import Lock
from server.replication.generation import Generation
from server.screens import page_socket
from server.screens.pairing import Pairing
from server.settings import Settings
from server.show.model import Contest
from server.texts.say import say
from server.web import (
    api,
    assets,
    draw_page,
    handover,
    help_page,
    import_page,
    live_sockets,
    pages,
    people_pages,
    results_download,
    sse,
)
from server.web.access import Access
from server.web.refusal_notes import RefusalNotes
from server.web.security_headers import SecurityHeaders
from server.web.state import AppState, open_show, state_of

ROUTES = [
    Route("/", pages.home),
    Route("/help", help_page.handbook_page),
    Route("/login", pages.login, methods=["GET", "POST"]),
    Route("/logout", live_sockets.logout, methods=["GET", "POST"]),
    Route("/control", pages.control),
    Route("/people", people_pages.people, methods=["GET", "POST"]),
    Route("/join/{code}", people_pages.join, methods=["GET", "POST"]),
    Route("/import", import_page.imports, methods=["GET", "POST"]),
    Route("/draws", draw_page.draws),
    Route("/preflight", preflight_page.preflight, methods=["GET", "POST"]),
    Route("/judge", pages.own),
    Route("/desk", pages.own),
    Route("/host", pages.own),
    Route("/viewer", pages.own),
    Route("/display/{output}", pages.display),
    Route("/overlay", pages.overlay),
    Route("/watch", pages.watch),
    Route("/events/{view}", sse.events),
    Route("/api/commands", api.commands, methods=["POST"]),
    Route("/api/views/{view}", api.view),
    Route("/api/explain/{entry}", api.explain),
    Route("/api/people", people_pages.presence),
    Route("/api/results.{kind}", results_download.download),
    Route("/api/screens", screens_api.screens, methods=["GET", "POST"]),
    Route("/api/pair", screens_api.pair, methods=["POST"]),
    Route("/api/openapi.json", api.schema),
    Route("/api/asyncapi.json", api.sockets_schema),
    Route("/healthz", api.health),
    Route("/readyz", api.ready),
    Route("/metrics", api.metrics),
    Route("/handover", handover.handover),
    Route("/api/handover", handover.ticket),
    Route("/api/replica", follow_page.meet, methods=["POST"]),
    Route("/api/promote", follow_page.promote, methods=["POST"]),
    WebSocketRoute("/ws/replica", follow_page.replica_socket),
    WebSocketRoute("/ws/{view}", page_socket.socket),
]


FIRST_SHOW_WAIT = 3.0  # seconds for which an edge that starts waits for the show
EDGE_ROUTES = [
    Route("/events/{view}", sse.events),
    Route("/", pages.to_watch),
    Route("/display/{output}", pages.display),
    Route("/overlay", pages.overlay),
    Route("/watch", pages.watch),
    Route("/api/views/{view}", api.view),
    Route("/assets/{name:path}", api.picture),
    Route("/healthz", api.health),
    Route("/readyz", api.edge_ready),
    Route("/metrics", api.metrics),
    WebSocketRoute("/ws/{view}", page_socket.socket),
]
# What a standby answers to: all else is the writer's.
_PUBLIC = re.compile(
    r"/(display/|help$|overlay$|watch$|events/|api/views/|api/(openapi|asyncapi)\.json$|static/|assets/|healthz|readyz|metrics)"
)
_OF_A_FOLLOWER = re.compile(r"/(login|logout|api/replica|api/promote)$")  # besides


def build(settings: Settings) -> Starlette:
    """App of one event and one data folder; they are opened when it starts. Raises JournalError then, where
    the folder is another server's or its journal can't be used."""
    state = _state(settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        lock = Lock(settings.data_dir)
        try:
            contest = read_event(settings.event_dir)
            state.access = Access(settings.data_dir)
            state.hub.pairing = Pairing(settings.data_dir)
            state.access.ensure_code(settings.code)
            async with _shared_show(state, contest) if settings.redis_url else _show(state, contest), _attended(state):
                yield
        finally:
            lock.release()

    middleware = [Middleware(RefusalNotes), *([Middleware(_Standby)] if settings.redis_url else [])]
    return _app(state, ROUTES, settings.event_dir, lifespan, middleware)


@asynccontextmanager
async def _attended(state: AppState) -> AsyncIterator[None]:
    """What goes on beside any show that this machine serves, or may come to serve."""
    async with _copied(state), watched(state), ended(state):
        watching = asyncio.create_task(live_sockets.watch_ended(state))
        try:
            yield
        finally:
            watching.cancel()


@asynccontextmanager
async def _copied(state: AppState) -> AsyncIterator[None]:
    """Copies of the journal while the show runs, and a last one when it ends."""
    copying = asyncio.create_task(state.copies.run())
    try:
        yield
    finally:
        copying.cancel()
        await state.copies.copy()


@asynccontextmanager
async def _show(state: AppState, contest: Contest) -> AsyncIterator[None]:
    """The show of a machine that shares it with no other."""
    from server.follow import Primary

    primary = Primary(state, open_show(state, contest), Generation.of_folder(state.settings.data_dir))
    primary.start()
    try:
        yield
    finally:
        await primary.stop()


@asynccontextmanager
async def _shared_show(state: AppState, contest: Contest) -> AsyncIterator[None]:
    """The show of several machines, of which one writes."""
    from server.failover import Failover

    failover = state.failover = Failover(state, contest)
    await failover.start()
    try:
        yield
    finally:
        await failover.stop()


def build_edge(settings: Settings) -> Starlette:
    """App that serves the public views of a show that another machine writes to Redis."""
    from server.replication.mirror import Mirror, follow
    from server.replication.redis_url import client_of
    from server.replication.retry import end

    state = _state(settings, edge=True)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        assert settings.redis_url is not None
        mirror = state.mirror = state.source = Mirror(state.hub)
        async with client_of(settings.redis_url) as client:
            following = asyncio.create_task(follow(mirror, client))
            try:
                with suppress(TimeoutError):  # nobody is let in before there is a show, if it comes soon
                    await asyncio.wait_for(mirror.knows.wait(), FIRST_SHOW_WAIT)
                yield
            finally:
                await end(following)

    return _app(state, EDGE_ROUTES, None, lifespan, [])


def build_follower(settings: Settings, address: str, token: str, tell: Callable[[str], None]) -> Starlette:
    """App that keeps a copy of the show at `address`, and serves it once a person says so. `tell` prints
    for that person."""
    from server.follow import Following

    state = _state(settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        lock = Lock(settings.data_dir)
        try:
            state.access = Access(settings.data_dir)
            state.hub.pairing = Pairing(settings.data_dir)
            following = Following(state, address, token, tell)
            following.start()
            try:
                async with _attended(state):
                    yield
            finally:
                await following.stop()
        finally:
            lock.release()

    return _app(state, ROUTES, settings.event_dir, lifespan, [Middleware(RefusalNotes), Middleware(_Standby)])


def _state(settings: Settings, edge: bool = False) -> AppState:
    return AppState(settings, assets.build_of(), pages.templates(), edge)


def _app(
    state: AppState, routes: list[Any], event_dir: Path | None, lifespan: Any, middleware: list[Middleware]
) -> Starlette:
    app = _App(
        routes=[*routes, *assets.mounts(event_dir, build=state.build)],
        lifespan=lifespan,
        middleware=middleware,
        exception_handlers={HTTPException: _http_error, ClientDisconnect: _client_gone},
    )
    app.state = state  # type: ignore[assignment]  # one typed object in place of Starlette's bag
    return app


class _App(Starlette):
    def build_middleware_stack(self) -> ASGIApp:
        """Layers of the app; the headers go around all of them, so that the answer to a bug of ours has them."""
        return SecurityHeaders(super().build_middleware_stack())


class _Standby:
    """While another machine writes, this one shows the public views and says where the rest is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        state: AppState = scope["app"].state
        if scope["type"] == "http" and state.active_director is None and not _PUBLIC.match(scope["path"]):
            answer = await _elsewhere(Request(scope))
            if answer:
                return await answer(scope, receive, send)
        return await self._app(scope, receive, send)


async def _elsewhere(request: Request) -> Response | None:
    """Answer to what only the writer has; None for what a follower answers to all the same."""
    if state_of(request).following is not None:
        if _OF_A_FOLLOWER.match(request.url.path):
            return None
        return await follow_page.follow_page(request) if request.url.path == "/" else follow_page.waiting(request)
    words = pages.standby_words(request)
    if request.url.path.startswith("/api/"):
        return api.problem(503, words)
    return pages.trouble(request, 503, words)


async def _client_gone(request: Request, error: Exception) -> Response:
    """The client went in the middle of sending: no bug of ours, and nobody reads the answer."""
    return Response(status_code=400)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if request.url.path.startswith(("/api/", "/static/", "/assets/")):
        answer = api.problem(error.status_code, error.detail)
    else:
        key = "page.no_page" if error.status_code == 404 else "page.bad_request"
        answer = pages.trouble(request, error.status_code, say(key, pages.lang_of(request), why=error.detail))
    answer.headers.update(error.headers or {})  # which methods would do
    return answer
