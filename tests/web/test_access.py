"""Who may command: the code, the cookie, the token, and what ends them."""

from __future__ import annotations

import asyncio
import json
import os
import re
import stat
import time
from pathlib import Path

import pytest
from starlette.requests import HTTPConnection

from server.sign_in.turns import MAX_WAITING, BusyError, Rank
from server.web.access import (
    COOKIE,
    MAX_ADDRESSES,
    MAX_CODE,
    SESSION_SECONDS,
    TRIES,
    WINDOW,
    Access,
    Tries,
    WrongCodeError,
)
from server.web.people import LETTERS


@pytest.fixture
def access(tmp_path: Path) -> Access:
    made = Access(tmp_path)
    made.ensure_code("TEST-2345")
    return made


def connection(**headers: str) -> HTTPConnection:
    given = {"host": "hall:8000"} | headers
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in given.items()]
    return HTTPConnection({"type": "http", "headers": named})


def with_cookie(access: Access, **headers: str) -> HTTPConnection:
    return connection(cookie=f"{COOKIE}={access.session()}", **headers)


def test_a_code_is_made_once_shown_once_and_kept_hashed(tmp_path: Path) -> None:
    code = Access(tmp_path).ensure_code(None)
    assert code and re.fullmatch(rf"[{LETTERS}]{{4}}-[{LETTERS}]{{4}}", code)
    assert Access(tmp_path).ensure_code(None) is None, "a second start shows nothing"
    kept = (tmp_path / "access.json").read_text()
    assert code not in kept and code.replace("-", "") not in kept and "$argon2id$" in kept
    assert Access(tmp_path).verify(code)
    assert not set("01ILO") & set(LETTERS), "none that is mistaken for another"


def test_new_keys_are_on_disk_before_they_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda file: (steps.append("fsync"), fsync(file))[1])
    monkeypatch.setattr(Path, "replace", lambda old, new: (steps.append("replace"), replace(old, new))[1])
    Access(tmp_path)
    assert steps == ["fsync", "replace"]


def test_only_the_owner_may_read_the_keys(access: Access, tmp_path: Path) -> None:
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "access.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("typed", ["TEST-2345", "test2345", " te st-23 45 ", "TEST-2345".ljust(MAX_CODE)])
def test_a_code_may_be_typed_as_people_type(access: Access, typed: str) -> None:
    assert access.verify(typed)


@pytest.mark.parametrize("typed", ["", "TEST-2346", "TEST", "TEST-2345".ljust(MAX_CODE + 1), "\x00"])
def test_another_code_is_wrong(access: Access, typed: str) -> None:
    assert not access.verify(typed)


def test_nobody_signs_in_before_there_is_a_code(tmp_path: Path) -> None:
    assert not Access(tmp_path).verify("")


def test_a_cookie_and_a_token_name_the_operator(access: Access) -> None:
    who = access.who(with_cookie(access))
    assert who and who.role == "operator" and who.by.startswith("panel-")
    who = access.who(connection(authorization=f"bearer {access.token('operator')}"))
    assert who and who.by.startswith("token-")
    stranger = access._signer("session").dumps({"role": "dancer", "by": "panel-1"})
    assert access.who(connection(cookie=f"{COOKIE}={stranger}")) is None, "a role that this version does not know"
    with pytest.raises(ValueError, match="role: one of operator"):
        access.token("emperor")


def test_a_judge_s_token_names_its_judge_and_no_other_one_does(access: Access) -> None:
    who = access.who(connection(authorization=f"Bearer {access.token('judge', 'J1')}"))
    assert who and (who.role, who.judge) == ("judge", "J1") and who.by.startswith("J1/token-")
    for role, judge in (("judge", ""), ("scorer", "J1")):
        with pytest.raises(ValueError, match="a judge's token, and no other, names its judge"):
            access.token(role, judge)  # type: ignore[arg-type]


def test_each_stands_for_itself_alone(access: Access) -> None:
    assert access.who(connection()) is None
    assert access.who(connection(authorization=f"Bearer {access.session()}")) is None
    assert access.who(connection(cookie=f"{COOKIE}={access.token('operator')}")) is None
    assert access.who(connection(authorization=f"Basic {access.token('operator')}")) is None


