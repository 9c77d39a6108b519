"""Events of playout: cues, the panic layer, overlay elements, the talk's clock, the speaker's message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from server.show.events.row import EventRow, Keys, cue, did, fixed
from server.show.model import Override, Timer, uppermost
from server.show.model.ceremony import Plan
from server.show.model.event import Event


@dataclass(frozen=True, slots=True)
class Taken(Event):
    """Take of a cue, PVW to PGM. `advance` is the next preview; `go` tells a GO from a plain take; `plan` is
    the ceremony's, where nobody had locked it before."""

    cue: str
    advance: str | None
    go: bool = False
    arms: str | None = None
    winners: tuple[str, ...] | None = None
    honoured: tuple[str, ...] | None = None
    timer: Timer | None = None
    plan: Plan | None = None


@dataclass(frozen=True, slots=True)
class Previewed(Event):
    cue: str


@dataclass(frozen=True, slots=True)
class Overridden(Event):
    """Change of the panic layer (HOLD, BLACK); `was` is what lay on top before."""

    held: bool
    black: bool
    was: Override | None = None

    @property
    def override(self) -> Override | None:
        return uppermost(self.held, self.black)


@dataclass(frozen=True, slots=True)
class Frozen(Event):
    on: bool


@dataclass(frozen=True, slots=True)
class ElementPut(Event):
    element: str
    args: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ElementCleared(Event):
    element: str


@dataclass(frozen=True, slots=True)
class TimerSet(Event):
    """Anchor of a timer, changed: the whole timer as it is from now on. `did` says how."""

    did: Literal["load", "start", "pause", "reset", "adjust"]
    timer: Timer


@dataclass(frozen=True, slots=True)
class MessageSet(Event):
    text: str


@dataclass(frozen=True, slots=True)
class PresetSent(Event):
    """Message of the event file sent to the speaker, in the words that it had then."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class StreamDelayed(Event):
    """Delay of the stream (ms) that the operator has set, or None."""

    delay: int | None


def _of_element(event: Any) -> Keys:
    return (f"element/{event.element}",)


def _seconds(event: StreamDelayed) -> Keys:
    return () if event.delay is None else (f"{event.delay / 1000:g}",)


ROWS: dict[type[Event], EventRow] = {
    Taken: EventRow(
        about=cue,
        what=lambda event: "award" if event.winners is not None else "",
        touches=fixed("program", "preview", "timer"),
        cause="take",
        hall_saw=lambda event: event.winners is not None,
    ),
    Previewed: EventRow(about=cue, touches=fixed("preview"), undo="passing"),
    Overridden: EventRow(
        about=lambda event: () if event.override or event.was is None else (event.was,),
        what=lambda event: event.override or "off",
        touches=fixed("override"),
        cause=lambda event: "hold" if event.override else "release",
    ),
    Frozen: EventRow(cause="freeze", undo="passing"),
    ElementPut: EventRow(about=lambda event: (event.element,), touches=_of_element, cause="put"),
    ElementCleared: EventRow(about=lambda event: (event.element,), touches=_of_element, cause="clear"),
    TimerSet: EventRow(
        about=lambda event: tuple(event.timer.key.split("/")), what=did, touches=fixed("timer"), cause="timer"
    ),
    MessageSet: EventRow(about=lambda event: (event.text,) if event.text else (), touches=fixed("message")),
    PresetSent: EventRow(about=lambda event: (event.text,), touches=fixed("message")),
    StreamDelayed: EventRow(about=_seconds, touches=fixed("stream_delay")),
}
