"""The whole app: each address answers, errors are pages or problems, and an end is clean."""

from __future__ import annotations

import signal
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from websockets.sync.client import connect

from server.app import ROUTES
from server.cli.serve import SHUTDOWN_GRACE
from server.event_file.faults import EventFileErrors
from server.journal.lock import Lock
from server.journal.row import JournalError
from tests.support.app_client import client, signed_in
from tests.support.server_process import Server


@pytest.fixture
def anybody(tmp_path: Path) -> Iterator[TestClient]:
    with client(tmp_path) as one:
        yield one


@pytest.mark.parametrize(
    ("path", "code"),
    [("/", 200), ("/help", 200), ("/login", 200), ("/control", 303), ("/display/stage", 200), ("/display/wall", 200),
     ("/overlay", 200), ("/watch", 200), ("/api/views/stage", 200), ("/api/views/control", 401),
     ("/api/openapi.json", 200), ("/healthz", 200), ("/readyz", 200), ("/metrics", 200),
     ("/people", 303), ("/draws", 303), ("/api/people", 401), ("/join/nothing", 404), ("/judge", 303), ("/desk", 303),
     ("/display/nowhere", 404), ("/nowhere", 404), ("/api/nowhere", 404), ("/static/nowhere.js", 404)],
)  # fmt: skip
def test_every_address_answers(anybody: TestClient, path: str, code: int) -> None:
    assert anybody.get(path).status_code == code


def test_every_route_is_among_the_addresses_that_do_not_change() -> None:
    assert {route.path for route in ROUTES} == {
        "/", "/help", "/login", "/logout", "/control", "/display/{output}", "/overlay", "/watch", "/ws/{view}",
        "/import", "/events/{view}", "/people", "/draws", "/preflight", "/api/people", "/api/screens", "/api/pair",
        "/join/{code}", "/judge", "/desk",
        "/host", "/viewer",
        "/api/commands", "/api/views/{view}", "/api/explain/{entry}",
        "/api/results.{kind}", "/api/openapi.json", "/api/asyncapi.json",
        "/healthz", "/readyz", "/metrics",
        "/ws/replica", "/api/replica", "/api/promote", "/api/handover", "/handover",
    }  # fmt: skip


@pytest.mark.parametrize(("lang", "words"), [("zh", "没有这个页面"), ("en", "no such page")])
def test_a_page_that_is_not_there_says_so_in_the_readers_language(
    anybody: TestClient, lang: str, words: str
) -> None:
    answer = anybody.get("/nowhere", params={"lang": lang})
    assert answer.status_code == 404 and "text/html" in answer.headers["content-type"]
    assert words in answer.text and f'lang="{lang}' in answer.text


def test_a_wrong_method_is_refused_and_a_script_gets_a_problem(anybody: TestClient) -> None:
    answer = anybody.put("/api/commands")
    assert (
        answer.status_code == 405 and answer.json()["type"] == "problem" and answer.headers["allow"] == "POST"
    )
    assert anybody.get("/static/display/nowhere.js").json()["code"] == 404
    assert anybody.get("/assets/nowhere.png").json()["code"] == 404
    refused = anybody.delete("/control?lang=en")
    assert (
        refused.status_code == 405
        and "not right: Method Not Allowed" in refused.text
        and "no such page" not in refused.text
    )


def test_a_second_server_on_one_folder_is_refused_and_a_later_one_is_not(tmp_path: Path) -> None:
    with client(tmp_path) as first:
        with pytest.raises(JournalError, match="another Limelight runs"), client(tmp_path):
            pass
        assert first.get("/readyz").json()["ready"] is True
        epoch = first.get("/readyz").json()["epoch"]
    with client(tmp_path) as later:
        assert later.get("/readyz").json()["epoch"] == epoch
        journal = later.app.state.director.journal  # type: ignore[attr-defined]
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        journal.rows()


def test_signing_in_opens_the_panel(anybody: TestClient) -> None:
    assert signed_in(anybody).get("/control").status_code == 200


def test_a_start_that_failed_leaves_the_folder_free(tmp_path: Path) -> None:
    with pytest.raises(EventFileErrors, match="no such folder"), client(tmp_path, tmp_path / "no event"):
        pass
    Lock(tmp_path).release()


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "kept").mkdir()
    one = Server(tmp_path / "kept").start()
    yield one
    one.stop()


def test_it_ends_in_time_with_pages_open_and_its_journal_in_one_piece(process: Server) -> None:
    assert process.process is not None
    process.do("message", text="再见")
    sockets = process.url("/ws/").replace("http", "ws")
    with connect(sockets + "stage"), connect(sockets + "wall"):
        process.process.send_signal(signal.SIGINT)
        assert process.process.wait(SHUTDOWN_GRACE + 10) == 0
    kept = sorted(path.name for path in process.folder.glob("live*"))
    assert kept == ["live.mark", "live.sqlite"], "no log beside it"
    assert "Traceback" not in log_of(process)


def test_somebody_who_goes_in_mid_sentence_is_no_bug_of_ours(process: Server) -> None:
    form = "POST /login HTTP/1.1", "content-type: application/x-www-form-urlencoded"
    posted = "POST /api/commands HTTP/1.1", f"authorization: Bearer {process.token}"
    for first, header in (form, posted):
        with socket.create_connection(("127.0.0.1", process.port)) as gone:
            gone.sendall(f"{first}\r\nhost: hall\r\n{header}\r\ncontent-length: 99\r\n\r\ncode=".encode())
    process.do("message", text="之后")
    process.stop()  # its log is whole once it has ended
    assert "Traceback" not in log_of(process)


def log_of(server: Server) -> str:
    return (server.folder.parent / f"{server.folder.name}.log").read_text()
