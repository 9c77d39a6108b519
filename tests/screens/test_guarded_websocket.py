"""Answers that uvicorn gives without the app, over real sockets: each forbids a browser to guess its type."""

from __future__ import annotations

import base64
import socket
from contextlib import closing
from pathlib import Path

import pytest

from server.screens.bounded_http import answer as answer_of
from tests.support.threaded_server import PATIENCE, running

KEY = base64.b64encode(b"0123456789abcdef").decode()
UPGRADE = f"Host: hall\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {KEY}\r\n"


def head(address: tuple[str, int], request: str) -> str:
    """Status line and headers of the answer to a request, in small letters."""
    with closing(socket.create_connection(address, PATIENCE)) as line:
        line.sendall(request.encode())
        received = b""
        while b"\r\n\r\n" not in received and (more := line.recv(65536)):
            received += more
    return received.partition(b"\r\n\r\n")[0].decode().lower()


def test_refusals_that_the_app_never_sees_are_not_to_be_guessed_at(tmp_path: Path) -> None:
    requests = {
        "GET /\x01 nonsense\r\n\r\n": "400",
        f"GET /ws/stage HTTP/1.1\r\n{UPGRADE}Sec-WebSocket-Version: 12\r\n\r\n": "400",
        "GET /ws/stage HTTP/1.1\r\nHost: hall\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n": "400",
        f"GET /ws/control HTTP/1.1\r\n{UPGRADE}Sec-WebSocket-Version: 13\r\n\r\n": "403",
        f"GET /ws/stage HTTP/1.1\r\n{UPGRADE}Sec-WebSocket-Version: 13\r\n\r\n": "101",
        "GET /nowhere HTTP/1.1\r\nHost: hall\r\n\r\n": "404",
        "GET /static/nowhere HTTP/1.1\r\nHost: hall\r\n\r\n": "404",
        "POST /nowhere HTTP/1.1\r\nHost: hall\r\nContent-Length: 0\r\n\r\n": "404",
        "GET /control HTTP/1.1\r\nHost: hall\r\n\r\n": "303",
    }
    with running(tmp_path, "direct") as run:
        for request, wanted in requests.items():
            answer = head(run.address, request)
            assert answer.split()[1] == wanted, request
            assert answer.count("x-content-type-options: nosniff") == 1, answer


def test_a_signed_in_socket_is_accepted_with_the_header(tmp_path: Path) -> None:
    with running(tmp_path, "direct") as run:
        token = run.state.access.token("operator")
        asked = f"{UPGRADE}Sec-WebSocket-Version: 13\r\nAuthorization: Bearer {token}\r\n\r\n"
        answer = head(run.address, f"GET /ws/control HTTP/1.1\r\n{asked}")
        assert " 101 " in answer and answer.count("x-content-type-options: nosniff") == 1


@pytest.mark.parametrize("code", [400, 405, 408, 431])
def test_what_the_door_itself_answers_has_the_header(code: int) -> None:
    assert answer_of(code).count(b"x-content-type-options: nosniff\r\n") == 1
