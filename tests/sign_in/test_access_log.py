"""Access log: its lines, its bounds, and a disk that takes nothing."""

from __future__ import annotations

import json
import os
import stat
import time
from pathlib import Path

import pytest

from server.sign_in import access_log
from server.sign_in.access_log import MAX_ADDRESSES, MAX_LOGS, MAX_REFUSALS, MAX_TEXT, AccessLog


def test_a_line_says_when_what_who_and_from_where(tmp_path: Path) -> None:
    AccessLog(tmp_path).note("sign_in", "judge-J1", "ab12", "10.0.0.7", role="judge", long="x" * 999)
    (written,) = (tmp_path / "access.log").read_text("utf-8").splitlines()
    line = json.loads(written)
    assert line.pop("at").endswith("Z") and len(line.pop("long")) == MAX_TEXT
    assert line == {"what": "sign_in", "person": "judge-J1", "device": "ab12", "address": "10.0.0.7", "role": "judge"}
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "access.log").stat().st_mode) == 0o600


def test_what_somebody_says_stays_in_its_line(tmp_path: Path) -> None:
    log = AccessLog(tmp_path)
    log.note("refused", path='/a"\n{"at": "x", "what": "sign_in"}\u2028\ud800')
    assert [line["what"] for line in log.newest()] == ["refused"]


def test_full_files_are_kept_in_a_bounded_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access_log, "MAX_LOG_BYTES", 500)
    log = AccessLog(tmp_path)
    for number in range(200):
        log.note("download", file=f"{number}")
    files = sorted(tmp_path.iterdir())
    assert [path.name for path in files] == ["access.log", *(f"access.log.{age}" for age in range(1, MAX_LOGS))]
    assert all(path.stat().st_size <= 500 for path in files)
    newest = [int(line["file"]) for line in log.newest()]
    assert newest == list(range(199, 199 - len(newest), -1)) and len(newest) > 10
    assert [line["file"] for line in log.newest(3)] == ["199", "198", "197"]


def test_nobody_who_is_refused_writes_the_others_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 6000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    log = AccessLog(tmp_path)
    for _ in range(MAX_REFUSALS + 7):
        log.note("refused_sign_in", address="10.0.0.9")
    log.note("refused_sign_in", address="10.0.0.8")
    log.note("sign_in", address="10.0.0.9")
    counted = [line["address"] for line in log.newest(1000) if line["what"] == "refused_sign_in"]
    assert (counted.count("10.0.0.9"), counted.count("10.0.0.8")) == (MAX_REFUSALS, 1)
    assert log.newest(1)[0]["what"] == "sign_in", "whose right code is never left out"
    now += 60
    log.note("refused", address="10.0.0.9")
    assert [(line["what"], line.get("count")) for line in log.newest(2)] == [("refused", None), ("left_out", 7)]


def test_addresses_that_are_counted_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: 6000.0)
    log = AccessLog(tmp_path)
    monkeypatch.setattr(log, "_append", lambda line: None)
    for number in range(MAX_ADDRESSES + 50):
        log.note("refused", address=f"{number}")
    assert len(log._refusals) == MAX_ADDRESSES + 1


def test_a_disk_that_takes_nothing_costs_the_line_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*given: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    AccessLog(tmp_path).note("sign_in")
    assert "No space left" in caplog.text
    monkeypatch.undo()
    AccessLog(tmp_path / "gone").note("sign_in")
    assert AccessLog(tmp_path / "gone").newest() == []


def test_a_torn_line_is_left_out(tmp_path: Path) -> None:
    log = AccessLog(tmp_path)
    log.note("sign_in")
    with (tmp_path / "access.log").open("ab") as file:
        file.write(b'{"at": "2024\xff\n[1]\n"x"\n{"at": 1}\n')
    assert [line["what"] for line in log.newest()] == ["sign_in"]
