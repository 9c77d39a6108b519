"""Server-Sent Events over real connections: the socket's own bytes, bound like a screen."""

from __future__ import annotations

import asyncio
import http.client
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from server.screens.outbox import Outbox
from server.web.sse import _Stream
from tests.support.hubs import hub_of
from tests.support.server_process import PATIENCE, Server, wait_until
from tests.support.socket_clients import open_


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder: Path = tmp_path_factory.mktemp("events") / "kept"
    folder.mkdir()
    one = Server(folder).start(LIMELIGHT_SCREENS="3")
    yield one
    one.stop()


@contextmanager
def reading(server: Server, view: str) -> Iterator[http.client.HTTPResponse]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    connection.request("GET", f"/events/{view}")
    try:
        yield connection.getresponse()
    finally:
        connection.close()


def next_event(answer: http.client.HTTPResponse) -> str:
    """The next event's text."""
    while True:
        line = answer.readline().decode()
        assert line, "the stream has ended"
        if line.startswith("data: "):
            return line.removeprefix("data: ").removesuffix("\n")


def test_a_reader_gets_what_the_socket_gets_byte_by_byte(server: Server) -> None:
    with open_(server, "monitor") as page, reading(server, "monitor") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert json.loads(next_event(answer))["type"] == json.loads(page.recv(timeout=PATIENCE))["type"] == "hello"
        assert next_event(answer) == page.recv(timeout=PATIENCE), "the snapshot"
        for words in ("第一句", "第二句"):
            server.do("message", text=words)
            assert next_event(answer) == page.recv(timeout=PATIENCE)
        server.do("switch_mode", mode="rehearsal")
        assert [json.loads(next_event(answer))["type"] for _ in range(2)] == ["hello", "snapshot"], "another journal"


def test_only_public_views_and_only_so_many_readers(server: Server) -> None:
    for view in ("control", "preview.stage", "nowhere"):
        with reading(server, view) as answer:
            assert answer.status == 404
    wait_until(lambda: _screens(server) == 0, "those of before to be forgotten")
    with reading(server, "stage"), reading(server, "stage"), reading(server, "stage"):
        wait_until(lambda: _screens(server) == 3, "three readers to count")
        with reading(server, "stage") as answer:
            assert answer.status == 503
    wait_until(lambda: _screens(server) == 0, "those who left to be forgotten")


async def test_a_reader_is_forgotten_however_the_stream_ends() -> None:
    """A generator that never began tidies nothing up, nor one that the traceback of a broken write holds."""
    state = SimpleNamespace(hub=hub_of(limit=1), build="b")
    outbox = Outbox()
    stream = _Stream(state, state.hub.join("stage", outbox), outbox)

    async def broken(message: Any) -> None:
        raise RuntimeError("the handler is closed")

    with pytest.raises(RuntimeError) as error:
        await stream({"type": "http", "asgi": {"spec_version": "2.3"}}, asyncio.Event().wait, broken)  # type: ignore[arg-type]
    assert len(state.hub) == 0, error


def test_a_head_is_no_reader(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    for path in ("/events/stage", "/healthz"):
        connection.request("HEAD", path)
        answer = connection.getresponse()
        assert answer.status == 200 and answer.read() == b"", "and the connection is free for the next request"
    connection.close()
    assert _screens(server) == 0


def _screens(server: Server) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    connection.request("GET", "/metrics")
    lines = connection.getresponse().read().decode().splitlines()
    connection.close()
    return sum(int(float(line.split()[-1])) for line in lines if line.startswith("limelight_screens{"))
