"""What has happened: facts in the journal, in the past tense, never changed and never removed.

Events carry what was decided (the cue taken, the result revealed, the winners of an award), so that
replaying an old journal with newer code shows what the hall saw, not what we would compute today.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from server.show.events.ceremony import CeremonyEvent
from server.show.events.marks import MarkEvent
from server.show.model import (
    Contest,
    Cue,
    Eligibility,
    Override,
    Result,
    Segment,
    Timer,
    uppermost,
)
from server.show.model.ceremony import Plan
from server.show.model.lottery import Drawn as Drawn
from server.show.model.sheet import Excused
from server.show.model.stream import StreamDelayed as StreamDelayed
from server.show.playout.imports import EntriesImported as EntriesImported


@dataclass(frozen=True, slots=True)
class Opened:
    """The first event of every journal: the whole event file and the rundown made from it."""

    contest: Contest
    mode: Literal["live", "rehearsal"]
    rundown: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """A cue went on air. `advance` is the next preview; `go` tells a GO from a plain take; `plan` is the
    ceremony's, where nobody had locked it before."""

    cue: str
    advance: str | None
    go: bool = False
    arms: str | None = None
    winners: tuple[str, ...] | None = None
    honoured: tuple[str, ...] | None = None
    timer: Timer | None = None
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class Previewed:
    cue: str


@dataclass(frozen=True, slots=True)
class Overridden:
    """The panic layer changed; `was` is what lay on top before."""

    held: bool
    black: bool
    was: Override | None = None

    @property
    def override(self) -> Override | None:
        return uppermost(self.held, self.black)


@dataclass(frozen=True, slots=True)
class Frozen:
    on: bool


@dataclass(frozen=True, slots=True)
class ElementPut:
    element: str
    args: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ElementCleared:
    element: str


@dataclass(frozen=True, slots=True)
class Undone:
    """The action at seq `of` was taken back. `seen` says that the hall had seen it."""

    of: int
    seen: bool = False


@dataclass(frozen=True, slots=True)
class TimerSet:
    """A timer's anchor changed; the whole timer as it is from now on. `did` says how."""

    did: Literal["load", "start", "pause", "reset", "adjust"]
    timer: Timer


@dataclass(frozen=True, slots=True)
class MessageSet:
    text: str


@dataclass(frozen=True, slots=True)
class ScoringChosen:
    entry: str


@dataclass(frozen=True, slots=True)
class MarksEntered:
    entry: str
    marks: dict[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Deducted:
    entry: str
    points: Decimal
    reason: str


@dataclass(frozen=True, slots=True)
class Confirmed:
    entry: str
    result: Result


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    entry: str
    reason: str


@dataclass(frozen=True, slots=True)
class Corrected:
    """A confirmed result changed. A hall that saw the old one sees it until the next reveal. Where two
    people are wanted, the first is `proposed_by` and the second recorded this. Where `excused` changed
    who counts, the correction's own signatures accept the number that is left."""

    entry: str
    reason: str
    marks: dict[str, Decimal | None]
    deduction: Decimal
    before: Result
    after: Result
    criteria: dict[str, dict[str, Decimal | None]] = field(default_factory=dict)
    proposed_by: str = ""
    excused: dict[str, Excused | None] = field(default_factory=dict)
    given: dict[str, Decimal | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Armed:
    entry: str


@dataclass(frozen=True, slots=True)
class Disarmed:
    entry: str


@dataclass(frozen=True, slots=True)
class Revealed:
    """Results became public, several at once where the policy says so."""

    entry: str
    results: dict[str, Result]
    go: bool = False
    advance: str | None = None


@dataclass(frozen=True, slots=True)
class Hidden:
    entry: str
    reason: str


@dataclass(frozen=True, slots=True)
class EntryEdited:
    entry: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class EligibilitySet:
    entry: str
    eligibility: Eligibility
    reason: str


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """A postponed entry runs again: its segment stands before `before` (None: last) and in `session`."""

    entry: str
    before: str | None
    session: str
    eligibility: Eligibility
    reason: str


@dataclass(frozen=True, slots=True)
class JudgeEdited:
    judge: str
    fields: dict[str, str]


@dataclass(frozen=True, slots=True)
class SegmentMoved:
    segment: str
    before: str | None


@dataclass(frozen=True, slots=True)
class CueMoved:
    cue: str
    before: str | None


@dataclass(frozen=True, slots=True)
class CueSkipped:
    cue: str
    on: bool


@dataclass(frozen=True, slots=True)
class CueExtended:
    cue: str
    seconds: int


@dataclass(frozen=True, slots=True)
class CueAdded:
    after: str
    cue: Cue


@dataclass(frozen=True, slots=True)
class CueRemoved:
    cue: str


Event = (
    Opened | Taken | Previewed | Overridden | Frozen | ElementPut | ElementCleared | Undone
    | TimerSet | MessageSet | ScoringChosen | MarksEntered | Deducted | Confirmed | Unconfirmed
    | Corrected | Armed | Disarmed | Revealed | Hidden | EntryEdited | EligibilitySet | BroughtBack | JudgeEdited
    | SegmentMoved | CueMoved | CueSkipped | CueExtended | CueAdded | CueRemoved | MarkEvent | Drawn | CeremonyEvent
    | StreamDelayed | EntriesImported
)  # fmt: skip

EVENTS: dict[str, type] = {one.__name__: one for one in Event.__args__}


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as the journal keeps it: its number, its moment (server ms) and who caused it."""

    seq: int
    at: int
    by: str
    event: Event


class Refused(Exception):
    """The show says no. `code` and `params` become words for the person who asked (`words.why`);
    `now` says what the thing is now, where it had changed under them. Nothing changes."""

    def __init__(self, code: str, now: Any = None, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.now = now
        self.params = params
