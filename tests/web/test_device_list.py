"""Devices, tokens and the access log on the operator's page, over HTTP and sockets."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from server.web.device_list import about, words_of
from tests.support.app_client import ORIGIN, client, command, signed_in

OWN = {"origin": ORIGIN}
IPAD = "Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X)"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[TestClient]:
    with client(tmp_path) as one:
        yield one


def another(hall: TestClient, id: str = "", **headers: str) -> TestClient:
    """Another device, signed in as somebody or as the operator."""
    device = TestClient(hall.app, base_url=ORIGIN, follow_redirects=False, headers=headers)
    code = hall.app.state.access.people.get(id).code if id else "TEST-2345"  # type: ignore[attr-defined]
    return signed_in(device, code)


def log(folder: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (folder / "access.log").read_text("utf-8").splitlines()]


def shown(hall: TestClient, kind: str) -> list[str]:
    return re.findall(rf'data-{kind}="([^"]+)"', hall.get("/people?lang=en").text)


def test_one_device_is_signed_out_alone_and_at_once(hall: TestClient, tmp_path: Path) -> None:
    one, other = another(hall, "judge-J1", **{"user-agent": IPAD}), another(hall, "judge-J1")
    signed_in(hall)
    page = hall.get("/people?lang=en").text
    assert page.count("data-device=") == 3 and "iPad" in page and "testclient" in page and "(this device)" in page
    with one.websocket_connect("/ws/judge.J1", headers=OWN) as socket, \
            other.websocket_connect("/ws/judge.J1", headers=OWN) as kept:  # fmt: skip
        by = next(session.by for session in hall.app.state.access.sessions if session.agent == "iPad")  # type: ignore[attr-defined]
        assert hall.post("/people", data={"do": "sign_out", "id": by}, headers=OWN).status_code == 303
        with pytest.raises(WebSocketDisconnect) as end:
            while True:
                socket.receive_json()
        assert end.value.code == 1008 and "signed out" in end.value.reason
        kept.send_json({"type": "resync"})
        assert kept.receive_json()
    assert one.get("/judge").status_code == 303 and other.get("/judge").status_code == 200
    assert by not in shown(hall, "device") and len(shown(hall, "device")) == 2
    line = next(line for line in log(tmp_path) if line["what"] == "revoked")
    assert (line["of"], line["how"], line["person"], line["address"]) == (by, "sign_out", "operator", "testclient")
    assert signed_in(one, hall.app.state.access.people.get("judge-J1").code).get("/judge").status_code == 200  # type: ignore[attr-defined]


def test_a_token_is_listed_and_revoked(hall: TestClient, tmp_path: Path) -> None:
    token = hall.app.state.access.token("operator", name="王工")  # type: ignore[attr-defined]
    script = {"authorization": f"Bearer {token}"}
    assert hall.get("/api/views/control", headers=script).status_code == 200
    signed_in(hall)
    (id,) = shown(hall, "token")
    page = hall.get("/people").text
    assert "王工" in page and token not in page
    assert hall.post("/people", data={"do": "revoke_token", "id": id}, headers=OWN).status_code == 303
    assert hall.get("/api/views/control", headers=script).status_code == 401 and shown(hall, "token") == []
    assert [line["of"] for line in log(tmp_path) if line["what"] == "revoked"] == [f"王工/token-{id}"]
    assert [line["path"] for line in log(tmp_path) if line["what"] == "refused"] == ["/api/views/control"]


def test_only_the_operator_ends_anything_and_only_what_is_there(hall: TestClient) -> None:
    judge = another(hall, "judge-J1")
    token = hall.app.state.access.tokens.add("host", "", "", 600)  # type: ignore[attr-defined]
    for deed in ({"do": "sign_out", "id": "J1/none"}, {"do": "revoke_token", "id": token.id}):
        assert judge.post("/people", data=deed, headers=OWN).headers["location"].startswith("/login")
    assert hall.app.state.access.tokens.get(token.id)  # type: ignore[attr-defined]
    signed_in(hall)
    for deed in ({"do": "sign_out", "id": "J1/none"}, {"do": "revoke_token", "id": "../people"}):
        answer = hall.post("/people", data=deed, headers=OWN)
        assert answer.status_code == 422 and 'role="alert"' in answer.text
    refused = hall.post("/people", data={"do": "revoke_token", "id": token.id}, headers={"origin": "http://evil"})
    assert refused.headers["location"].startswith("/login") and hall.app.state.access.tokens.get(token.id)  # type: ignore[attr-defined]


def test_the_log_tells_who_came_was_refused_and_took_away(hall: TestClient, tmp_path: Path) -> None:
    assert hall.post("/login", data={"code": "WRONG-CODE"}, headers=OWN).status_code == 401
    assert hall.get("/join/AAAABBBB").status_code == 404
    judge = another(hall, "judge-J1")
    scorer = another(hall, "scorer-1")
    judge.get("/control")
    judge.get("/api/results.csv")
    assert judge.post("/api/commands", content=command("go"), headers=OWN).status_code == 409
    with pytest.raises(WebSocketDisconnect), judge.websocket_connect("/ws/control", headers=OWN):
        pass
    assert scorer.get("/api/results.csv").status_code == 200
    judge.post("/logout", headers=OWN)
    hall.get("/control")
    hall.get("/api/views/control")
    found = [(line["what"], line.get("person"), line.get("why") or line.get("path") or line.get("file"))
             for line in log(tmp_path)]  # fmt: skip
    assert found == [
        ("refused_sign_in", "", "wrong_code"), ("refused_sign_in", "", "dead_link"), ("sign_in", "judge-J1", None),
        ("sign_in", "scorer-1", None), ("refused", "judge-J1", "/control"),
        ("refused", "judge-J1", "/api/results.csv"), ("refused", "judge-J1", "not_allowed"),
        ("refused", "judge-J1", "/ws/control"), ("download", "scorer-1", "results.csv"),
        ("sign_out", "judge-J1", None),
    ], "who has no key at all is asked for one, which is no refusal"  # fmt: skip
    written = (tmp_path / "access.log").read_text("utf-8")
    assert "WRONG" not in written and "AAAABBBB" not in written and "TEST" not in written
    for secret in (judge.cookies.get("limelight"), hall.app.state.access.people.get("judge-J1").code):  # type: ignore[attr-defined]
        assert secret is None or secret not in written
    assert all(line["address"] == "testclient" for line in log(tmp_path))
    page = signed_in(hall).get("/people?lang=en").text
    assert "Sign-in refused" in page and "file=results.csv" in page and "登录被拒" in hall.get("/people?lang=zh").text


def test_a_full_disk_lets_everybody_in_and_says_what_it_did_not_keep(
    hall: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*given: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", full)
        disk.setattr("server.sign_in.access_log.os.write", full)
        judge = another(hall, "judge-J1")
        signed_in(hall)
        assert judge.get("/judge").status_code == 200
        by = next(session.by for session in hall.app.state.access.sessions if session.role == "judge")  # type: ignore[attr-defined]
        answer = hall.post("/people?lang=en", data={"do": "sign_out", "id": by}, headers=OWN)
        assert answer.status_code == 507 and "did not take it" in answer.text
        assert judge.get("/judge").status_code == 303, "it has ended all the same"
        token = hall.app.state.access.tokens  # type: ignore[attr-defined]
        disk.setattr(token, "revoke", full)
        answer = hall.post("/people?lang=en", data={"do": "revoke_token", "id": "abcdef"}, headers=OWN)
        assert answer.status_code == 507 and "not revoked" in answer.text


def test_kinds_and_facts_of_a_line() -> None:
    assert words_of("download", "en") == "Download" and words_of("of_a_newer_version", "en") == "of_a_newer_version"
    assert about({"at": "x", "what": "y", "person": "", "role": "host", "path": "/a"}) == "path=/a"
