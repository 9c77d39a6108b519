"""Pages and panels as a browser connects them: real sockets to a real server (`tests/support/server_process.py`)."""

from __future__ import annotations

import json
import socket
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.support.server_process import CODE, Server

PATIENT = 30


def open_(server: Server, view: str, **kwargs: Any) -> ClientConnection:
    return connect(server.url(f"/ws/{view}").replace("http", "ws"), open_timeout=PATIENT, **kwargs)


def panel(server: Server, **headers: str) -> ClientConnection:
    return open_(server, "control", additional_headers={"cookie": cookie(server), **headers})


def cookie(server: Server, code: str = CODE) -> str:
    """The cookie that signing in gives, as a browser keeps it."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args: Any) -> None:
            return None

    form = urllib.parse.urlencode({"code": code}).encode()
    try:
        urllib.request.build_opener(Stay).open(urllib.request.Request(server.url("/login"), form), timeout=PATIENT)
    except urllib.error.HTTPError as answer:
        return answer.headers["set-cookie"].partition(";")[0]
    raise AssertionError("a right code leads on to the panel")


def receive(page: ClientConnection, kind: str) -> dict[str, Any]:
    """The next message of a kind; others are passed over."""
    while True:
        message = json.loads(page.recv(timeout=PATIENT))
        if message["type"] == kind:
            return message


def send(page: ClientConnection, **fields: Any) -> None:
    page.send(json.dumps(fields))


def closed(page: ClientConnection) -> tuple[int, str]:
    """How the server ended the connection."""
    with pytest.raises(ConnectionClosed) as end:
        while True:
            page.recv(timeout=PATIENT)
    assert end.value.rcvd is not None
    return end.value.rcvd.code, end.value.rcvd.reason


def narrow(server: Server) -> socket.socket:
    """A connection whose buffer in the system is as small as it gets: unread bytes stay with the server."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    made.connect(("127.0.0.1", server.port))
    return made
