"""Results made ready, revealed and hidden again; a corrected one waits for a reveal of its own."""

from __future__ import annotations

from decimal import Decimal

from server.show import commands as c
from tests.show.marks.test_enter import ALL, revealed
from tests.support.contests import opened, perform
from tests.support.scored_shows import refused, scored


def test_arm_disarm_reveal_hide() -> None:
    show = perform(scored(opened(), "01", "02"), c.Arm("01"))
    assert perform(show, c.Arm("01")) == show
    assert perform(show, c.Disarm()).armed is None
    assert refused(perform(show, c.Arm("02")), c.Reveal("01")).code == "not_armed"
    show = perform(show, c.Reveal("01"))
    assert (show.reveals, show.armed) == (("01",), None)
    assert perform(show, c.Reveal("01")) == show and refused(show, c.Arm("01")).code == "already_revealed"
    assert refused(show, c.Hide("02")).code == "not_revealed"
    hidden = perform(show, c.Hide("01", " 误操作 "))
    assert hidden.reveals == () and hidden.sheets["01"].confirmed == show.sheets["01"].confirmed
    assert perform(hidden, c.Arm("01"), c.Reveal("01")).reveals == ("01",)


def test_a_correction_of_a_revealed_result_waits_for_its_own_reveal() -> None:
    show = perform(revealed(), c.Correct("01", "抄错", dict.fromkeys(ALL, Decimal(80))))
    assert show.sheets["01"].revealed.score == 90  # type: ignore[union-attr]
    assert refused(show, c.Reveal("01")).code == "not_armed"
    show = perform(show, c.Arm("01"), c.Reveal("01"))
    assert show.sheets["01"].revealed.score == 80 and show.reveals == ("01",)  # type: ignore[union-attr]
