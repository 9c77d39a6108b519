"""What each event makes of the show, where a rule stands behind it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from server.show import commands as c
from server.show.events import Opened, Recorded
from server.show.model import Theme
from server.show.model.rundown import build
from server.show.playout.air_events import opened as show_opened
from tests.support.contests import START, contest, opened, perform
from tests.support.scored_shows import on_air, scored


def test_a_show_opens_with_its_first_row_in_preview_and_nothing_on_air() -> None:
    one = contest()
    event = Opened(one, "rehearsal", build(one))
    show = show_opened(event, Recorded(1, START, "", event))
    assert (show.mode, show.seq, show.at, show.program, show.preview) == ("rehearsal", 1, START, None, "s1.test")
    assert list(show.entries) == list(one.order) and show.elements == {"logo": {}}
    assert opened(replace(one, cup="", theme=Theme())).elements == {}
    assert opened(contest(sessions=())).preview is None


def test_elements_of_a_row_come_and_go_with_it_and_those_put_by_hand_stay() -> None:
    show = perform(on_air(opened(), "01.next"), c.Put("ticker", text="字幕"))
    assert show.elements["lower_third"] == {"by_cue": True, "entry": "01"}
    show = on_air(show, "01.talk")
    assert set(show.elements) == {"logo", "ticker", "bug"}
    show = on_air(perform(show, c.Put("lower_third", name="王芳", post="主持人")), "01.next")
    assert show.elements["lower_third"] == {"name": "王芳", "post": "主持人"}
    assert "lower_third" in on_air(show, "s1.test").elements


@pytest.mark.parametrize(
    ("cue", "element", "args"),
    [("s1.judge.J1", "lower_third", {"judge": "J1"}),
     ("s1.speaker.1", "lower_third", {"name": "王芳", "post": "主持人"}),
     ("s1.ranking.a", "top", {"category": "a"})],
)  # fmt: skip
def test_an_element_knows_what_its_row_is_about(cue: str, element: str, args: dict[str, str]) -> None:
    assert on_air(opened(), cue).elements[element] == {"by_cue": True, **args}


def test_every_take_has_a_key_of_its_own() -> None:
    keys = set()
    show = opened()
    for cue in ("01.next", "01.talk", "01.next"):
        show = on_air(show, cue)
        keys.add(show.program.key)  # type: ignore[union-attr]
    assert len(keys) == 3


def test_scoring_follows_the_stage_once_the_sheet_before_is_confirmed() -> None:
    show = on_air(opened(), "01.scoring")
    assert show.scoring == "01" and show.finished == {"01": show.at}
    assert on_air(show, "02.scoring").scoring == "01", "nobody typed yet, so the typist is still there"
    assert on_air(scored(show, "01"), "02.scoring").scoring == "02"


def test_a_ranking_shows_what_came_since_it_was_last_seen() -> None:
    show = scored(opened(contest(entries=8, judges=3)), "01", "03", "05")
    show = perform(show, c.Arm("01"), c.Reveal("01"))
    show = on_air(show, "s1.ranking.a")
    assert show.fresh == ("01",)
    show = perform(on_air(show, "s1.test"), c.Arm("03"), c.Reveal("03"), c.Arm("05"), c.Reveal("05"))
    show = on_air(show, "s1.ranking.a")
    assert show.fresh == ("03", "05")
    assert on_air(show, "s1.test", "s1.ranking.a").fresh == ()


def test_hiding_an_earlier_result_makes_no_later_one_stale() -> None:
    show = scored(opened(contest(entries=8, judges=3)), "01", "03", "05")
    show = perform(show, c.Arm("01"), c.Reveal("01"), c.Arm("03"), c.Reveal("03"))
    show = on_air(show, "s1.ranking.a", "s1.test")
    show = perform(show, c.Arm("05"), c.Reveal("05"), c.Hide("01", "误操作"))
    assert on_air(show, "s1.ranking.a").fresh == ("05",)


def test_a_withdrawal_moves_only_a_preview_of_its_own() -> None:
    show = perform(opened(), c.Skip("01.story", True), c.Preview("01.story"), c.SetEligibility("05", "withdrawn"))
    assert show.preview == "01.story"


def test_a_withdrawal_moves_its_own_preview_on() -> None:
    show = perform(opened(), c.Preview("02.next"), c.SetEligibility("02", "cancelled"))
    assert show.preview == "03.next"
    last = opened(contest(entries=2))
    last = perform(last, c.SetEligibility("01", "withdrawn"))
    assert perform(last, c.Preview("02.next"), c.SetEligibility("02", "postponed")).preview is not None


def test_a_withdrawal_disarms() -> None:
    show = perform(scored(opened(), "01"), c.Arm("01"), c.SetEligibility("01", "withdrawn"))
    assert show.armed is None


def test_opening_or_correcting_a_sheet_disarms_it_and_no_other() -> None:
    show = perform(scored(opened(), "01", "02"), c.Arm("01"))
    assert perform(show, c.Unconfirm("01", "重核")).armed is None
    assert perform(show, c.Unconfirm("02", "重核")).armed == "01"
    changed = {"J1": Decimal(1), "J2": Decimal(1)}
    assert perform(show, c.Correct("01", "抄错", changed)).armed is None
    assert perform(show, c.Correct("02", "抄错", changed)).armed == "01"


def test_a_frozen_show_remembers_itself_without_its_own_past() -> None:
    show = perform(opened(), c.Message("一"), c.Freeze(True))
    assert show.frozen is not None and show.frozen.message == "一"
    assert (show.frozen.undo, show.frozen.log, show.frozen.frozen) == ((), (), None)
    assert perform(show, c.Freeze(False)).frozen is None


def test_corrections_pile_up_in_order_with_who_and_when() -> None:
    show = scored(opened(), "01")
    for mark in (80, 70):
        show = perform(show, c.Correct("01", f"改为{mark}", dict.fromkeys(show.judges, Decimal(mark))))
    first, second = show.sheets["01"].corrections
    assert [first.before.score, first.after.score, second.before.score, second.after.score] == [90, 80, 80, 70]
    assert first.after == second.before and first.at < second.at and second.by == "operator"
