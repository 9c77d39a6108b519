"""Pairing from end to end: the operator chooses a word, that screen alone gets a ticket and its cookie; and the rates
and old presses of commands at the same doors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from server.screens.pairing import COOKIE, MAX_PAIRED
from server.web.rates import BURST, Rates
from server.wire import MAX_AGE
from tests.support.app_client import ORIGIN, bearer, client, command

FAR = {"x-forwarded-for": "10.0.0.9"}  # as from another machine


@pytest.fixture
def app(tmp_path: Path) -> Iterator[TestClient]:
    with client(tmp_path) as one:
        yield one


def asked(app: TestClient, **fields: Any) -> Any:
    return app.post("/api/screens", content=json.dumps(fields), headers=bearer(app))


def listed(app: TestClient, output: str = "stage") -> dict[str, Any]:
    found: dict[str, Any] = app.get("/api/screens", headers=bearer(app)).json()["outputs"][output]
    return found


def received(page: Any, kind: str) -> dict[str, Any]:
    while (message := page.receive_json())["type"] != kind:
        pass
    found: dict[str, Any] = message
    return found


def paired(app: TestClient, page: Any, name: str = "左屏") -> Any:
    (other,) = listed(app)["others"]
    assert asked(app, do="pair", screen=other["id"], name=name).status_code == 200
    return app.post("/api/pair", json={"ticket": received(page, "pair")["ticket"]}, headers={"origin": ORIGIN})


def test_a_screen_is_paired_by_its_word_and_stays_so(tmp_path: Path) -> None:
    with client(tmp_path) as app:
        with app.websocket_connect("/ws/stage", headers=FAR) as page:
            (other,) = listed(app)["others"]
            assert asked(app, do="identify", output="stage").json() == {"shown": 1}
            assert received(page, "identify")["word"] == other["word"]
            assert listed(app)["screens"] == 0
            answer = paired(app, page)
            cookie = answer.headers["set-cookie"]
            assert answer.status_code == 200 and "HttpOnly" in cookie and "SameSite=strict" in cookie
            assert listed(app)["screens"] == 1, "at once, on the socket that is open"
            assert [one["name"] for one in listed(app)["list"]] == ["左屏"]
            assert asked(app, do="identify").json() == {"shown": 0}, "a paired screen shows nothing"
        kept = {"cookie": f"{COOKIE}={app.cookies[COOKIE]}"}
        with app.websocket_connect("/ws/stage", headers=FAR | kept):
            assert listed(app)["screens"] == 1
    with client(tmp_path) as again, again.websocket_connect("/ws/stage", headers=FAR | kept):
        assert [one["name"] for one in listed(again)["list"]] == ["左屏"]
        (device,) = again.get("/api/screens", headers=bearer(again)).json()["paired"]
        renamed = asked(again, do="rename", device=device["id"], name="右屏").json()["paired"]
        assert renamed == [device | {"name": "右屏"}] == [{"id": device["id"], "name": "右屏", "output": "stage"}]
        assert [one["name"] for one in listed(again)["list"]] == ["右屏"]
        assert asked(again, do="unpair", device=device["id"]).json() == {"paired": []}
        assert (listed(again)["screens"], listed(again)["unpaired"]) == (0, 1)


def test_a_ticket_is_good_once_and_for_our_own_pages(app: TestClient) -> None:
    with app.websocket_connect("/ws/stage", headers=FAR) as page:
        (other,) = listed(app)["others"]
        asked(app, do="pair", screen=other["id"])
        ticket = received(page, "pair")["ticket"]
        foreign = app.post("/api/pair", json={"ticket": ticket}, headers={"origin": "http://evil.example"})
        assert foreign.status_code == 403 and COOKIE not in foreign.cookies
        assert app.post("/api/pair", json={"ticket": ticket}).status_code == 200
        assert app.post("/api/pair", json={"ticket": ticket}).status_code == 404


def test_screens_of_this_machine_count_until_one_is_paired(app: TestClient) -> None:
    with app.websocket_connect("/ws/stage"), app.websocket_connect("/ws/stage", headers=FAR) as far:
        assert (listed(app)["screens"], listed(app)["unpaired"]) == (1, 1)
        paired(app, far)
        assert [one["name"] for one in listed(app)["list"]] == ["左屏"]


def test_only_the_operator_pairs(app: TestClient) -> None:
    access = app.app.state.access  # type: ignore[attr-defined]
    for role, code in (("scorer", 403), ("host", 403)):
        headers = {"authorization": f"Bearer {access.token(role)}"}
        assert app.get("/api/screens", headers=headers).status_code == code
    assert app.get("/api/screens").status_code == app.post("/api/screens", json={"do": "identify"}).status_code == 401


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"do": "pair", "screen": "99"}, 404), ({"do": "unpair", "device": "x"}, 404), ({"do": "fly"}, 422),
        ({"do": "rename", "device": "x", "name": "y"}, 404), ({"do": "pair", "screen": 1}, 422),
    ],
)  # fmt: skip
def test_rubbish_is_answered_in_words(app: TestClient, fields: dict[str, Any], code: int) -> None:
    answer = asked(app, **fields)
    assert (answer.status_code, answer.json()["type"]) == (code, "problem") and answer.json()["why"]
    assert app.post("/api/pair", content=b"{").status_code == 422


def test_paired_screens_are_bounded(app: TestClient) -> None:
    known = app.app.state.hub.pairing  # type: ignore[attr-defined]
    with app.websocket_connect("/ws/stage", headers=FAR):
        for _ in range(MAX_PAIRED):
            known.redeem(known.offer("1", "", "stage"))
        (other,) = listed(app)["others"]
        answer = asked(app, do="pair", screen=other["id"])
        assert answer.status_code == 409 and str(MAX_PAIRED) in answer.json()["why"]


def test_a_disk_that_keeps_nothing_is_said_and_nothing_is_paired(app: TestClient, tmp_path: Path) -> None:
    (tmp_path / "screens.new").mkdir()
    with app.websocket_connect("/ws/stage", headers=FAR) as page:
        answer = paired(app, page)
        assert answer.status_code == 503 and listed(app)["screens"] == 0


def test_too_many_commands_of_one_person_are_refused_by_every_door_but_never_hold(app: TestClient) -> None:
    app.app.state.rates = Rates(lambda: 0.0)  # type: ignore[attr-defined]  # its clock stands still
    with app.websocket_connect("/ws/control", headers=bearer(app)) as panel:
        for _ in range(BURST):
            panel.send_text(command("preview", cue="nowhere"))
            assert received(panel, "refused")["code"] == "unknown_cue"
        panel.send_text(command("preview", cue="nowhere"))
        assert received(panel, "refused")["code"] == "too_fast"
        over = app.post("/api/commands", content=command("preview", cue="nowhere"), headers=bearer(app))
        assert (over.status_code, over.json()["code"], over.headers["retry-after"]) == (429, "too_fast", "1")
        panel.send_text(command("hold", on=True))
        assert received(panel, "ack")


def test_an_old_press_moves_nothing_and_an_old_hold_still_holds(app: TestClient) -> None:
    now = app.app.state.director.clock.now()  # type: ignore[attr-defined]

    def sent(do: str, pressed: float, **fields: Any) -> dict[str, Any]:
        body = command(do, pressed=pressed, lang="en", **fields)
        answer: dict[str, Any] = app.post("/api/commands", content=body, headers=bearer(app)).json()
        return answer

    before = app.app.state.director.seq  # type: ignore[attr-defined]
    old = sent("go", now - MAX_AGE - 1)
    assert (old["type"], old["code"]) == ("refused", "stale") and "more than 3 s ago" in old["why"]
    for do in ("take", "undo", "timer_start", "ceremony_complete", "restart_rehearsal"):
        assert sent(do, now - MAX_AGE - 1)["code"] == "stale", do
    assert app.app.state.director.seq == before  # type: ignore[attr-defined]
    assert sent("go", now + 60_000)["type"] == "ack", "a clock that is ahead is no old press"
    assert sent("hold", now - 60_000, on=True)["type"] == "ack"
    bad = app.post("/api/commands", content=command("go", pressed="now"), headers=bearer(app))
    assert bad.status_code == 422 and "pressed" in bad.json()["why"]
