"""Invented marks: in a rehearsal only, within the rules, and enough for a plan."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from server.show import commands as c
from server.show.decide import decide
from server.show.model import Criterion, Part, ScoringRule, Show
from tests.support.ceremony_shows import honouring
from tests.support.contests import opened, perform
from tests.support.scored_shows import refused, scored

RULES = {
    "total": ScoringRule(step=Decimal("0.5"), minimum=Decimal(70)),
    "points": ScoringRule(marks="points", step=Decimal("0.5"), criteria=(
        Criterion("创新", Decimal(60), id="c1"), Criterion("实效", Decimal(40), id="c2"))),
    "weighted": ScoringRule(marks="weighted", criteria=(
        Criterion("创新", Decimal(60), id="c1"), Criterion("实效", Decimal(40), id="c2"))),
    "parts": ScoringRule(parts=(Part("t", "文本", Decimal(30), source="given"), Part("s", "现场", Decimal(70)))),
}  # fmt: skip


def rehearsing(rule: ScoringRule | None = None) -> Show:
    final = honouring(judges=5)
    return opened(replace(final, scoring=rule) if rule else final, mode="rehearsal")


@pytest.mark.parametrize("name", RULES)
def test_every_entry_gets_marks_that_its_judges_may_give_and_a_plan_can_be_locked(name: str) -> None:
    show = perform(rehearsing(RULES[name]), c.InventMarks())
    assert all(sheet.confirmed for sheet in show.sheets.values()) and len(show.sheets) == len(show.entries)
    scores = [sheet.confirmed.exact for sheet in show.sheets.values()]  # type: ignore[union-attr]
    assert len(set(scores)) == len(scores), "no two entries are tied"
    assert perform(show, c.LockCeremony()).ceremony is not None
    rule = show.contest.scoring
    for sheet in show.sheets.values():
        assert all(rule.minimum <= mark <= rule.maximum for mark in sheet.marks.values())


def test_in_a_live_show_it_is_refused_and_what_is_confirmed_stays() -> None:
    assert refused(opened(honouring()), c.InventMarks()).code == "not_in_rehearsal"
    show = scored(rehearsing(), "03")
    after = perform(show, c.InventMarks())
    assert after.sheets["03"] == show.sheets["03"] and after.sheets["01"].confirmed is not None
    assert decide(after, c.InventMarks(), after.at) == ()
    assert perform(after, c.TakeBack()).sheets == show.sheets


def test_another_rehearsal_has_other_winners_and_a_replay_the_same() -> None:
    show = rehearsing()
    one, same = (decide(show, c.InventMarks(), show.at + 1) for _ in range(2))
    assert one == same != decide(show, c.InventMarks(), show.at + 2)
