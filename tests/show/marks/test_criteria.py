"""Criteria, a judge's own sheet, excuses and given parts."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from server.show import commands as c
from server.show.marks.criteria import with_criteria
from server.show.model import Criterion, Part, ScoringRule, Sheet, Show
from tests.support.contests import contest, opened, perform
from tests.support.scored_shows import refused

D = Decimal
CRITERIA = (Criterion("创新", D(60), id="new"), Criterion("实效", D(40), id="use"))
POINTS = ScoringRule(step=D("0.5"), marks="points", criteria=CRITERIA)


def judged(rule: ScoringRule, judges: int = 3) -> Show:
    return opened(replace(contest(judges=judges), scoring=rule))


def test_points_are_summed_and_each_criterion_has_its_own_range() -> None:
    show = perform(judged(POINTS), c.EnterCriteria("01", "J1", {"new": D(55), "use": D("35.5")}))
    assert show.sheets["01"].marks == {"J1": D("90.5")}
    no = refused(show, c.EnterCriteria("01", "J2", {"use": D(41)}))
    assert (no.code, no.params["maximum"]) == ("out_of_range", "40") and "实效" in no.params["judge"]
    assert refused(show, c.EnterCriteria("01", "J2", {"use": D("1.3")})).code == "off_step"
    assert refused(show, c.EnterCriteria("01", "J2", {"x": D(1)})).code == "unknown_criterion"
    assert refused(show, c.EnterMarks("01", {"J2": D(90)})).code == "criteria_wanted"


def test_weighted_criteria_keep_their_exact_sum_unless_the_rules_round_it() -> None:
    rule = ScoringRule(marks="weighted", criteria=(Criterion("甲", D(33), id="a"), Criterion("乙", D(67), id="b")))
    values = {"a": D("91.25"), "b": D("88.15")}  # 30.1125 + 59.0605 = 89.173
    assert with_criteria(rule, Sheet(), "J1", values).marks == {"J1": D("89.173")}
    assert with_criteria(replace(rule, mark_decimals=2), Sheet(), "J1", values).marks == {"J1": D("89.17")}
    assert with_criteria(replace(rule, mark_decimals=0), Sheet(), "J1", values).marks == {"J1": D(89)}


def test_a_mark_is_there_when_the_last_criterion_is_and_goes_with_a_blank() -> None:
    show = perform(judged(POINTS), c.EnterCriteria("01", "J1", {"new": D(50)}))
    assert show.sheets["01"].marks == {} and show.sheets["01"].criteria == {"J1": {"new": D(50)}}
    show = perform(show, c.EnterCriteria("01", "J1", {"use": D(0)}))
    assert show.sheets["01"].marks == {"J1": D(50)}
    assert perform(show, c.EnterCriteria("01", "J1", {"new": None})).sheets["01"].marks == {}


def test_a_draft_is_no_mark_and_a_submission_is_the_judges_own() -> None:
    show = perform(judged(ScoringRule()), c.DraftMarks("01", "J1", {"total": D(90)}), by="J1/aaaa")
    assert show.sheets["01"].drafts == {"J1": {"total": D(90)}} and show.sheets["01"].marks == {}
    assert not show.undo and all(line.action.did != "MarksDrafted" for line in show.log)
    show = perform(show, c.SubmitMarks("01", "J1", {"total": D("91.5")}), by="J1/aaaa")
    sheet = show.sheets["01"]
    assert sheet.marks == {"J1": D("91.50")} and sheet.drafts == {} and sheet.submitted == {"J1": show.at}
    assert refused(show, c.EnterMarks("01", {"J1": D(80)})).code == "already_submitted"
    assert refused(show, c.DraftMarks("01", "J1", {"total": D(80)})).code == "already_submitted"
    assert refused(show, c.SubmitMarks("01", "J1", {"total": D(80)})).code == "already_submitted"
    assert perform(show, c.SubmitMarks("01", "J1", {"total": D("91.5")})) == show, "a second tablet, the same sheet"


def test_a_sheet_can_be_taken_back_until_it_is_locked() -> None:
    show = perform(judged(POINTS), c.SubmitMarks("01", "J1", {"new": D(50), "use": D(30)}))
    back = perform(show, c.WithdrawMarks("01", "J1"))
    assert back.sheets["01"].marks == {} and back.sheets["01"].drafts == {"J1": {"new": D(50), "use": D(30)}}
    assert refused(back, c.WithdrawMarks("01", "J1")).code == "not_submitted"
    for judge in ("J2", "J3"):
        show = perform(show, c.SubmitMarks("01", judge, {"new": D(50), "use": D(30)}))
    checked = perform(show, c.Check("01"))
    assert refused(checked, c.WithdrawMarks("01", "J1")).code == "locked"
    assert refused(perform(show, c.Confirm("01")), c.WithdrawMarks("01", "J1")).code == "locked"


def test_a_blank_criterion_is_not_submitted_as_a_zero() -> None:
    no = refused(judged(POINTS), c.SubmitMarks("01", "J1", {"new": D(50)}))
    assert (no.code, no.params["criteria"]) == ("criteria_missing", "实效")
    assert refused(judged(ScoringRule()), c.SubmitMarks("01", "J1", {})).code == "criteria_missing"


def test_an_undo_never_takes_a_judges_word_with_it() -> None:
    show = perform(judged(ScoringRule()), c.EnterMarks("01", {"J2": D(80)}), c.EnterMarks("02", {"J2": D(70)}))
    show = perform(show, c.SubmitMarks("01", "J1", {"total": D(90)}), c.TakeBack())
    assert show.sheets["01"].marks == {"J2": D("80.00"), "J1": D("90.00")}
    assert show.sheets["02"].marks == {}, "what was undone is the last thing that the panel did elsewhere"
    assert [version.why for version in show.sheets["02"].versions] == ["", "undo"], (
        "that it was written is not undone"
    )


@pytest.mark.parametrize("state", ["recused", "absent", "unsubmitted", "abstained"])
def test_an_excused_judge_is_neither_a_zero_nor_left_out_in_silence(state: str) -> None:
    show = perform(judged(ScoringRule(min_judges=9)), c.EnterMarks("01", {"J1": D(90), "J2": D(80)}))
    show = perform(show, c.Excuse("01", "J3", state))  # type: ignore[arg-type]
    assert refused(show, c.Confirm("01")).code == "judges_not_accepted"
    assert refused(show, c.EnterMarks("01", {"J3": D(1)})).code == "judge_excused"
    assert refused(show, c.AcceptJudges("01", 2, "")).code == "reason_needed"
    assert (no := refused(show, c.AcceptJudges("01", 3, "都在"))).code == "judges_count" and no.now == 2
    show = perform(show, c.AcceptJudges("01", 2, "监督员同意"), c.Confirm("01"))
    result = show.sheets["01"].confirmed
    assert result and (result.score, result.counted) == (D("85.00"), 2)
    assert [mark.excused for mark in result.marks] == [None, None, state]


def test_a_revoked_mark_stays_on_the_sheet_and_does_not_count() -> None:
    show = perform(judged(ScoringRule()), c.EnterMarks("01", {"J1": D(90), "J2": D(80), "J3": D(10)}))
    assert refused(show, c.Excuse("01", "J3", "revoked")).code == "reason_needed"
    show = perform(show, c.Excuse("01", "J3", "revoked", "违规"), c.AcceptJudges("01", 2, "评委会"), c.Confirm("01"))
    result = show.sheets["01"].confirmed
    assert result and result.score == D("85.00") and result.marks[2].mark == D("10.00")
    back = perform(show, c.Unconfirm("01", "x"), c.Excuse("01", "J3", None), c.Confirm("01"))
    assert back.sheets["01"].confirmed and back.sheets["01"].confirmed.score == D("60.00")


def test_an_accepted_number_falls_with_the_next_change() -> None:
    show = perform(judged(ScoringRule()), c.EnterMarks("01", {"J1": D(90)}))
    show = perform(show, c.Excuse("01", "J2", "absent"), c.Excuse("01", "J3", "absent"))
    show = perform(show, c.AcceptJudges("01", 1, "同意"))
    show = perform(show, c.Excuse("01", "J3", None), c.EnterMarks("01", {"J3": D(80)}))
    assert refused(show, c.Confirm("01")).code == "judges_not_accepted"
    nobody = perform(judged(ScoringRule()), *(c.Excuse("01", f"J{n}", "absent") for n in (1, 2, 3)))
    assert refused(nobody, c.Confirm("01")).code == "no_judge_left"


def test_a_given_part_has_its_own_range() -> None:
    parts = (Part("votes", "观众", D(20), "given", maximum=D(50)), Part("stage", "现场", D(80)))
    show = perform(judged(ScoringRule(parts=parts)), c.EnterMarks("01", dict.fromkeys(("J1", "J2", "J3"), D(90))))
    assert refused(show, c.Confirm("01")).code == "parts_missing"
    assert refused(show, c.Give("01", "votes", D(51))).code == "bad_part"
    assert refused(show, c.Give("01", "x", D(1))).code == "unknown_part"
    show = perform(show, c.Give("01", "votes", D(40)), c.Confirm("01"))
    result = show.sheets["01"].confirmed
    assert result and result.score == D("88.00"), "40 of 50 are 80; 80×20% + 90×80%"
    assert refused(show, c.Give("01", "votes", D(1))).code == "already_confirmed"
