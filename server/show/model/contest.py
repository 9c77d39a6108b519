"""The contest: what the event file says, read and checked. It never changes by itself.

Plain frozen values. Durations in the event file are whole seconds, marks are `Decimal`, words are
free text wherever the contest's history varies (categories, stages, titles of awards).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from server.show.model.rules import Chain, Panel, ScoringRule

Eligibility = Literal["competing", "exhibition", "withdrawn", "cancelled", "postponed"]
OutputKind = Literal["stage", "monitor", "backstage", "overlay"]
Policy = Literal["at_once", "previous_after_next", "first_together", "session", "awards"]
CeremonyOrder = Literal["last_to_first", "by_award", "by_category", "by_session", "suspense"]

MESSAGES = ("还有 1 分钟", "请结束", "请靠近话筒")
"""Words for the speaker where the event file gives none of its own."""


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
    """Judge of a contest. `weight` counts in the mean of the marks that do not fall; `panel` is the group
    that the judge sits in; `recuse_units` are further units whose entries this judge does not mark."""

    id: str
    seat: int
    name: str
    unit: str = ""
    post: str = ""
    parent_unit: str = ""
    weight: Decimal = Decimal(1)
    panel: str = ""
    recuse_units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Person who speaks or presents: opening speaker, host, presenter of awards."""

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
    """Entry of a contest, one project. `id` is its number as printed (free text, unique); `title` has one
    string a line; `given` holds scores that come from elsewhere (part id → value: a text review, an earlier
    round)."""

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
    given: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TimerCue:
    """Cue of a timer when `at` seconds remain: a level, words for the speaker, a number of rings."""

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
class Award:
    """A level of prize, listed from highest to lowest. `quota` is per category, or `percent` of its
    competing entries, rounded as `rounding` says; `group` is how many winners stand on the stage at
    once; ties at the border: all are admitted, or it blocks."""

    id: str
    title: str
    quota: int
    group: int = 6
    categories: tuple[str, ...] = ()
    presenters: tuple[Person, ...] = ()
    ties: Literal["admit", "block"] = "admit"
    percent: Decimal | None = None
    rounding: Literal["half_up", "up", "down"] = "half_up"


@dataclass(frozen=True, slots=True)
class Prize:
    """A special prize (单项奖): people choose who gets it, no rule does."""

    id: str
    title: str
    entries: tuple[str, ...]
    presenters: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class CeremonyRule:
    """Rule of the ceremony: the order, the seconds that a revealed place (`pause`) and an award's page
    (`page`) stand, whether rows show their score, and the special prizes."""

    order: CeremonyOrder = "suspense"
    pause: int = 8
    page: int = 60
    scores: bool = True
    prizes: tuple[Prize, ...] = ()


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
class Watch:
    """Stream for remote viewers: an HLS or video address, or a player's page to embed, and how many ms the
    stream lags behind the hall."""

    stream: str = ""
    embed: str = ""
    title: str = ""
    delay: int = 0


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
    panels: tuple[Panel, ...] = ()
    breaks: tuple[Break, ...] = ()
    timing: TimingRule = TimingRule()
    scoring: ScoringRule = field(default_factory=ScoringRule)
    awards: tuple[Award, ...] = ()
    reveal: RevealRule = RevealRule()
    chain: Chain = field(default_factory=Chain)
    theme: Theme = Theme()
    watch: Watch = Watch()
    entries: tuple[Entry, ...] = ()
    order: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    messages: tuple[str, ...] = MESSAGES
    ceremony: CeremonyRule | None = None
