"""What events of marks change: whole sheets, judges' lines, and every result of a group's reveal."""

from __future__ import annotations

from decimal import Decimal

from server.show import events as e


def touched(event: e.Event) -> tuple[str, ...]:
    return e.row_of(event).touches(event)


def test_marks_change_their_sheet_and_the_lines_of_their_judges() -> None:
    assert touched(e.MarksEntered("07", {"J1": None})) == ("sheet/07", "sheet/07/J1")
    assert touched(e.MarksSubmitted("07", "J3", Decimal(9))) == ("sheet/07", "sheet/07/J3")
    assert touched(e.PartGiven("07", "text", None)) == ("sheet/07",)


def test_a_judge_s_own_word_is_nobody_else_s_to_take_back_and_a_correction_is_lasting() -> None:
    assert {event for event, row in e.EVENT_ROWS.items() if row.undo == "judges_own"} == {
        e.MarksDrafted, e.MarksSubmitted, e.MarksWithdrawn}  # fmt: skip
    assert {event for event, row in e.EVENT_ROWS.items() if row.undo == "lasting"} == {
        e.Opened, e.Undone, e.Corrected, e.Hidden}  # fmt: skip


def test_a_reveal_changes_every_sheet_of_its_group() -> None:
    assert touched(e.Revealed("07", {"07": None, "08": None})) == ("program", "sheet/07", "sheet/08")  # type: ignore[dict-item]
