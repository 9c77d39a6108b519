"""What commands of marks touch: a sheet, or one judge's line of it, so that two desks do not collide."""

from __future__ import annotations

from decimal import Decimal

from server.show import commands as c


def touched(command: c.Command) -> tuple[str, ...]:
    touches = c.COMMAND_ROWS[type(command)].touches
    return touches(command) if touches else ()


def test_typed_marks_touch_the_lines_of_their_judges_and_no_others() -> None:
    assert touched(c.EnterMarks("07", {"J1": None, "J2": Decimal(9)})) == ("sheet/07/J1", "sheet/07/J2")
    assert touched(c.EnterCriteria("07", "J1", {})) == touched(c.Excuse("07", "J1", "recused")) == ("sheet/07/J1",)


def test_a_signature_touches_the_whole_sheet_and_a_reveal_what_is_armed_too() -> None:
    for command in (c.Confirm("07"), c.Check("07"), c.Correct("07", "x"), c.Deduct("07", Decimal(1))):
        assert touched(command) == ("sheet/07",)
    assert touched(c.Arm("07")) == touched(c.Reveal("07")) == ("sheet/07", "armed")
