"""Ties parted by keys, by people, or not at all: 1, 1, 3."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from server.show import commands as c
from server.show.marks.standings import confirmed, standings
from server.show.marks.ties import for_people, on_borders, tied
from server.show.model import Award, ScoringRule, Show
from tests.support.contests import contest, opened, perform
from tests.support.scored_shows import refused, scored

D = Decimal


def ranks(show: Show) -> list[tuple[str, int]]:
    return [(row.entry, row.rank) for row in standings(show, "a", confirmed(show))]


def marked(show: Show, entry: str, *marks: str) -> Show:
    given = {f"J{seat}": D(mark) for seat, mark in enumerate(marks, 1)}
    return perform(show, c.EnterMarks(entry, given), c.Confirm(entry))


def test_equal_scores_share_a_rank_and_the_next_one_is_passed_over() -> None:
    show = marked(scored(opened(contest(judges=1)), "01", "03"), "05", "80")
    assert ranks(show) == [("01", 1), ("03", 1), ("05", 3)] and tied(show, "a") == (("01", "03"),)


def test_keys_part_equals_in_their_order() -> None:
    final = contest(judges=5)
    show = opened(replace(final, scoring=replace(final.scoring, ties=("untrimmed_mean", "highest_mark"))))
    # Both means without extremes are 90; all five make 90.2 and 90.4.
    show = marked(marked(show, "01", "81", "90", "90", "90", "100"), "03", "82", "90", "90", "90", "100")
    assert ranks(show) == [("03", 1), ("01", 2)] and for_people(show, "a") == ()


def test_a_vote_parts_a_tie_and_only_a_vote_about_all_of_it() -> None:
    show = scored(opened(contest(entries=8, judges=1)), "01", "03", "05")
    assert refused(show, c.BreakTie("a", {"01": D(3), "03": D(2)}, "vote", "评委投票")).code == "not_tied"
    assert refused(show, c.BreakTie("a", {"01": D(3)}, "vote", "")).code == "reason_needed"
    show = perform(show, c.BreakTie("a", {"01": D(2), "03": D(5), "05": D(2)}, "vote", "评委投票"))
    assert ranks(show) == [("03", 1), ("01", 2), ("05", 2)]
    show = perform(show, c.BreakTie("a", {"01": D(2), "03": D(5), "05": D("2.5")}, "extra_round", "加赛"))
    assert ranks(show) == [("03", 1), ("05", 2), ("01", 3)]
    assert ranks(perform(show, c.TakeBack())) == [("03", 1), ("01", 2), ("05", 2)], "one vote is taken back"


def test_a_tie_over_a_quota_is_a_question_until_it_is_answered() -> None:
    final = contest(entries=8, judges=1)
    awards = (Award("one", "一等奖", 1, ties="block"), Award("two", "二等奖", 9))
    show = scored(opened(replace(final, awards=awards)), "01", "03", "05", "07")
    assert on_borders(show, "a") == (("one", ("01", "03", "05", "07")),)
    show = perform(show, c.BreakTie("a", {"01": D(1), "03": D(4), "05": D(2), "07": D(3)}, "vote", "投票"))
    assert on_borders(show, "a") == () and ranks(show)[0] == ("03", 1)


def test_a_number_that_is_no_vote_is_refused() -> None:
    show = scored(opened(contest(judges=1)), "01", "03")
    for bad in ("-1", "10001", "1.00001", "NaN"):
        assert refused(show, c.BreakTie("a", {"01": D(bad), "03": D(1)}, "vote", "投票")).code == "tie_value"
    assert refused(show, c.BreakTie("x", {}, "vote", "投票")).code == "unknown_category"


def test_ranks_follow_the_shown_score_where_the_rules_say_so() -> None:
    rule = ScoringRule(trim_high=0, trim_low=0, decimals=1, rank_on="shown")
    show = opened(replace(contest(judges=3), scoring=rule))
    show = marked(marked(show, "01", "90", "90", "90.01"), "03", "90", "90", "90")
    assert ranks(show) == [("01", 1), ("03", 1)], "90.0 and 90.0"
