"""What a person may ask of the show, one frozen dataclass each, named as `do` names it on the wire.

A command asks; it never changes anything. `decide` answers it with events or refuses it. Marks,
points and scores are `Decimal`; seconds are integers. Field names are the wire's field names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from server.show.commands.ceremony import (
    AddPrize,
    CeremonyBack,
    CeremonyComplete,
    CeremonyJump,
    CeremonyPause,
    CeremonySpeed,
    InventMarks,
    LockCeremony,
    PlanCeremony,
    RemovePrize,
    SetPresenters,
    SetQuota,
    UnlockCeremony,
)
from server.show.commands.marks import (
    AcceptJudges,
    ApproveCorrection,
    Arm,
    BreakTie,
    Check,
    Confirm,
    Correct,
    Deduct,
    Disarm,
    DraftMarks,
    EnterCriteria,
    EnterMarks,
    Excuse,
    Give,
    Hide,
    RejectCorrection,
    Reveal,
    ScoreEntry,
    SubmitMarks,
    Uncheck,
    Unconfirm,
    WithdrawMarks,
)
from server.show.model import Eligibility
from server.show.model.lottery import Draw
from server.show.model.stream import StreamDelay

Element = Literal["lower_third", "bug", "score", "top", "ticker", "logo", "award_bar"]
Scene = Literal[
    "key_visual", "holding", "countdown", "opening", "judge", "judges", "rules", "next", "story",
    "talk", "qa", "scoring", "reveal", "previous", "ranking", "award", "break", "message",
    "black", "test", "draw", "ceremony",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Take:
    """Make preview the program. `expect` is the cue the sender believes to be in preview."""

    expect: str | None = None


@dataclass(frozen=True, slots=True)
class Go:
    """Do what the GO button says: reveal a covered, armed entry, else take and advance."""

    expect: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """Choose what the next take will show. This is also how one jumps."""

    cue: str


@dataclass(frozen=True, slots=True)
class Hold:
    """The panic key: the holding scene on every output, whatever is on air below it."""

    on: bool


@dataclass(frozen=True, slots=True)
class Black:
    """Black on every output, whatever is on air below it."""

    on: bool


@dataclass(frozen=True, slots=True)
class Freeze:
    """Keep every public picture as it is while the show goes on underneath."""

    on: bool


@dataclass(frozen=True, slots=True)
class Put:
    """Put an overlay element on air with what it should say."""

    element: Element
    entry: str | None = None
    name: str = ""
    post: str = ""
    text: str = ""
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Clear:
    """Take an overlay element out, or all of them."""

    element: Literal["lower_third", "bug", "score", "top", "ticker", "logo", "award_bar", "all"]


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Undo the last action (`undo` on the wire). `expect` is the seq of the action meant."""

    expect: int | None = None


@dataclass(frozen=True, slots=True)
class TimerStart:
    """Start the clock, or let it run on after a pause."""


@dataclass(frozen=True, slots=True)
class TimerPause:
    """Hold the clock where it is."""


@dataclass(frozen=True, slots=True)
class TimerReset:
    """Stop the clock and give back the original duration."""


@dataclass(frozen=True, slots=True)
class TimerAdjust:
    """Add seconds to what remains (negative takes away), running or not."""

    seconds: int


@dataclass(frozen=True, slots=True)
class TimerLoad:
    """Bring an entry's talk or Q&A clock to the front, at its remembered time."""

    entry: str
    phase: Literal["talk", "qa"]


@dataclass(frozen=True, slots=True)
class Message:
    """Words for the speaker on the stage-edge monitor; empty words remove them."""

    text: str


@dataclass(frozen=True, slots=True)
class EditEntry:
    """Change how an entry is named, minutes before air. The files stay as they were."""

    entry: str
    unit: str | None = None
    doer: str | None = None
    title: tuple[str, ...] | None = None
    speaker: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class SetEligibility:
    """Competing 正式, exhibition 展演不计分, withdrawn 弃权, cancelled 取消 or postponed 延后."""

    entry: str
    eligibility: Eligibility
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BringBack:
    """Bring a postponed entry back into the running order with all its cues, before a segment that is
    still to come; without one at the end of its session's entries, or of the session that is on now."""

    entry: str
    before: str | None = None
    eligibility: Literal["competing", "exhibition"] = "competing"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EditJudge:
    """Change how a judge is named."""

    judge: str
    name: str | None = None
    unit: str | None = None
    post: str | None = None


@dataclass(frozen=True, slots=True)
class MoveSegment:
    """Move a segment before another one, or to the end."""

    segment: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class MoveCue:
    """Move a cue before another one (of any segment), or to the end of its own segment."""

    cue: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Skip:
    """Leave a cue out of the running order without removing it, or take it in again."""

    cue: str
    on: bool


@dataclass(frozen=True, slots=True)
class Extend:
    """Plan more (or less) time for a cue."""

    cue: str
    seconds: int


@dataclass(frozen=True, slots=True)
class AddCue:
    """Add a row after another one: a message, a break, a ranking, anything a scene can show."""

    after: str
    scene: Scene
    title: str
    args: dict[str, Any] = field(default_factory=dict)
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveCue:
    """Remove a row that was added by hand."""

    cue: str


@dataclass(frozen=True, slots=True)
class SwitchMode:
    """Change between the live and the rehearsal journal. Carried out by the director."""

    mode: Literal["live", "rehearsal"]


@dataclass(frozen=True, slots=True)
class RestartRehearsal:
    """Begin the rehearsal anew. Refused in live mode. Carried out by the director."""


Command = (
    Take | Go | Preview | Hold | Black | Freeze | Put | Clear | TakeBack
    | TimerStart | TimerPause | TimerReset | TimerAdjust | TimerLoad | Message | StreamDelay
    | ScoreEntry | EnterMarks | Deduct | Confirm | Unconfirm | Correct | Arm | Disarm | Reveal | Hide
    | EnterCriteria | DraftMarks | SubmitMarks | WithdrawMarks | Excuse | AcceptJudges | Give
    | Check | Uncheck | ApproveCorrection | RejectCorrection | BreakTie
    | EditEntry | SetEligibility | BringBack | EditJudge
    | Draw | MoveSegment | MoveCue | Skip | Extend | AddCue | RemoveCue
    | PlanCeremony | LockCeremony | UnlockCeremony | SetPresenters | SetQuota | AddPrize | RemovePrize
    | CeremonyBack | CeremonyJump | CeremonyComplete | CeremonyPause | CeremonySpeed | InventMarks
    | SwitchMode | RestartRehearsal
)  # fmt: skip


def wire_name(command: type) -> str:
    """`TimerStart` → `timer_start`: how a command is called on the wire."""
    if command is TakeBack:
        return "undo"
    return re.sub(r"(?<!^)(?=[A-Z])", "_", command.__name__).lower()


COMMANDS: dict[str, type] = {wire_name(one): one for one in Command.__args__}
