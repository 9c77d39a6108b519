"""Shows with marks in them, and the refusal of a command: what many tests of the show begin with."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import strategies as st

from server.show import commands as c
from server.show.model import Contest, Refused, Show
from tests.support.contests import perform
from tests.support.random_shows import commands


def scored(show: Show, *entries: str, mark: str = "90") -> Show:
    """The entries confirmed with the same mark from every judge."""
    for entry in entries:
        show = perform(show, c.EnterMarks(entry, dict.fromkeys(show.judges, Decimal(mark))), c.Confirm(entry))
    return show


def carried(show: Show, *sequence: object) -> Show:
    """The show after those of the commands that are not refused."""
    for command in sequence:
        try:
            show = perform(show, command)
        except Refused:
            continue
    return show


def on_air(show: Show, *cues: str) -> Show:
    """The show after the cues were taken one after the other."""
    for cue in cues:
        show = perform(show, c.Preview(cue), c.Take())
    return show


def refused(show: Show, *commands: object, seen: int | None = None) -> Refused:
    """The refusal that the last of the commands meets."""
    show = perform(show, *commands[:-1])
    with pytest.raises(Refused) as caught:
        perform(show, commands[-1], seen=seen)
    return caught.value


def eventful(contest: Contest, most: int = 14) -> st.SearchStrategy[list]:
    """Runs that get to reveals and past them: whole ways from paper to the stage, cut short anywhere, with any
    other command in between. (Commands chosen one by one hardly ever confirm, arm and reveal the same entry.)"""
    ways = st.builds(
        _way,
        st.sampled_from([entry.id for entry in contest.entries]),
        st.lists(st.integers(0, 10000), min_size=len(contest.judges), max_size=len(contest.judges)),
        st.sampled_from([judge.id for judge in contest.judges]),
        st.integers(2, 7),
        st.booleans(),
    )
    others = commands(contest).map(lambda one: [one])
    # Not one_of: it opens the branches within `others` and would hardly ever choose a way.
    either = st.sampled_from([ways, ways, others]).flatmap(lambda chosen: chosen)
    steps = st.lists(either, min_size=5, max_size=most)
    return steps.map(lambda found: [one for step in found for one in step])


def _way(entry: str, marks: list[int], judge: str, length: int, stage: bool) -> list:
    sheet = {f"J{seat}": Decimal(mark) / 100 for seat, mark in enumerate(marks, start=1)}
    begin = [c.EnterMarks(entry, sheet), c.Confirm(entry)]
    reveal = [c.Preview(f"{entry}.reveal"), c.Take(), c.Go()] if stage else [c.Arm(entry), c.Reveal(entry)]
    after = [c.Correct(entry, "抄错", {judge: Decimal("12.34")}), c.Hide(entry, "误操作")]
    return [*begin, *reveal, *after][:length]
