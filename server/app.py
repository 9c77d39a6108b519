"""Where everything is put together: `build(settings)` gives the whole server as one ASGI app."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route, WebSocketRoute

from server import api, assets, downloads, drawpage, pages, peoplepages, sockets
from server.access import Access, Tries
from server.director import Director
from server.eventfile import read_event
from server.hub import Hub
from server.journal import Lock, last_mode
from server.lookfile import ASSETS
from server.settings import Settings

ROUTES = [
    Route("/", pages.home),
    Route("/login", pages.login, methods=["GET", "POST"]),
    Route("/logout", pages.logout, methods=["GET", "POST"]),
    Route("/control", pages.control),
    Route("/people", peoplepages.people, methods=["GET", "POST"]),
    Route("/join/{code}", peoplepages.join, methods=["GET", "POST"]),
    Route("/draws", drawpage.draws),
    Route("/judge", pages.own),
    Route("/desk", pages.own),
    Route("/host", pages.own),
    Route("/viewer", pages.own),
    Route("/display/{output}", pages.display),
    Route("/overlay", pages.overlay),
    Route("/watch", pages.watch),
    Route("/api/commands", api.commands, methods=["POST"]),
    Route("/api/views/{view}", api.view),
    Route("/api/explain/{entry}", api.explain),
    Route("/api/people", peoplepages.presence),
    Route("/api/results.{kind}", downloads.download),
    Route("/api/openapi.json", api.schema),
    Route("/api/asyncapi.json", api.sockets_schema),
    Route("/healthz", api.health),
    Route("/readyz", api.ready),
    Route("/metrics", api.metrics),
    WebSocketRoute("/ws/{view}", sockets.socket),
]


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
            mode = settings.mode or last_mode(settings.data_dir)
            pictures = settings.event_dir / ASSETS
            with closing(Director(settings.data_dir, contest, mode, state.hub, pictures)) as state.director:
                state.access.people.ensure(state.director.show.judges.values())
                state.source = state.director
                yield
        finally:
            lock.release()

    app = Starlette(
        routes=[*ROUTES, *assets.mounts(settings.event_dir)],
        lifespan=lifespan,
        exception_handlers={HTTPException: _http_error, ClientDisconnect: _nobody_left},
    )
    app.state.settings = settings
    app.state.lang, app.state.port = settings.lang, settings.port
    app.state.build = assets.build_of()
    app.state.templates = pages.templates()
    app.state.tries = Tries()
    app.state.metrics = api.Metrics()
    return app


async def _nobody_left(request: Request, error: Exception) -> Response:
    """Somebody went in the middle of sending: no bug of ours, and nobody reads the answer."""
    return Response(status_code=400)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if request.url.path.startswith(("/api/", "/static/", "/assets/")):
        answer = api.problem(error.status_code, error.detail)
    else:
        answer = pages.trouble(request, error.status_code, pages.say(pages.lang_of(request), "no_page"))
    answer.headers.update(error.headers or {})  # which methods would do
    return answer
