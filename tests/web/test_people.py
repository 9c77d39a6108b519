"""People and their codes: kept, taken away, renewed."""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path

import pytest

from server.show.model import Judge
from server.web.people import LETTERS, MAX_PEOPLE, People, TooManyPeopleError, plain, shown

JUDGES = (Judge("J1", 1, "张三"), Judge("J2", 2, "李四"))


@pytest.fixture
def people(tmp_path: Path) -> People:
    made = People(tmp_path)
    made.ensure(JUDGES)
    return made


def test_every_judge_and_every_standing_role_has_a_code_and_keeps_it(people: People, tmp_path: Path) -> None:
    found = {one.id: one.code for one in people}
    assert list(found) == ["scorer-1", "scorer-2", "supervisor-1", "judge-J1", "judge-J2", "host-1", "viewer-1"]
    assert all(re.fullmatch(f"[{LETTERS}]{{8}}", code) for code in found.values()) and len(set(found.values())) == 7
    again = People(tmp_path)
    again.ensure((*JUDGES, Judge("J3", 3, "王五")))
    assert {one.id: one.code for one in again if one.id in found} == found and again.get("judge-J3")


def test_a_code_is_found_as_it_is_typed_and_nobody_by_an_empty_one(people: People) -> None:
    person = people.get("judge-J1")
    assert person and people.by_code(shown(person.code).lower()) == person
    people.revoke("judge-J1")
    assert people.by_code("") is None and people.by_code(person.code) is None and people.by_code("码") is None
    assert plain("ab cd-ef") == "ABCDEF"


def test_a_renewed_code_is_another_one_and_ends_what_the_old_one_opened(people: People) -> None:
    before = people.get("judge-J1")
    people.renew("judge-J1")
    after = people.get("judge-J1")
    assert before and after and after.code != before.code and after.serial == before.serial + 1
    people.revoke("judge-J1")
    people.ensure(JUDGES)
    assert people.get("judge-J1").code == "", "who was sent away does not come back by a restart"  # type: ignore[union-attr]


def test_more_people_are_numbered_and_bounded(people: People) -> None:
    assert people.add("scorer", " 赵六 ").id == "scorer-3" and people.get("scorer-3").name == "赵六"  # type: ignore[union-attr]
    with pytest.raises(TooManyPeopleError):
        for _ in range(MAX_PEOPLE):
            people.add("viewer", "某人")


def test_the_file_is_its_owners_only_and_a_torn_one_costs_new_codes(
    people: People, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "people.json"
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o600
    path.write_text("{", encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        torn = People(tmp_path)
        torn.ensure(JUDGES)
    assert "everybody gets a new code" in caplog.text and torn.get("judge-J1")


def test_a_lost_file_brings_no_revoked_session_back_and_unknown_roles_go(people: People, tmp_path: Path) -> None:
    serials = {one.id: one.serial for one in people}
    (tmp_path / "people.json").write_text('[{"id": "x", "role": "emperor"}]', encoding="utf-8")
    again = People(tmp_path)
    again.ensure(JUDGES)
    assert again.get("x") is None and {one.id for one in again} == set(serials)
    assert not any(one.serial == serials[one.id] for one in again), "a session of an old code counts no more"


def test_a_name_is_changed_and_nothing_else(people: People) -> None:
    before = people.get("host-1")
    people.rename("host-1", " 王芳 ")
    after = people.get("host-1")
    assert before and after and (after.name, after.code, after.serial) == ("王芳", before.code, before.serial)
