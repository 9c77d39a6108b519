"""Where everything is put together: `build(settings)` gives the whole server as one ASGI app, and
`build_edge(settings)` one that only shows.

What only several machines need is imported inside: redis-py takes as long to import as all the rest.
"""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import State
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from server.director import Director
from server.event_file.look_section import ASSETS
from server.event_file.reader import read_event
from server.journal import Lock, last_mode
from server.screens import page_socket
from server.screens.hub import Hub
from server.settings import Settings
from server.show.model import Contest
from server.texts.say import say
from server.web import (
    api,
    assets,
    draw_page,
    help_page,
    import_page,
    pages,
    people_pages,
    results_download,
    sse,
)
from server.web.access import Access, Nobody, Tries

ROUTES = [
    Route("/", pages.home),
    Route("/help", help_page.handbook_page),
    Route("/login", pages.login, methods=["GET", "POST"]),
    Route("/logout", pages.logout, methods=["GET", "POST"]),
    Route("/control", pages.control),
    Route("/people", people_pages.people, methods=["GET", "POST"]),
    Route("/join/{code}", people_pages.join, methods=["GET", "POST"]),
    Route("/import", import_page.imports, methods=["GET", "POST"]),
    Route("/draws", draw_page.draws),
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
    Route("/api/openapi.json", api.schema),
    Route("/api/asyncapi.json", api.sockets_schema),
    Route("/healthz", api.health),
    Route("/readyz", api.ready),
    Route("/metrics", api.metrics),
    WebSocketRoute("/ws/{view}", page_socket.socket),
]


FIRST_LOOK = 3.0  # seconds for which an edge that starts waits for the show
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
    r"/(display/|help$|overlay$|watch$|events/|api/views/|api/\w+\.json$|static/|assets/|healthz|readyz|metrics)"
)


def build(settings: Settings) -> Starlette:
    """The app for one event and one data folder; they are opened when it starts."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        lock = Lock(settings.data_dir)
        state = app.state
        try:
            contest = read_event(settings.event_dir)
            state.access = Access(settings.data_dir)
            state.access.ensure_code(settings.code)
            state.hub = Hub(settings.max_screens)
            show = _shared_show if settings.redis_url else _show
            async with show(state, settings, contest):
                yield
        finally:
            lock.release()

    return _app(settings, ROUTES, settings.event_dir, lifespan, [Middleware(_Standby)] if settings.redis_url else [])


@asynccontextmanager
async def _show(state: State, settings: Settings, contest: Contest) -> AsyncIterator[None]:
    """The show of this machine alone."""
    mode = settings.mode or last_mode(settings.data_dir)
    with closing(Director(settings.data_dir, contest, mode, state.hub)) as state.director:
        state.director.pictures = settings.event_dir / ASSETS
        state.access.people.ensure(state.director.show.judges.values())
        state.source = state.director
        yield


@asynccontextmanager
async def _shared_show(state: State, settings: Settings, contest: Contest) -> AsyncIterator[None]:
    """The show of several machines, of which one writes."""
    from server.failover import Succession

    state.succession = Succession(state, settings, contest)
    await state.succession.begin()
    try:
        yield
    finally:
        await state.succession.end()


def build_edge(settings: Settings) -> Starlette:
    """The app that serves the public views of a show that another machine writes to Redis."""
    from server.replication.bus import end
    from server.replication.mirror import Mirror, follow
    from server.replication.redis_url import client_of

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        assert settings.redis_url is not None
        app.state.hub = Hub(settings.max_screens)
        app.state.source = Mirror(app.state.hub)
        async with client_of(settings.redis_url) as client:
            following = asyncio.create_task(follow(app.state.source, client))
            try:
                with suppress(TimeoutError):  # nobody is let in before there is something to see, if it comes soon
                    await asyncio.wait_for(app.state.source.knows.wait(), FIRST_LOOK)
                yield
            finally:
                await end(following)

    app = _app(settings, EDGE_ROUTES, None, lifespan, [])
    app.state.access = Nobody()
    app.state.shared_caches = True
    return app


def _app(
    settings: Settings, routes: list[Any], event_dir: Path | None, lifespan: Any, middleware: list[Middleware]
) -> Starlette:
    build = assets.build_of()
    app = Starlette(
        routes=[*routes, *assets.mounts(event_dir, build=build)],
        lifespan=lifespan,
        middleware=middleware,
        exception_handlers={HTTPException: _http_error, ClientDisconnect: _nobody_left},
    )
    app.state.settings = settings
    app.state.lang, app.state.port = settings.lang, settings.port
    app.state.build = build
    app.state.templates = pages.templates()
    app.state.tries = Tries()
    app.state.imports = OrderedDict()
    app.state.metrics = api.Metrics()
    app.state.succession = None
    app.state.shared_caches = False
    return app


class _Standby:
    """While another machine writes, this one shows the public views and says where the rest is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        state = scope["app"].state
        if scope["type"] == "http" and state.director is None and not _PUBLIC.match(scope["path"]):
            answer = _elsewhere(Request(scope), state.succession.writer)
            return await answer(scope, receive, send)
        return await self._app(scope, receive, send)


def _elsewhere(request: Request, writer: str) -> Response:
    words = say("page.standby", pages.lang_of(request), writer=writer)
    return api.problem(503, words) if request.url.path.startswith("/api/") else pages.trouble(request, 503, words)


async def _nobody_left(request: Request, error: Exception) -> Response:
    """Somebody went in the middle of sending: no bug of ours, and nobody reads the answer."""
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