def test_a_changed_letter_is_no_cookie(access: Access) -> None:
    good = access.session()
    for place in (0, len(good) // 2, len(good) - 2):
        bad = good[:place] + ("A" if good[place] != "A" else "B") + good[place + 1 :]
        assert access.who(connection(cookie=f"{COOKIE}={bad}")) is None


def test_a_cookie_ends_after_its_week_and_a_token_does_not(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    cookie, token = with_cookie(access), connection(authorization=f"Bearer {access.token('operator')}")
    assert access.who(cookie) and access.who(token)
    later = time.time() + SESSION_SECONDS + 2
    with monkeypatch.context() as clock:
        clock.setattr(time, "time", lambda: later)
        assert access.who(cookie) is None and access.who(token) is not None
    earlier = time.time() - 3600
    monkeypatch.setattr(time, "time", lambda: earlier)
    assert access.who(cookie), "a clock that was set back signs nobody out"


def test_a_signature_is_computed_once(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    cookie, other = with_cookie(access), with_cookie(access)
    assert (who := access.who(cookie))
    monkeypatch.setattr(access, "_signer", lambda purpose: pytest.fail("computed again"))
    assert access.who(cookie) == who
    with pytest.raises(pytest.fail.Exception):
        access.who(other)


def test_a_new_code_ends_every_session_and_token(access: Access, tmp_path: Path) -> None:
    cookie, token = with_cookie(access), connection(authorization=f"Bearer {access.token('operator')}")
    assert access.ensure_code("TEST-2345") == "TEST-2345" and access.who(cookie), "the same code ends nothing"
    new = access.ensure_code(None, new=True)
    assert new and not access.verify("TEST-2345") and access.verify(new)
    assert access.who(cookie) is None and access.who(token) is None
    assert json.loads((tmp_path / "access.json").read_text())["key"]


def test_a_cookie_counts_only_from_our_own_pages(access: Access) -> None:
    assert access.who(with_cookie(access, origin="http://hall:8000"))
    foreigners = ("http://evil.example", "null", "http://[", "file://hall:8000", "http://hall:8000.evil.example", "")
    for foreign in ({"sec_fetch_site": "cross-site"}, *({"origin": origin} for origin in foreigners)):
        assert access.who(with_cookie(access, **foreign)) is None
    token = connection(authorization=f"Bearer {access.token('operator')}", origin="http://evil.example")
    assert access.who(token), "a token is never sent by a browser on its own"


def test_tries_are_counted_by_address_and_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    tries, now = Tries(), time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now)
    assert all(tries.allow("a") for _ in range(TRIES)) and not tries.allow("a")
    assert tries.allow("b"), "another address has its own count"
    now += WINDOW + 1
    assert tries.allow("a")
    tries.take_back("a")
    tries.take_back("nobody")
    assert tries.allow("a") and all(tries.allow("a") for _ in range(TRIES - 1)) and not tries.allow("a")
    tries.forget("a")
    assert all(tries.allow("a") for _ in range(TRIES))


def test_addresses_that_try_are_bounded() -> None:
    tries = Tries()
    for number in range(MAX_ADDRESSES + 50):
        tries.allow(f"{number}")
    assert len(tries._times) == MAX_ADDRESSES


@pytest.mark.parametrize("left", ["", "{", '{"key": "abc', "\x00" * 80])
def test_keys_that_a_power_cut_spoilt_cost_a_new_code_and_not_the_show(
    tmp_path: Path, left: str, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "access.json").write_text(left)
    access = Access(tmp_path)
    assert "there is a new code" in caplog.text
    code = access.ensure_code(None)
    assert code and Access(tmp_path).verify(code) and access.who(with_cookie(access))


def test_codes_are_tried_one_at_a_time(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each takes 64 MiB: a hall full of guesses may not take that many times."""
    now, most, verify = 0, 0, access.verify

    def counted(code: str) -> bool:
        nonlocal now, most
        now += 1
        most = max(most, now)
        right = verify(code)
        now -= 1
        return right

    async def crowd() -> list[bool]:
        return await asyncio.gather(*map(access.verify_soon, ["x", "TEST-2345", "y", "z"]))

    monkeypatch.setattr(access, "verify", counted)
    assert asyncio.run(crowd()) == [False, True, False, False]
    assert most == 1


def test_who_was_signed_in_before_comes_before_strangers_and_strangers_before_guessers(access: Access) -> None:
    tries = Tries()
    for address, rank in (("10.0.0.1", Rank.STRANGER), ("10.0.0.1", Rank.GUESSER), ("127.0.0.1", Rank.ADDRESS)):
        assert tries.allow(address) and tries.rank(address) is rank
    tries.right("10.0.0.1")
    assert tries.rank("10.0.0.1") is Rank.ADDRESS
    for number in range(MAX_ADDRESSES):
        tries.right(f"{number}")
    assert tries.rank("10.0.0.1") is Rank.GUESSER and len(tries._signed_in) == MAX_ADDRESSES
    device = access.counted_as(with_cookie(access))
    assert tries.allow(device) and tries.rank(device) is Rank.DEVICE


def test_tries_of_a_person_s_own_devices_are_counted_apart_from_their_address(access: Access) -> None:
    access.people.ensure([])
    host, scorer = access.people.get("host-1"), access.people.get("scorer-1")
    names = {access.counted_as(with_cookie(access)) for _ in range(3)}
    assert len(names) == 1, "who signs in often does not guess oftener"
    cookies = [connection(cookie=f"{COOKIE}={access.session(person)}") for person in (host, scorer)]
    assert len(names | {access.counted_as(page) for page in cookies}) == 3
    access.people.revoke("host-1")
    assert access.who(cookies[0]) is None and "host-1" in access.counted_as(cookies[0])
    assert access.counted_as(connection(cookie=f"{COOKIE}=forged")) == access.counted_as(connection()) == ""


async def test_a_crowd_that_guesses_makes_only_itself_wait(access: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    tries, order, verify = Tries(), list[str](), access.verify

    def seen(code: str) -> bool:
        order.append(code)
        return verify(code)

    monkeypatch.setattr(access, "verify", seen)
    tries.right("operator")
    for number in range(30):
        tries.allow(f"{number}")
        tries.allow(f"{number}")
    crowd = [asyncio.create_task(access.account_of(f"x{n}", tries, f"{n}")) for n in range(30)]
    await asyncio.sleep(0)
    assert tries.allow("operator") and await access.account_of("TEST-2345", tries, "operator") is None
    assert order.index("TEST-2345") <= 1, "after the one whose turn it was"
    ends = await asyncio.gather(*crowd, return_exceptions=True)
    assert [type(end) for end in ends].count(BusyError) == 30 - 1 - MAX_WAITING
    assert {type(end) for end in ends} == {BusyError, WrongCodeError}
