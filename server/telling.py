"""The journal in words: what `limelight replay` prints, one sentence an event, in Chinese or English.

A teller takes the event and the show as it was then, since names change during a final. This is
for those who hold the journal's folder; it tells marks and scores, so it belongs on no screen.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from server.show import events as e
from server.show import rundown
from server.show.ceremony import Step
from server.show.ceremonyevents import CeremonyLocked, CeremonyMoved, MarksInvented, PrizeAdded
from server.show.model import Cue, Result, Show

SCENES = {
    "key_visual": ("主视觉", "key visual"), "holding": ("安全画面", "holding"),
    "countdown": ("倒计时", "countdown"), "opening": ("开场", "opening"),
    "judge": ("评委", "judge"), "judges": ("评委席", "judges"), "rules": ("规则", "rules"),
    "next": ("预告", "next entry"), "story": ("项目介绍", "story"), "talk": ("汇报", "talk"),
    "qa": ("答辩", "Q&A"), "scoring": ("打分", "scoring"), "reveal": ("亮分", "reveal"),
    "previous": ("上一项目得分", "previous score"), "ranking": ("排名", "ranking"),
    "award": ("颁奖", "award"), "break": ("休息", "break"), "message": ("字幕", "message"),
    "black": ("黑场", "black"), "test": ("测试图", "test card"), "draw": ("抽签", "draw"),
    "ceremony": ("颁奖典礼", "ceremony"),
}  # fmt: skip

# By event, or by event and the way it went: the words in Chinese and in English.
SENTENCES = {
    "Opened": ("开启赛事「{contest}」，{count} 个项目", "opened “{contest}” with {count} entries"),
    "Taken": ("播出 {cue}", "took {cue}"),
    "Taken.go": ("GO：播出 {cue}", "GO: took {cue}"),
    "Taken.award": ("播出 {cue}，获奖：{winners}", "took {cue}; winners: {winners}"),
    "Previewed": ("预监 {cue}", "chose {cue} for preview"),
    "Overridden.holding": ("切到安全画面", "put up holding"),
    "Overridden.black": ("切到黑场", "went to black"),
    "Overridden.off": ("恢复正常画面", "came back from {was}"),
    "Frozen.on": ("冻结画面", "froze the screens"),
    "Frozen.off": ("解除冻结", "released the screens"),
    "ElementPut": ("叠加 {element} {args}", "put {element} {args}"),
    "ElementCleared": ("清除 {element}", "cleared {element}"),
    "Undone": ("撤销第 {of} 条", "undid number {of}"),
    "Undone.seen": ("撤销第 {of} 条（现场已看到）", "undid number {of}, which the hall had seen"),
    "TimerSet.load": ("载入计时 {key}", "loaded timer {key}"),
    "TimerSet.start": ("计时开始 {key}", "started timer {key}"),
    "TimerSet.pause": ("计时暂停 {key}", "paused timer {key}"),
    "TimerSet.reset": ("计时复位 {key}", "reset timer {key}"),
    "TimerSet.adjust": ("调整计时 {key}，现为 {phases}", "adjusted timer {key}; now {phases}"),
    "StreamDelayed": ("直播延时：{delay} 毫秒（无：由播放器或赛事文件决定）", "stream delay: {delay} ms (none: as the player or the event file says)"),
    "MessageSet": ("返送屏留言：{text}", "message to the monitor: {text}"),
    "ScoringChosen": ("开始录入 {entry} 的评分", "chose {entry} for scoring"),
    "MarksEntered": ("{entry} 录入评分：{marks}", "marks for {entry}: {marks}"),
    "Deducted": ("{entry} 扣 {points} 分：{reason}", "deducted {points} from {entry}: {reason}"),
    "Confirmed": ("确认 {entry}：{result}", "confirmed {entry}: {result}"),
    "Unconfirmed": ("取消确认 {entry}：{reason}", "unconfirmed {entry}: {reason}"),
    "Corrected": ("更正 {entry}：{before} → {after}，原因：{reason}",
                  "corrected {entry}: {before} → {after}, because: {reason}"),
    "CriteriaEntered": ("{entry} 录入 {judge} 的分项：{values}", "criteria of {judge} for {entry}: {values}"),
    "MarksDrafted": ("{entry} {judge} 草稿：{values}", "draft of {judge} for {entry}: {values}"),
    "MarksSubmitted": ("{entry} {judge} 提交：{mark}", "{judge} submitted {mark} for {entry}"),
    "MarksWithdrawn": ("{entry} {judge} 撤回", "{judge} took the sheet of {entry} back"),
    "JudgeExcused": ("{entry} {judge}：{state}。{reason}", "{judge} for {entry}: {state}. {reason}"),
    "JudgesAccepted": ("{entry} 按 {judges_left} 名评委计：{reason}", "{entry} counts on {judges_left} judges: {reason}"),
    "PartGiven": ("{entry} {part}：{value}", "{part} of {entry}: {value}"),
    "Checked": ("复核 {entry}", "checked {entry}"),
    "Unchecked": ("撤回复核 {entry}：{reason}", "took the check of {entry} back: {reason}"),
    "CorrectionProposed": ("提出更正 {entry}：{reason}", "proposed a correction of {entry}: {reason}"),
    "CorrectionRejected": ("不予更正 {entry}：{reason}", "did not correct {entry}: {reason}"),
    "TieBroken": ("并列决定（{how}）{values}：{reason}", "tie parted by {how}: {values}; {reason}"),
    "Armed": ("预备亮分 {entry}", "armed {entry}"),
    "Disarmed": ("取消预备 {entry}", "disarmed {entry}"),
    "Revealed": ("公布：{results}", "revealed: {results}"),
    "Hidden": ("收回 {entry} 的成绩（现场已看到）：{reason}",
               "hid {entry} again, which the hall had seen: {reason}"),
    "EntryEdited": ("修改 {entry}：{fields}", "edited {entry}: {fields}"),
    "EligibilitySet": ("{entry} 改为「{eligibility}」：{reason}", "{entry} is now {eligibility}: {reason}"),
    "JudgeEdited": ("修改评委 {judge}：{fields}", "edited judge {judge}: {fields}"),
    "BroughtBack": ("{entry} 延后后重新出场，排在 {place}", "brought {entry} back, to {place}"),
    "SegmentMoved": ("移动段落 {segment} 到 {place}", "moved segment {segment} to {place}"),
    "CueMoved": ("移动 {cue} 到 {place}", "moved {cue} to {place}"),
    "CueSkipped.on": ("跳过 {cue}", "skipped {cue}"),
    "CueSkipped.off": ("不再跳过 {cue}", "no longer skips {cue}"),
    "CueExtended": ("{cue} 延长 {seconds} 秒", "extended {cue} by {seconds} s"),
    "CueAdded": ("新增 {cue}", "added {cue}"),
    "Drawn": ("抽签 {session}，种子 {seed}，顺序 {order}：{reason}",
              "drew {session} from the seed {seed}: {order}. {reason}"),
    "CeremonyPlanned": ("颁奖次序改为 {order}", "chose the order {order} for the ceremony"),
    "CeremonyLocked": ("锁定颁奖方案，共 {steps} 步：{called}", "locked the ceremony, {steps} steps: {called}"),
    "CeremonyUnlocked": ("解锁颁奖方案", "unlocked the ceremony"),
    "CeremonyStepped": ("颁奖第 {step} 步：{called}", "ceremony, step {step}: {called}"),
    "CeremonyReturned": ("颁奖退回第 {step} 步", "ceremony, back to step {step}"),
    "CeremonyMoved.complete": ("颁奖动作立即完成", "completed the ceremony's motion"),
    "CeremonyMoved.pause": ("颁奖暂停", "paused the ceremony"),
    "CeremonyMoved.resume": ("颁奖继续", "resumed the ceremony"),
    "CeremonyMoved.speed": ("颁奖速度 {speed}%", "ceremony at {speed} per cent"),
    "PresentersSet": ("「{award}」颁奖人：{people}", "presenters of {award}: {people}"),
    "QuotaSet": ("{category}「{award}」名额改为 {quota}", "{award} in {category} takes {quota}"),
    "PrizeAdded": ("增加单项奖 {prize}", "added the prize {prize}"),
    "PrizeRemoved": ("去掉单项奖 {prize}", "left out the prize {prize}"),
    "MarksInvented": ("彩排：虚拟 {count} 个项目的分数", "rehearsal: invented the marks of {count} entries"),
    "CueRemoved": ("删除 {cue}", "removed {cue}"),
}  # fmt: skip

HOW = {"vote": ("投票", "vote"), "extra_round": ("加赛", "extra round")}
EXCUSES = {
    "recused": ("回避", "recused"), "absent": ("未到", "absent"), "unsubmitted": ("未提交", "did not submit"),
    "abstained": ("弃权", "abstained"), "revoked": ("撤销", "revoked"), None: ("恢复计入", "counts again"),
}  # fmt: skip

ELIGIBILITY = {
    "competing": "参赛", "exhibition": "展演", "withdrawn": "弃权", "cancelled": "取消", "postponed": "延后",
}  # fmt: skip


def tell(recorded: e.Recorded, before: Show | None, lang: str = "zh") -> str:
    """The sentence for one event, given the show before it (None before `Opened`)."""
    event = recorded.event
    pair = SENTENCES[f"{type(event).__name__}{_way(event)}"]
    return pair[lang == "en"].format_map(_Facts(event, before, lang)).rstrip("：: ")


def moment(recorded: e.Recorded, utc_offset: int) -> str:
    """When it happened, on the hall's clock; `utc_offset` in minutes."""
    zone = timezone(timedelta(minutes=utc_offset))
    when = datetime.fromtimestamp(recorded.at / 1000, zone)
    return f"{when:%Y-%m-%d %H:%M:%S}.{recorded.at % 1000:03}"


