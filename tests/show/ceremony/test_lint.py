"""What the linter says before a plan is locked, and what blocks the lock."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from server.show import commands as c
from server.show.ceremony import lint, plan
from server.show.model import Award, CeremonyRule, Prize, Show
from tests.support.ceremony_shows import AWARDS, honouring, ranked, with_scores
from tests.support.contests import opened, perform
from tests.support.scored_shows import refused


def found(show: Show) -> dict[str, lint.PlanFault]:
    return {fault.code: fault for fault in lint.lint(show, plan.plan_of(show))}


def tied(**changes: Any) -> Show:
    """In category a, 09 and 11 share the first place, at the border of one and two."""
    show = ranked(honouring(**changes))
    return perform(show, c.Correct("09", "抄错", dict.fromkeys(show.judges, show.sheets["11"].marks["J1"])))


def test_a_sound_plan_has_no_fault_and_is_read_once() -> None:
    show = ranked()
    assert found(show) == {}
    assert lint.reading(show) is lint.reading(perform(show, c.Message("请")))
    assert lint.reading(show) is not lint.reading(perform(show, c.SetQuota("two", "a", 1)))


def test_an_entry_without_a_confirmed_score_blocks() -> None:
    show = opened(honouring())
    show = with_scores(show, {id: 70 + int(id) for id in list(show.entries)[1:]})
    assert found(show)["award_unconfirmed"].level == "blocks"
    no = refused(show, c.LockCeremony())
    assert (no.code, no.params) == ("award_unconfirmed", {"entries": "01", "count": 1})
    assert [fault["code"] for fault in no.now] == ["award_unconfirmed"]
    assert "award_unconfirmed" not in found(perform(show, c.SetEligibility("01", "withdrawn")))


def test_a_tie_on_a_border_blocks_where_people_decide_and_warns_where_all_are_admitted() -> None:
    blocking = tied(awards=(Award("one", "一等奖", 1, ties="block"), *AWARDS[1:]))
    assert refused(blocking, c.LockCeremony()).params["entries"] in ("11, 09", "09, 11")
    votes = {"09": Decimal(5), "11": Decimal(8)}
    parted = perform(blocking, c.BreakTie("a", votes, "vote", "投票"), c.LockCeremony())
    assert parted.ceremony is not None
    admitted = tied()
    assert found(admitted)["tie_admitted"].level == "warns"
    assert perform(admitted, c.LockCeremony()).ceremony is not None


def test_a_quota_that_the_field_cannot_fill_blocks_until_people_set_another() -> None:
    show = perform(ranked(), *(c.SetEligibility(id, "withdrawn", "退赛") for id in ("01", "03")))
    assert found(show)["quota_over"].params == {"category": "发展提质", "found": "1+2+2 = 5", "count": 4}
    assert refused(show, c.LockCeremony()).code == "quota_over"
    assert perform(show, c.SetQuota("three", "a", 1), c.LockCeremony()).ceremony is not None


def test_an_award_without_an_entry_and_a_group_too_wide_for_the_stage_are_said() -> None:
    nobody = perform(ranked(), c.SetQuota("one", "b", 0))
    assert found(nobody)["award_without"].params == {"award": "一等奖", "category": "服务增效"}
    assert found(tied(awards=(Award("one", "一等奖", 1, group=1), *AWARDS[1:])))["joint_wide"].params["count"] == 2


def test_a_correction_that_the_hall_has_not_seen_is_said() -> None:
    show = perform(ranked(), c.Arm("11"), c.Reveal("11"))
    show = perform(show, c.Correct("11", "抄错", {"J1": show.sheets["11"].marks["J1"] - 1}))
    assert found(show)["correction_unseen"].params == {"entries": "11"}


def test_an_ending_that_is_settled_early_offers_an_order_that_is_not() -> None:
    show = ranked(honouring(awards=(Award("one", "一等奖", 1, categories=("a",)), *AWARDS[1:])))
    show = perform(show, c.PlanCeremony("by_category"))
    fault = found(show)["settled"]
    assert fault.params["offer"] == "by_award" and fault.params["step"] < fault.params["of"]
    assert "settled" not in found(perform(show, c.PlanCeremony("by_award")))


def test_scores_that_are_all_public_take_the_suspense_away() -> None:
    show = ranked()
    for id in show.entries:
        show = perform(show, c.Arm(id), c.Reveal(id))
    assert found(show)["known"].params == {"offer": "by_award"}
    assert "known" not in found(perform(show, c.PlanCeremony("by_award")))


def test_by_session_equal_ranks_of_two_sessions_are_called_apart() -> None:
    show = perform(tied(), c.PlanCeremony("by_session"))
    assert "joint_apart" not in found(show), "09 and 11 are both in the second session"
    same = perform(show, c.Correct("03", "抄错", dict.fromkeys(show.judges, show.sheets["11"].marks["J1"])))
    assert "03" in found(same)["joint_apart"].params["entries"]


def test_a_prize_for_somebody_who_withdrew_is_said() -> None:
    rule = CeremonyRule(prizes=(Prize("prize.p1", "人气奖", ("02",)),))
    show = perform(ranked(honouring(ceremony=rule)), c.SetEligibility("02", "withdrawn", "x"))
    assert found(show)["prize_out"].params == {"award": "人气奖", "entries": "02"}
