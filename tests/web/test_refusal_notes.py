"""Refusals in the access log: of a right that is lacking, of a key that does not count, and of nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from tests.support.app_client import ORIGIN, client


def paths(one: TestClient) -> list[tuple[str, str]]:
    lines = one.app.state.access.log.newest()  # type: ignore[attr-defined]
    return [(line["person"], line["path"]) for line in reversed(lines) if line["what"] == "refused"]


def test_a_right_that_is_lacking_and_a_key_that_does_not_count(tmp_path: Path) -> None:
    with client(tmp_path) as one:
        host = {"authorization": f"Bearer {one.app.state.access.token('host')}"}  # type: ignore[attr-defined]
        bad = {"authorization": "Bearer nonsense"}
        for headers in (host, bad):
            one.get("/api/views/desk?secret=1", headers=headers)
            with pytest.raises(WebSocketDisconnect), one.websocket_connect("/ws/desk", headers=headers):
                pass
        one.get("/api/views/desk", headers={"cookie": "limelight=copied"})
        assert paths(one) == [("host", "/api/views/desk"), ("host", "/ws/desk"), ("", "/api/views/desk"),
                              ("", "/ws/desk"), ("", "/api/views/desk")]  # fmt: skip


def test_who_brings_no_key_is_not_refused(tmp_path: Path) -> None:
    with client(tmp_path) as one:
        for path in ("/control", "/api/views/control", "/healthz", "/nowhere"):
            one.get(path)
        with pytest.raises(WebSocketDisconnect), one.websocket_connect("/ws/control", headers={"origin": ORIGIN}):
            pass
        with one.websocket_connect("/ws/stage") as screen:
            assert screen.receive_json()
        assert paths(one) == []
