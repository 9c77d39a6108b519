"""Panels, recusals, and what a sheet waits for."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from server.show import commands as c
from server.show.marks import judging
from server.show.model import Chain, Entry, Judge, Panel, Part, ScoringRule
from tests.support.contests import contest, opened, perform

TEXT = ScoringRule(parts=(Part("text", "文本评审", Decimal(30), "given"), Part("stage", "现场", Decimal(70))))


def test_a_panel_marks_the_categories_and_sessions_that_it_names() -> None:
    panels = (Panel("p", "甲组", categories=("a",)), Panel("q", "乙组", sessions=("s2",)))
    judges = (Judge("J1", 2, "甲", panel="p"), Judge("J2", 1, "乙", panel="q"), Judge("J3", 3, "丙"))
    show = opened(replace(contest(), panels=panels, judges=judges))
    assert [judge.id for judge in judging.judges_of(show, "01")] == ["J1", "J3"], "a, first session"
    assert [judge.id for judge in judging.judges_of(show, "04")] == ["J2", "J3"], "b, second session; by seat"
    assert [judge.id for judge in judging.judges_of(show, "05")] == ["J2", "J1", "J3"]


def test_a_shared_unit_or_parent_proposes_a_recusal_whatever_the_spaces() -> None:
    entry = Entry("01", "a", "s1", "拱北 边检站", ("题",), parent_unit="珠海边检总站")
    assert judging.shares_unit(Judge("J", 1, "甲", "拱北边检站"), entry)
    assert judging.shares_unit(Judge("J", 1, "甲", "湾仔边检站", parent_unit="珠海边检 总站"), entry)
    assert judging.shares_unit(Judge("J", 1, "甲", recuse_units=("拱北边检站",)), entry)
    assert not judging.shares_unit(Judge("J", 1, "甲", "市审计局"), entry)
    assert not judging.shares_unit(Judge("J", 1, "甲"), replace(entry, parent_unit="")), "no unit is no shared unit"


def test_a_recusal_is_proposed_until_somebody_acts_on_it() -> None:
    final = contest(judges=3)
    judges = (replace(final.judges[0], unit="单位01"), *final.judges[1:])
    show = opened(replace(final, judges=judges))
    assert judging.recusals(show, "01") == ("J1",) and judging.recusals(show, "02") == ()
    assert judging.recusals(perform(show, c.Excuse("01", "J1", "recused")), "01") == ()


def test_needs_name_every_step_in_order() -> None:
    show = opened(replace(contest(judges=3), scoring=TEXT, chain=Chain(check=True)))
    assert judging.needs(show, "01") == ("marks", "given", "check")
    show = perform(show, c.Give("01", "text", Decimal(80)), c.EnterMarks("01", {"J1": Decimal(1), "J2": Decimal(2)}))
    show = perform(show, c.Excuse("01", "J3", "absent", "堵车"))
    assert judging.needs(show, "01") == ("accept", "check")
    assert judging.result_of(show, "01") is None, "nobody is left out in silence"
    show = perform(show, c.AcceptJudges("01", 2, "裁判长同意"))
    assert judging.needs(show, "01") == ("check",) and judging.result_of(show, "01")


def test_parts_that_the_entry_brought_are_there_and_may_be_written_over() -> None:
    final = replace(contest(judges=1), scoring=TEXT)
    entries = (replace(final.entries[0], given={"text": Decimal("88.5")}), *final.entries[1:])
    show = opened(replace(final, entries=entries))
    first, second = (judging.sheet_of(show, id) for id in ("01", "02"))
    assert judging.missing_parts(show, first) == () and judging.missing_parts(show, second) == ("文本评审",)
    assert judging.sheet_of(perform(show, c.Give("01", "text", Decimal(90))), "01").given == {"text": Decimal(90)}
