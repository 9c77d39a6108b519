"""The rundown of any event: every row once, every result revealed once, and GO gets to the end."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.show import commands as c
from server.show.marks import reveal_policy
from server.show.model import Break, Category, Contest, Entry, RevealRule, Session, Show, rundown
from tests.support.contests import contest, opened, perform
from tests.support.scored_shows import scored

POLICIES = ["at_once", "previous_after_next", "first_together", "session", "awards"]


@st.composite
def contests(draw: st.DrawFn, absent: bool = False) -> Contest:
    """Up to three sessions of any length (none too), three categories, any policy."""
    lengths = draw(st.lists(st.integers(0, 4), min_size=1, max_size=3).filter(any))
    kinds = ["competing"] * 3 + (["withdrawn", "exhibition", "cancelled"] if absent else [])
    entries = [
        Entry(f"{place}{number}", draw(st.sampled_from("abc")), f"s{place}", f"单位{number}", ("题目",),
              practice=draw(st.sampled_from([(), ("做法",)])), eligibility=draw(st.sampled_from(kinds)))
        for place, length in enumerate(lengths) for number in range(length)
    ]  # fmt: skip
    return replace(
        contest(judges=1),
        sessions=tuple(Session(f"s{n}", f"第{n}场", "2024-08-14", "09:00", "12:00") for n in range(len(lengths))),
        categories=tuple(Category(id, id) for id in "abc"),
        entries=tuple(entries),
        order=tuple(entry.id for entry in entries),
        breaks=tuple(Break(f"s{n}", "茶歇", 10, draw(st.sampled_from([None, f"{n}0"]))) for n in range(len(lengths))),
        reveal=RevealRule(draw(st.sampled_from(POLICIES)), draw(st.integers(0, 6))),  # type: ignore[arg-type]
    )  # fmt: skip


@given(contests(absent=True))
def test_every_row_has_its_own_name(drawn: Contest) -> None:
    show = opened(drawn)
    assert max(Counter(cue.id for cue in rundown.cues(show)).values()) == 1
    assert max(Counter(segment.id for segment in show.rundown).values()) == 1
    assert all(segment.cues for segment in show.rundown)
    for cue in rundown.cues(show):
        assert rundown.find(show, cue.id) == cue and cue in rundown.segment_of(show, cue.id).cues  # type: ignore[union-attr]


@given(contests())
def test_every_entry_comes_once_and_is_revealed_once_after_its_scoring(drawn: Contest) -> None:
    show = opened(drawn)
    rows = list(rundown.cues(show))
    scenes = Counter((cue.entry, cue.scene) for cue in rows if cue.entry)
    assert rundown.order(show) == list(drawn.order)
    for entry in drawn.entries:
        assert all(scenes[entry.id, scene] == 1 for scene in ("next", "talk", "qa", "scoring"))
        assert scenes[entry.id, "story"] == bool(entry.practice)
        at = next(n for n, cue in enumerate(rows) if cue.id == f"{entry.id}.scoring")
        revealing = [n for n, cue in enumerate(rows) if entry.id in reveal_policy.group(show, cue)]
        assert len(revealing) == 1 and revealing[0] > at


@given(contests(absent=True), st.sets(st.integers(0, 60)))
def test_following_passes_every_row_that_plays_once_and_ends(drawn: Contest, skipped: set[int]) -> None:
    show = opened(drawn)
    rows = list(rundown.cues(show))
    for cue in [cue for n, cue in enumerate(rows) if n in skipped]:
        show = perform(show, c.Skip(cue.id, True))
    playing = [cue.id for cue in rundown.cues(show) if rundown.plays(show, cue)]
    seen: list[str] = []
    cue = rundown.following(show, rows[0].id)
    while cue is not None and len(seen) <= len(rows):
        seen.append(cue.id)
        cue = rundown.following(show, cue.id)
    assert seen == [id for id in playing if id != rows[0].id]
    out = {id for id, entry in show.entries.items() if entry.eligibility in rundown.OUT}
    assert not {id.partition(".")[0] for id in seen} & out


def by_go_alone(show: Show) -> Show:
    """The whole show by one key, the scorer typing while the marks are awaited."""
    for _ in range(400):
        if show.preview is None and not (show.program and reveal_policy.covered(show, show.program.cue)):
            return show
        show = perform(show, c.Go())
        cue = show.program.cue if show.program else None
        if cue and cue.scene == "scoring" and cue.entry and not reveal_policy.is_confirmed(show, cue.entry):
            show = scored(show, cue.entry)
    raise AssertionError("GO goes round in circles")


@settings(max_examples=40)
@given(contests())
def test_go_alone_gets_from_the_test_card_to_the_last_picture(drawn: Contest) -> None:
    show = by_go_alone(opened(drawn))
    assert Counter(show.reveals) == Counter(drawn.order)
    assert show.program and show.program.cue.id == "closing.key_visual"


@pytest.mark.parametrize("eligibility", ["withdrawn", "exhibition"])
@pytest.mark.parametrize("policy", ["previous_after_next", "first_together"])
@pytest.mark.parametrize("when", ["from the event file", "live"])
def test_go_gets_past_an_entry_that_does_not_compete(policy: str, eligibility: Any, when: str) -> None:
    final = contest(entries=8, judges=1, policy=policy)
    absent = tuple(
        replace(entry, eligibility=eligibility) if entry.id == "02" else entry for entry in final.entries
    )
    if when == "live":
        show = by_go_alone(perform(opened(final), c.SetEligibility("02", eligibility)))
    else:
        show = by_go_alone(opened(replace(final, entries=absent)))
    assert Counter(show.reveals) == Counter(set(final.order) - {"02"})


@pytest.mark.parametrize("policy", ["at_once", "session", "awards"])
def test_go_gets_past_a_withdrawal_where_nobody_waits_for_it(policy: str) -> None:
    show = by_go_alone(perform(opened(contest(judges=1, policy=policy)), c.SetEligibility("02", "withdrawn")))
    assert "02" not in show.reveals and len(show.reveals) == 5


def test_everybody_withdrawn_leaves_a_show_that_ends() -> None:
    show = opened(contest(entries=4))
    show = by_go_alone(perform(show, *(c.SetEligibility(id, "withdrawn") for id in show.entries)))
    assert show.reveals == ()


def test_an_exhibition_is_shown_and_never_marked() -> None:
    show = perform(opened(), c.SetEligibility("01", "exhibition"))
    scenes = {cue.scene for cue in rundown.cues(show) if cue.entry == "01" and rundown.plays(show, cue)}
    assert scenes == {"next", "story", "talk", "qa"}


def test_an_event_without_sessions_or_entries_has_a_rundown_all_the_same() -> None:
    assert rundown.build(contest(sessions=())) == ()
    show = opened(contest(entries=2, sessions=contest().sessions[:1]))
    assert rundown.order(show) == ["01"], "an entry of no session has no segment"
    empty = replace(contest(breaks=()), entries=(), order=())
    assert [segment.kind for segment in rundown.build(empty)] == ["opening", "opening", "awards", "closing"]


def test_breaks_stand_where_the_event_says() -> None:
    show = opened(contest())
    ids = [segment.id for segment in show.rundown]
    assert ids.index("s1.break.1.segment") + 1 == ids.index("02")
    assert ids.index("s1.break.2.segment") + 1 == ids.index("s2.opening")


def test_awards_go_from_the_last_to_the_first_in_groups_that_fit() -> None:
    rows = [cue.id for cue in rundown.cues(opened()) if cue.scene == "award"]
    assert rows == [
        "award.three.a.1", "award.three.a.2", "award.three.b.1", "award.three.b.2",
        "award.two.a.1", "award.two.b.1", "award.one.a.1", "award.one.b.1",
    ]  # fmt: skip


def test_in_session_keeps_the_running_order() -> None:
    final = contest(order=("03", "01", "02", "06", "05", "04", "99"))
    assert [entry.id for entry in rundown.in_session(final, "s1")] == ["03", "01", "02"]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("09:00", True), ("23:59", True), ("00:00", True), ("24:00", False), ("9:00", False), ("12:60", False),
     ("12:00\n", False), ("", False), ("１２:00", False)],
)  # fmt: skip
def test_a_wall_clock_time(text: str, is_one: bool) -> None:
    assert rundown.is_clock(text) is is_one
