"""Random commands that mostly make sense, for property tests of the whole show."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, get_args

from hypothesis import strategies as st

from server.show import commands as c
from server.show.model import Award, CeremonyRule, Contest, Prize, Show
from server.show.model.ceremony import PER_CENT
from server.show.model.contest import CeremonyOrder
from server.show.model.rundown import build
from tests.support.contests import contest, opened

CEREMONY = "awards.ceremony"
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
    return st.one_of(*air, *clock, *scores, *scores, *edits, *_honours(contest))


def _honours(contest: Contest) -> list[st.SearchStrategy]:
    """What a panel may ask of the ceremony; most of it is refused while none is on air."""
    award = st.sampled_from([*(one.id for one in contest.awards), "fans", "prize.2"])
    entry = st.sampled_from([one.id for one in contest.entries])
    category = st.sampled_from([one.id for one in contest.categories])
    people = st.dictionaries(st.sampled_from(["于澜", "张㛃", ""]), st.sampled_from(["", "主任"]), max_size=2)
    return [
        st.builds(c.PlanCeremony, st.sampled_from(get_args(CeremonyOrder))), st.just(c.LockCeremony()),
        st.just(c.UnlockCeremony()), *walk(), st.builds(c.SetPresenters, award, people),
        st.builds(c.SetQuota, award, category, st.integers(0, 2)),
        st.builds(c.AddPrize, st.sampled_from(["人气奖", ""]), st.lists(entry, max_size=2).map(tuple)),
        st.builds(c.RemovePrize, st.sampled_from(["fans", "prize.2", "prize.9"])), st.just(c.InventMarks()),
    ]  # fmt: skip


def walk() -> list[st.SearchStrategy]:
    """The ways through a ceremony that is on air, but GO."""
    return [
        st.just(c.CeremonyBack()), st.builds(c.CeremonyJump, st.integers(0, 12)), st.just(c.CeremonyComplete()),
        st.builds(c.CeremonyPause, st.booleans()), st.builds(c.CeremonySpeed, st.sampled_from(list(PER_CENT))),
    ]  # fmt: skip


def awarding(entries: int = 4, **changes: Any) -> Contest:
    """A small contest whose awards are a ceremony that any results can be locked for."""
    awards = (Award("one", "一等奖", 1, ties="admit"), Award("two", "二等奖", 1, group=1, ties="admit"))
    rule = CeremonyRule("suspense", prizes=(Prize("fans", "人气奖", ("02",)),))
    return contest(**{"entries": entries, "judges": 3, "awards": awards, "ceremony": rule} | changes)


def shows(most: int = 30, **changes: Any) -> st.SearchStrategy[tuple[Show, list]]:
    """A small show that was opened, with award pages or with a ceremony, live or in rehearsal, and a run for it."""
    contests = st.sampled_from([contest(entries=4, judges=3, **changes), awarding(**changes)])
    modes = st.sampled_from(["live", "live", "rehearsal"])
    return st.tuples(contests, modes).flatmap(
        lambda drawn: st.tuples(st.just(opened(drawn[0], mode=drawn[1])), runs(drawn[0], most))
    )


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
    if contest.ceremony:
        moves.append(_ceremony(contest, scored, sheet))
    # Not one_of: it opens the branches within `commands` and would hardly ever choose another way.
    move = st.sampled_from(moves).flatmap(lambda chosen: chosen)
    return st.lists(move, min_size=most // 2, max_size=most).map(lambda steps: [one for step in steps for one in step])


def _ceremony(contest: Contest, scored: Any, sheet: st.SearchStrategy[list[int]]) -> st.SearchStrategy[list]:
    """Every entry confirmed, the plan locked and some of it walked."""
    ids = [one.id for one in contest.entries]
    sheets = st.lists(sheet, min_size=len(ids), max_size=len(ids))
    go: st.SearchStrategy = st.just(c.Go())
    ways = st.sampled_from([go, go, go, *walk()]).flatmap(lambda way: way)

    def begun(marks: list[list[int]], walked: list) -> list:
        all_scored = [one for id, given in zip(ids, marks, strict=True) for one in scored(id, given)]
        return [*all_scored, c.LockCeremony(), c.Preview(CEREMONY), c.Take(), *walked]

    return st.builds(begun, sheets, st.lists(ways, max_size=12))
