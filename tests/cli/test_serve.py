from __future__ import annotations

import asyncio
import gc
import socket
import threading
import urllib.request
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from server.cli import serve


def test_port_0_takes_a_free_port() -> None:
    with serve.listen("127.0.0.1", 0) as bound:
        assert bound.getsockname()[1] > 0


def test_a_port_in_use_says_so_and_names_another() -> None:
    with serve.listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(serve.CannotListenError, match=rf"port {port} is in use.*--port {port + 1}"):
            serve.listen("127.0.0.1", port)


def test_an_address_that_is_not_ours_says_what_to_try() -> None:
    with pytest.raises(serve.CannotListenError, match=r"--host 0\.0\.0\.0"):
        serve.listen("203.0.113.9", 0)


def test_a_port_is_free_again_as_soon_as_its_server_has_gone() -> None:
    with serve.listen("127.0.0.1", 0) as first, socket.create_connection(first.getsockname()):
        address = first.getsockname()
    serve.listen(*address).close()


@pytest.mark.parametrize(("limits", "room"), [
    ((1024, 20_000), 10_000), ((20_000, 20_000), 10_000), ((1024, 4096), 3896), ((1024, -1), 10_000),
    ((-1, -1), 10_000),
])  # fmt: skip
def test_asks_for_as_many_descriptors_as_the_screens_need_and_says_when_there_are_fewer(
    limits: tuple[int, int], room: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    resource = pytest.importorskip("resource")
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda which: limits)
    monkeypatch.setattr(resource, "setrlimit", lambda which, wanted: asked.append(wanted))
    assert resource.RLIM_INFINITY == -1 and serve.make_room(10_000) == room
    assert asked == ([(min(10_200, limits[1] % 2**63), limits[1])] if limits[0] == 1024 else [])
    assert ("ulimit -n 10200" in caplog.text) == (room < 10_000)


def test_there_are_descriptors_that_no_connection_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    for soft, lines in ((1024, 1024 - serve.OWN_FDS), (10, 1), (resource.RLIM_INFINITY, 0)):
        monkeypatch.setattr(resource, "getrlimit", lambda which, soft=soft: (soft, soft))
        assert serve.max_lines() == lines
    assert serve.OWN_FDS < serve.RESERVED_FDS, "there is room for pages beside a full house of screens"


def test_announces_when_pages_can_be_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """`announce` runs on the server's loop: a thread fetches a page and then stops the server."""
    answers: list[bytes] = []
    servers: list[serve._Server] = []
    monkeypatch.setattr(serve._Server, "capture_signals", _no_signals)
    remember = serve._Server.__init__
    monkeypatch.setattr(
        serve._Server, "__init__", lambda self, *args: (servers.append(self), remember(self, *args))[1]
    )

    def fetch() -> None:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/") as answer:
            answers.append(answer.read())
        servers[0].should_exit = True

    app = Starlette(routes=[Route("/", lambda request: PlainTextResponse("here"))])
    with serve.listen("127.0.0.1", 0) as bound:
        port = bound.getsockname()[1]
        assert serve.run(app, bound, "warning", lambda: threading.Thread(target=fetch).start())
    assert answers == [b"here"]


def test_an_application_that_cannot_start_is_told(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(scope: dict[str, str], receive: object, send: object) -> None:
        await asyncio.sleep(0)
        raise RuntimeError("no journal")

    with serve.listen("127.0.0.1", 0) as bound:
        assert not serve.run(broken, bound, "warning", lambda: pytest.fail("was announced"))
    assert "no journal" in caplog.text


def _no_signals(self: object) -> object:
    from contextlib import nullcontext

    return nullcontext()


def test_a_server_leaves_the_show_before_it_waits_for_its_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    with serve.listen("127.0.0.1", 0) as bound:

        async def stopped() -> None:
            async def leave() -> None:
                order.append("left")

            server = serve._Server(serve.config(Starlette(), lifespan="off", ws="none"), lambda: None, leave)
            monkeypatch.setattr(server.server_state, "connections", _Noticed(order))
            server.should_exit = True
            await server.serve(sockets=[bound])

        try:
            asyncio.run(stopped())
        finally:
            gc.unfreeze()
    assert order[:2] == ["left", "pages"]


class _Noticed(set[object]):
    """Set of connections that notes when it is looked through."""

    def __init__(self, order: list[str]) -> None:
        super().__init__()
        self._order = order

    def __iter__(self) -> Iterator[object]:
        self._order.append("pages")
        return super().__iter__()


def test_what_is_loaded_is_not_looked_through_again() -> None:
    with serve.listen("127.0.0.1", 0) as bound:
        kept: list[int] = []

        async def watched() -> None:
            config = serve.config(Starlette(), lifespan="off", ws="none")
            server = serve._Server(config, lambda: kept.append(gc.get_freeze_count()))
            server.should_exit = True
            await server.serve(sockets=[bound])

        try:
            asyncio.run(watched())
        finally:
            gc.unfreeze()
    assert kept and kept[0] > 10_000
