"""Sessions: the list of devices, what ends one, and what a disk and a clock do to it."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from server.sign_in.sessions import (
    MAX_AGENT,
    MAX_DEVICES,
    MAX_ENDED,
    SESSION_SECONDS,
    Session,
    Sessions,
    system_of,
)


def begun(sessions: Sessions, by: str, person: str = "judge-J1") -> Session:
    session = Session(by, "judge" if person else "operator", person)
    sessions.begin(session)
    return session


def lasts(sessions: Sessions, session: Session) -> bool:
    return sessions.lasts(session.owner, session.by, session.since)


def test_one_device_ends_alone_and_stays_so(tmp_path: Path) -> None:
    sessions = Sessions(tmp_path)
    one, other = begun(sessions, "J1/aaaa"), begun(sessions, "J1/bbbb")
    assert sessions.end("J1/aaaa") and not lasts(sessions, one) and lasts(sessions, other)
    again = Sessions(tmp_path)
    assert not lasts(again, one) and lasts(again, other) and [session.by for session in again] == ["J1/bbbb"]
    assert sessions.end("J1/nobody"), "what has ended already is no fault"


def test_the_list_says_from_where_and_when(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sessions, now = Sessions(tmp_path), 1_700_000_000.0
    monkeypatch.setattr(time, "time", lambda: now)
    begun(sessions, "J1/aaaa")
    begun(sessions, "panel-1", "")
    now += 60
    sessions.saw(Session("J1/aaaa", "judge", "judge-J1", address="10.0.0.7", agent="iPad"))
    sessions.saw(Session("J1/aaaa", "judge", "judge-J1"))
    first, second = sessions
    assert (first.by, first.address, first.agent, first.seen - first.since) == ("J1/aaaa", "10.0.0.7", "iPad", 60)
    assert (second.by, second.owner) == ("panel-1", "operator") and sessions.get("panel-1") is second


def test_a_session_that_the_list_has_lost_comes_back(tmp_path: Path) -> None:
    sessions = Sessions(tmp_path)
    session = Session("J1/aaaa", "judge", "judge-J1", since=time.time())
    assert lasts(sessions, session)
    sessions.saw(session)
    assert sessions.end("J1/aaaa") and not lasts(sessions, session)


def test_a_week_ends_them_and_their_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sessions, now = Sessions(tmp_path), time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    one, other = begun(sessions, "J1/aaaa"), begun(sessions, "J1/bbbb")
    sessions.end("J1/aaaa")
    now += SESSION_SECONDS + 2
    assert not lasts(sessions, one) and not lasts(sessions, other) and list(sessions) == []
    begun(sessions, "J2/aaaa", "judge-J2")
    kept = json.loads((tmp_path / "sessions.json").read_text())
    assert [session["by"] for session in kept["known"]] == ["J2/aaaa"] and kept["ended"] == {}


def test_one_device_too_many_ends_the_longest_unseen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda file: None)
    sessions, now = Sessions(tmp_path), time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    for number in range(MAX_DEVICES):
        now += 1
        begun(sessions, f"J1/{number}")
    begun(sessions, "J2/0", "judge-J2")
    now += 1
    sessions.saw(Session("J1/0", "judge", "judge-J1"))
    gone = sessions.begin(Session("J1/new", "judge", "judge-J1"))
    assert [session.by for session in gone] == ["J1/1"] and not lasts(sessions, gone[0])
    assert len(list(sessions)) == MAX_DEVICES + 1, "another person's are not counted"


def test_the_memory_of_ends_is_bounded_and_none_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda file: None)
    sessions, now = Sessions(tmp_path), time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    ended = []
    for number in range(MAX_ENDED + 5):
        now += 2
        ended.append(begun(sessions, f"J1/{number}"))
        sessions.end(f"J1/{number}")
    now += 2
    living, other = begun(sessions, "J1/new"), begun(sessions, "J2/new", "judge-J2")
    for known in (sessions, Sessions(tmp_path)):
        assert not any(lasts(known, session) for session in ended)
        assert lasts(known, living) and lasts(known, other)
    assert len(json.loads((tmp_path / "sessions.json").read_text())["ended"]["judge-J1"]) == MAX_ENDED


def test_an_owner_whose_code_is_another_is_off_the_list(tmp_path: Path) -> None:
    sessions = Sessions(tmp_path)
    begun(sessions, "J1/aaaa")
    begun(sessions, "J2/aaaa", "judge-J2")
    sessions.forget("judge-J1")
    assert [session.by for session in Sessions(tmp_path)] == ["J2/aaaa"]


def test_a_device_gets_a_name_that_nobody_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = Sessions(tmp_path)
    names = iter(["aaaa", "bbbb", "cccc"])
    begun(sessions, "J1/aaaa")
    begun(sessions, "J1/bbbb")
    sessions.end("J1/bbbb")
    monkeypatch.setattr("secrets.token_hex", lambda length: next(names))
    assert sessions.unused("judge-J1", "J1/") == "J1/cccc"


def test_a_disk_that_takes_nothing_ends_them_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    sessions = Sessions(tmp_path)
    monkeypatch.setattr(os, "fsync", full)
    session = begun(sessions, "J1/aaaa")
    assert lasts(sessions, session) and "No space left" in caplog.text, "the sign-in itself is never lost"
    assert sessions.end("J1/aaaa") is False and not lasts(sessions, session), "and whoever asked is told"


@pytest.mark.parametrize("left", ["", "{", "[]", '{"known": [{"role": "judge"}]}', '{"ended": {"a": 1}}', "\x00" * 9])
def test_a_list_that_cannot_be_read_is_an_empty_one(
    tmp_path: Path, left: str, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "sessions.json").write_text(left)
    assert list(Sessions(tmp_path)) == [] and "cannot be read" in caplog.text
    begun(Sessions(tmp_path), "J1/aaaa")
    assert len(list(Sessions(tmp_path))) == 1


@pytest.mark.parametrize(
    ("agent", "wanted"),
    [("Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit", "iPad"),
     ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36", "Windows NT 10.0"), ("curl/8.1", "curl"),
     ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36", "Linux x86_64"), ("(Linux; Android 13; K)", "Android 13"),
     ("", ""), ("x" * 999, "x" * MAX_AGENT), ("(a\u202eb\n)", "ab"), ("()", "()")],
)  # fmt: skip
def test_a_browser_names_its_system(agent: str, wanted: str) -> None:
    assert system_of(agent) == wanted
