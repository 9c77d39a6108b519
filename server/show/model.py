"""What a show is made of: plain frozen values, no behaviour beyond reading them.

A `Contest` is what the event file says (it never changes by itself); a `Show` is the contest plus
everything that happened. Only `evolve` makes a new Show. Times are integer milliseconds of server
time (Unix epoch), durations in the event file are seconds, marks and scores are `Decimal`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

Eligibility = Literal["competing", "exhibition", "withdrawn", "cancelled", "postponed"]
OutputKind = Literal["stage", "monitor", "backstage", "overlay"]
Policy = Literal["at_once", "previous_after_next", "first_together", "session", "awards"]
Override = Literal["holding", "black"]


@dataclass(frozen=True, slots=True)
class Category:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Session:
    """One half-day in one hall. `start` and `end` are wall-clock "HH:MM" on `date` (ISO)."""

    id: str
    name: str
    date: str
    start: str
    end: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """A named picture with its exact size in pixels. `sound` marks the one that rings the bell."""

    name: str
    kind: OutputKind
    title: str
    width: int = 1920
    height: int = 1080
    sound: bool = False
    lang: str = "zh"


@dataclass(frozen=True, slots=True)
class Judge:
    id: str
    seat: int
    name: str
    unit: str = ""
    post: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks or presents: opening speaker, host, presenter of awards."""

    name: str
    post: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure whose qualifier may stand before, inside or after the number.

    超|100||万份| → 超100万份, |20|余|项| → 20余项, |50||%|以上 → 50%以上, 数十|||项| → 数十项.
    """

    label: str
    value: str = ""
    unit: str = ""
    before: str = ""
    inside: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One project. `id` is its number as printed (free text, unique); `title` has one string a line."""

    id: str
    category: str
    session: str
    unit: str
    title: tuple[str, ...]
    doer: str = ""
    parent_unit: str = ""
    speaker: str = ""
    members: tuple[str, ...] = ()
    practice: tuple[str, ...] = ()
    progress: tuple[str, ...] = ()
    effect: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    firsts: tuple[str, ...] = ()
    honours: tuple[str, ...] = ()
    sample: bool = False
    eligibility: Eligibility = "competing"


@dataclass(frozen=True, slots=True)
class TimerCue:
    """What happens when `at` seconds remain: a level, words for the speaker, a number of rings."""

    at: int
    level: Literal["normal", "warning", "danger"] = "normal"
    words: str = ""
    bell: int = 0


@dataclass(frozen=True, slots=True)
class TimingRule:
    """Seconds of each part of an entry's time. `chained`: Q&A starts by itself when the talk ends."""

    talk: int = 360
    qa: int = 180
    changeover: int = 30
    scoring: int = 30
    reveal: int = 30
    chained: bool = False
    talk_cues: tuple[TimerCue, ...] = ()
    qa_cues: tuple[TimerCue, ...] = ()


@dataclass(frozen=True, slots=True)
class Criterion:
    name: str
    weight: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True)
class ScoringRule:
    """Marks from `minimum` to `maximum` in `step`s; `trim_high`/`trim_low` extremes fall when at
    least `min_judges` marks are there; the mean is rounded half up to `decimals`."""

    minimum: Decimal = Decimal(0)
    maximum: Decimal = Decimal(100)
    step: Decimal = Decimal("0.01")
    decimals: int = 2
    trim_high: int = 1
    trim_low: int = 1
    min_judges: int = 5
    criteria: tuple[Criterion, ...] = ()
    example: bool = False


@dataclass(frozen=True, slots=True)
class Award:
    """A level of prize, listed from highest to lowest. `quota` is per category; `group` is how
    many winners stand on the stage at once; ties at the border: all are admitted, or it blocks."""

    id: str
    title: str
    quota: int
    group: int = 6
    categories: tuple[str, ...] = ()
    presenters: tuple[Person, ...] = ()
    ties: Literal["admit", "block"] = "admit"


@dataclass(frozen=True, slots=True)
class RevealRule:
    policy: Policy = "at_once"
    first: int = 5


@dataclass(frozen=True, slots=True)
class Break:
    """A pause inside a session, before the entry `before` (or at its end when None)."""

    session: str
    title: str
    minutes: int
    before: str | None = None
    until: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """CSS custom properties (without the dashes) and the organizer's own pictures (file names)."""

    colors: dict[str, str] = field(default_factory=dict)
    logo: str = ""
    key_visual: str = ""


