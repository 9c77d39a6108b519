"""Contests and shows with a ceremony: what its tests begin with."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from server.show import commands as c
from server.show.model import Award, CeremonyRule, Contest, Show
from tests.support.contests import contest, opened, perform

CUE = "awards.ceremony"
AWARDS = (Award("one", "一等奖", 1), Award("two", "二等奖", 2), Award("three", "三等奖", 2, group=1))


def honouring(entries: int = 12, judges: int = 2, **changes: Any) -> Contest:
    """A contest with a ceremony: three awards of 1, 2 and 2 in each of two categories."""
    return contest(entries=entries, judges=judges, **{"awards": AWARDS, "ceremony": CeremonyRule()} | changes)


def with_scores(show: Show, scores: dict[str, Any]) -> Show:
    """Each entry confirmed with its own score from every judge."""
    for entry, score in scores.items():
        show = perform(show, c.EnterMarks(entry, dict.fromkeys(show.judges, Decimal(score))), c.Confirm(entry))
    return show


def ranked(one: Contest | None = None, mode: str = "live") -> Show:
    """Every entry with its own score: a higher number, a higher score."""
    show = opened(one or honouring(), mode=mode)
    return with_scores(show, {id: f"{60 + int(id)}.25" for id in show.entries})


def locked(one: Contest | None = None) -> Show:
    return perform(ranked(one), c.LockCeremony())


def walking(one: Contest | None = None) -> Show:
    """The ceremony on air, at its first step."""
    return perform(locked(one), c.Preview(CUE), c.Go())


def pressed(show: Show, times: int, apart: int = 10_000) -> Show:
    """GO so many times, each after the motion of the one before."""
    return perform(show, *[c.Go()] * times, step=apart)
