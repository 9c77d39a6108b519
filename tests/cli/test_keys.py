"""Tokens and the access log at the terminal."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from server.cli.main import main
from server.sign_in import tokens as module
from server.sign_in.tokens import TOKEN_SECONDS
from server.web.access import Access
from tests.web.test_access import connection


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LIMELIGHT_DATA", str(tmp_path))
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    out, err = capsys.readouterr()
    return code, out, err


def test_a_token_is_given_listed_and_revoked_alone(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    code, first, err = run(capsys, "token", "--role", "operator", "--name", "王工", "--for", "2d")
    second = run(capsys, "token", "--role", "host")[1]
    assert code == 0 and first.count("\n") == 1 and "good until" in err
    access = Access(folder)
    one, other = (connection(authorization=f"Bearer {token.strip()}") for token in (first, second))
    who = access.who(one)
    assert who and who.by.startswith("王工/token-")
    lives = {token.role: token.ends - token.made for token in access.tokens}
    assert lives == {"operator": 2 * 86_400, "host": TOKEN_SECONDS}
    code, out, _ = run(capsys, "token", "--list")
    moment = r"\d{4}-\d\d-\d\d [\d:]{8}"
    assert code == 0 and re.search(rf"\n[0-9a-f]{{6}}  operator +王工 +{moment}  {moment}\n", out)
    assert first.strip() not in out
    id = who.by.rpartition("-")[2]
    assert run(capsys, "token", "--revoke", id)[0] == 0
    assert access.who(one) is None and access.who(other)
    assert id not in run(capsys, "token", "--list")[1]
    code, _, err = run(capsys, "token", "--revoke", id)
    assert code == 2 and "no token" in err


@pytest.mark.parametrize(
    ("words", "wanted"),
    [([], "one of --role"), (["--list", "--role", "host"], "one of --role"), (["--role", "host", "--for", "2y"], "2d"),
     (["--role", "host", "--for", "400d"], "at most 366d"), (["--role", "host", "--name", "a/b"], "no /"),
     (["--role", "host", "--name", "x" * 61], "1 to 60"), (["--role", "host", "--name", "a\u202eb"], "1 to 60")],
)  # fmt: skip
def test_what_is_wrong_is_said(capsys: pytest.CaptureFixture[str], words: list[str], wanted: str, folder: Path) -> None:
    code, out, err = run(capsys, "token", *words)
    assert (code, out) == (2, "") and wanted in err and not list(folder.glob("tokens/*"))


def test_too_many_tokens_are_said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_TOKENS", 1)
    assert run(capsys, "token", "--role", "host")[0] == 0
    code, _, err = run(capsys, "token", "--role", "host")
    assert code == 2 and "--revoke" in err


def test_the_access_log_is_printed_the_newest_last(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    log = Access(folder).log
    for number in range(5):
        log.note("sign_in", f"judge-J{number}")
    code, out, _ = run(capsys, "access-log", "--count", "2")
    assert code == 0 and [json.loads(line)["person"] for line in out.splitlines()] == ["judge-J3", "judge-J4"]
    run(capsys, "token", "--role", "host", "--name", "王工")
    line = json.loads(run(capsys, "access-log")[1].splitlines()[-1])
    assert (line["what"], line["person"], line["device"]) == ("token", "王工", "terminal")
    assert run(capsys, "access-log", "--count", "-1")[:2] == (0, "")
