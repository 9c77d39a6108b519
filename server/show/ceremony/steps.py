"""Ceremony in the show: planning, locking and walking it, and the changes that each of these makes.

GO walks: while a motion runs (or is held) it ends the motion, else it brings the next step, and after
the last step it takes the next cue. Only the server's clock says which.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from server.show.ceremony import honours, lint
from server.show.ceremony import plan as ceremony_plan
from server.show.commands import ceremony as c
from server.show.events import Event, Recorded
from server.show.events import ceremony as e
from server.show.marks import invented
from server.show.model import Refused, Show
from server.show.model.ceremony import LEAD, PER_CENT, Ceremony, Motion, Plan, reached, runs
from server.show.model.replacing import replace


def is_on_air(show: Show) -> bool:
    """Test for a ceremony on air: a step is what the hall sees (under HOLD and BLACK, too)."""
    cue = show.program.cue if show.program else None
    return cue is not None and cue.scene == "ceremony" and bool(show.ceremony and show.ceremony.step)


def waiting(show: Show) -> int | None:
    """Number of the step that GO brings, or None where GO takes a cue."""
    if not is_on_air(show) or show.ceremony is None or show.ceremony.next is None:
        return None
    return (show.ceremony.step or 0) + 1


def pressed(show: Show, expect: str | None, at: int) -> Event | None:
    """Event that a GO causes in the ceremony: the end of a motion, or the next step; None: it is no
    ceremony's GO.

    `expect` may be the cue, or the cue and the number of the step that the sender saw as next. Raises Refused
    `expected` where it is neither.
    """
    if not is_on_air(show) or show.ceremony is None or show.program is None:
        return None
    cue, ceremony = show.program.cue.id, show.ceremony
    coming = (ceremony.step or 0) + 1
    moving = runs(ceremony.motion, at)
    if not moving and ceremony.next is None:
        return None
    if expect not in (None, cue, f"{cue}/{coming}"):
        raise Refused("expected", now=f"{cue}/{coming}", expected=expect, found=f"{cue}/{coming}")
    if moving or ceremony.next is None:
        return e.CeremonyMoved("complete", None, ceremony.speed, go=True)
    return e.CeremonyStepped(coming, Motion(at + LEAD, ceremony.next.ms, speed=ceremony.speed), go=True)


def _running(show: Show) -> Ceremony:
    if not is_on_air(show) or show.ceremony is None:
        raise Refused("ceremony_off")
    return show.ceremony


def plan(show: Show, command: c.PlanCeremony, at: int) -> tuple[Event, ...]:
    honours.refuse_locked(show)
    return () if command.order == ceremony_plan.order_of(show) else (e.CeremonyPlanned(command.order),)


def _blocked(faults: list[lint.PlanFault]) -> Refused:
    """The refusal of a lock: in words the first fault, in `now` all that block."""
    first, now = faults[0].params, [asdict(fault) for fault in faults]
    if faults[0].code == "award_unconfirmed":
        return Refused("award_unconfirmed", now=now, entries=first["entries"], count=first["count"])
    if faults[0].code == "award_tie":
        return Refused("award_tie", now=now, award=first["award"], entries=first["entries"])
    return Refused("quota_over", now=now, category=first["category"], found=first["found"], count=first["count"])


def lock(show: Show, command: c.LockCeremony, at: int) -> tuple[Event, ...]:
    honours.refuse_locked(show)
    return (e.CeremonyLocked(plan_to_lock(show)),)


def plan_to_lock(show: Show) -> Plan:
    """Ceremony plan of now, or None where a fault blocks it. Taking the cue of a plan that nobody locked
    locks it, too: on the day no GO stops at a forgotten key."""
    read = lint.reading(show)
    blocking = [fault for fault in read.faults if fault.level == "blocks"]
    if blocking:
        raise _blocked(blocking)
    return read.plan


def unlock(show: Show, command: c.UnlockCeremony, at: int) -> tuple[Event, ...]:
    if show.ceremony is None:
        raise Refused("ceremony_unlocked")
    if show.ceremony.step is not None:
        raise Refused("ceremony_begun")
    return (e.CeremonyUnlocked(len(show.ceremony.plan.steps)),)


def back(show: Show, command: c.CeremonyBack, at: int) -> tuple[Event, ...]:
    step = _running(show).step or 1
    if step == 1:
        raise Refused("ceremony_first")
    return (e.CeremonyReturned(step - 1),)


def jump(show: Show, command: c.CeremonyJump, at: int) -> tuple[Event, ...]:
    ceremony = _running(show)
    if not 1 <= command.step <= len(ceremony.plan.steps):
        raise Refused("unknown_step", step=command.step, of=len(ceremony.plan.steps))
    return () if command.step == ceremony.step else (e.CeremonyStepped(command.step, None),)


def complete(show: Show, command: c.CeremonyComplete, at: int) -> tuple[Event, ...]:
    ceremony = _running(show)
    return (e.CeremonyMoved("complete", None, ceremony.speed),) if runs(ceremony.motion, at) else ()


def pause(show: Show, command: c.CeremonyPause, at: int) -> tuple[Event, ...]:
    ceremony = _running(show)
    if command.on == ceremony.held:
        return ()
    motion = ceremony.motion
    if motion is not None and runs(motion, at):
        motion = replace(motion, at=at + LEAD, done=reached(motion, at + LEAD), held=command.on)
    return (e.CeremonyMoved("pause" if command.on else "resume", motion, ceremony.speed),)


def speed(show: Show, command: c.CeremonySpeed, at: int) -> tuple[Event, ...]:
    ceremony, per_cent = _running(show), PER_CENT[command.speed]
    if per_cent == ceremony.speed:
        return ()
    motion = ceremony.motion
    if motion is not None and runs(motion, at):
        motion = replace(motion, at=at + LEAD, done=reached(motion, at + LEAD), speed=per_cent)
    return (e.CeremonyMoved("speed", motion, per_cent),)


def begun(show: Show, plan: Plan | None, at: int, seq: int) -> Ceremony | None:
    """Ceremony once its cue is taken: at its first step, or where it was left, without motion."""
    ceremony = show.ceremony or (Ceremony(plan) if plan else None)
    if ceremony is None:
        return None
    return replace(ceremony, step=ceremony.step or 1, motion=None, held=False, at=at, seq=seq)


def _planned(show: Show, event: e.CeremonyPlanned, recorded: Recorded) -> Show:
    return replace(show, order=event.order)


def _locked(show: Show, event: e.CeremonyLocked, recorded: Recorded) -> Show:
    return replace(show, ceremony=Ceremony(event.plan, seq=recorded.seq))


def _unlocked(show: Show, event: e.CeremonyUnlocked, recorded: Recorded) -> Show:
    return replace(show, ceremony=None)


def stepped(ceremony: Ceremony, step: int, motion: Motion | None, at: int = 0, seq: int = 0) -> Ceremony:
    """Ceremony at another step. The motions before it are remembered for the way back; a jump leaves none."""
    on = motion is not None and step == (ceremony.step or 0) + 1
    passed = (*ceremony.passed, ceremony.motion) if on else (None,) * (step - 1)
    return replace(ceremony, step=step, motion=motion, passed=passed, held=False, at=at, seq=seq)


def _stepped(show: Show, event: e.CeremonyStepped, recorded: Recorded) -> Show:
    assert show.ceremony is not None
    ceremony = stepped(show.ceremony, event.step, event.motion, recorded.at, recorded.seq)
    return replace(show, ceremony=ceremony, last_go=recorded.at if event.go else show.last_go)


def _returned(show: Show, event: e.CeremonyReturned, recorded: Recorded) -> Show:
    ceremony = show.ceremony
    assert ceremony is not None
    *passed, motion = ceremony.passed
    ceremony = replace(ceremony, step=event.step, motion=motion, passed=tuple(passed), held=False,
                  at=recorded.at, seq=recorded.seq)  # fmt: skip
    return replace(show, ceremony=ceremony)


def _moved(show: Show, event: e.CeremonyMoved, recorded: Recorded) -> Show:
    ceremony = show.ceremony
    assert ceremony is not None
    held = event.did == "pause" or (event.did == "speed" and ceremony.held)
    ceremony = replace(ceremony, motion=event.motion, speed=event.speed, held=held, seq=recorded.seq)
    return replace(show, ceremony=ceremony, last_go=recorded.at if event.go else show.last_go)


DECIDERS: dict[type, Any] = {
    **honours.DECIDERS,
    c.PlanCeremony: plan,
    c.LockCeremony: lock,
    c.UnlockCeremony: unlock,
    c.CeremonyBack: back,
    c.CeremonyJump: jump,
    c.CeremonyComplete: complete,
    c.CeremonyPause: pause,
    c.CeremonySpeed: speed,
    c.InventMarks: invented.invent,
}
EVOLUTIONS: dict[type, Any] = {
    **honours.EVOLUTIONS,
    e.CeremonyPlanned: _planned,
    e.CeremonyLocked: _locked,
    e.CeremonyUnlocked: _unlocked,
    e.CeremonyStepped: _stepped,
    e.CeremonyReturned: _returned,
    e.CeremonyMoved: _moved,
    e.MarksInvented: invented.invented,
}
