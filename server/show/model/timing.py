"""Timers as anchors: nothing counts, everything is worked out from the moment it started.

elapsed = (held_at or now) - started_at - held_for. A timer that has not started has elapsed 0.
Rounding, the same on every screen (tests/timing_vectors.json): while time remains, seconds are
rounded up, so 6:00 shows for the whole first second and 0:00 shows exactly at zero; overtime is
rounded down and counts upward.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from server.show.model import Contest, Entry, Phase, Timer

SECOND = 1000


@dataclass(frozen=True, slots=True)
class Reading:
    """Reading of a timer at a moment: its phase, ms that remain (0 from zero on), ms over, level and text
    "MM:SS"."""

    phase: str
    index: int
    remaining: int
    over: int
    level: str
    text: str


def elapsed(timer: Timer, now: int) -> int:
    """Milliseconds that have counted so far, never below zero."""
    if timer.started_at is None:
        return 0
    return max(0, (timer.held_at if timer.held_at is not None else now) - timer.started_at - timer.held_for)


def running(timer: Timer) -> bool:
    return timer.started_at is not None and timer.held_at is None


def reading(timer: Timer, now: int) -> Reading:
    """Reading of the timer at `now` (server ms). Phases follow each other; after the last one comes overtime."""
    spent = elapsed(timer, now)
    for index, phase in enumerate(timer.phases):
        last = index == len(timer.phases) - 1
        if spent < phase.duration or last:
            remaining = max(0, phase.duration - spent)
            over = max(0, spent - phase.duration)
            return Reading(phase.name, index, remaining, over, _level(phase, remaining, over), _text(remaining, over))
        spent -= phase.duration
    raise ValueError("a timer has at least one phase")


def _level(phase: Phase, remaining: int, over: int) -> str:
    if over or not remaining:
        return "over"
    reached = [cue for cue in phase.cues if remaining <= cue.at * SECOND]
    return min(reached, key=lambda cue: cue.at).level if reached else "normal"


def _text(remaining: int, over: int) -> str:
    seconds = -(-remaining // SECOND) if remaining else over // SECOND
    return f"{seconds // 60:02d}:{seconds % 60:02d}"


def make(contest: Contest, entry: Entry, name: Literal["talk", "qa"]) -> Timer:
    """Fresh timer for an entry's talk or Q&A; a chained talk runs on into the Q&A."""
    rule = contest.timing
    talk = Phase("talk", rule.talk * SECOND, rule.talk * SECOND, rule.talk_cues)
    qa = Phase("qa", rule.qa * SECOND, rule.qa * SECOND, rule.qa_cues)
    chained = rule.chained and rule.qa > 0
    phases = ((talk, qa) if chained else (talk,)) if name == "talk" else (qa,)
    return Timer(f"{entry.id}/{name}", phases)


def start(timer: Timer, now: int) -> Timer:
    """Timer set running at `now`, from the beginning or on after a pause."""
    if timer.started_at is None:
        return replace(timer, started_at=now, held_at=None, held_for=0)
    if timer.held_at is None:
        return timer
    return replace(timer, held_for=timer.held_for + now - timer.held_at, held_at=None)


def hold(timer: Timer, now: int) -> Timer:
    """Timer that stands still where it is at `now`; one that is not running stays as it was."""
    return replace(timer, held_at=now) if running(timer) else timer


def reset(timer: Timer) -> Timer:
    """Timer back at the original duration, not running."""
    phases = tuple(replace(phase, duration=phase.original) for phase in timer.phases)
    return Timer(timer.key, phases)


def adjust(timer: Timer, seconds: int, now: int) -> Timer:
    """Timer with more or less time in the phase that runs now; what remains never falls below zero.

    In overtime, added seconds count from now: +10 gives ten seconds back, whatever was overrun.
    """
    now_at = reading(timer, now)
    phase = timer.phases[now_at.index]
    base = phase.duration + now_at.over if seconds > 0 else phase.duration
    spent = phase.duration - now_at.remaining
    changed = replace(phase, duration=max(spent, base + seconds * SECOND))
    phases = tuple(changed if index == now_at.index else other for index, other in enumerate(timer.phases))
    return replace(timer, phases=phases)
