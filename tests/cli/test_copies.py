"""`limelight export-journal` and `limelight restore`, as the handbook tells them."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from server.cli.main import SAMPLE, main
from server.journal.copies import copies_of
from server.journal.inspection import inspect
from server.journal.lock import Lock
from tests.support.app_client import bearer, client, command
from tests.support.source_tree import ROOT

CHAPTERS = {"zh": "### 记录没了", "en": "### The journal is gone"}


def told(lang: str, words: dict[str, Path]) -> dict[str, list[str]]:
    """Commands of the handbook's chapter by their names, with a person's own paths."""
    text = (ROOT / "server" / "web" / "handbook" / f"handbook.{lang}.md").read_text("utf-8")
    chapter = text[text.index(CHAPTERS[lang]) :].partition("\n### ")[0]
    commands = [shlex.split(words_)[1:] for words_ in re.findall(r"`(limelight [^`]+)`", chapter)]
    return {line[0]: [str(words.get(word, word)) for word in line] for line in commands}


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A stick with copies of a show that has ended."""
    (tmp_path / "stick").mkdir()
    with client(tmp_path / "first", copies=tmp_path / "stick") as one:
        answer = one.post("/api/commands", content=command("message", text="请靠近话筒"), headers=bearer(one))
        assert answer.status_code == 200
    return tmp_path / "stick"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_show_goes_on_from_the_stick_as_the_handbook_tells(
    stick: Path, tmp_path: Path, lang: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (copy,) = copies_of("live", stick)
    assert [one.name for one in copies_of("live", tmp_path / "first" / "copies")] == [copy.name]
    second, out = tmp_path / "second", tmp_path / "journal.jsonl"
    monkeypatch.setenv("LIMELIGHT_DATA", str(second))
    words = {"副本": copy, "赛事文件夹": SAMPLE, "记录.jsonl": out}
    words |= {"COPY": copy, "EVENT-FOLDER": SAMPLE, "JOURNAL.jsonl": out}
    commands = told(lang, words)
    assert main([*commands["restore"], "--lang", lang]) == 0
    assert "2" in capsys.readouterr().out
    assert main(commands["export-journal"]) == 0 and len(out.read_text("utf-8").splitlines()) == 4
    assert out.stat().st_mode & 0o077 == 0
    with client(second) as one:
        assert one.get("/api/views/monitor").json()["view"]["message"] == "请靠近话筒"
    assert main(["restore", str(out), str(SAMPLE)]) == 0
    assert len(inspect(second / "live.sqlite").rows) == 2


def test_a_file_that_is_not_whole_and_a_running_server_are_told(
    stick: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (copy,) = copies_of("live", stick)
    folder = tmp_path / "first"
    half = tmp_path / "half.jsonl"
    half.write_text('{"journal": "x", "mode": "live"}\n')
    assert main(["restore", str(half), str(SAMPLE), "--data", str(folder)]) == 2
    assert "没有改动任何文件" in capsys.readouterr().err
    lock = Lock(folder)
    try:
        assert main(["restore", str(copy), str(SAMPLE), "--data", str(folder)]) == 2
    finally:
        lock.release()
    assert "another Limelight runs" in capsys.readouterr().err
