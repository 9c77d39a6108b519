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
from server.show.events.ceremony import CeremonyLocked, CeremonyMoved, MarksInvented, PrizeAdded
from server.show.model import Cue, Result, Show, rundown
from server.show.model.ceremony import Step
from server.texts.journal_sentences import SCENES, SENTENCES

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

    def corrections(self) -> str:
        """What a correction changes, in brackets: marks, criteria, who counts, given parts."""
        event, judges = self.event, self.show.judges if self.show else {}
        names = {id: judge.name for id, judge in judges.items()}
        said = [f"{names.get(id, id)} → {'—' if mark is None else mark}" for id, mark in event.marks.items()]
        said += [f"{names.get(id, id)} {_plain(values)}" for id, values in event.criteria.items()]
        said += [f"{names.get(id, id)} → {EXCUSES[state][self.lang == 'en']}" for id, state in event.excused.items()]
        said += [f"{part} → {_plain(value)}" for part, value in event.given.items()]
        if not said:
            return ""
        return f"（{'；'.join(said)}）" if self.lang == "zh" else f" ({'; '.join(said)})"

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
    "corrections": _Facts.corrections,
    "judge": _Facts.judge,
    "state": _Facts.state,
    "how": _Facts.how,
    "judges_left": lambda it: str(it.event.count),
    "place": _Facts.place,
    "order": lambda it: " ".join(it.event.order) if isinstance(it.event.order, tuple) else it.event.order,
    "changed": lambda it: ", ".join((*it.event.entries, *it.event.judges)) or "—",
    "orders": lambda it: " | ".join(" ".join(ids) for ids in it.event.order.values()) or "—",
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
