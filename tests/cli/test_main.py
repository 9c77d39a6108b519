from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from server.cli.main import SAMPLE, main
from server.cli.prepare import STARTER
from server.settings import OPTIONS
from server.web.access import Access
from tests.support.server_process import Server


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for option in OPTIONS:
        monkeypatch.delenv(option.name, raising=False)


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


def test_check_finds_the_events_that_we_ship_ready(capsys: pytest.CaptureFixture[str]) -> None:
    for folder in (SAMPLE, STARTER):
        code, out, _ = run(capsys, "check", folder, "--lang", "en")
        assert (code, out.splitlines()[-1].split(",")[0]) == (0, "No faults")


def test_check_reports_every_fault_in_the_language_asked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "event.toml").write_text('name = "x"\nnonsense = 1\nrubbish = 2\n', encoding="utf-8")
    code, out, _ = run(capsys, "check", tmp_path, "--lang", "en")
    assert code == 1
    assert "nonsense" in out
    assert "rubbish" in out
    assert re.search(r"\d+ faults, \d+ warnings", out)
    assert "处错误" in run(capsys, "check", tmp_path)[1]


def test_new_makes_an_event_that_serves_and_never_overwrites(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    folder = tmp_path / "final"
    code, out, _ = run(capsys, "new", folder)
    assert code == 0
    assert f"limelight serve {folder}" in out
    assert (folder / "event.toml").read_bytes() == (STARTER / "event.toml").read_bytes()
    code, _, err = run(capsys, "new", folder)
    assert code == 2
    assert "not empty" in err


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["serve"], "limelight serve FOLDER"),
        (["serve", "/no/such/event"], "limelight new /no/such/event"),
        (["serve", str(STARTER), "--port", "70000"], "whole number from 0 to 65535"),
        (["replay", "/no/such/folder"], "no live journal"),
        (["serve", str(STARTER), "--data", "/dev/null/kept"], "--data DIR"),
    ],
)
def test_errors_are_one_line_that_says_what_to_do(
    capsys: pytest.CaptureFixture[str], words: list[str], wanted: str
) -> None:
    code, out, err = run(capsys, *words)
    assert (code, out) == (2, "")
    assert wanted in err
    assert err.count("\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C cannot be sent to one process there")
def test_a_sample_is_served_by_its_name_and_keeps_its_show_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(SAMPLE.parents[3]))
    monkeypatch.chdir(tmp_path)
    kept = tmp_path / ".limelight" / "zhuhai-2024"
    for event in ("zhuhai-2024", "server/samples/zhuhai-2024"):
        with started("serve", event) as (process, banner):
            assert f"The event is {SAMPLE}; its show is kept in {kept}." in banner
            assert str(kept) in stop(process)
    assert (kept / "live.sqlite").is_file()


def test_serve_says_every_fault_of_an_event_that_cannot_run(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "event.toml").write_text("name = \n", encoding="utf-8")
    code, _, err = run(capsys, "serve", tmp_path)
    assert code == 2
    assert "event.toml" in err


