"""The reveal policies."""

from __future__ import annotations

from decimal import Decimal

import pytest

from server.show import commands as c
from server.show.model import Refused, Show, rundown
from server.show.view import project
from tests.support.contests import contest, opened, perform


def score(show: Show, *entries: str) -> Show:
    for entry in entries:
        show = perform(show, c.EnterMarks(entry, dict.fromkeys(show.judges, Decimal(90))), c.Confirm(entry))
    return show


def refusal(show: Show, command: object) -> str:
    with pytest.raises(Refused) as refused:
        perform(show, command)
    return refused.value.code


def reveal_rows(show: Show) -> list[str]:
    return [cue.id for cue in rundown.cues(show) if cue.scene == "reveal"]


def test_at_once_reveals_after_each_entry() -> None:
    show = opened(contest(entries=4))
    assert reveal_rows(show) == ["01.reveal", "02.reveal", "03.reveal", "04.reveal"]
    perform(score(show, "01"), c.Arm("01"), c.Reveal("01"))


def test_previous_waits_for_the_next_to_finish() -> None:
    show = opened(contest(entries=4, policy="previous_after_next"))
    assert rundown.segment_of(show, "01.reveal").entry == "02"  # type: ignore[union-attr]
    show = score(show, "01")
    assert refusal(show, c.Arm("01")) == "too_early"
    show = perform(show, c.Preview("02.scoring"), c.Take())
    perform(show, c.Arm("01"), c.Reveal("01"))


def test_the_last_of_a_session_waits_for_nobody() -> None:
    show = score(opened(contest(entries=4, policy="previous_after_next")), "02")
    perform(show, c.Arm("02"), c.Reveal("02"))


def test_the_first_k_are_revealed_after_the_kth() -> None:
    show = opened(contest(entries=6, policy="first_together", first=2))
    assert reveal_rows(show)[:3] == ["01.reveal", "02.reveal", "03.reveal"]
    assert rundown.segment_of(show, "01.reveal").entry == "02"  # type: ignore[union-attr]
    show = score(show, "01")
    assert refusal(show, c.Arm("01")) == "too_early"
    perform(score(show, "02"), c.Arm("01"), c.Reveal("01"), c.Arm("02"), c.Reveal("02"))


def test_a_withdrawal_does_not_block_those_who_wait() -> None:
    show = score(opened(contest(entries=6, policy="first_together", first=2)), "01", "03")
    perform(show, c.SetEligibility("02", "withdrawn"), c.Arm("01"), c.Reveal("01"))


def test_a_whole_session_comes_with_its_ranking_by_one_go() -> None:
    show = opened(contest(entries=4, policy="session"))
    assert reveal_rows(show) == []
    show = score(show, "01")
    assert refusal(show, c.Arm("01")) == "too_early"
    show = perform(score(show, "02"), c.Preview("s1.ranking.a"), c.Go())
    assert project(show, "stage")["program"]["content"]["rows"] == []
    assert project(show, "control")["go"]["does"] == "reveal"
    show = perform(show, c.Go())
    assert [row["entry"] for row in project(show, "stage")["program"]["content"]["rows"]] == ["01"]
    assert show.reveals == ("01",), "the other category has its own ranking"


def test_hidden_until_the_awards() -> None:
    show = score(opened(contest(entries=4, policy="awards")), "01", "02", "03", "04")
    assert refusal(show, c.Arm("01")) == "hidden_until_awards"
    show = perform(show, c.Preview("final.ranking.a"), c.Go(), c.Go())
    assert set(show.reveals) == {"01", "03"}


def test_a_covered_reveal_that_is_disarmed_stops_go() -> None:
    show = perform(score(opened(contest(entries=4)), "01"), c.Preview("01.reveal"), c.Go(), c.Disarm())
    assert project(show, "control")["go"]["does"] == "arm_first"
    assert refusal(show, c.Go()) == "not_armed"
    assert perform(show, c.Take()).program.cue.id == show.preview  # type: ignore[union-attr]
