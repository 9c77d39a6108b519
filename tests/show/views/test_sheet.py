"""The sheet as the operator sees it."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

from server.show import commands as c
from server.show.model import Chain, Show
from server.show.views import sheet as sheet_view
from server.show.views.control import control
from tests.support.contests import contest, opened, perform

D = Decimal


def test_every_step_of_the_chain_has_a_state() -> None:
    final = contest(judges=1)
    show = opened(replace(final, chain=Chain(check=True, supervise=True)))
    seen = []
    for by, command in (
        ("scorer", c.EnterMarks("01", {"J1": D(90)})), ("scorer", c.Check("01")), ("boss", c.Confirm("01")),
        ("panel", c.Arm("01")), ("panel", c.Reveal("01")), ("scorer", c.Correct("01", "错", {"J1": D(80)})),
        ("boss", c.ApproveCorrection("01")),
    ):  # fmt: skip
        show = perform(show, command, by=by)
        seen.append(control(show)["sheet/01"]["state"])
    assert seen == ["complete", "checked", "confirmed", "armed", "revealed", "revealed", "corrected"]


def test_a_sheet_says_what_it_waits_for_and_who_was_at_it() -> None:
    show = perform(opened(contest(judges=2)), c.EnterMarks("01", {"J1": D(90)}), c.Excuse("01", "J2", "absent"))
    sheet = control(show)["sheet/01"]
    assert sheet["needs"] == ["accept"] and sheet["excused"] == {"J2": "absent"} and sheet["result"] is None
    sheet = control(perform(show, c.AcceptJudges("01", 1, "同意")))["sheet/01"]
    assert sheet["accepted"] == {"count": 1, "by": "operator", "reason": "同意"} and sheet["needs"] == []
    assert sheet["result"]["counted"] == 1 and sheet["typed_by"] == ["operator"]
    assert json.dumps(sheet)


def test_a_proposal_shows_both_numbers_to_those_who_decide() -> None:
    show = opened(replace(contest(judges=1), chain=Chain(supervise=True)))
    show = perform(show, c.EnterMarks("01", {"J1": D(90)}))
    show = perform(show, c.Confirm("01"), by="boss")
    show = perform(show, c.Correct("01", "错", {"J1": D(80)}, deduction=D(1)))
    proposed = sheet_view.sheet_facts(show, "01", 1)["proposed"]
    assert (proposed["marks"], proposed["deduction"], proposed["by"]) == ({"J1": "80.00"}, "1.00", "operator")


def test_a_sheet_says_whose_marks_are_missing_how_many_count_and_whether_it_is_open() -> None:
    def told(show: Show) -> tuple[list[str], int, bool]:
        sheet = control(show)["sheet/01"]
        return sheet["missing"], sheet["counted"], sheet["open"]

    show = opened(replace(contest(judges=3), chain=Chain(check=True)))
    assert told(show) == (["J1", "J2", "J3"], 0, True)
    show = perform(show, c.EnterMarks("01", {"J1": D(90), "J2": D(80)}))
    assert told(show) == (["J3"], 2, True)
    show = perform(show, c.Excuse("01", "J3", "absent"), c.Excuse("01", "J2", "absent"))
    assert told(show) == ([], 1, True)
    assert told(perform(show, c.SetEligibility("01", "exhibition")))[2] is False
    show = perform(show, c.AcceptJudges("01", 1, "同意"), c.Check("01"))
    assert told(show) == ([], 1, False)
    assert told(perform(show, c.Confirm("01"))) == ([], 1, False)


def test_what_two_people_typed_in_two_ways_is_named_until_they_agree() -> None:
    show = opened(replace(contest(judges=2), chain=Chain(double_entry=True)))
    show = perform(show, c.EnterMarks("01", {"J1": D(90), "J2": D(80)}), by="one")
    assert control(show)["sheet/01"]["differing"] == []
    show = perform(show, c.EnterMarks("01", {"J1": D(90), "J2": D(88)}), by="two")
    assert control(show)["sheet/01"]["differing"] == ["J2"]
    show = perform(show, c.EnterMarks("01", {"J2": D(80)}), by="two")
    assert control(show)["sheet/01"]["differing"] == []