def _way(event: Any) -> str:
    """Which of an event's sentences tells it, as the end of its key."""
    match event:
        case e.Overridden():
            return f".{event.override or 'off'}"
        case e.Frozen() | e.CueSkipped():
            return ".on" if event.on else ".off"
        case e.TimerSet() | CeremonyMoved():
            return f".{event.did}"
        case e.Undone(seen=True):
            return ".seen"
        case e.Taken():
            return ".award" if event.winners is not None else ".go" if event.go else ""
    return ""


class _Facts:
    """The words that a sentence may ask for, each made only when it is asked for."""

    def __init__(self, event: Any, show: Show | None, lang: str) -> None:
        self.event, self.show, self.lang = event, show, lang

    def __getitem__(self, name: str) -> str:
        words = _WORDS.get(name)
        return words(self) if words else _plain(getattr(self.event, name))

    def entry(self, id: str | None) -> str:
        """`07 某某支局《题目》`: the number, and the names where the show has them."""
        entry = self.show.entries.get(id or "") if self.show else None
        if entry is None:
            return id or ""
        title = "".join(entry.title)
        return f"{id} {entry.unit}《{title}》" if self.lang == "zh" else f"{id} ({entry.unit}: {title})"

    def cue(self, cue: Cue | str | None) -> str:
        """The scene and whom it is about."""
        found = rundown.find(self.show, cue) if isinstance(cue, str) and self.show else cue
        if not isinstance(found, Cue):
            return str(cue)
        scene = SCENES.get(found.scene, (found.scene, found.scene))[self.lang == "en"]
        return f"{scene} {self.entry(found.entry) if found.entry else found.title}".rstrip()

    def marks(self) -> str:
        judges = self.show.judges if self.show else {}
        return ", ".join(
            f"{judges[judge].name if judge in judges else judge} {'—' if mark is None else mark}"
            for judge, mark in self.event.marks.items()
        )

    def place(self) -> str:
        if self.event.before is None:
            return "最后" if self.lang == "zh" else "the end"
        return f"{self.event.before} 之前" if self.lang == "zh" else f"before {self.event.before}"

    def results(self) -> str:
        shown = self.event.results or {self.event.entry: None}
        return ", ".join(f"{self.entry(id)} {_plain(result)}".rstrip() for id, result in shown.items())

    def phases(self) -> str:
        return ", ".join(f"{one.name} {one.duration // 1000} s" for one in self.event.timer.phases)

    def eligibility(self) -> str:
        found: str = self.event.eligibility
        return ELIGIBILITY[found] if self.lang == "zh" else found


    def called(self) -> str:
        """Who a step calls; of a locked plan, everybody in the order of the steps."""
        steps = self.event.plan.steps if isinstance(self.event, CeremonyLocked) else _step_of(self.event, self.show)
        return ", ".join(dict.fromkeys(self.entry(one.entry) for step in steps for one in step.winners)) or "—"

    def judge(self) -> str:
        known = self.show.judges.get(self.event.judge) if self.show else None
        return known.name if known else str(self.event.judge)

    def state(self) -> str:
        return EXCUSES[self.event.state][self.lang == "en"]

    def how(self) -> str:
        return HOW[self.event.how][self.lang == "en"]


