"""Who signs: checked, confirmed by another person, corrected by two."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from server.show import commands as c
from server.show.marks.scoring import exact
from server.show.marks.sign import person
from server.show.marks.standings import confirmed, standings
from server.show.model import Chain, Contest, Part, ScoringRule, Show, TimeRule
from tests.support.contests import START, contest, opened, perform
from tests.support.scored_shows import refused

D = Decimal
SIGNED = Chain(check=True, supervise=True)


def small(chain: Chain = SIGNED, **scoring: object) -> Contest:
    final = contest(judges=3)
    return replace(final, chain=chain, scoring=replace(final.scoring, trim_high=0, trim_low=0, **scoring))


def typed(show: Show, entry: str = "01", mark: str = "90", by: str = "scorer-1/aa") -> Show:
    return perform(show, c.EnterMarks(entry, dict.fromkeys(show.judges, D(mark))), by=by)


def refusal(show: Show, command: object, by: str) -> str:
    before = show
    try:
        perform(show, command, by=by)
    except Exception as no:
        assert show is before
        return str(getattr(no, "code", no))
    return "done"


def test_a_person_is_the_same_on_every_device() -> None:
    assert person("J3/a1b2") == person("J3/ffff") == "J3" and person("panel-12ab") == "panel-12ab"


def test_the_whole_chain_and_nobody_out_of_turn() -> None:
    show = typed(opened(small()))
    assert refusal(show, c.Confirm("01"), "supervisor/cc") == "not_checked"
    show = perform(show, c.Check("01"), by="scorer-2/bb")
    assert show.sheets["01"].checked_by == "scorer-2/bb"
    assert refused(show, c.EnterMarks("01", {"J1": D(1)})).code == "already_checked"
    assert refusal(show, c.Confirm("01"), "scorer-1/zz") == "same_person", "another device, the same typist"
    show = perform(show, c.Confirm("01"), by="supervisor/cc")
    assert show.sheets["01"].confirmed_by == "supervisor/cc"
    show = perform(show, c.Arm("01"), c.Reveal("01"))
    assert show.sheets["01"].revealed


def test_a_check_can_be_taken_back_with_a_reason_before_it_is_confirmed() -> None:
    show = perform(typed(opened(small())), c.Check("01"))
    assert refused(show, c.Uncheck("01", "")).code == "reason_needed"
    show = perform(show, c.Uncheck("01", "看错了"), c.EnterMarks("01", {"J1": D(1)}))
    assert refused(show, c.Uncheck("01", "再来")).code == "not_checked"
    done = perform(perform(show, c.Check("01")), c.Confirm("01"), by="supervisor")
    assert refused(done, c.Uncheck("01", "x")).code == "already_confirmed"


def test_a_small_contest_signs_alone() -> None:
    show = perform(typed(opened(small(Chain())), by="panel-1"), c.Confirm("01"), by="panel-1")
    assert show.sheets["01"].confirmed
    show = perform(show, c.Correct("01", "抄错", {"J1": D(60)}), by="panel-1")
    assert show.sheets["01"].corrections[0].approved_by == "" and show.sheets["01"].confirmed.score == D("80.00")


def test_a_correction_waits_for_a_second_person_and_leaves_the_old_number_till_then() -> None:
    show = perform(perform(typed(opened(small())), c.Check("01")), c.Confirm("01"), by="supervisor")
    show = perform(show, c.Arm("01"), c.Reveal("01"))
    show = perform(show, c.Correct("01", "抄错", {"J1": D(60)}), by="scorer-1/aa")
    sheet = show.sheets["01"]
    assert sheet.proposed and sheet.proposed.by == "scorer-1/aa" and sheet.confirmed.score == D("90.00")
    assert refusal(show, c.ApproveCorrection("01"), "scorer-1/other") == "same_person"
    assert refused(show, c.Correct("01", "又错", {"J2": D(1)})).code == "correction_waits"
    show = perform(show, c.ApproveCorrection("01"), by="supervisor/cc")
    sheet = show.sheets["01"]
    note = sheet.corrections[0]
    assert (note.by, note.approved_by, note.reason) == ("scorer-1/aa", "supervisor/cc", "抄错")
    assert sheet.proposed is None and sheet.confirmed.score == D("80.00")
    assert sheet.revealed.score == D("90.00"), "the hall sees the new number when 更正 is pushed"
    show = perform(show, c.Arm("01"), c.Reveal("01"))
    assert show.sheets["01"].revealed.score == D("80.00")


def test_a_correction_can_be_turned_down() -> None:
    show = perform(perform(typed(opened(small())), c.Check("01")), c.Confirm("01"), by="supervisor")
    assert refused(show, c.ApproveCorrection("01")).code == "no_proposal"
    assert refused(show, c.RejectCorrection("01", "x")).code == "no_proposal"
    show = perform(show, c.Correct("01", "抄错", {"J1": D(60)}), by="scorer-1")
    show = perform(show, c.RejectCorrection("01", "原件无误"), by="supervisor")
    assert show.sheets["01"].proposed is None and show.sheets["01"].confirmed.score == D("90.00")


def test_double_entry_keeps_what_two_people_typed_alike_and_shows_the_rest() -> None:
    show = opened(small(Chain(double_entry=True)))
    show = perform(show, c.EnterMarks("01", {"J1": D(90), "J2": D(80), "J3": D(70)}), by="scorer-1/aa")
    assert show.sheets["01"].marks == {} and refused(show, c.Confirm("01")).code == "marks_missing"
    show = perform(show, c.EnterMarks("01", {"J1": D(90), "J2": D(81), "J3": D(70)}), by="scorer-2/bb")
    sheet = show.sheets["01"]
    assert sheet.marks == {"J1": D("90.00"), "J3": D("70.00")}
    assert (sheet.copies["scorer-1"]["J2"], sheet.copies["scorer-2"]["J2"]) == (D("80.00"), D("81.00"))
    show = perform(show, c.EnterMarks("01", {"J2": D(81)}), by="scorer-1/aa")
    assert show.sheets["01"].marks["J2"] == D("81.00")
    assert perform(show, c.EnterMarks("01", {"J2": None}), by="scorer-1/aa").sheets["01"].marks.get("J2") is None


def test_time_off_waits_for_a_persons_decision() -> None:
    one = small(Chain(), time=TimeRule(per=30, points=D("0.5")))
    show = perform(opened(one), c.Preview("01.talk"), c.Take(), c.TimerStart(), at=START)
    show = typed(perform(show, c.TimerPause(), at=START + 400_000))
    assert refused(show, c.Confirm("01")).code == "deduction_waiting"
    waived = perform(show, c.Deduct("01", D(0), "设备故障"), c.Confirm("01"))
    assert waived.sheets["01"].confirmed.score == D("90.00")
    taken = perform(show, c.Deduct("01", D("1.00"), "超时 40 秒"), c.Confirm("01"))
    assert taken.sheets["01"].confirmed.score == D("89.00")


@given(st.lists(st.integers(0, 10000), min_size=3, max_size=3), st.integers(0, 10000))
def test_a_correction_and_its_own_correction_leave_the_ranking_as_before(marks: list[int], other: int) -> None:
    show = opened(contest(judges=3))
    for entry, cents in (("01", marks), ("03", [other] * 3)):
        given_ = {f"J{seat}": D(mark) / 100 for seat, mark in enumerate(cents, 1)}
        show = perform(show, c.EnterMarks(entry, given_), c.Confirm(entry))
    before = standings(show, "a", confirmed(show))
    away = perform(show, c.Correct("01", "错", {"J1": D(50), "J2": D(1)}))
    back = perform(away, c.Correct("01", "复原", {"J1": D(marks[0]) / 100, "J2": D(marks[1]) / 100}))
    assert standings(back, "a", confirmed(back)) == before


def test_versions_say_who_wrote_what_and_when() -> None:
    show = typed(opened(small(Chain())), by="scorer-1/aa")
    show = perform(show, c.EnterMarks("01", {"J1": D(91)}), by="scorer-2/bb")
    versions = show.sheets["01"].versions
    assert [(version.judge, str(version.mark), version.by) for version in versions if version.judge == "J1"] == [
        ("J1", "90.00", "scorer-1/aa"), ("J1", "91.00", "scorer-2/bb"),
    ]  # fmt: skip
    assert versions[-1].at == show.at


def test_the_exact_value_ranks() -> None:
    show = perform(opened(contest(judges=3)), c.EnterMarks("01", {"J1": D(90), "J2": D(90), "J3": D("90.01")}))
    show = perform(show, c.Confirm("01"))
    assert exact(show.sheets["01"].confirmed) == Fraction("270.01") / 3
    assert ScoringRule().rank_on == "exact"


def revealed_result(show: Show) -> Show:
    given = {"J1": D(90), "J2": D(96), "J3": D(93)}
    show = perform(show, c.EnterMarks("01", given), by="scorer-1/aa")
    show = perform(show, c.Check("01"), by="scorer-2/bb")
    show = perform(show, c.Confirm("01"), by="supervisor/cc")
    return perform(show, c.Arm("01"), c.Reveal("01"))


def test_a_judge_revoked_after_the_confirmation_is_a_correction_of_two_people() -> None:
    """93 is the mean of 90, 96 and 93; without 96 it is 91.50. The hall sees it once it is pushed."""
    show = revealed_result(opened(small()))
    assert refused(show, c.Excuse("01", "J2", "revoked", "违反回避规定")).code == "already_confirmed"
    revoke = c.Correct("01", "违反回避规定", excused={"J2": "revoked"})
    show = perform(show, revoke, by="supervisor/cc")
    sheet = show.sheets["01"]
    assert sheet.proposed and sheet.proposed.excused == {"J2": "revoked"} and not sheet.excused
    assert refusal(show, c.ApproveCorrection("01"), "supervisor/dd") == "same_person"
    show = perform(show, c.ApproveCorrection("01"), by="scorer-2/bb")
    sheet = show.sheets["01"]
    assert sheet.confirmed and (sheet.confirmed.score, sheet.confirmed.counted) == (D("91.50"), 2)
    assert sheet.accepted and (sheet.accepted.count, sheet.accepted.by) == (2, "supervisor/cc")
    assert sheet.revealed and sheet.revealed.score == D("93.00"), "the hall sees the old one until it is pushed"
    (note,) = sheet.corrections
    assert (note.before.score, note.after.score, note.by, note.approved_by) == (
        D("93.00"), D("91.50"), "supervisor/cc", "scorer-2/bb",
    )  # fmt: skip
    show = perform(show, c.Arm("01"), c.Reveal("01"))
    assert show.sheets["01"].revealed == sheet.confirmed


def test_a_correction_lets_a_judge_count_again_and_brings_back_the_result() -> None:
    show = revealed_result(opened(small(Chain())))
    first = show.sheets["01"].confirmed
    show = perform(show, c.Correct("01", "撤销", excused={"J2": "revoked"}))
    assert refused(show, c.Correct("01", "全部", excused={"J1": "absent", "J3": "absent"})).code == "no_judge_left"
    assert refused(show, c.Correct("01", "谁", excused={"J9": "revoked"})).code == "unknown_judge"
    show = perform(show, c.Correct("01", "撤销有误", excused={"J2": None}))
    sheet = show.sheets["01"]
    assert sheet.confirmed == first and not sheet.excused and sheet.accepted is None and len(sheet.corrections) == 2


def test_a_given_part_is_corrected_with_a_reason() -> None:
    parts = (Part("text", "文本", D(30), "given"), Part("stage", "现场", D(70)))
    show = opened(small(Chain(), parts=parts))
    show = perform(typed(show), c.Give("01", "text", D(80)), c.Confirm("01"))
    assert refused(show, c.Give("01", "text", D(90))).code == "already_confirmed"
    assert refused(show, c.Correct("01", "登记", given={"text": D(101)})).code == "bad_part"
    assert refused(show, c.Correct("01", "登记", given={"text": None})).code == "parts_missing", "a blank is no result"
    show = perform(show, c.Correct("01", "登记错误", given={"text": D(90)}))
    confirmed_ = show.sheets["01"].confirmed
    assert confirmed_ and confirmed_.score == D("90.00") and show.sheets["01"].given == {"text": D(90)}
