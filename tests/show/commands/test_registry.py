"""Command registry: a row, a name and a decider of each class."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, is_dataclass

import pytest

from server.show import commands as c
from server.show.decide import DECIDERS
from server.show.marks import sign


def test_every_command_is_called_by_its_name_in_small_letters() -> None:
    assert c.wire_name(c.TimerStart) == "timer_start" and c.wire_name(c.Go) == "go"
    assert c.wire_name(c.EnterMarks) == "enter_marks" and c.wire_name(c.TakeBack) == "undo"
    assert c.COMMANDS["undo"] is c.TakeBack and "take_back" not in c.COMMANDS


def test_no_command_is_missing_and_no_two_share_a_name() -> None:
    declared = {one for one in vars(c).values() if isinstance(one, type) and issubclass(one, c.Command)} - {c.Command}
    assert set(c.COMMAND_ROWS) == declared and all(is_dataclass(one) for one in declared)
    assert set(c.COMMANDS.values()) == declared - {c.ImportEntries} and len(c.COMMANDS) == len(declared) - 1


def test_every_command_has_one_who_decides_it() -> None:
    of_the_director = {c.SwitchMode, c.RestartRehearsal}
    assert set(DECIDERS) | set(sign.SIGNED) == set(c.COMMAND_ROWS) - of_the_director
    assert not set(DECIDERS) & set(sign.SIGNED)


def test_no_field_hides_behind_the_envelope() -> None:
    for name, command in c.COMMANDS.items():
        taken = {field.name for field in fields(command)} & {"id", "do", "seq", "lang", "type"}
        assert not taken, name
        assert not (command.__doc__ or "").startswith(f"{command.__name__}("), f"{name} says what it asks"


def test_a_command_never_changes() -> None:
    with pytest.raises(FrozenInstanceError):
        c.Go().expect = "x"  # type: ignore[misc]
