"""Journal in words: the lines of `limelight replay`, one sentence an event, in Chinese or English.

A sentence is made of the event and of the show as it was then, since names change during a final. It is
for those who hold the journal's folder; it holds marks and scores, so it belongs on no screen.
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
from server.texts.say import TABLES, facts_of, say


def describe(recorded: e.Recorded, before: Show | None, lang: str = "zh") -> str:
    """Sentence for one event, given the show before it (None before `Opened`)."""
    key = f"journal.{type(recorded.event).__name__}{_way(recorded.event)}"
    words = _Facts(recorded.event, before, lang)
    return say(key, lang, **{name: words[name] for name in facts_of(key)}).rstrip("：: ")


def moment(recorded: e.Recorded, utc_offset: int) -> str:
    """Date and time of an event to the millisecond, on the hall's clock; `utc_offset` in minutes."""
    zone = timezone(timedelta(minutes=utc_offset))
    when = datetime.fromtimestamp(recorded.at / 1000, zone)
    return f"{when:%Y-%m-%d %H:%M:%S}.{recorded.at % 1000:03}"


def _way(event: Any) -> str:
    """Which of an event's sentences fits, as the end of its key."""
    match event:
        case e.Overridden():
            return f".{event.override or 'off'}" if event.override or not event.was else f".off_{event.was}"
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

    def say(self, key: str, /) -> str:
        return say(key, self.lang)

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
        known = rundown.find(self.show, cue) if isinstance(cue, str) and self.show else cue
        if not isinstance(known, Cue):
            return str(cue)
        scene = self.say(f"scene.{known.scene}") if known.scene in TABLES["scene"] else known.scene
        return f"{scene} {self.entry(known.entry) if known.entry else known.title}".rstrip()

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
        parts = [f"{names.get(id, id)} → {'—' if mark is None else mark}" for id, mark in event.marks.items()]
        parts += [f"{names.get(id, id)} {_plain(values)}" for id, values in event.criteria.items()]
        parts += [f"{names.get(id, id)} → {self.excuse(state)}" for id, state in event.excused.items()]
        parts += [f"{part} → {_plain(value)}" for part, value in event.given.items()]
        if not parts:
            return ""
        return f"（{'；'.join(parts)}）" if self.lang == "zh" else f" ({'; '.join(parts)})"

    def place(self) -> str:
        before = self.event.before
        return (
            self.say("position.last") if before is None else say("position.before", self.lang, before=before)
        )

    def results(self) -> str:
        shown = self.event.results or {self.event.entry: None}
        return ", ".join(f"{self.entry(id)} {_plain(result)}".rstrip() for id, result in shown.items())

    def phases(self) -> str:
        return ", ".join(f"{phase.name} {phase.duration // 1000} s" for phase in self.event.timer.phases)

    def eligibility(self) -> str:
        return self.say(f"eligibility.{self.event.eligibility}")

    def called(self) -> str:
        """Who a step calls; of a locked plan, everybody in the order of the steps."""
        steps = (
            self.event.plan.steps
            if isinstance(self.event, CeremonyLocked)
            else _step_of(self.event, self.show)
        )
        return (
            ", ".join(dict.fromkeys(self.entry(winner.entry) for step in steps for winner in step.winners))
            or "—"
        )

    def judge(self) -> str:
        known = self.show.judges.get(self.event.judge) if self.show else None
        return known.name if known else str(self.event.judge)

    def state(self) -> str:
        return self.excuse(self.event.state)

    def excuse(self, state: str | None) -> str:
        return self.say(f"excuse.{state or 'lifted'}")

    def how(self) -> str:
        return self.say(f"tiebreak.{self.event.how}")


def _step_of(event: Any, show: Show | None) -> tuple[Step, ...]:
    if show is None or show.ceremony is None:
        return ()
    return show.ceremony.plan.steps[event.step - 1 : event.step]


_WORDS: dict[str, Callable[[_Facts], str]] = {
    "contest": lambda it: it.event.contest.name,
    "count": lambda it: str(
        len(it.event.sheets if isinstance(it.event, MarksInvented) else it.event.contest.entries)
    ),
    "steps": lambda it: str(len(it.event.plan.steps)),
    "called": _Facts.called,
    "people": lambda it: (
        ", ".join(f"{person.name} {person.post}".rstrip() for person in it.event.presenters) or "—"
    ),
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
            return ", ".join(f"{key}={_plain(inner)}" for key, inner in value.items())
        case tuple() | list():
            return "".join(map(_plain, value))
    return str(value)
