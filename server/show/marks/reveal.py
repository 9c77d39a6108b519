"""Reveal of a result: arm it, show it, hide it again. When the hall may see it is `reveal_policy`'s to say."""

from __future__ import annotations

from typing import Any

from server.show import commands, lengths
from server.show.events import Armed, Disarmed, Event, Hidden, Recorded, Revealed
from server.show.marks import reveal_policy
from server.show.marks.enter import confirmed_sheet, sheet_of
from server.show.model import Refused, Sheet, Show
from server.show.model.replacing import replace


def arm(show: Show, command: commands.Arm, at: int) -> tuple[Event, ...]:
    sheet, result = confirmed_sheet(show, command.entry)
    if sheet.revealed == result:
        raise Refused("already_revealed", entry=command.entry)
    reveal_policy.check(show, command.entry)
    return () if show.armed == command.entry else (Armed(command.entry),)


def disarm(show: Show, command: commands.Disarm, at: int) -> tuple[Event, ...]:
    return (Disarmed(show.armed),) if show.armed else ()


def reveal(show: Show, command: commands.Reveal, at: int) -> tuple[Event, ...]:
    sheet, result = confirmed_sheet(show, command.entry)
    if sheet.revealed == result:
        return ()
    reveal_policy.check(show, command.entry)
    if show.armed != command.entry:
        raise Refused("not_armed", entry=command.entry)
    return (Revealed(command.entry, {command.entry: result}),)


def hide(show: Show, command: commands.Hide, at: int) -> tuple[Event, ...]:
    if sheet_of(show, command.entry).revealed is None:
        raise Refused("not_revealed", entry=command.entry)
    return (Hidden(command.entry, lengths.trimmed("reason", command.reason, lengths.PASSAGE)),)


def _armed(show: Show, event: Armed, recorded: Recorded) -> Show:
    return replace(show, armed=event.entry)


def _disarmed(show: Show, event: Disarmed, recorded: Recorded) -> Show:
    return replace(show, armed=None)


def _revealed(show: Show, event: Revealed, recorded: Recorded) -> Show:
    sheets = dict(show.sheets)
    for entry, result in event.results.items():
        sheets[entry] = replace(sheets.get(entry, Sheet()), revealed=result, seen=result)
    fresh = tuple(entry for entry in event.results if entry not in show.reveals)
    after = replace(
        show,
        sheets=sheets,
        armed=None,
        reveals=(*show.reveals, *fresh),
        last_go=recorded.at if event.go else show.last_go,
    )
    on_air = show.program.cue if show.program else None
    if on_air is None or on_air.scene != "ranking":
        return after
    seen = {**after.ranked, str(on_air.args.get("category")): len(after.reveals)}
    return replace(after, fresh=fresh or tuple(event.results), ranked=seen)


def _hidden(show: Show, event: Hidden, recorded: Recorded) -> Show:
    sheet = replace(show.sheets[event.entry], revealed=None)
    left = tuple(entry for entry in show.reveals if entry != event.entry)
    before = show.reveals.index(event.entry) if event.entry in show.reveals else len(show.reveals)
    ranked = {category: count - (before < count) for category, count in show.ranked.items()}
    return replace(show, sheets={**show.sheets, event.entry: sheet}, reveals=left, ranked=ranked)


DECIDERS: dict[type, Any] = {
    commands.Arm: arm,
    commands.Disarm: disarm,
    commands.Reveal: reveal,
    commands.Hide: hide,
}

EVOLUTIONS: dict[type, Any] = {Armed: _armed, Disarmed: _disarmed, Revealed: _revealed, Hidden: _hidden}
