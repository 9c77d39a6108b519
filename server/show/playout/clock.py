"""Clock of the talk: which timer is in front, and what start, pause, reset and ± make of it."""

from __future__ import annotations

from typing import Any

from server.show import commands
from server.show.events import Event, Recorded, StreamDelayed, TimerSet
from server.show.model import Cue, Refused, Show, Timer, timing
from server.show.model.replacing import replace
from server.show.model.stream import MAX_DELAY

MAX_ADJUST = 99 * 60  # seconds that one ± may add or take
MAX_PHASE = 12 * 3600  # seconds that a phase may come to with all its ±
# Scenes that may stand over a running talk (its slides, a message) without stopping the clock.
KEEP_CLOCK = ("talk", "qa", "story", "message", "holding", "key_visual", "black", "test")


def current(show: Show) -> Timer | None:
    return show.timers.get(show.clock) if show.clock else None


def brought_by(show: Show, cue: Cue, at: int) -> Timer | None:
    """Timer that comes to the front when `cue` is taken, or None when it brings none.

    A step back finds the time where it was. With chained times the Q&A goes on on the talk's own
    timer once that has reached it; taken earlier, it starts at once if the talk was running.
    """
    if cue.scene not in ("talk", "qa") or cue.entry is None:
        return None
    talk = show.timers.get(f"{cue.entry}/talk")
    if cue.scene == "qa" and show.contest.timing.chained and talk is not None:
        if timing.reading(talk, at).phase == "qa":
            return talk
    key = f"{cue.entry}/{cue.scene}"
    timer = show.timers.get(key) or timing.make(show.contest, show.entries[cue.entry], cue.scene)  # type: ignore[arg-type]
    chains = cue.scene == "qa" and show.contest.timing.chained and talk is not None and timing.running(talk)
    return timing.start(timer, at) if chains else timer


def _front(show: Show) -> Timer:
    timer = current(show)
    if timer is None:
        raise Refused("no_clock")
    return timer


def _changed(did: str, before: Timer, after: Timer) -> tuple[Event, ...]:
    return () if after == before else (TimerSet(did, after),)  # type: ignore[arg-type]


def start(show: Show, command: commands.TimerStart, at: int) -> tuple[Event, ...]:
    timer = _front(show)
    return _changed("start", timer, timing.start(timer, at))


def pause(show: Show, command: commands.TimerPause, at: int) -> tuple[Event, ...]:
    timer = _front(show)
    return _changed("pause", timer, timing.hold(timer, at))


def reset(show: Show, command: commands.TimerReset, at: int) -> tuple[Event, ...]:
    timer = _front(show)
    return _changed("reset", timer, timing.reset(timer))


def adjust(show: Show, command: commands.TimerAdjust, at: int) -> tuple[Event, ...]:
    if not -MAX_ADJUST <= command.seconds <= MAX_ADJUST:
        raise Refused("too_many_seconds", most=MAX_ADJUST)
    timer = _front(show)
    adjusted = timing.adjust(timer, command.seconds, at)
    if any(phase.duration > MAX_PHASE * timing.SECOND for phase in adjusted.phases):
        raise Refused("too_many_seconds", most=MAX_PHASE)
    return _changed("adjust", timer, adjusted)


def load(show: Show, command: commands.TimerLoad, at: int) -> tuple[Event, ...]:
    entry = show.entries.get(command.entry)
    if entry is None:
        raise Refused("unknown_entry", entry=command.entry)
    key = f"{command.entry}/{command.phase}"
    timer = show.timers.get(key) or timing.make(show.contest, entry, command.phase)
    return () if show.clock == key else (TimerSet("load", timer),)


def stream_delay(show: Show, command: commands.StreamDelay, at: int) -> tuple[Event, ...]:
    seconds = command.seconds
    if seconds is not None and not (seconds.is_finite() and 0 <= seconds <= MAX_DELAY):
        raise Refused("bad_delay", found=seconds, most=MAX_DELAY)
    delay = None if seconds is None else int(seconds * 1000)
    return () if delay == show.stream_delay else (StreamDelayed(delay),)


def _timer_set(show: Show, event: TimerSet, recorded: Recorded) -> Show:
    timer = event.timer
    timers = dict(show.timers)
    running = current(show)
    if running is not None and running.key != timer.key:
        timers[running.key] = timing.hold(running, recorded.at)
    timers[timer.key] = timer
    return replace(show, timers=timers, clock=timer.key)


def _stream_delayed(show: Show, event: StreamDelayed, recorded: Recorded) -> Show:
    return replace(show, stream_delay=event.delay)


DECIDERS: dict[type, Any] = {
    commands.TimerStart: start,
    commands.TimerPause: pause,
    commands.TimerReset: reset,
    commands.TimerAdjust: adjust,
    commands.TimerLoad: load,
    commands.StreamDelay: stream_delay,
}

EVOLUTIONS: dict[type, Any] = {
    TimerSet: _timer_set,
    StreamDelayed: _stream_delayed,
}
