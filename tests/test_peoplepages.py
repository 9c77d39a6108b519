"""Codes, links, and what happens when one is taken away: over real HTTP and sockets."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from server.people import People
from server.show.roles import ROLES
from tests.apps import ORIGIN, client, command, signed_in

OWN = {"origin": ORIGIN}


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[TestClient]:
    with client(tmp_path) as one:
        yield one


def people(hall: TestClient) -> People:
    return hall.app.state.access.people  # type: ignore[attr-defined]


def code(hall: TestClient, id: str) -> str:
    found = people(hall).get(id)
    assert found
    return found.code


def sign_in(hall: TestClient, id: str) -> TestClient:
    hall.cookies.clear()
    return signed_in(hall, code(hall, id))


@pytest.mark.parametrize(
    ("id", "page"),
    [("scorer-1", "/desk"), ("supervisor-1", "/desk"), ("judge-J1", "/judge"), ("host-1", "/host"),
     ("viewer-1", "/viewer")],
)  # fmt: skip
def test_each_code_leads_to_its_own_page_and_to_no_other(hall: TestClient, id: str, page: str) -> None:
    answer = hall.post("/login?next=/control", data={"code": code(hall, id)}, headers=OWN)
    assert (answer.status_code, answer.headers["location"]) == (303, page)
    for other in ("/control", "/people", "/desk", "/judge", "/host", "/viewer"):
        may = other == page or (id == "supervisor-1" and other == "/host")
        answer = hall.get(other)
        assert answer.status_code == (200 if may else 303), other


def test_a_link_signs_in_by_its_button_and_not_by_being_opened(hall: TestClient) -> None:
    link = f"/join/{code(hall, 'judge-J1')}"
    page = hall.get(link)
    assert page.status_code == 200 and "示例甲" in page.text and "set-cookie" not in page.headers
    assert hall.get("/judge").status_code == 303
    assert hall.post(link, headers={"origin": "http://elsewhere"}).status_code == 403
    answer = hall.post(link, headers=OWN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/judge")
    assert hall.get("/judge").status_code == 200


def test_links_that_are_guessed_run_out_of_tries(hall: TestClient) -> None:
    answers = [hall.get(f"/join/AAAA{n:04d}").status_code for n in range(12)]
    assert answers[0] == 404 and answers[-1] == 429


def test_the_list_is_the_operators_and_shows_every_code(hall: TestClient) -> None:
    assert hall.get("/people").status_code == 303
    page = signed_in(hall).get("/people").text
    assert page.count("<svg") == len(list(people(hall))) and "示例甲" in page
    for one in people(hall):
        assert f"{one.code[:4]}-{one.code[4:]}" in page and f"/join/{one.code}" in page
    assert "Take the code of" in hall.get("/people?lang=en").text


def test_a_code_that_is_taken_away_ends_its_sessions_at_once(hall: TestClient) -> None:
    judge = TestClient(hall.app, base_url=ORIGIN, follow_redirects=False)
    signed_in(judge, code(hall, "judge-J1"))
    signed_in(hall)
    with judge.websocket_connect("/ws/judge.J1", headers=OWN) as socket:
        assert socket.receive_json()["type"] == "hello" and socket.receive_json()["type"] == "snapshot"
        assert hall.post("/people", data={"do": "revoke", "id": "judge-J1"}, headers=OWN).status_code == 303
        with pytest.raises(WebSocketDisconnect) as ended:
            socket.receive_json()
        assert ended.value.code == 1008 and "taken away" in ended.value.reason
    assert judge.get("/judge").status_code == 303 and judge.get("/api/views/judge.J1").status_code == 401
    assert "没有口令" in hall.get("/people").text
    hall.post("/people", data={"do": "renew", "id": "judge-J1"}, headers=OWN)
    assert judge.get("/judge").status_code == 303, "the new code is another one"
    assert signed_in(judge, code(hall, "judge-J1")).get("/judge").status_code == 200


def test_somebody_is_added_by_name_and_faults_are_said(hall: TestClient) -> None:
    signed_in(hall)
    assert hall.post("/people", data={"do": "add", "role": "scorer", "name": "赵六"}, headers=OWN).status_code == 303
    assert "赵六" in hall.get("/people").text
    for bad in ({"role": "operator", "name": "甲"}, {"role": "host", "name": " "}, {"role": "host", "name": "长" * 61}):
        answer = hall.post("/people", data={"do": "add", **bad}, headers=OWN)
        assert answer.status_code == 422 and 'role="alert"' in answer.text
    assert hall.post("/people", data={"do": "revoke", "id": "nobody"}, headers=OWN).status_code == 422
    before = code(hall, "host-1")
    answer = hall.post("/people", data={"do": "renew", "id": "host-1"}, headers={"origin": "http://x"})
    assert answer.headers["location"].startswith("/login") and code(hall, "host-1") == before


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_its_views_and_sends_its_commands_over_http(hall: TestClient, role: str) -> None:
    token = hall.app.state.access.token(role, "J1" if role == "judge" else "")  # type: ignore[attr-defined]
    hall.headers["authorization"] = f"Bearer {token}"
    own = {"scorer": {"desk"}, "supervisor": {"desk", "host"}, "judge": {"judge.J1"}, "host": {"host"},
           "viewer": {"viewer"}}  # fmt: skip
    for view in ("control", "desk", "host", "viewer", "judge.J1", "judge.J2", "preview.stage"):
        may = role == "operator" or view in own[role]
        assert hall.get(f"/api/views/{view}").status_code == (200 if may else 403), view
    answer = hall.post("/api/commands", content=command("hold", on=True))
    assert answer.status_code == (200 if role == "operator" else 409)
    answer = hall.post("/api/commands", content=command("submit_marks", entry="15", judge="J2", values={"total": "90"}))
    wanted = "not_yours" if role == "judge" else "not_allowed"
    assert answer.json()["code"] == wanted and answer.json()["why"]
    assert hall.get("/api/explain/15").status_code == (200 if role in ("operator", "scorer", "supervisor") else 401)


def test_a_judge_submits_over_the_socket_and_is_told_the_moment(hall: TestClient) -> None:
    sign_in(hall, "judge-J1")
    with pytest.raises(WebSocketDisconnect):
        hall.websocket_connect("/ws/judge.J2", headers=OWN).__enter__()
    with hall.websocket_connect("/ws/judge.J1", headers=OWN) as socket:
        socket.receive_json(), socket.receive_json()
        socket.send_text(command("submit_marks", entry="15", judge="J1", values={"total": "91.5"}))
        got = {message["type"]: message for message in (socket.receive_json(), socket.receive_json())}
        assert got["ack"]["seq"] == got["patch"]["seq"]
        own = got["patch"]["set"]["own/15"]
        assert own["mark"] == "91.50" and abs(own["submitted"] / 1000 - time.time()) < 600
    director = hall.app.state.director  # type: ignore[attr-defined]
    assert re.fullmatch("J1/[0-9a-f]{4}", director.show.sheets["15"].versions[0].by)