@dataclass(frozen=True, slots=True)
class Contest:
    """The event file, read and checked. Free text wherever the contest's history varies."""

    name: str
    cup: str = ""
    subtitle: str = ""
    edition: str = ""
    organizer: str = ""
    place: str = ""
    lang: str = "zh"
    ticker: str = ""
    utc_offset: int = 480
    speakers: tuple[Person, ...] = ()
    sessions: tuple[Session, ...] = ()
    categories: tuple[Category, ...] = ()
    outputs: tuple[Output, ...] = ()
    judges: tuple[Judge, ...] = ()
    breaks: tuple[Break, ...] = ()
    timing: TimingRule = TimingRule()
    scoring: ScoringRule = ScoringRule()
    awards: tuple[Award, ...] = ()
    reveal: RevealRule = RevealRule()
    theme: Theme = Theme()
    entries: tuple[Entry, ...] = ()
    order: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """One row of the rundown: a scene with what it needs, ready to take. `args` holds ids and
    words only, never a mark or a score: what a scene shows is looked up when it is on air."""

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
    """A chapter of the rundown: the opening, one entry, a break, a ranking, the awards."""

    id: str
    kind: Literal["opening", "entry", "break", "reveal", "ranking", "awards", "closing", "extra"]
    title: str
    session: str
    cues: tuple[Cue, ...]
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """One part of a timer. `duration` moves with ±; `original` is what reset gives back (ms)."""

    name: Literal["talk", "qa", "break"]
    duration: int
    original: int
    cues: tuple[TimerCue, ...] = ()


@dataclass(frozen=True, slots=True)
class Timer:
    """An anchor, never a counter: elapsed = (held_at or now) - started_at - held_for, in ms."""

    key: str
    phases: tuple[Phase, ...]
    started_at: int | None = None
    held_at: int | None = None
    held_for: int = 0


@dataclass(frozen=True, slots=True)
class JudgeMark:
    """One judge's place in a result: the mark and whether it fell as an extreme."""

    judge: str
    mark: Decimal | None
    dropped: Literal["high", "low"] | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """An entry's score with its way: marks, mean (rounded), deduction, score; `exact` ranks."""

    marks: tuple[JudgeMark, ...]
    mean: Decimal
    deduction: Decimal
    score: Decimal
    exact: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Correction:
    """A change after confirmation: the whole sheet before and after, why and by whom."""

    at: int
    by: str
    reason: str
    before: Result
    after: Result


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known of one entry's marks. A missing key is a blank, never a zero."""

    marks: dict[str, Decimal] = field(default_factory=dict)
    deduction: Decimal = Decimal(0)
    deduction_reason: str = ""
    confirmed: Result | None = None
    confirmed_by: str = ""
    revealed: Result | None = None
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class OnAir:
    """A cue on an output: `key` is new with every take, so that a page knows an update from a take."""

    cue: Cue
    key: str
    at: int


@dataclass(frozen=True, slots=True)
class Undo:
    """How to take back one action: what it was and the fields as they were before it."""

    seq: int
    did: str
    what: str
    before: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LogLine:
    """One action as the panel's log shows it: `did` is the event's name, `what` it was about."""

    seq: int
    at: int
    by: str
    did: str
    what: str


@dataclass(frozen=True, slots=True)
class Show:
    """The occasion and its whole truth. Rebuilt from the journal by `evolve` and nothing else."""

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
    override: Override | None = None
    frozen: Show | None = None
    timers: dict[str, Timer] = field(default_factory=dict)
    clock: str | None = None
    scoring: str | None = None
    sheets: dict[str, Sheet] = field(default_factory=dict)
    armed: str | None = None
    reveals: tuple[str, ...] = ()
    finished: dict[str, int] = field(default_factory=dict)
    awarded: dict[str, tuple[str, ...]] = field(default_factory=dict)
    ranked: dict[str, int] = field(default_factory=dict)
    fresh: tuple[str, ...] = ()
    message: str = ""
    last_go: int | None = None
    changed: dict[str, int] = field(default_factory=dict)
    undo: tuple[Undo, ...] = ()
    log: tuple[LogLine, ...] = ()
