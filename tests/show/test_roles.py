"""Which role may send what, and see what."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from server.show import commands as c
from server.show.model import Chain, Refused
from server.show.model.role import ROLES, Who
from server.show.roles import check, may, may_see, sees_marks
from server.show.view import views
from tests.support.contests import contest, opened

SHOW = opened()
SUPERVISED = opened(replace(contest(), chain=Chain(supervise=True)))
EVERYBODY = {role: Who(role, f"{role}-1/aa", f"{role}-1", "J1" if role == "judge" else "") for role in ROLES}
JUDGES = {c.DraftMarks, c.SubmitMarks, c.WithdrawMarks}


def allowed(role: str, show: object = SHOW) -> set[type]:
    return {kind for kind in c.COMMANDS.values() if may(show, EVERYBODY[role], kind)}  # type: ignore[arg-type,index]


def test_the_operator_runs_everything_but_a_judges_own_sheet() -> None:
    assert allowed("operator") == set(c.COMMANDS.values()) - JUDGES


def test_a_supervisors_signature_is_not_the_operators() -> None:
    assert allowed("operator") - allowed("operator", SUPERVISED) == {c.Confirm, c.Unconfirm}
    assert c.Confirm in allowed("supervisor", SUPERVISED) and c.Confirm not in allowed("scorer", SUPERVISED)


def test_nobody_but_the_operator_touches_what_is_on_air() -> None:
    for role in ("scorer", "supervisor", "judge", "host", "viewer"):
        assert not allowed(role) & {c.Take, c.Go, c.Hold, c.Reveal, c.Arm, c.Hide, c.EditEntry, c.SwitchMode}
    assert allowed("judge") == JUDGES and allowed("host") == allowed("viewer") == set()


def test_a_judge_has_one_sheet() -> None:
    check(SHOW, EVERYBODY["judge"], c.SubmitMarks("01", "J1", {"total": Decimal(90)}))
    with pytest.raises(Refused, match="not_yours"):
        check(SHOW, EVERYBODY["judge"], c.SubmitMarks("01", "J2", {"total": Decimal(90)}))
    with pytest.raises(Refused, match="not_allowed"):
        check(SHOW, EVERYBODY["host"], c.Go())


def test_each_role_sees_its_own_views_and_the_operator_all() -> None:
    own = {role: {name for name in views(SHOW) if may_see(who, name)} for role, who in EVERYBODY.items()}
    assert own["operator"] == set(views(SHOW))
    assert own["judge"] == {"judge.J1"} and own["scorer"] == {"desk"} and own["supervisor"] == {"desk", "host"}
    assert own["host"] == {"host"} and own["viewer"] == {"viewer"}
    assert {role for role, who in EVERYBODY.items() if sees_marks(who)} == {"operator", "scorer", "supervisor"}
