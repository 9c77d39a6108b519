"""Values that a show is made of: plain and frozen, no behaviour beyond reading them.

A `Contest` is what the event file says (it never changes by itself); a `Show` is the contest plus
everything that happened. Only `evolve` makes a new Show. Times are integer milliseconds of server
time (Unix epoch), durations in the event file are seconds, marks and scores are `Decimal`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from server.show.model.ceremony import Ceremony
from server.show.model.contest import (
    CeremonyOrder,
    Contest,
    Entry,
    Judge,
    Person,
    Prize,
    TimerCue,
)
from server.show.model.lottery import Drawing
from server.show.model.sheet import (
    Sheet,
)

Override = Literal["holding", "black"]


def uppermost(held: bool, black: bool) -> Override | None:
    """Override that lies over every picture. BLACK lies over HOLD, and leaves it when it goes."""
    return "black" if black else "holding" if held else None


@dataclass(frozen=True, slots=True)
class Cue:
    """Cue of the rundown: a scene with what it needs, ready to take. `args` holds ids and words only, never a
    mark or a score: what a scene shows is looked up when it is on air."""

    id: str
    scene: str
    title: str
    entry: str | None = None
    args: dict[str, Any] = field(default_factory=dict)
    elements: tuple[str, ...] = ()
    planned: int = 0
    skipped: bool = False
    added: bool = False


@dataclass(frozen=True, slots=True)
class Segment:
    """Segment of the rundown, a chapter: the opening, one entry, a break, a ranking, the awards."""

    id: str
    kind: Literal["opening", "entry", "break", "reveal", "ranking", "awards", "closing", "extra"]
    title: str
    session: str
    cues: tuple[Cue, ...]
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """Phase of a timer. `duration` moves with ±; `original` is what reset gives back (ms)."""

    name: Literal["talk", "qa", "break"]
    duration: int
    original: int
    cues: tuple[TimerCue, ...] = ()


@dataclass(frozen=True, slots=True)
class Timer:
    """Timer as an anchor, never a counter: elapsed = (held_at or now) - started_at - held_for, in ms."""

    key: str
    phases: tuple[Phase, ...]
    started_at: int | None = None
    held_at: int | None = None
    held_for: int = 0


@dataclass(frozen=True, slots=True)
class OnAir:
    """Cue on air at an output: `key` is new with every take, so that a page knows an update from a take."""

    cue: Cue
    key: str
    at: int


@dataclass(frozen=True, slots=True)
class Action:
    """Action of the log, an event as people are told of it: `did` is its class's name, `what` the way that it
    went (start, award, black …), `of` the ids that it was about; of an undo, the action that was undone."""

    did: str
    what: str = ""
    of: tuple[str, ...] | Action = ()


@dataclass(frozen=True, slots=True)
class Undo:
    """Undo of one action: the fields as they were before it. `seen`: the hall saw it."""

    seq: int
    action: Action
    before: dict[str, Any]
    seen: bool = False


@dataclass(frozen=True, slots=True)
class LogLine:
    """Line of the panel's log: one action, when (server ms) and by whom."""

    seq: int
    at: int
    by: str
    action: Action


@dataclass(frozen=True, slots=True)
class Show:
    """State of the show, the whole truth. Rebuilt from the journal by `evolve` and nothing else.

    `awarded` holds the winners that each award cue showed, `honoured` the whole list of an award in
    a category, fixed when its first page was taken; `tiebreaks` the votes or extra marks that part
    tied entries. `ceremony` is there while its plan is locked; `order` (None: the event file's),
    `prizes`, `presenters` (by award or prize) and `quotas` (by "award/category") are what the next
    plan is made from.
    """

    contest: Contest
    mode: Literal["live", "rehearsal"] = "live"
    seq: int = 0
    at: int = 0
    entries: dict[str, Entry] = field(default_factory=dict)
    judges: dict[str, Judge] = field(default_factory=dict)
    rundown: tuple[Segment, ...] = ()
    preview: str | None = None
    program: OnAir | None = None
    elements: dict[str, dict[str, Any]] = field(default_factory=dict)
    held: bool = False
    black: bool = False
    frozen: Show | None = None
    timers: dict[str, Timer] = field(default_factory=dict)
    clock: str | None = None
    scoring: str | None = None
    sheets: dict[str, Sheet] = field(default_factory=dict)
    tiebreaks: dict[str, Decimal] = field(default_factory=dict)
    armed: str | None = None
    reveals: tuple[str, ...] = ()
    finished: dict[str, int] = field(default_factory=dict)
    awarded: dict[str, tuple[str, ...]] = field(default_factory=dict)
    honoured: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ranked: dict[str, int] = field(default_factory=dict)
    fresh: tuple[str, ...] = ()
    draws: tuple[Drawing, ...] = ()
    ceremony: Ceremony | None = None
    order: CeremonyOrder | None = None
    prizes: tuple[Prize, ...] = ()
    presenters: dict[str, tuple[Person, ...]] = field(default_factory=dict)
    quotas: dict[str, int] = field(default_factory=dict)
    message: str = ""
    stream_delay: int | None = None
    last_go: int | None = None
    changed: dict[str, int] = field(default_factory=dict)
    undo: tuple[Undo, ...] = ()
    log: tuple[LogLine, ...] = ()

    @property
    def override(self) -> Override | None:
        return uppermost(self.held, self.black)
