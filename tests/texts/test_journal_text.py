from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from server.show import events as e
from server.show.events import EVENTS
from server.show.model import (
    Category,
    Contest,
    Cue,
    Entry,
    Judge,
    Person,
    Phase,
    Prize,
    Result,
    Segment,
    Session,
    Show,
    Timer,
)
from server.show.model.ceremony import Ceremony, Plan, Step, Winner
from server.texts.journal_sentences import SENTENCES
from server.texts.journal_text import describe, moment

ENTRY = Entry("07", "business", "d1am", "珠海分公司", ("数据", "小程序"))
CUE = Cue("07.talk", "talk", "", entry="07")
CONTEST = Contest(
    name="决赛", entries=(ENTRY,), sessions=(Session("d1am", "上午", "2024-11-28", "09:00", "12:00"),),
    categories=(Category("business", "业务"),), judges=(Judge("j1", 1, "张三"),), order=("07",),
)  # fmt: skip
PLAN = Plan("by_award", (Step("page", "one", winners=(Winner("07", 1),)),))
SHOW = Show(
    ceremony=Ceremony(PLAN),
    contest=CONTEST, entries={"07": ENTRY}, judges={"j1": CONTEST.judges[0]},
    rundown=(Segment("07", "entry", "珠海", "d1am", (CUE,), "07"),),
)  # fmt: skip
RESULT = Result((), Decimal("92.50"), Decimal(0), Decimal("92.50"), (9250, 100))
LATER = Result((), Decimal("93.10"), Decimal(0), Decimal("93.10"), (9310, 100))
TIMER = Timer("07.talk", (Phase("talk", 360_000, 360_000),))

