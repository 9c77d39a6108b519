"""Random commands that mostly make sense, for property tests of the whole show."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from server.show import commands as c
from server.show.model import Contest
from server.show.rundown import build

ELEMENTS = ("lower_third", "bug", "score", "top", "ticker", "logo")


def commands(contest: Contest) -> st.SearchStrategy:
    """Any command that a panel may send for `contest`; some will be refused."""
    entry = st.sampled_from([one.id for one in contest.entries])
    cue = st.sampled_from([one.id for segment in build(contest) for one in segment.cues])
    segment = st.sampled_from([one.id for one in build(contest)])
    category = st.sampled_from([one.id for one in contest.categories])
    mark = st.integers(0, 10000).map(lambda n: Decimal(n) / 100)
    sheet = st.fixed_dictionaries({judge.id: mark for judge in contest.judges})
    partial = st.dictionaries(st.sampled_from([j.id for j in contest.judges]), st.none() | mark, max_size=3)
    flag, words = st.booleans(), st.sampled_from(["", "请准备", "于澜"])
    air = [
        st.just(c.Go()), st.just(c.Go()), st.just(c.Take()), st.builds(c.Preview, cue), st.builds(c.Hold, flag),
        st.builds(c.Black, flag), st.builds(c.Freeze, flag), st.just(c.TakeBack()), st.builds(c.Message, words),
        st.builds(c.Put, st.sampled_from(ELEMENTS), entry, words, words, words, category),
        st.builds(c.Clear, st.sampled_from([*ELEMENTS, "all"])),
    ]  # fmt: skip
    phase = st.sampled_from(["talk", "qa"])
    clock = [
        st.just(c.TimerStart()), st.just(c.TimerPause()), st.just(c.TimerReset()),
        st.builds(c.TimerAdjust, st.integers(-600, 600)), st.builds(c.TimerLoad, entry, phase),
    ]  # fmt: skip
    scores = [
        st.builds(c.EnterMarks, entry, sheet), st.builds(c.EnterMarks, entry, partial), st.builds(c.ScoreEntry, entry),
        st.builds(c.Deduct, entry, st.sampled_from([Decimal("0"), Decimal("0.5")]), words),
        st.builds(c.Confirm, entry), st.builds(c.Confirm, entry), st.builds(c.Unconfirm, entry, words),
        st.builds(c.Correct, entry, st.just("笔误"), partial), st.builds(c.Arm, entry), st.builds(c.Arm, entry),
        st.just(c.Disarm()), st.builds(c.Reveal, entry), st.builds(c.Hide, entry, words),
    ]  # fmt: skip
    judge, some = st.sampled_from([one.id for one in contest.judges]), st.sampled_from(["未到", "", "临时"])
    states = st.sampled_from([None, "recused", "absent", "unsubmitted", "abstained", "revoked"])
    scores += [
        st.builds(c.DraftMarks, entry, judge, st.builds(lambda one: {"total": one}, mark)),
        st.builds(c.SubmitMarks, entry, judge, st.builds(lambda one: {"total": one}, mark)),
        st.builds(c.WithdrawMarks, entry, judge), st.builds(c.Excuse, entry, judge, states, some),
        st.builds(c.AcceptJudges, entry, st.integers(1, len(contest.judges)), some), st.builds(c.Check, entry),
        st.builds(c.Uncheck, entry, some), st.builds(c.ApproveCorrection, entry),
        st.builds(c.BreakTie, category, st.dictionaries(entry, mark, max_size=2), st.just("vote"), some),
    ]  # fmt: skip
    edits = [
        st.builds(c.EditEntry, entry, st.sampled_from(["新单位", ""]), words, st.just(("新题目",)), words, category),
        st.builds(c.SetEligibility, entry, st.sampled_from(["competing", "exhibition", "postponed"]), words),
        st.builds(c.BringBack, entry, st.none() | segment), st.builds(c.EditJudge, judge, words),
        st.builds(c.MoveSegment, segment, st.none() | segment), st.builds(c.MoveCue, cue, st.none() | cue),
        st.builds(c.Skip, cue, flag), st.builds(c.Extend, cue, st.integers(-300, 300)),
        st.builds(c.AddCue, cue, st.just("message"), words, st.just({"text": "请稍候"})),
        st.builds(c.AddCue, cue, st.just("previous"), words, st.just({}), entry),
        st.builds(c.RemoveCue, cue),
        st.builds(c.Draw, st.sampled_from([one.id for one in contest.sessions]), words, flag, words),
    ]  # fmt: skip
    return st.one_of(*air, *clock, *scores, *scores, *edits)


def runs(contest: Contest, most: int = 30) -> st.SearchStrategy[list]:
    """Sequences of commands in which whole sheets are confirmed and covered reveals are on air:
    single commands alone hardly ever get there."""
    entry = st.sampled_from([one.id for one in contest.entries])
    cue = st.sampled_from([one.id for segment in build(contest) for one in segment.cues])
    sheet = st.lists(st.integers(0, 10000), min_size=len(contest.judges), max_size=len(contest.judges))

    def scored(id: str, marks: list[int]) -> list:
        given = {judge.id: Decimal(mark) / 100 for judge, mark in zip(contest.judges, marks, strict=True)}
        return [c.EnterMarks(id, given), c.Confirm(id)]

    moves = [
        commands(contest).map(lambda one: [one]),
        st.builds(scored, entry, sheet),
        st.builds(scored, entry, sheet),
        cue.map(lambda id: [c.Preview(id), c.Take()]),
        entry.map(lambda id: [c.Preview(f"{id}.reveal"), c.Take()]),
        entry.map(lambda id: [c.Put("score", entry=id)]),
        entry.map(lambda id: [c.Arm(id), c.Reveal(id)]),
        st.just([c.Go()]),
    ]
    # Not one_of: it opens the branches within `commands` and would hardly ever choose another way.
    move = st.sampled_from(moves).flatmap(lambda chosen: chosen)
    return st.lists(move, min_size=most // 2, max_size=most).map(lambda steps: [one for step in steps for one in step])
