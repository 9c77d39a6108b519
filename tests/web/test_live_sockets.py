"""Sockets of a sign-in that has ended, over a real server: closed at once, also where another program ended it."""

from __future__ import annotations

import time
from contextlib import closing
from http import client as http
from pathlib import Path

import pytest
from websockets.sync.client import ClientConnection, connect

from server.sign_in.tokens import Tokens
from server.web import live_sockets
from server.web.live_sockets import REASON, close_ended
from tests.support.app_client import client
from tests.support.server_process import Server, wait_until
from tests.support.socket_clients import PATIENT, closed, cookie
from tests.support.threaded_server import Run, running

VIEW = "/api/views/control"


def opened(run: Run, view: str, **headers: str) -> ClientConnection:
    address = f"ws://127.0.0.1:{run.address[1]}/ws/{view}"
    return connect(address, additional_headers=headers, open_timeout=PATIENT)


def asked(server: Server, path: str, cookie: str, method: str = "GET") -> int:
    """Status code of an answer to somebody who brings this cookie, which may be a copy."""
    with closing(http.HTTPConnection("127.0.0.1", server.port, timeout=PATIENT)) as line:
        line.request(method, path, headers={"cookie": cookie})
        return line.getresponse().status


def test_a_token_that_the_terminal_revokes_loses_its_sockets_and_no_other(tmp_path: Path) -> None:
    with running(tmp_path, "direct") as run:
        one, other = (f"Bearer {run.state.access.token('operator', name=name)}" for name in ("甲", "乙"))
        with opened(run, "control", authorization=one) as lost, opened(run, "control", authorization=other) as kept, \
                opened(run, "stage", authorization=one) as fast:  # fmt: skip
            (token,) = (token for token in Tokens(tmp_path) if token.name == "甲")
            Tokens(tmp_path).revoke(token.id)
            assert closed(lost) == closed(fast) == (1008, REASON)
            kept.send('{"type": "ping", "t": 1}')
            assert any('"pong"' in str(kept.recv(timeout=PATIENT)) for _ in range(9))


def test_a_token_whose_time_is_over_loses_its_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_sockets, "WATCH", 3600)
    with running(tmp_path, "direct") as run:
        token = run.state.access.token("operator", seconds=600)
        with opened(run, "control", authorization=f"Bearer {token}") as page:
            run.call(lambda: close_ended(run.state))
            assert page.recv(timeout=PATIENT), "it goes on as long as it lasts"
            later = time.time() + 601
            monkeypatch.setattr(time, "time", lambda: later)
            run.call(lambda: close_ended(run.state))
            assert closed(page) == (1008, REASON)


def test_who_leaves_is_gone_on_the_server_with_every_copy_of_the_cookie(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    server = Server(tmp_path / "data").start()
    try:
        mine, other = cookie(server), cookie(server)
        address = server.url("/ws/control").replace("http", "ws")
        with connect(address, additional_headers={"cookie": mine}) as lost, \
                connect(address, additional_headers={"cookie": other}) as kept:  # fmt: skip
            assert asked(server, "/control", mine) == 200
            assert asked(server, "/logout", mine, "POST") == 303
            assert closed(lost) == (1008, REASON)
            assert asked(server, "/control", mine) == 303 and asked(server, VIEW, mine) == 401
            assert asked(server, "/control", other) == 200
            assert kept.recv(timeout=PATIENT)
        server.stop()
        server.start()
        assert asked(server, VIEW, mine) == 401, "after a restart, too"
        assert asked(server, "/control", other) == 200
    finally:
        server.stop()


def test_an_end_that_fails_is_no_end_of_the_watch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[int] = []

    def fails(state: object) -> None:
        asked.append(1)
        raise OSError("a disk")

    monkeypatch.setattr(live_sockets, "WATCH", 0)
    monkeypatch.setattr(live_sockets, "close_ended", fails)
    with client(tmp_path):
        wait_until(lambda: len(asked) > 2, "three looks")
    assert "cannot be looked at" in caplog.text