CASES: dict[str, tuple[Any, str]] = {
    "Opened": (e.Opened(CONTEST, "live", SHOW.rundown), "opened “决赛” with 1 entries"),
    "Taken": (e.Taken("07.talk", None), "took talk 07 (珠海分公司: 数据小程序)"),
    "Taken.go": (e.Taken("07.talk", None, go=True), "GO: took talk 07"),
    "Taken.award": (e.Taken("07.talk", None, winners=("07",)), "winners: 07 (珠海分公司"),
    "Previewed": (e.Previewed("07.talk"), "chose talk 07"),
    "Overridden.holding": (e.Overridden(True, False), "put up holding"),
    "Overridden.black": (e.Overridden(True, True, "holding"), "went to black"),
    "Overridden.off": (e.Overridden(False, False), "came back"),
    "Overridden.off_holding": (e.Overridden(False, False, "holding"), "came back from holding"),
    "Overridden.off_black": (e.Overridden(False, False, "black"), "came back from black"),
    "Frozen.on": (e.Frozen(True), "froze the screens"),
    "Frozen.off": (e.Frozen(False), "released the screens"),
    "ElementPut": (e.ElementPut("ticker", {"text": "欢迎"}), "put ticker text=欢迎"),
    "ElementCleared": (e.ElementCleared("ticker"), "cleared ticker"),
    "Undone": (e.Undone(4), "undid number 4"),
    "Undone.seen": (e.Undone(4, seen=True), "undid number 4, which the hall had seen"),
    "TimerSet.load": (e.TimerSet("load", TIMER), "loaded timer 07.talk"),
    "TimerSet.start": (e.TimerSet("start", TIMER), "started timer 07.talk"),
    "TimerSet.pause": (e.TimerSet("pause", TIMER), "paused timer 07.talk"),
    "TimerSet.reset": (e.TimerSet("reset", TIMER), "reset timer 07.talk"),
    "TimerSet.adjust": (e.TimerSet("adjust", TIMER), "now talk 360 s"),
    "StreamDelayed": (e.StreamDelayed(12_500), "stream delay: 12500 ms (none: as the player or the event file says)"),
    "PresetSent": (e.PresetSent(2, "请结束"), "message 2 to the monitor: 请结束"),
    "MessageSet": (e.MessageSet("请加快"), "message to the monitor: 请加快"),
    "ScoringChosen": (e.ScoringChosen("07"), "chose 07"),
    "MarksEntered": (e.MarksEntered("07", {"j1": Decimal("92.50"), "j2": None}), "张三 92.50, j2 —"),
    "Deducted": (e.Deducted("07", Decimal("0.50"), "超时"), "deducted 0.50 from 07"),
    "Confirmed": (e.Confirmed("07", RESULT), "92.50"),
    "Unconfirmed": (e.Unconfirmed("07", "看错"), "unconfirmed 07 (珠海分公司: 数据小程序): 看错"),
    "Corrected": (e.Corrected("07", "笔误", {}, Decimal(0), RESULT, LATER), "92.50 → 93.10, because: 笔误"),
    "CriteriaEntered": (e.CriteriaEntered("07", "j1", {"c1": Decimal("9.5")}), "criteria of 张三 for 07"),
    "MarksDrafted": (e.MarksDrafted("07", "j1", {"total": Decimal(90)}), "draft of 张三"),
    "MarksSubmitted": (e.MarksSubmitted("07", "j1", Decimal("92.50")), "张三 submitted 92.50"),
    "MarksWithdrawn": (e.MarksWithdrawn("07", "j1"), "张三 took the sheet of 07"),
    "JudgeExcused": (e.JudgeExcused("07", "j1", "recused", "同单位"), "数据小程序): recused. 同单位"),
    "JudgesAccepted": (e.JudgesAccepted("07", 8, "同意"), "counts on 8 judges: 同意"),
    "PartGiven": (e.PartGiven("07", "text", Decimal("88.5")), "text of 07 (珠海分公司: 数据小程序): 88.5"),
    "Checked": (e.Checked("07"), "checked 07"),
    "Unchecked": (e.Unchecked("07", "看错"), "took the check of 07 (珠海分公司: 数据小程序) back: 看错"),
    "CorrectionProposed": (
        e.CorrectionProposed("07", "回避", {}, Decimal(0), excused={"j1": "revoked"}), "回避 (张三 → revoked)"
    ),
    "CorrectionRejected": (e.CorrectionRejected("07", "无误"), "did not correct 07"),
    "TieBroken": (e.TieBroken("business", {"07": Decimal(5)}, "vote", "投票"), "tie parted by vote: 07=5; 投票"),
    "Armed": (e.Armed("07"), "armed 07"),
    "Disarmed": (e.Disarmed("07"), "disarmed 07"),
    "Revealed": (e.Revealed("07", {"07": RESULT}), "revealed: 07 (珠海分公司: 数据小程序) 92.50"),
    "Hidden": (e.Hidden("07", "错屏"), "hid 07 (珠海分公司: 数据小程序) again"),
    "EntryEdited": (e.EntryEdited("07", {"doer": "李四"}), "doer=李四"),
    "EligibilitySet": (e.EligibilitySet("07", "withdrawn", "生病"), "is now withdrawn: 生病"),
    "JudgeEdited": (e.JudgeEdited("j1", {"name": "王五"}), "edited judge 张三: name=王五"),
    "BroughtBack": (e.BroughtBack("07", None, "s1", "competing", ""), "数据小程序) back, to the end"),
    "EntriesImported": (e.EntriesImported("a.csv", {"07": ENTRY}, {}, {"d1am": ("07",)}), "“a.csv”: changed 07"),
    "SegmentMoved": (e.SegmentMoved("07", None), "moved segment 07 to the end"),
    "CueMoved": (e.CueMoved("07.talk", "08.talk"), "to before 08.talk"),
    "CueSkipped.on": (e.CueSkipped("07.talk", True), "skipped talk"),
    "CueSkipped.off": (e.CueSkipped("07.talk", False), "no longer skips talk"),
    "CueExtended": (e.CueExtended("07.talk", 60), "by 60 s"),
    "CueAdded": (e.CueAdded("07.talk", Cue("x1", "message", "合影")), "added message 合影"),
    "Drawn": (e.Drawn("s1", "39", "r", 1, True, {}, ("07", "03"), (), "late"), "from the seed 39: 07 03. late"),
    "CeremonyPlanned": (e.CeremonyPlanned("by_award"), "the order by_award"),
    "CeremonyLocked": (e.CeremonyLocked(PLAN), "1 steps: 07 (珠海分公司: 数据小程序)"),
    "CeremonyUnlocked": (e.CeremonyUnlocked(1), "unlocked the ceremony"),
    "CeremonyStepped": (e.CeremonyStepped(1, None), "step 1: 07 (珠海分公司: 数据小程序)"),
    "CeremonyReturned": (e.CeremonyReturned(1), "back to step 1"),
    "CeremonyMoved.complete": (e.CeremonyMoved("complete", None), "completed the ceremony's motion"),
    "CeremonyMoved.pause": (e.CeremonyMoved("pause", None), "paused"),
    "CeremonyMoved.resume": (e.CeremonyMoved("resume", None), "resumed"),
    "CeremonyMoved.speed": (e.CeremonyMoved("speed", None, 50), "50 per cent"),
    "PresentersSet": (e.PresentersSet("one", (Person("张三", "主任"),)), "presenters of one: 张三 主任"),
    "QuotaSet": (e.QuotaSet("one", "business", 2), "one in business takes 2"),
    "PrizeAdded": (e.PrizeAdded(Prize("prize.9", "人气奖", ("07",))), "added the prize 人气奖"),
    "PrizeRemoved": (e.PrizeRemoved("prize.9"), "left out the prize prize.9"),
    "MarksInvented": (e.MarksInvented({"07": e.InventedSheet({}, RESULT)}), "the marks of 1 entries"),
    "CueRemoved": (e.CueRemoved("x1"), "removed x1"),
}


def test_every_event_has_a_sentence_and_every_sentence_a_case() -> None:
    assert {key.split(".")[0] for key in SENTENCES} == set(EVENTS)
    assert set(CASES) == set(SENTENCES)


@pytest.mark.parametrize("key", CASES)
def test_every_event_is_told_in_both_languages(key: str) -> None:
    event, wanted = CASES[key]
    recorded = e.Recorded(5, 1_732_760_000_123, "operator", event)
    before = None if key == "Opened" else SHOW
    assert wanted in describe(recorded, before, "en")
    chinese = describe(recorded, before, "zh")
    assert chinese
    assert "{" not in chinese


def test_the_moment_is_on_the_halls_clock() -> None:
    recorded = e.Recorded(5, 1_732_760_000_023, "operator", e.Frozen(True))
    assert moment(recorded, 480) == "2024-11-28 10:13:20.023"
    assert moment(recorded, 0) == "2024-11-28 02:13:20.023"
