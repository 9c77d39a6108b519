"""Presenters, quotas and special prizes, before the ceremony and on air."""

from __future__ import annotations

from server.show import commands as c
from server.show.ceremony import honours
from server.show.decide import decide
from server.show.view import project
from tests.support.ceremony_shows import honouring, pressed, ranked, walking
from tests.support.contests import opened, perform
from tests.support.scored_shows import refused

WALK = walking()


def test_presenters_change_also_on_air_and_on_plain_award_pages() -> None:
    show = perform(pressed(WALK, 2), c.SetPresenters("three", {" 张三 ": "主任", "李四": ""}))
    shown = project(show, "stage")["program"]["content"]["presenters"]
    assert shown == [{"name": "张三", "post": "主任"}, {"name": "李四", "post": ""}]
    assert refused(show, c.SetPresenters("four", {})).code == "unknown_award"
    assert refused(show, c.SetPresenters("one", {f"人{n}": "" for n in range(7)})).code == "too_many_presenters"
    assert refused(show, c.SetPresenters("one", {" ": ""})).code == "empty_name"
    plain = perform(ranked(honouring(ceremony=None)), c.SetPresenters("one", {"王五": ""}),
                    c.Preview("award.one.a.1"), c.Take())  # fmt: skip
    assert project(plain, "stage")["program"]["content"]["presenters"] == [{"name": "王五", "post": ""}]


def test_prizes_are_added_and_left_out_by_hand() -> None:
    show = perform(ranked(), c.AddPrize(" 最佳人气奖 ", ("02", "02", "05")))
    prize = show.prizes[0]
    assert (prize.title, prize.entries) == ("最佳人气奖", ("02", "05"))
    assert perform(show, c.RemovePrize(prize.id)).prizes == () == perform(show, c.TakeBack()).prizes
    assert refused(show, c.AddPrize("", ("01",))).code == "empty_name"
    assert refused(show, c.AddPrize("奖", ())).code == "prize_needs"
    assert refused(show, c.AddPrize("奖", ("99",))).code == "unknown_entry"
    assert refused(show, c.RemovePrize("prize.0")).code == "unknown_award"
    many = perform(show, *[c.AddPrize("奖", ("01",))] * (honours.MAX_PRIZES - 1))
    assert refused(many, c.AddPrize("奖", ("01",))).code == "too_many_prizes"


def test_a_quota_is_one_that_exists_within_its_bounds() -> None:
    show = opened(honouring())
    assert refused(show, c.SetQuota("nine", "a", 1)).code == "unknown_award"
    assert refused(show, c.SetQuota("one", "z", 1)).code == "unknown_category"
    assert refused(show, c.SetQuota("one", "a", 1000)).code == "bad_quota"
    assert decide(show, c.SetQuota("one", "a", 1), show.at) == ()


def test_what_undo_has_changed_is_a_change_under_the_hand_of_a_person_who_saw_it_before() -> None:
    show = ranked()
    category = show.contest.categories[0].id
    for first, other in (
        (c.SetPresenters("one", {"甲": "院长"}), c.SetPresenters("one", {"乙": "院长"})),
        (c.SetQuota("one", category, 2), c.SetQuota("one", category, 3)),
    ):
        changed = perform(show, first)
        assert refused(perform(changed, c.TakeBack()), other, seen=changed.seq).code == "changed"
