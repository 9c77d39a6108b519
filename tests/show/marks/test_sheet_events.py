"""What events do to a sheet, where no command's own test says it already."""

from __future__ import annotations

from decimal import Decimal

from server.show import commands as c
from server.show.marks.sheet_events import MAX_VERSIONS
from tests.support.contests import contest, opened, perform

D = Decimal


def test_versions_are_bounded_and_the_newest_stay() -> None:
    show = opened(contest(judges=1))
    for turn in range(MAX_VERSIONS + 20):
        show = perform(show, c.EnterMarks("01", {"J1": D(turn % 100)}))
    versions = show.sheets["01"].versions
    assert len(versions) == MAX_VERSIONS and versions[-1].mark == show.sheets["01"].marks["J1"]


def test_opening_a_confirmed_sheet_takes_every_signature_off_it() -> None:
    show = perform(opened(contest(judges=1)), c.EnterMarks("01", {"J1": D(90)}), c.Check("01"), c.Confirm("01"))
    show = perform(show, c.Arm("01"), c.Unconfirm("01", "重录"))
    sheet = show.sheets["01"]
    assert (sheet.checked_by, sheet.confirmed_by, sheet.confirmed, show.armed) == ("", "", None, None)
    assert sheet.marks == {"J1": D("90.00")}


def test_a_draft_is_replaced_as_a_whole() -> None:
    show = perform(opened(contest(judges=1)), c.DraftMarks("01", "J1", {"total": D(90)}))
    assert perform(show, c.DraftMarks("01", "J1", {"total": None})).sheets["01"].drafts == {"J1": {}}
