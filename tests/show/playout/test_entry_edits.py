"""Edits of entries and judges minutes before air: what may be changed, and what is refused."""

from __future__ import annotations

import pytest

from server.show import commands as c
from server.show.marks import reveal_policy
from server.show.model import rundown
from server.show.view import project
from tests.support.contests import contest, opened, perform
from tests.support.scored_shows import on_air, refused, scored


def test_an_edit_is_trimmed_and_holds_what_changed() -> None:
    show = perform(opened(), c.EditEntry("01", unit=" 新单位 ", title=(" 一 ", "", "二")))
    assert (show.entries["01"].unit, show.entries["01"].title) == ("新单位", ("一", "二"))
    assert perform(show, c.EditEntry("01", unit="新单位", title=("一", "二")), c.EditEntry("01")) == show
    assert show.contest.entries[0].unit == "单位01", "the event file stays as it was"


@pytest.mark.parametrize(
    ("edit", "code"),
    [(c.EditEntry("99"), "unknown_entry"), (c.EditEntry("01", unit=" "), "empty_name"),
     (c.EditEntry("01", title=()), "bad_title"), (c.EditEntry("01", title=(" ",)), "bad_title"),
     (c.EditEntry("01", title=("一", "二", "三", "四")), "bad_title"),
     (c.EditEntry("01", category="z"), "unknown_category"),
     (c.EditJudge("J9"), "unknown_judge"), (c.EditJudge("J1", name=" "), "empty_name"),
     (c.SetEligibility("99", "withdrawn"), "unknown_entry")],
)  # fmt: skip
def test_an_edit_that_cannot_be_is_refused(edit: object, code: str) -> None:
    show = opened()
    assert refused(show, edit).code == code and show == opened()


def test_a_revealed_result_stays_in_its_category_and_leaves_only_with_a_reason() -> None:
    show = perform(scored(opened(), "01"), c.Arm("01"), c.Reveal("01"))
    assert refused(show, c.EditEntry("01", category="b")).code == "already_revealed"
    assert refused(show, c.SetEligibility("01", "withdrawn", " ")).code == "reason_needed"
    show = perform(show, c.SetEligibility("01", "withdrawn", "违规"))
    assert project(show, "control")["standings"]["a"] == []


def test_a_withdrawal_on_air_is_told_at_once_and_changes_no_picture_of_others() -> None:
    show = perform(on_air(opened(), "01.next"), c.SetEligibility("01", "withdrawn"))
    assert project(show, "stage")["program"]["content"]["entry"]["eligibility"] == "withdrawn"
    assert perform(show, c.SetEligibility("01", "withdrawn")) == show


def test_a_change_of_category_leaves_every_entry_with_a_reveal() -> None:
    show = perform(opened(contest(entries=2, policy="session")), c.EditEntry("01", category="b"))
    assert any("01" in reveal_policy.group(show, cue) for cue in rundown.cues(show))
