"""Codes, links, and what happens when one is taken away: over real HTTP and sockets."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.requests import HTTPConnection
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from server.show.model.role import ROLES, Who
from server.web.access import COOKIE, TRIES
from server.web.people import People
from tests.support.app_client import ORIGIN, client, command, signed_in
from tests.support.server_process import wait_until

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


def test_a_picture_in_another_sites_page_is_no_try_and_a_link_that_is_opened_there_is(hall: TestClient) -> None:
    there = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"}
    assert {hall.get(f"/join/AAAA{n:04d}", headers=there).status_code for n in range(12)} == {403}
    opened = there | {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    assert hall.get(f"/join/{code(hall, 'judge-J1')}", headers=opened).status_code == 200
    answers = [hall.get(f"/join/AAAA{n:04d}", headers=opened) for n in range(12)]
    assert answers[0].status_code == 404 and answers[-1].status_code == 429 and answers[-1].headers["retry-after"]


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


@pytest.mark.parametrize("do", ["revoke", "renew"])
def test_a_full_disk_says_what_was_not_kept_and_keeps_nobody_in(
    hall: TestClient, do: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = TestClient(hall.app, base_url=ORIGIN, follow_redirects=False)
    signed_in(judge, code(hall, "judge-J1"))
    signed_in(hall)

    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("server.private_files.os.fsync", full)
    with judge.websocket_connect("/ws/judge.J1", headers=OWN) as socket:
        assert socket.receive_json()["type"] == "hello" and socket.receive_json()["type"] == "snapshot"
        answer = hall.post("/people?lang=en", data={"do": do, "id": "judge-J1"}, headers=OWN)
        assert answer.status_code == 507 and "the disk did not keep that" in answer.text
        with pytest.raises(WebSocketDisconnect) as ended:
            socket.receive_json()
        assert ended.value.code == 1008
    assert judge.get("/judge").status_code == 303


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


def test_somebody_is_named_on_the_card_and_a_judge_as_the_show_names_them(hall: TestClient) -> None:
    signed_in(hall)
    assert "计分员 1" in hall.get("/people").text
    named = {"do": "rename", "id": "scorer-1", "name": "<b>赵六"}
    assert hall.post("/people", data=named, headers=OWN).status_code == 303
    assert "&lt;b&gt;赵六" in hall.get("/people").text
    for bad in ("", "长" * 61):
        answer = hall.post("/people", data={"do": "rename", "id": "scorer-1", "name": bad}, headers=OWN)
        assert answer.status_code == 422 and people(hall).get("scorer-1").name == "<b>赵六"  # type: ignore[union-attr]
    hall.post("/api/commands", content=command("edit_judge", judge="J1", name="新名字"), headers=OWN)
    assert "新名字" in hall.get("/people").text and "新名字" in hall.get(f"/join/{code(hall, 'judge-J1')}").text


@pytest.mark.parametrize("id", [None, "scorer-1", "supervisor-1", "judge-J1", "host-1", "viewer-1"])
def test_nobody_else_sees_or_changes_a_code(hall: TestClient, id: str | None) -> None:
    if id:
        sign_in(hall, id)
    before = [one.code for one in people(hall)]
    deeds = [{"do": do, "id": "host-1", "role": "scorer", "name": "x"} for do in ("revoke", "renew", "rename", "add")]
    answers = [hall.get("/people"), *(hall.post("/people", data=deed, headers=OWN) for deed in deeds)]
    assert [answer.headers["location"].partition("?")[0] for answer in answers] == ["/login"] * 5
    assert [one.code for one in people(hall)] == before
    assert hall.get("/api/people").status_code == (403 if id else 401)
    assert "/people" not in hall.get("/").text


def test_the_operator_is_led_to_the_list_and_sees_who_is_there(hall: TestClient) -> None:
    judge = TestClient(hall.app, base_url=ORIGIN, follow_redirects=False)
    signed_in(hall)
    assert '<a href="/people' in hall.get("/").text

    def now() -> dict[str, int]:
        (found,) = (one for one in hall.get("/api/people").json()["people"] if one["id"] == "judge-J1")
        assert found.keys() == {"id", "role", "name", "judge", "devices", "seen"}, "and no code"
        return found

    assert (now()["devices"], now()["seen"]) == (0, 0)
    signed_in(judge, code(hall, "judge-J1"))
    tablet = {"origin": ORIGIN, "cookie": f"{COOKIE}={judge.cookies[COOKIE]}"}
    signed_in(judge, code(hall, "judge-J1"))
    with judge.websocket_connect("/ws/judge.J1", headers=OWN), judge.websocket_connect("/ws/stage", headers=OWN):
        wait_until(lambda: now()["devices"] == 1, "one device with two pages")
        judge.cookies.clear()
        with judge.websocket_connect("/ws/judge.J1", headers=tablet):
            wait_until(lambda: now()["devices"] == 2, "a second tablet of the same judge")
    wait_until(lambda: now()["devices"] == 0, "both gone")
    assert now()["seen"] > 1_700_000_000_000


def test_a_code_of_one_s_own_forgives_no_guess_at_another_s(hall: TestClient) -> None:
    own = code(hall, "viewer-1")
    for _ in range(TRIES):
        assert hall.post("/login", data={"code": own}, headers=OWN).status_code == 303, "a right code is no try"
        assert hall.get(f"/join/{own}").status_code == 200
        assert hall.post("/login", data={"code": "AAAA-AAAA"}, headers=OWN).status_code == 401
    assert hall.post("/login", data={"code": "AAAA-AAAA"}, headers=OWN).status_code == 429
    assert hall.post("/join/AAAAAAAA", headers=OWN).status_code == 429


def test_a_code_that_ends_while_its_page_connects_opens_nothing(hall: TestClient) -> None:
    """The list is asked before the handshake; what ends during it ends the connection all the same."""
    sign_in(hall, "judge-J1")
    access, asked = hall.app.state.access, []  # type: ignore[attr-defined]
    known = access.who

    def who(connection: HTTPConnection) -> Who | None:
        found = known(connection)
        asked.append(found)
        if len(asked) == 1:
            people(hall).revoke("judge-J1")
        return found

    access.who = who
    with hall.websocket_connect("/ws/judge.J1", headers=OWN) as socket, pytest.raises(WebSocketDisconnect) as ended:
        socket.receive_json()
    assert ended.value.code == 1008 and asked[0] and asked[1] is None


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
    assert hall.get("/api/explain/15").status_code == (200 if role in ("operator", "scorer", "supervisor") else 403)


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
