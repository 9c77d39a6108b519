"""What the show answers to a command: events, or a refusal in words. Nothing changes here.

`decide(show, command, at, by, seen)` is pure: the same show, command and moment give the same
events. A command that was decided on an older state of what it touches is refused `changed`;
commands that must always work (HOLD, BLACK, CLEAR …) touch nothing in that sense.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from server.show import commands
from server.show.ceremony import steps
from server.show.commands import ceremony
from server.show.events import Event, Refused
from server.show.marks import criteria, enter, sign, ties
from server.show.model import Show
from server.show.playout import (
    air,
    clock,
    import_entries,
    lottery,
    postponed,
    rundown_edits,
)
from server.show.playout.imports import ImportEntries

Answer = tuple[Event, ...]
Decider = Callable[[Show, Any, int], Answer]

DECIDERS: dict[type, Decider] = {
    **air.DECIDERS,
    **clock.DECIDERS,
    **enter.DECIDERS,
    **criteria.DECIDERS,
    **ties.DECIDERS,
    **rundown_edits.DECIDERS,
    **postponed.DECIDERS,
    **import_entries.DECIDERS,
    **lottery.DECIDERS,
    **steps.DECIDERS,
}

_TOUCHES: dict[type, Callable[[Any], tuple[str, ...]]] = {
    commands.Take: lambda c: ("preview", "program"),
    commands.Go: lambda c: ("preview", "program", "armed"),
    commands.TakeBack: lambda c: ("undo",),
    commands.TimerAdjust: lambda c: ("timer",),
    commands.TimerReset: lambda c: ("timer",),
    commands.Message: lambda c: ("message",),
    commands.StreamDelay: lambda c: ("stream_delay",),
    commands.EnterMarks: lambda c: tuple(f"sheet/{c.entry}/{judge}" for judge in c.marks),
    commands.Deduct: lambda c: (f"sheet/{c.entry}",),
    commands.Confirm: lambda c: (f"sheet/{c.entry}",),
    commands.Unconfirm: lambda c: (f"sheet/{c.entry}",),
    commands.Correct: lambda c: (f"sheet/{c.entry}",),
    commands.EnterCriteria: lambda c: (f"sheet/{c.entry}/{c.judge}",),
    commands.Excuse: lambda c: (f"sheet/{c.entry}/{c.judge}",),
    commands.AcceptJudges: lambda c: (f"sheet/{c.entry}",),
    commands.Give: lambda c: (f"sheet/{c.entry}",),
    commands.Check: lambda c: (f"sheet/{c.entry}",),
    commands.Uncheck: lambda c: (f"sheet/{c.entry}",),
    commands.ApproveCorrection: lambda c: (f"sheet/{c.entry}",),
    commands.RejectCorrection: lambda c: (f"sheet/{c.entry}",),
    commands.Arm: lambda c: (f"sheet/{c.entry}", "armed"),
    commands.Reveal: lambda c: (f"sheet/{c.entry}", "armed"),
    commands.EditEntry: lambda c: (f"entry/{c.entry}",),
    commands.SetEligibility: lambda c: (f"entry/{c.entry}",),
    commands.BringBack: lambda c: (f"entry/{c.entry}", "rundown"),
    commands.EditJudge: lambda c: (f"judge/{c.judge}",),
    commands.Draw: lambda c: ("rundown",),
    ceremony.PlanCeremony: lambda c: ("ceremony",),
    ceremony.LockCeremony: lambda c: ("ceremony",),
    ceremony.UnlockCeremony: lambda c: ("ceremony",),
    ceremony.CeremonyBack: lambda c: ("ceremony",),
    ceremony.CeremonyJump: lambda c: ("ceremony",),
    ceremony.SetPresenters: lambda c: (f"presenters/{c.award}",),
    ceremony.SetQuota: lambda c: (f"quota/{c.award}/{c.category}",),
    ImportEntries: import_entries.touches,
    commands.MoveSegment: lambda c: ("rundown",),
    commands.MoveCue: lambda c: ("rundown",),
    commands.Extend: lambda c: ("rundown",),
    commands.RemoveCue: lambda c: ("rundown",),
}


def decide(show: Show, command: Any, at: int, by: str = "", seen: int | None = None) -> Answer:
    """The events that `command` causes at `at` (server ms). `seen` is the seq it was decided on.

    Raises `Refused`; an answer of no events means that it is so already.
    """
    _refuse_stale(show, command, seen)
    signed = sign.SIGNED.get(type(command))
    return signed(show, command, at, by) if signed else DECIDERS[type(command)](show, command, at)


def _refuse_stale(show: Show, command: Any, seen: int | None) -> None:
    if seen is None or type(command) not in _TOUCHES:
        return
    if isinstance(command, commands.EnterMarks) and show.contest.chain.double_entry:
        return  # each types a copy of their own: the other's is no change under their hand
    for key in _TOUCHES[type(command)](command):
        if show.changed.get(key, 0) > seen:
            raise Refused("changed", now=what_is(show, key), key=key)


def what_is(show: Show, key: str) -> Any:
    """The present value behind a `changed` key, in plain JSON-able words."""
    kind, _, rest = key.partition("/")
    if kind == "ceremony":
        return {"locked": show.ceremony is not None, "step": show.ceremony.step if show.ceremony else None}
    if kind == "preview":
        return show.preview
    if kind == "program":
        return show.program.cue.id if show.program else None
    if kind == "sheet":
        entry, _, judge = rest.partition("/")
        sheet = show.sheets.get(entry)
        given = {id: str(mark) for id, mark in sheet.marks.items()} if sheet else {}
        return given.get(judge) if judge else given
    if kind == "entry" and rest in show.entries:
        entry_now = show.entries[rest]
        return {"unit": entry_now.unit, "title": list(entry_now.title), "eligibility": entry_now.eligibility}
    if kind == "judge" and rest in show.judges:
        return show.judges[rest].name
    if kind == "undo":
        return {"seq": show.undo[-1].seq, "did": show.undo[-1].did, "what": show.undo[-1].what} if show.undo else None
    return {"armed": show.armed, "message": show.message, "stream_delay": show.stream_delay}.get(kind)
