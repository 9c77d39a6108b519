"""From paper to the reveal and back: what each step wants, keeps and refuses."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.show import commands as c
from server.show.marks.enter import sheet_of, with_marks
from server.show.model import ScoringRule, Sheet, Show
from server.show.view import project
from tests.support.contests import contest, opened, perform
from tests.support.scored_shows import on_air, refused, scored

ALL = {f"J{seat}": Decimal(90) for seat in range(1, 6)}
cells = st.dictionaries(st.sampled_from("ABC"), st.none() | st.integers(0, 100).map(Decimal), max_size=3)


@given(st.lists(cells, max_size=6))
def test_a_sheet_is_what_was_written_last_and_a_blank_is_no_key(writings: list[dict[str, Decimal | None]]) -> None:
    sheet, cell = Sheet(), {}
    for marks in writings:
        sheet = with_marks(sheet, marks)
        cell.update(marks)
    assert sheet.marks == {judge: mark for judge, mark in cell.items() if mark is not None}


def revealed() -> Show:
    return perform(scored(opened(), "01"), c.Arm("01"), c.Reveal("01"))


def test_an_unknown_entry_or_judge_is_named() -> None:
    show = opened()
    for command in (
        c.ScoreEntry("99"), c.EnterMarks("99", {}), c.Deduct("99", Decimal(1)), c.Confirm("99"), c.Unconfirm("99", "x"),
        c.Correct("99", "x"), c.Arm("99"), c.Reveal("99"), c.Hide("99"),
    ):  # fmt: skip
        assert refused(show, command).code == "unknown_entry"
    assert refused(show, c.EnterMarks("01", {"J9": Decimal(1)})).params == {"judge": "J9"}
    assert sheet_of(show, "01") == Sheet()


def test_only_what_changes_is_an_event() -> None:
    show = perform(opened(), c.ScoreEntry("01"), c.EnterMarks("01", {"J1": Decimal("90.0"), "J2": None}))
    assert perform(show, c.ScoreEntry("01"), c.EnterMarks("01", {"J1": Decimal(90)}), c.EnterMarks("01", {})) == show
    assert perform(show, c.EnterMarks("01", {"J3": None})) == show
    assert perform(show, c.Disarm(), c.Deduct("01", Decimal(0))) == show


def test_one_mark_out_of_range_keeps_the_whole_sheet_out() -> None:
    found = refused(opened(), c.EnterMarks("01", {**ALL, "J5": Decimal("100.01")}))
    assert (found.code, found.params["judge"], found.params["found"]) == ("out_of_range", "评委5", "100.01")


def test_confirming_wants_every_mark_and_names_who_is_missing() -> None:
    found = refused(opened(), c.EnterMarks("01", {"J1": Decimal(1), "J3": Decimal(1)}), c.Confirm("01"))
    assert (found.code, found.params["count"], found.params["judges"]) == ("marks_missing", 3, "评委2, 评委4, 评委5")
    assert refused(opened(contest(judges=0)), c.Confirm("01")).code == "marks_missing"


def test_a_confirmed_sheet_is_closed() -> None:
    show = scored(opened(), "01")
    assert show.sheets["01"].confirmed_by == "operator"
    for command in (c.EnterMarks("01", {"J1": Decimal(1)}), c.Deduct("01", Decimal(1)), c.Confirm("01")):
        assert refused(show, command).code == "already_confirmed"


def test_a_sheet_is_opened_again_with_a_reason_and_before_its_reveal_only() -> None:
    show = scored(opened(), "01")
    assert refused(show, c.Unconfirm("01", "  ")).code == "reason_needed"
    show = perform(show, c.Unconfirm("01", "漏签"))
    assert show.sheets["01"].confirmed is None and show.sheets["01"].confirmed_by == ""
    assert len(show.sheets["01"].marks) == 5
    assert refused(show, c.Unconfirm("01", "漏签")).code == "not_confirmed"
    assert refused(revealed(), c.Unconfirm("01", "漏签")).code == "already_revealed"


def test_a_number_that_the_hall_saw_is_corrected_and_never_just_replaced() -> None:
    show = perform(revealed(), c.Hide("01", "误操作"))
    assert refused(show, c.Unconfirm("01", "改分")).code == "already_revealed"


def test_an_entry_that_does_not_compete_is_not_scored() -> None:
    for eligibility in ("exhibition", "withdrawn", "cancelled", "postponed"):
        show = perform(scored(opened(), "01"), c.SetEligibility("01", eligibility), c.SetEligibility("02", eligibility))  # type: ignore[arg-type]
        for command in (c.EnterMarks("02", ALL), c.Deduct("02", Decimal(1)), c.Confirm("02"), c.Arm("01")):
            assert refused(show, command).code == "not_competing"


@pytest.mark.parametrize("points", ["-0.01", "100.01", "0.001", "NaN", "Infinity", "sNaN", "1E+3"])
def test_a_strange_deduction_is_refused(points: str) -> None:
    found = refused(opened(), c.Deduct("01", Decimal(points), "超时"))
    assert (found.code, found.params["maximum"], found.params["decimals"]) == ("bad_deduction", "100", 2)


def test_a_deduction_stands_on_a_line_of_its_own_with_its_reason() -> None:
    show = perform(opened(), c.EnterMarks("01", ALL), c.Deduct("01", Decimal("0.5"), " 超时 "), c.Confirm("01"))
    show = on_air(perform(show, c.Arm("01"), c.Reveal("01")), "01.reveal")
    content = project(show, "stage")["program"]["content"]
    assert (content["mean"], content["score"], content["deduction_reason"]) == ("90.00", "89.50", "超时")


@pytest.mark.parametrize(("points", "shown"), [("1E+1", "10.00"), ("0.5", "0.50"), ("-0", "0.00")])
def test_a_deduction_is_written_as_every_number_is(points: str, shown: str) -> None:
    show = perform(opened(), c.EnterMarks("01", ALL), c.Deduct("01", Decimal(points), "超时"), c.Confirm("01"))
    assert project(show, "control")["sheet/01"]["deduction"] == shown


def test_a_correction_wants_a_reason_a_confirmed_sheet_and_a_change() -> None:
    show = scored(opened(), "01")
    assert refused(show, c.Correct("01", " ", {"J1": Decimal(1)})).code == "reason_needed"
    assert refused(show, c.Correct("02", "x", {"J1": Decimal(1)})).code == "not_confirmed"
    assert refused(show, c.Correct("01", "x", {"J1": Decimal(101)})).code == "out_of_range"
    assert refused(show, c.Correct("01", "x", {}, Decimal(-1))).code == "bad_deduction"
    assert perform(show, c.Correct("01", "x"), c.Correct("01", "x", {"J1": Decimal("90.00")})) == show


def test_a_correction_of_a_fallen_mark_changes_the_sheet_though_not_the_score() -> None:
    show = perform(scored(opened(), "01"), c.Correct("01", "抄错", {"J1": Decimal(10)}))
    sheet = show.sheets["01"]
    assert sheet.confirmed is not None and sheet.confirmed.score == 90 and sheet.marks["J1"] == 10
    assert len(sheet.corrections) == 1


def test_a_correction_can_take_a_deduction_away() -> None:
    show = perform(opened(), c.EnterMarks("01", ALL), c.Deduct("01", Decimal(2), "超时"), c.Confirm("01"))
    show = perform(show, c.Correct("01", "计时有误", deduction=Decimal(0)))
    assert show.sheets["01"].confirmed and show.sheets["01"].confirmed.score == 90  # type: ignore[union-attr]


def test_a_correction_never_blanks() -> None:
    assert refused(scored(opened(), "01"), c.Correct("01", "x", {"J1": None})).code == "marks_missing"


def test_a_correction_that_blanks_names_who_would_be_missing() -> None:
    found = refused(scored(opened(), "01"), c.Correct("01", "x", {"J1": None, "J2": None}))
    assert (found.params["count"], found.params["judges"]) == (2, "评委1, 评委2")


@pytest.mark.parametrize("count", [1, 4, 5, 14])
def test_any_number_of_judges_gets_a_result(count: int) -> None:
    rule = replace(ScoringRule(), trim_high=2, trim_low=2)
    show = scored(opened(contest(judges=count, scoring=rule)), "01", mark="88.5")
    assert show.sheets["01"].confirmed and show.sheets["01"].confirmed.score == Decimal("88.50")  # type: ignore[union-attr]
