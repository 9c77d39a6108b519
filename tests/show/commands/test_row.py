"""Rows of the command registry: who may send what, and what must always work."""

from __future__ import annotations

from server.show import commands as c
from server.show.commands.row import JUDGES, OPERATOR, fixed


def test_keys_that_do_not_depend_on_the_command() -> None:
    assert fixed("preview", "program")(c.Take()) == ("preview", "program")


def test_what_the_operator_may_not_send_is_a_judge_s_own_word_alone() -> None:
    others = {command for command, row in c.COMMAND_ROWS.items() if "operator" not in row.roles}
    assert others == {c.DraftMarks, c.SubmitMarks, c.WithdrawMarks}
    assert all(c.COMMAND_ROWS[command].roles == JUDGES for command in others)
    assert {command for command, row in c.COMMAND_ROWS.items() if row.signature} == {c.Confirm, c.Unconfirm}


def test_what_must_always_work_is_never_refused_as_stale() -> None:
    for command in (c.Hold, c.Black, c.Freeze, c.Clear, c.Put):
        row = c.COMMAND_ROWS[command]
        assert row.touches is None and row.roles == OPERATOR
