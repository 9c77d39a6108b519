"""The whole app: each address answers, errors are pages or problems, and an end is clean."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from server.app import ROUTES
from server.journal import JournalError
from tests.apps import client, signed_in


@pytest.fixture
def anybody(tmp_path: Path) -> Iterator[TestClient]:
    with client(tmp_path) as one:
        yield one


@pytest.mark.parametrize(
    ("path", "code"),
    [("/", 200), ("/login", 200), ("/control", 303), ("/display/stage", 200), ("/display/wall", 200),
     ("/overlay", 200), ("/watch", 200), ("/api/views/stage", 200), ("/api/views/control", 401),
     ("/api/openapi.json", 200), ("/healthz", 200), ("/readyz", 200), ("/metrics", 200),
     ("/display/nowhere", 404), ("/nowhere", 404), ("/api/nowhere", 404), ("/static/nowhere.js", 404)],
)  # fmt: skip
def test_every_address_answers(anybody: TestClient, path: str, code: int) -> None:
    assert anybody.get(path).status_code == code


def test_every_route_is_among_the_addresses_that_do_not_change() -> None:
    assert {route.path for route in ROUTES} == {
        "/", "/login", "/logout", "/control", "/display/{output}", "/overlay", "/watch", "/ws/{view}",
        "/api/commands", "/api/views/{view}", "/api/openapi.json", "/api/asyncapi.json",
            "/healthz", "/readyz", "/metrics",
    }  # fmt: skip


@pytest.mark.parametrize(("lang", "words"), [("zh", "没有这个页面"), ("en", "no such page")])
def test_a_page_that_is_not_there_says_so_in_the_readers_language(anybody: TestClient, lang: str, words: str) -> None:
    answer = anybody.get("/nowhere", params={"lang": lang})
    assert answer.status_code == 404 and "text/html" in answer.headers["content-type"]
    assert words in answer.text and f'lang="{lang}' in answer.text


def test_a_wrong_method_is_refused_and_a_script_gets_a_problem(anybody: TestClient) -> None:
    answer = anybody.put("/api/commands")
    assert answer.status_code == 405 and answer.json()["type"] == "problem"
    assert anybody.delete("/control").status_code == 405


def test_a_second_server_on_one_folder_is_refused_and_a_later_one_is_not(tmp_path: Path) -> None:
    with client(tmp_path) as first:
        with pytest.raises(JournalError, match="another Limelight runs"), client(tmp_path):
            pass
        assert first.get("/readyz").json()["ready"] is True
        epoch = first.get("/readyz").json()["epoch"]
    with client(tmp_path) as later:
        assert later.get("/readyz").json()["epoch"] == epoch


def test_signing_in_opens_the_panel(anybody: TestClient) -> None:
    assert signed_in(anybody).get("/control").status_code == 200
