"""Connections: the fast socket, the plain socket and the SSE reader do the same when the hub asks the same of
them."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from server.screens.connection import Connection
from server.screens.outbox import MAX_ANSWERS
from tests.support.server_process import wait_until
from tests.support.socket_clients import PATIENT
from tests.support.threaded_server import Run, running

Receive = Callable[[], dict[str, Any] | None]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    with running(tmp_path_factory.mktemp("run"), "direct") as one:
        yield one


@contextmanager
def fast(run: Run) -> Iterator[Receive]:
    with run.open("monitor") as page:
        yield lambda: _received(page)


@contextmanager
def plain(run: Run) -> Iterator[Receive]:
    token = {"authorization": f"Bearer {run.state.access.token('operator')}"}
    with connect(f"ws://127.0.0.1:{run.address[1]}/ws/control", additional_headers=token) as page:
        yield lambda: _received(page)


@contextmanager
def events(run: Run) -> Iterator[Receive]:
    connection = http.client.HTTPConnection("127.0.0.1", run.address[1], timeout=PATIENT)
    connection.request("GET", "/events/monitor")
    answer = connection.getresponse()
    try:
        yield lambda: _event(answer)
    finally:
        connection.close()


def _received(page: Any) -> dict[str, Any] | None:
    try:
        message: dict[str, Any] = json.loads(page.recv(timeout=PATIENT))
    except ConnectionClosed as end:
        assert end.rcvd is not None and (end.rcvd.code, end.rcvd.reason) == (1008, "enough")
        return None
    return message


def _event(answer: http.client.HTTPResponse) -> dict[str, Any] | None:
    while line := answer.readline():
        if line.startswith(b"data: "):
            message: dict[str, Any] = json.loads(line.removeprefix(b"data: "))
            return message
    return None


@pytest.mark.parametrize("kind", [fast, plain, events])
def test_every_kind_does_what_the_hub_asks(run: Run, kind: Callable[[Run], Any]) -> None:
    with kind(run) as receive:
        until(receive, "snapshot")
        (screen,) = run.call(run.state.hub.screens)
        asked: Connection = screen.connection
        run.call(lambda: asked.patch(b'{"type":"patch","seq":-7}'))
        assert until(receive, "patch")["seq"] == -7
        run.call(lambda: asked.presence(b'{"type":"presence","panels":-7}'))
        while until(receive, "presence")["panels"] != -7:
            pass
        run.call(lambda: [asked.request_snapshot() for _ in range(9)])
        until(receive, "snapshot")
        run.call(lambda: asked.close("enough"))
        while receive() is not None:
            pass
    wait_until(lambda: not run.call(lambda: len(run.state.hub)), "its end")


@pytest.mark.parametrize("kind", [fast, plain, events])
def test_every_kind_says_when_too_many_answers_wait(run: Run, kind: Callable[[Run], Any]) -> None:
    with kind(run) as receive:
        until(receive, "snapshot")
        (screen,) = run.call(run.state.hub.screens)
        taken = run.call(lambda: [screen.connection.answer(b"{}") for _ in range(MAX_ANSWERS + 1)])
        assert taken == [True] * MAX_ANSWERS + [False]
        run.call(lambda: screen.connection.close("enough"))
    wait_until(lambda: not run.call(lambda: len(run.state.hub)), "its end")


def until(receive: Receive, kind: str) -> dict[str, Any]:
    """The next message of a kind."""
    while (message := receive()) is not None:
        if message["type"] == kind:
            return message
    raise AssertionError(f"it ended without a {kind}")


def test_a_view_has_one_patch_function_for_all_its_fast_sockets(run: Run) -> None:
    with fast(run) as one, fast(run) as two:
        until(one, "snapshot"), until(two, "snapshot")
        assert len({screen.connection.patch for screen in run.call(run.state.hub.screens)}) == 1
