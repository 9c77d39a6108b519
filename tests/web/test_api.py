"""The HTTP doors, as a script or a Stream Deck uses them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from server.settings import MAX_MESSAGE
from tests.support.app_client import ORIGIN, bearer, client, command, signed_in


@pytest.fixture
def script(tmp_path: Path) -> Iterator[TestClient]:
    with client(tmp_path) as one:
        one.headers |= bearer(one)
        yield one


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[TestClient]:
    with client(tmp_path) as one:
        yield one


def test_a_command_is_carried_out_once_however_often_it_is_sent(script: TestClient) -> None:
    once = command("message", text="请靠近话筒")
    first = script.post("/api/commands", content=once)
    assert first.status_code == 200 and first.json() == {"type": "ack", "id": json.loads(once)["id"], "seq": 2}
    script.post("/api/commands", content=command("message", text="谢谢"))
    assert script.post("/api/commands", content=once).json() == first.json()
    assert script.get("/api/views/monitor").json()["view"]["message"] == "谢谢"


def test_a_score_is_explained_to_those_who_may_see_marks(script: TestClient) -> None:
    lines = script.get("/api/explain/15", params={"lang": "en"}).json()["lines"]
    assert lines[0].startswith("15") and "missing" in lines[1]
    assert script.get("/api/explain/nobody").status_code == 404
    script.headers.pop("authorization")
    assert script.get("/api/explain/15").status_code == 401
    host = {"authorization": f"Bearer {script.app.state.access.token('host')}"}  # type: ignore[attr-defined]
    assert script.get("/api/explain/15", headers=host).status_code == 403


def test_a_refusal_says_why_in_the_language_asked_for_and_what_is_now(script: TestClient) -> None:
    answer = script.post("/api/commands", content=command("take", expect="nowhere", lang="en"))
    body = answer.json()
    assert answer.status_code == 409 and (body["type"], body["code"]) == ("refused", "expected")
    assert body["now"] == "d1am.test" and body["why"].startswith("Preview is now")
    assert "预监" in script.post("/api/commands", content=command("take", expect="nowhere")).json()["why"]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"id":"x","do":"dance"}', b"\xff", b'{"id":"x"}'])
def test_what_is_no_command_changes_nothing_and_says_what_was_wanted(script: TestClient, body: bytes) -> None:
    answer = script.post("/api/commands", content=body)
    assert answer.status_code == 422 and answer.json()["type"] == "problem" and answer.json()["why"]
    assert script.get("/readyz").json()["seq"] == 1


def test_a_body_beyond_the_bound_is_refused_before_it_is_read(script: TestClient) -> None:
    fits = command("go").ljust(MAX_MESSAGE)
    assert script.post("/api/commands", content=fits).status_code == 200
    answer = script.post("/api/commands", content=fits + " ")
    assert answer.status_code == 413 and f"{MAX_MESSAGE}" in answer.json()["why"]


def test_only_the_signed_in_may_command(stranger: TestClient) -> None:
    assert stranger.post("/api/commands", content=command("go")).status_code == 401
    wrong = {"authorization": "Bearer nonsense"}
    assert stranger.post("/api/commands", content=command("go"), headers=wrong).status_code == 401
    signed_in(stranger)
    assert stranger.post("/api/commands", content=command("go"), headers={"origin": ORIGIN}).status_code == 200
    foreign = stranger.post("/api/commands", content=command("go"), headers={"origin": "http://evil.example"})
    assert foreign.status_code == 403 and stranger.get("/readyz").json()["seq"] == 2


def test_views_are_what_the_socket_would_send(stranger: TestClient) -> None:
    answer = stranger.get("/api/views/stage")
    assert answer.json()["type"] == "snapshot" and answer.json()["seq"] == 1
    same = stranger.get("/api/views/stage", headers={"if-none-match": answer.headers["etag"]})
    assert same.status_code == 304
    with stranger.websocket_connect("/ws/stage") as socket:
        hello, snapshot = socket.receive_json(), socket.receive_json()
    assert {**snapshot, "epoch": hello["epoch"]} == answer.json()


@pytest.mark.parametrize("name", ["control", "preview.stage", "preview.overlay"])
def test_the_operators_views_want_a_sign_in(stranger: TestClient, name: str) -> None:
    assert stranger.get(f"/api/views/{name}").status_code == 401
    assert stranger.get(f"/api/views/{name}", headers=bearer(stranger)).status_code == 200


def test_an_unknown_view_names_those_there_are(stranger: TestClient) -> None:
    answer = stranger.get("/api/views/nowhere")
    assert answer.status_code == 404 and "stage, wall, monitor" in answer.json()["why"]


def test_a_new_etag_comes_with_every_change(script: TestClient) -> None:
    before = script.get("/api/views/stage").headers["etag"]
    script.post("/api/commands", content=command("go"))
    assert script.get("/api/views/stage", headers={"if-none-match": before}).status_code == 200


def test_another_journal_is_another_etag_even_at_the_same_seq(script: TestClient) -> None:
    before = script.get("/api/views/stage")
    script.post("/api/commands", content=command("switch_mode", mode="rehearsal"))
    after = script.get("/api/views/stage", headers={"if-none-match": before.headers["etag"]})
    assert (after.status_code, after.json()["seq"]) == (200, before.json()["seq"])


@pytest.mark.parametrize("body", [command("go"), command("take", expect="nowhere"), "{"], ids=["done", "no", "bad"])
def test_no_answer_to_a_command_is_kept(script: TestClient, body: str) -> None:
    assert script.post("/api/commands", content=body).headers["cache-control"] == "no-store"


def test_health_readiness_and_metrics(script: TestClient) -> None:
    assert script.get("/healthz").json()["ok"] is True
    assert script.get("/readyz").json().keys() == {"ready", "seq", "epoch"}
    script.post("/api/commands", content=command("go"))
    script.post("/api/commands", content=command("take", expect="nowhere"))
    script.post("/api/commands", content=b"{")
    with script.websocket_connect("/ws/stage") as socket:
        socket.receive_json()
        text = script.get("/metrics").text
    for answer in ("ack", "refused", "bad"):
        assert f'limelight_commands_total{{answer="{answer}"}} 1.0' in text
    assert 'limelight_screens{view="stage"} 1.0' in text and "limelight_seq 2.0" in text
