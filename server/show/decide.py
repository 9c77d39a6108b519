"""Decisions on commands: the show answers with events, or with a refusal in words. Nothing changes here.

`decide(show, command, at, by, seen)` is pure: the same show, command and moment give the same
events. A command that was decided on an older state of what it touches is refused `changed`;
commands that must always work (HOLD, BLACK, CLEAR …) touch nothing in that sense.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from server.show import commands
from server.show.ceremony import steps
from server.show.commands import COMMAND_ROWS, Command
from server.show.events import Event
from server.show.marks import criteria, enter, reveal, sign, ties
from server.show.model import Refused, Show
from server.show.playout import (
    air,
    clock,
    entry_edits,
    import_entries,
    lottery,
    message,
    postponed,
    rundown_edits,
)

Answer = tuple[Event, ...]
Decider = Callable[[Show, Any, int], Answer]

DECIDERS: dict[type[Command], Decider] = {
    **air.DECIDERS,
    **clock.DECIDERS,
    **message.DECIDERS,
    **enter.DECIDERS,
    **reveal.DECIDERS,
    **criteria.DECIDERS,
    **ties.DECIDERS,
    **rundown_edits.DECIDERS,
    **entry_edits.DECIDERS,
    **postponed.DECIDERS,
    **import_entries.DECIDERS,
    **lottery.DECIDERS,
    **steps.DECIDERS,
}

def decide(show: Show, command: Any, at: int, by: str = "", seen: int | None = None) -> Answer:
    """Events that `command` causes at `at` (server ms); none: it is so already. `seen` is the seq that the
    sender had seen when it sent the command.

    Raises `Refused`, among others `changed` where something that the command touches has changed since
    `seen`.
    """
    _refuse_stale(show, command, seen)
    signed = sign.SIGNED.get(type(command))
    return signed(show, command, at, by) if signed else DECIDERS[type(command)](show, command, at)


def _refuse_stale(show: Show, command: Any, seen: int | None) -> None:
    touches = COMMAND_ROWS[type(command)].touches
    if seen is None or touches is None:
        return
    if isinstance(command, commands.EnterMarks) and show.contest.chain.double_entry:
        return  # each types a copy of their own: the other's is no change under their hand
    for key in touches(command):
        if show.changed.get(key, 0) > seen:
            raise Refused("changed", now=what_is(show, key), key=key)


def what_is(show: Show, key: str) -> Any:
    """Present value behind a `changed` key, in plain JSON-able words."""
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
        return {"seq": show.undo[-1].seq, **asdict(show.undo[-1].action)} if show.undo else None
    return {"armed": show.armed, "message": show.message, "stream_delay": show.stream_delay}.get(kind)
