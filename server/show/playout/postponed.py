"""A postponed entry (延后) on its way back into the running order, minutes or sessions later.

A fault that was not the contestant's lets an entry wait for a later place, as skills contests' rules
have it. Its segment moves whole, so its cues come with it; a place that has passed is no place, since
GO would never reach it.
"""

from __future__ import annotations

from typing import Any

from server.show import commands, lengths
from server.show import events as e
from server.show.events import Event
from server.show.model import Refused, Segment, Show, rundown
from server.show.model.replacing import replace
from server.show.playout import entry_edits


def bring_back(show: Show, command: commands.BringBack, at: int) -> tuple[Event, ...]:
    entry = entry_edits.entry_of(show, command.entry)
    if entry.eligibility != "postponed":
        raise Refused("not_postponed", entry=command.entry)
    reason = lengths.trimmed("reason", command.reason, lengths.PASSAGE)
    rest = _rest(show, command.entry)
    passed = _passed(show, command.entry)
    if command.before is None:
        session = _session(show, entry.session, rest[passed].session if passed >= 0 else "")
        last = max(
            (n for n, segment in enumerate(rest) if segment.session == session and segment.entry),
            default=passed,
        )
        place = max(last, passed) + 1
        before = rest[place].id if place < len(rest) else None
    else:
        before, place = (
            command.before,
            next((n for n, segment in enumerate(rest) if segment.id == command.before), -1),
        )
        if place < 0:
            raise Refused("unknown_segment", segment=command.before)
        if place <= passed:
            raise Refused("place_passed", segment=command.before)
        session = rest[place].session
    return (e.BroughtBack(command.entry, before, session, command.eligibility, reason),)


def _rest(show: Show, entry: str) -> list[Segment]:
    return [segment for segment in show.rundown if segment.entry != entry]


def _passed(show: Show, entry: str) -> int:
    """The place, among the others, of the segment that is on air; -1 before the first take."""
    on_air = rundown.segment_of(show, show.program.cue.id) if show.program else None
    if on_air is None:
        return -1
    before = show.rundown[: show.rundown.index(on_air) + 1]
    return sum(segment.entry != entry for segment in before) - 1


def _session(show: Show, own: str, now: str) -> str:
    """The entry's own session, or the one that is on now where that is a later one."""
    order = [session.id for session in show.contest.sessions]
    return now if now in order and own in order and order.index(now) > order.index(own) else own


def _brought_back(show: Show, event: e.BroughtBack, recorded: e.Recorded) -> Show:
    moved = next(segment for segment in show.rundown if segment.entry == event.entry)
    rest = _rest(show, event.entry)
    place = next((n for n, segment in enumerate(rest) if segment.id == event.before), len(rest))
    entry = replace(show.entries[event.entry], eligibility=event.eligibility, session=event.session)
    after = replace(
        show,
        rundown=(*rest[:place], replace(moved, session=event.session), *rest[place:]),
        entries={**show.entries, event.entry: entry},
    )
    after = rundown.reposition_reveals(show, after)
    return advance_preview(show, after, event.entry)


def advance_preview(before: Show, after: Show, entry: str = "") -> Show:
    """Preview after a postponed entry is placed: what follows what is on air stays in preview; another choice
    of a person's stays as well. Where `entry`, which moved, is itself still on air, it comes before what
    would have followed."""
    if before.program is None:
        return after
    on_air = before.program.cue
    if entry and on_air.entry == entry:
        order = [cue.id for cue in rundown.cues(after) if rundown.plays(after, cue)]
        first = next((cue.id for cue in rundown.cues(after) if cue.entry == entry and cue.id in order), None)
        late = after.preview in order and first in order and order.index(first) < order.index(after.preview)
        return replace(after, preview=first) if late else after
    was, now = rundown.following(before, on_air.id), rundown.following(after, on_air.id)
    followed = was is not None and was.id == before.preview
    return replace(after, preview=now.id) if followed and now is not None else after


DECIDERS: dict[type, Any] = {commands.BringBack: bring_back}
EVOLUTIONS: dict[type, Any] = {e.BroughtBack: _brought_back}
