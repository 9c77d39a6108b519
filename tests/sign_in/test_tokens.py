"""Tokens that end, belong to somebody and are revoked alone."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest

from server.sign_in import tokens as module
from server.sign_in.tokens import MAX_TOKEN_SECONDS, TOKEN_SECONDS, Tokens, TooManyTokensError, seconds_of
from server.web.access import Access
from tests.web.test_access import connection


def test_a_token_ends_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    access, now = Access(tmp_path), time.time()
    monkeypatch.setattr(time, "time", lambda: now)
    short, long = (connection(authorization=f"Bearer {access.token('operator', seconds=s)}") for s in (60, 600))
    assert access.who(short) and access.who(long)
    now += 61
    assert access.who(short) is None and access.who(long)
    assert [token.ends - token.made for token in access.tokens] == [600]
    assert len(list((tmp_path / "tokens").iterdir())) == 1, "the file of one that ended is gone"
    now += TOKEN_SECONDS
    assert access.who(long) is None


def test_one_is_revoked_alone_also_by_another_program(tmp_path: Path) -> None:
    access = Access(tmp_path)
    one, other = (connection(authorization=f"Bearer {access.token('operator', name=name)}") for name in ("甲", "乙"))
    assert access.who(one) and access.who(other)
    beside = Tokens(tmp_path)
    (first,) = (token for token in beside if token.name == "甲")
    assert beside.revoke(first.id) == first and beside.revoke(first.id) is None
    assert access.who(one) is None and access.who(other)
    assert access.tokens.get(first.id) is None


def test_a_token_says_whose_it_is(tmp_path: Path) -> None:
    access = Access(tmp_path)
    made = (access.token("operator", name="王工"), access.token("judge", "J1"), access.token("host"))
    known = [access.who(connection(authorization=f"Bearer {token}")) for token in made]
    names = {who.by.partition("-")[0] for who in known if who}
    assert names == {"王工/token", "J1/token", "token"}


def test_a_token_of_a_time_before_they_ended_is_dead(tmp_path: Path) -> None:
    access = Access(tmp_path)
    old = access._signer("token").dumps({"role": "operator", "by": "token-ab12", "judge": ""})
    assert access.who(connection(authorization=f"Bearer {old}")) is None


@pytest.mark.parametrize("id", ["", "../people", "abcdeg", "ABCDEF", "abcdef\n"])
def test_a_strange_id_is_no_token(tmp_path: Path, id: str) -> None:
    tokens = Tokens(tmp_path)
    (tmp_path / "people.json").write_text("{}")
    assert not tokens.lasts(id, time.time() + 60) and tokens.get(id) is None and tokens.revoke(id) is None
    assert (tmp_path / "people.json").exists()


def test_a_use_is_remembered_with_its_address(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path)
    token = tokens.add("host", "", "", 60)
    assert tokens.seen(token.id) == (0, "")
    tokens.saw(token.id, "10.0.0.7")
    tokens.saw(token.id, "")
    assert tokens.seen(token.id)[1] == "10.0.0.7"


def test_their_number_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_TOKENS", 3)
    tokens = Tokens(tmp_path)
    for _ in range(3):
        tokens.add("host", "", "", 60)
    with pytest.raises(TooManyTokensError):
        tokens.add("host", "", "", 60)


def test_files_are_their_owners_and_one_that_cannot_be_read_is_not_listed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tokens = Tokens(tmp_path)
    token = tokens.add("host", "", "", 60)
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "tokens").stat().st_mode) == 0o700
        assert stat.S_IMODE((tmp_path / "tokens" / f"{token.id}.json").stat().st_mode) == 0o600
    (tmp_path / "tokens" / "ffffff.json").write_text("{")
    assert list(tokens) == [token] and "not listed" in caplog.text


def test_a_new_code_ends_them_all(tmp_path: Path) -> None:
    access = Access(tmp_path)
    access.token("operator")
    access.ensure_code(None, new=True)
    assert list(access.tokens) == []


@pytest.mark.parametrize(
    ("words", "seconds"),
    [("90m", 5400), ("12h", 43_200), ("2d", 172_800), ("1w", 604_800), ("366d", MAX_TOKEN_SECONDS), ("367d", None),
     ("0d", None), ("2", None), ("d", None), ("-1d", None), ("1.5h", None), ("２d", None), ("999999w", None)],
)  # fmt: skip
def test_a_duration_is_read(words: str, seconds: int | None) -> None:
    assert seconds_of(words) == seconds