def _step_of(event: Any, show: Show | None) -> tuple[Step, ...]:
    if show is None or show.ceremony is None:
        return ()
    return show.ceremony.plan.steps[event.step - 1 : event.step]


_WORDS: dict[str, Callable[[_Facts], str]] = {
    "contest": lambda it: it.event.contest.name,
    "count": lambda it: str(len(it.event.sheets if isinstance(it.event, MarksInvented) else it.event.contest.entries)),
    "steps": lambda it: str(len(it.event.plan.steps)),
    "called": _Facts.called,
    "people": lambda it: ", ".join(f"{one.name} {one.post}".rstrip() for one in it.event.presenters) or "—",
    "prize": lambda it: it.event.prize.title if isinstance(it.event, PrizeAdded) else it.event.prize,
    "entry": lambda it: it.entry(it.event.entry),
    "cue": lambda it: it.cue(it.event.cue),
    "winners": lambda it: ", ".join(map(it.entry, it.event.winners)) or "—",
    "key": lambda it: it.event.timer.key,
    "phases": _Facts.phases,
    "marks": _Facts.marks,
    "judge": _Facts.judge,
    "state": _Facts.state,
    "how": _Facts.how,
    "judges_left": lambda it: str(it.event.count),
    "place": _Facts.place,
    "order": lambda it: " ".join(it.event.order) if isinstance(it.event.order, tuple) else it.event.order,
    "results": _Facts.results,
    "eligibility": _Facts.eligibility,
}


def _plain(value: Any) -> str:
    match value:
        case None:
            return ""
        case Result():
            return str(value.score)
        case Decimal():
            return f"{value:f}"
        case dict():
            return ", ".join(f"{key}={_plain(one)}" for key, one in value.items())
        case tuple() | list():
            return "".join(map(_plain, value))
    return str(value)
