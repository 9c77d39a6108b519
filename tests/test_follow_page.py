"""The doors of two machines and the follower's page: who may, and what they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from server.app import build_follower
from server.replication.generation import MAX_STATEMENT
from server.settings import Settings
from tests.support.app_client import bearer, client, signed_in
from tests.support.server_process import free_port


def waiting_follower(folder: Path) -> Any:
    """A follower whose primary does not answer."""
    settings = Settings(folder, folder / ".limelight")
    return build_follower(settings, f"http://127.0.0.1:{free_port()}", "t", lambda words: None)


def test_only_an_operator_s_token_follows(tmp_path: Path) -> None:
    with client(tmp_path) as nobody:
        host = {"authorization": f"Bearer {nobody.app.state.access.token('host')}"}  # type: ignore[attr-defined]
        for headers in ({}, host):
            with pytest.raises(WebSocketDisconnect), nobody.websocket_connect("/ws/replica", headers=headers):
                pass
        with nobody.websocket_connect("/ws/replica", headers=bearer(nobody)) as line:
            line.send_text('{"type": "rubbish"}')
            assert line.receive()["code"] == 1008


def test_a_statement_is_bounded_and_proved(tmp_path: Path) -> None:
    with client(tmp_path) as nobody:
        assert nobody.post("/api/replica", content=b"x" * (MAX_STATEMENT + 1)).status_code == 413
        assert nobody.post("/api/replica", content=b"{}").status_code == 403
        assert nobody.post("/api/promote").status_code == 404, "it follows nobody"


def test_a_follower_says_plainly_how_far_behind_it_is(tmp_path: Path) -> None:
    with TestClient(waiting_follower(tmp_path), follow_redirects=False) as one:
        page = one.get("/?lang=en").text
        assert "cut off from" in page and "断开" in page, "both languages, whichever is asked for"
        ready = one.get("/readyz")
        assert ready.status_code == 503
        wanted = {"ready": False, "role": "follower", "linked": False, "behind": 0, "can_be_promoted": False}
        assert ready.json() | wanted == ready.json()
        assert one.get("/control").status_code == 503
        assert one.post("/api/commands").json()["why"].startswith("本机是备机")


def test_only_the_operator_or_the_folder_s_own_key_promotes(tmp_path: Path) -> None:
    with TestClient(waiting_follower(tmp_path), follow_redirects=False) as one:
        assert one.post("/api/promote").status_code == 403
        assert one.post("/api/promote", headers={"x-limelight-key": "x"}).status_code == 403
        own = {"x-limelight-key": one.app.state.generation.key}  # type: ignore[attr-defined]
        answer = one.post("/api/promote?lang=en", headers=own)
        assert (answer.status_code, answer.json()["why"][:25]) == (409, "It cannot take over yet: ")


def test_an_operator_s_page_has_a_ticket(tmp_path: Path) -> None:
    with client(tmp_path) as one:
        assert one.get("/api/handover").status_code == 401
        assert signed_in(one).get("/api/handover").json()["ms"] == 15 * 60_000
