"""Bounds of a request over real sockets: uvicorn's HTTP over httptools and over h11, on each loop, under TLS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from server.screens import upgrade
from server.screens.bounded_http import BoundedH11, BoundedHTTP, answer
from server.screens.lines import Bounds
from tests.support.server_process import wait_until
from tests.support.threaded_server import Run, running

HASTY = Bounds(head_bytes=4096, head_seconds=1, tick=0.05)
CALM = Bounds(head_bytes=4096)
WAYS = {"httptools": BoundedHTTP, "h11": BoundedH11}
GET = b"GET /healthz HTTP/1.1\r\nhost: hall\r\n"
POST = b"POST /login HTTP/1.1\r\nhost: hall\r\ncontent-type: application/x-www-form-urlencoded\r\n"
WISH = b"upgrade: websocket\r\nconnection: upgrade\r\n"
KEY = b"sec-websocket-version: 13\r\nsec-websocket-key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n"


@pytest.fixture(scope="module", params=["httptools uvloop", "h11 uvloop", "h11 asyncio", "httptools tls"])
def way(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    kind, place = request.param.split()
    if kind == "httptools":
        pytest.importorskip("httptools")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(upgrade, "BoundedHTTP", WAYS[kind])
        yield ("tls", "") if place == "tls" else ("direct", place)


@contextmanager
def served(folder: Path, way: tuple[str, str], bounds: Bounds) -> Iterator[Run]:
    path, loop = way
    with running(folder, path, bounds=bounds, loop=loop) as run:
        yield run


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory, way: tuple[str, str]) -> Iterator[Run]:
    with served(tmp_path_factory.mktemp("calm"), way, CALM) as run:
        yield run


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory, way: tuple[str, str]) -> Iterator[Run]:
    with served(tmp_path_factory.mktemp("hasty"), way, HASTY) as run:
        yield run


def read(line: Any) -> bytes:
    """Everything until the server closes."""
    received = b""
    while True:
        try:
            more = line.recv(65536)
        except ConnectionResetError:
            more = b""
        if not more:
            return received
        received += more


def code(line: Any) -> int:
    """Code of the next answer; 0: closed without a word."""
    received = b""
    while b"\r\n\r\n" not in received:
        more = line.recv(65536)
        if not more:
            return 0
        received += more
    return int(received.split(b" ", 2)[1])


def exchange(run: Run, *pieces: bytes) -> int:
    line = run.connected()
    try:
        for piece in pieces:
            line.sendall(piece)
        return code(line)
    finally:
        line.close()


def test_a_head_is_bounded_whether_it_ends_or_not(calm: Run) -> None:
    assert exchange(calm, GET + b"x: " + b"a" * 3000 + b"\r\n\r\n") == 200
    assert exchange(calm, GET + b"x: " + b"a" * 5000) == 431, "one header without end"
    assert exchange(calm, GET + b"x: " + b"a" * 5000 + b"\r\n\r\n") == 431, "one that is whole"
    assert exchange(calm, GET + b"x: 1\r\n" * 900) == 431, "headers without end"
    assert exchange(calm, *[GET, *([b"x: " + b"a" * 500 + b"\r\n"] * 9)]) == 431, "in pieces"
    assert exchange(calm, b"GET /" + b"a" * 5000) == 431, "an address without end"


def test_the_bound_begins_again_with_each_request(calm: Run) -> None:
    line = calm.connected()
    for _ in range(4):
        line.sendall(GET + b"x: " + b"a" * 3000 + b"\r\n\r\n")
        assert code(line) == 200
    line.sendall(GET + b"x: " + b"a" * 5000)
    assert code(line) == 431
    line.close()


def test_a_trailer_and_a_chunk_s_length_are_bounded_too(calm: Run) -> None:
    chunked = POST + b"transfer-encoding: chunked\r\n\r\n"
    assert exchange(calm, chunked + b"6\r\ncode=1\r\n0\r\n\r\n") == 401
    for endless in (b"0\r\n" + b"x: 1\r\n" * 3000, b"6;" + b"a" * 70000):
        assert exchange(calm, chunked + endless) in (400, 431)


def test_a_body_larger_than_a_head_may_be_is_read(calm: Run) -> None:
    assert exchange(calm, POST + b"content-length: 20005\r\n\r\ncode=" + b"a" * 20000) in (400, 401)


def test_a_wish_for_a_websocket_gets_an_answer_whatever_it_looks_like(calm: Run) -> None:
    body = b"content-length: 6\r\n\r\n"
    assert exchange(calm, POST + WISH + body + b"code=1") == exchange(calm, POST + WISH + KEY + body, b"code=1") == 405
    for method in (b"POST", b"PUT", b"DELETE", b"OPTIONS"):
        assert exchange(calm, method + b" /ws/stage HTTP/1.1\r\nhost: hall\r\n" + WISH + KEY + b"\r\n") == 405
    get = b"GET /ws/stage HTTP/1.1\r\nhost: hall\r\n"
    for more in (KEY + b"content-length: 3\r\n\r\nabc", KEY + b"transfer-encoding: chunked\r\n\r\n0\r\n\r\n",
                 KEY + b"x: 1\r\n" * 200 + b"\r\n", b"\r\n", KEY + b"expect: 100-continue\r\n\r\n"):  # fmt: skip
        assert exchange(calm, get + WISH + more) in (101, 400), "an answer, whatever it is"


def test_who_takes_too_long_is_closed_and_told_why(hasty: Run) -> None:
    second, blank = hasty.connected(), hasty.connected()
    for line in (second, blank):
        line.sendall(GET + b"\r\n")
        assert code(line) == 200
    silent, drips, body = hasty.connected(), hasty.connected(), hasty.connected()
    lines = (silent, drips, body, second, blank)
    for piece in (b"G", b"ET /healthz", b" HTTP/1.1\r\n"):
        drips.sendall(piece)
    body.sendall(POST + b"content-length: 1000\r\n\r\ncode=")
    second.sendall(b"GET /he")
    blank.sendall(b"\r\n")  # no request, for one of the two
    assert read(silent) == b"", "browsers connect ahead: no answer to what they ask later"
    assert [code(line) for line in (drips, body, second)] == [408] * 3
    assert code(blank) in (400, 408)
    assert [read(line) for line in lines] == [b""] * 5
    for line in lines:
        line.close()


def test_a_stream_of_events_goes_on_and_the_lines_are_forgotten(hasty: Run) -> None:
    line = hasty.connected()
    line.sendall(b"GET /events/monitor HTTP/1.1\r\nhost: hall\r\n\r\n")
    assert code(line) == 200
    waits = hasty.connected()
    assert read(waits) == b"", "a silent one of the same age has gone"
    received = b""
    hasty.message("还在")
    while "还在".encode() not in received:
        received += line.recv(65536)
    for one in (line, waits):
        one.close()
    wait_until(lambda: not hasty.call(lambda: len(hasty.server.server_state.connections)), "their end")


def test_an_answer_that_says_why_is_whole() -> None:
    head, _, words = answer(431).partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head)
    assert length and int(length[1]) == len(words) and head.startswith(b"HTTP/1.1 431 Request Header Fields Too Large")