def test_serve_refuses_with_every_fault_that_check_finds(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    event = tmp_path / "event"
    shutil.copytree(STARTER, event)
    toml = (event / "event.toml").read_text("utf-8").replace("weight = 40", "weight = 41", 1) + "\n[nonsense]\n"
    (event / "event.toml").write_text(toml, encoding="utf-8")
    table = (event / "entries.csv").read_text("utf-8").replace("第一单位", "第一\U00020000单位", 1)
    (event / "entries.csv").write_text(table, encoding="utf-8")
    checked = run(capsys, "check", event)[1].splitlines()[:-1]
    code, _, err = run(capsys, "serve", event)
    assert code == 2 and len(checked) == 3 and all(line in err for line in checked), err


def test_serve_runs_an_event_that_can_be_read_and_says_what_to_mend(tmp_path: Path) -> None:
    event = tmp_path / "event"
    shutil.copytree(STARTER, event)
    toml = (event / "event.toml").read_text("utf-8").replace("weight = 40", "weight = 41", 1)
    (event / "event.toml").write_text(toml, encoding="utf-8")
    with started("serve", event) as (process, banner):
        assert "is running" in banner
        process.kill()
        assert process.stderr is not None and "41+40+20 = 101" in process.stderr.read()


def test_a_journal_that_is_none_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    text = "this is no database, whatever its name says" * 30
    (tmp_path / "live.sqlite").write_text(text)
    with started("serve", STARTER, "--data", tmp_path) as (process, _):
        process.kill()
        assert process.stderr is not None
        told = process.stderr.read()
    assert "live.sqlite" in told and "limelight salvage --data" in told
    assert (tmp_path / "live.sqlite").read_text() == text


def test_the_token_is_alone_on_its_line_and_opens_the_door(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIMELIGHT_DATA", str(tmp_path))
    code, out, _ = run(capsys, "token", "--role", "operator")
    assert code == 0
    found = Access(tmp_path)._signed_in("token", out.strip(), None)
    assert found is not None
    assert found.role == "operator"


def test_a_judge_s_token_is_one_of_the_event_s_judges(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIMELIGHT_DATA", str(tmp_path))
    code, out, _ = run(capsys, "token", "--role", "judge", "--judge", "J1")
    found = Access(tmp_path)._signed_in("token", out.strip(), None)
    assert code == 0 and found is not None and (found.role, found.judge) == ("judge", "J1")
    for words, why in (("--role judge", "--judge ID goes with"), ("--role scorer --judge J1", "--judge ID goes with"),
                       ("--role judge --judge J99", "no judge J99; there are J1, ")):  # fmt: skip
        code, out, err = run(capsys, "token", *words.split())
        assert (code, out) == (2, "") and why in err


@contextmanager
def started(*words: object) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`limelight …` in a process of its own, and what it printed once it listened."""
    command = [sys.executable, "-m", "server", *map(str, words), "--port", "0", "--host", "127.0.0.1"]
    with subprocess.Popen(
        command, env={**os.environ, "PYTHONUTF8": "1"}, text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        lines: list[str] = []
        try:
            for line in process.stdout:
                lines.append(line)
                if re.search(r"^  http://localhost:\d+/control$", line):
                    break
            yield process, "".join(lines)
        finally:
            process.kill()


def address(banner: str) -> str:
    found = re.search(r"http://localhost:\d+", banner)
    assert found, banner
    return found[0]


def stop(process: subprocess.Popen[str]) -> str:
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 0, err
    return out


@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C cannot be sent to one process there")
def test_serve_shows_the_code_once_and_goes_on_where_it_stopped(tmp_path: Path) -> None:
    event, kept = tmp_path / "event", tmp_path / "kept"
    shutil.copytree(STARTER, event)
    with started("serve", event, "--data", kept) as (process, first):
        with urllib.request.urlopen(f"{address(first)}/healthz") as answer:
            assert answer.status == 200
        with started("serve", event, "--data", kept) as (second, _):
            assert second.wait(timeout=30) == 2
            assert second.stderr is not None
            assert "another Limelight runs" in second.stderr.read()
        assert "the same command continues it" in stop(process)
    code = re.search(r"operator's code .*: (\S+)", first)
    assert code
    assert Access(kept).verify(code[1])
    with started("serve", event, "--data", kept) as (process, again):
        assert code[1] not in again
        assert "the one that the first start showed" in again
        stop(process)


@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C cannot be sent to one process there")
def test_the_demo_shows_its_code_at_every_start_until_a_new_one_is_wanted(tmp_path: Path) -> None:
    codes = []
    for flags in ([], [], ["--new-code"]):
        with started("demo", "--data", tmp_path, *flags) as (process, banner):
            found = re.search(r"operator's code .*: (\S+)", banner)
            assert found
            assert Access(tmp_path).verify(found[1])
            codes.append(found[1])
            stop(process)
    assert codes[0] == codes[1] != codes[2]


def test_replay_tells_what_the_journal_says(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    server = Server(tmp_path, STARTER).start()
    try:
        server.do("message", text="请加快")
    finally:
        server.stop()
    code, out, _ = run(capsys, "replay", tmp_path, "--lang", "en")
    assert code == 0
    opened, message = out.splitlines()
    assert re.search(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} +1  — +opened “", opened)
    assert re.search(r" 2  token-\w+ +message to the monitor: 请加快$", message)
    assert run(capsys, "replay", tmp_path, "--mode", "rehearsal")[0] == 2


@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C cannot be sent to one process there")
def test_a_rehearsal_says_that_it_is_one(tmp_path: Path) -> None:
    with started("serve", STARTER, "--data", tmp_path, "--rehearsal") as (process, banner):
        assert "REHEARSAL" in banner
        stop(process)
    assert sorted(path.name for path in tmp_path.glob("*.sqlite")) == ["lock.sqlite", "rehearsal.sqlite"]


def test_after_a_power_cut_the_show_is_in_the_mode_it_was_in(tmp_path: Path) -> None:
    """The panel chose rehearsal; only a flag begins in the other one."""
    (tmp_path / "kept").mkdir()
    server = Server(tmp_path / "kept", STARTER).start()
    try:
        server.do("switch_mode", mode="rehearsal")
        server.do("message", text="彩排留言")
        server.kill()
        server.start()
        control = server.view("control")
        assert (control["mode"], control["message"]) == ("rehearsal", "彩排留言")
        server.kill()
    finally:
        server.stop()
    for flags, words in (([], "REHEARSAL 彩排"), (["--live"], "LIVE 正式"), ([], "LIVE 正式")):
        with started("serve", STARTER, "--data", server.folder, *flags) as (_, banner):
            assert f"mode 模式: {words}" in banner


def test_a_reader_who_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    """As `limelight replay … | head -1` does it."""
    environ = {**os.environ, "LIMELIGHT_DATA": str(tmp_path)}
    asked = [sys.executable, "-m", "server", "check", str(SAMPLE)]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(asked, stdout=writer, stderr=subprocess.PIPE, text=True, env=environ)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")
