"""Commands of playout: GO and its kin, the panic layer, overlay elements, clock, message, undo, mode.

Seconds are integers. Field names are the wire's field names.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from server.show.commands.command import Command
from server.show.commands.row import MOVES, PLAIN, CommandRow, fixed

Element = Literal["lower_third", "bug", "score", "top", "ticker", "logo", "award_bar"]


@dataclass(frozen=True, slots=True)
class Take(Command):
    """Make preview the program. `expect` is the cue the sender believes to be in preview."""

    expect: str | None = None


@dataclass(frozen=True, slots=True)
class Go(Command):
    """Do what the GO button says: reveal a covered, armed entry, else take and advance."""

    expect: str | None = None


@dataclass(frozen=True, slots=True)
class Preview(Command):
    """Choose what the next take will show. This is also how one jumps."""

    cue: str


@dataclass(frozen=True, slots=True)
class Hold(Command):
    """The panic key: the holding scene on every output, whatever is on air below it."""

    on: bool


@dataclass(frozen=True, slots=True)
class Black(Command):
    """Black on every output, whatever is on air below it."""

    on: bool


@dataclass(frozen=True, slots=True)
class Freeze(Command):
    """Keep every public picture as it is while the show goes on underneath."""

    on: bool


@dataclass(frozen=True, slots=True)
class Put(Command):
    """Put an overlay element on air with what it should say."""

    element: Element
    entry: str | None = None
    name: str = ""
    post: str = ""
    text: str = ""
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Clear(Command):
    """Take an overlay element out, or all of them."""

    element: Literal["lower_third", "bug", "score", "top", "ticker", "logo", "award_bar", "all"]


@dataclass(frozen=True, slots=True)
class TakeBack(Command):
    """Undo the last action (`undo` on the wire). `expect` is the seq of the action meant."""

    expect: int | None = None


@dataclass(frozen=True, slots=True)
class TimerStart(Command):
    """Start the clock, or let it run on after a pause."""


@dataclass(frozen=True, slots=True)
class TimerPause(Command):
    """Hold the clock where it is."""


@dataclass(frozen=True, slots=True)
class TimerReset(Command):
    """Stop the clock and give back the original duration."""


@dataclass(frozen=True, slots=True)
class TimerAdjust(Command):
    """Add seconds to what remains (negative takes away), running or not."""

    seconds: int


@dataclass(frozen=True, slots=True)
class TimerLoad(Command):
    """Bring an entry's talk or Q&A clock to the front, at its remembered time."""

    entry: str
    phase: Literal["talk", "qa"]


@dataclass(frozen=True, slots=True)
class Message(Command):
    """Words for the speaker on the stage-edge monitor; empty words remove them."""

    text: str


@dataclass(frozen=True, slots=True)
class MessagePreset(Command):
    """One of the event file's messages for the speaker, by its number from 1: the same key every time."""

    number: int


@dataclass(frozen=True, slots=True)
class StreamDelay(Command):
    """How many seconds the stream lags behind the hall: remote overlays are held back as long. Null: as
    the player tells, or as the event file says."""

    seconds: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SwitchMode(Command):
    """Change between the live and the rehearsal journal. Carried out by the director."""

    mode: Literal["live", "rehearsal"]


@dataclass(frozen=True, slots=True)
class RestartRehearsal(Command):
    """Begin the rehearsal anew. Refused in live mode. Carried out by the director."""


ROWS: dict[type[Command], CommandRow] = {
    Take: CommandRow(touches=fixed("preview", "program"), moves=True),
    Go: CommandRow(touches=fixed("preview", "program", "armed"), moves=True),
    Preview: PLAIN,
    Hold: PLAIN,
    Black: PLAIN,
    Freeze: PLAIN,
    Put: MOVES,
    Clear: PLAIN,
    TakeBack: CommandRow(touches=fixed("undo"), name="undo", moves=True),
    TimerStart: MOVES,
    TimerPause: MOVES,
    TimerReset: CommandRow(touches=fixed("timer"), moves=True),
    TimerAdjust: CommandRow(touches=fixed("timer"), moves=True),
    TimerLoad: MOVES,
    Message: CommandRow(touches=fixed("message")),
    MessagePreset: CommandRow(touches=fixed("message")),
    StreamDelay: CommandRow(touches=fixed("stream_delay")),
    SwitchMode: MOVES,
    RestartRehearsal: MOVES,
}
