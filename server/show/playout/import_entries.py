"""Import of a table of entries in mid-show: what it would change, the decision, and how the show changes.

A table that comes in mid-show names entries that the show knows; what it says of them is taken over in one go or
not at all. Who is new or gone in it is reported and left alone: their segments, marks and signatures are the show's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, Literal

from server.show.commands import ImportEntries
from server.show.events import EntriesImported, Event, Recorded
from server.show.model import Refused, Segment, Show, rundown
from server.show.model.contest import Contest, Entry, Judge
from server.show.model.replacing import replace
from server.show.playout import postponed

ENTRY_FIELDS = tuple(field.name for field in fields(Entry) if field.name not in ("id", "session", "sample"))
JUDGE_FIELDS = ("name", "unit", "post")
SEALED = ("sessions", "categories", "panels", "scoring", "awards")  # the journal's own from its first action on


Why = Literal["", "added", "removed", "passed", "confirmed_given", "typed_given", "revealed_category", "sealed"]


@dataclass(frozen=True, slots=True)
class Difference:
    """Difference of a table from the show; `why` says why it is not taken over ("": it is)."""

    kind: Literal["changed", "moved", "added", "removed", "judge", "sealed"]
    about: str
    field: str = ""
    before: Any = None
    after: Any = None
    why: Why = ""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """Import that a table comes to: the command, and every difference, the ones that it leaves alone too."""

    command: ImportEntries
    differences: tuple[Difference, ...]

    @property
    def taken(self) -> tuple[Difference, ...]:
        return tuple(difference for difference in self.differences if not difference.why)

    @property
    def left(self) -> tuple[Difference, ...]:
        return tuple(difference for difference in self.differences if difference.why)


def plan(show: Show, table: str, contest: Contest) -> ImportPlan:
    """Import of a table, read as a `contest` with the show's ids: what it would change in the show."""
    differences: list[Difference] = []
    entries = {}
    for wanted in contest.entries:
        if wanted.id not in show.entries:
            differences.append(Difference("added", wanted.id, after=wanted, why="added"))
            continue
        now = show.entries[wanted.id]
        edited = list(_entry(show, now, wanted))
        differences += edited
        taken = {difference.field: difference.after for difference in edited if not difference.why}
        if taken:
            entries[now.id] = replace(now, **taken)
    listed = {entry.id for entry in contest.entries}
    gone = [entry for id, entry in show.entries.items() if id not in listed]
    differences += [Difference("removed", entry.id, before=entry, why="removed") for entry in gone]
    order, moves = _order(show, contest)
    differences += moves
    judges = {}
    for judge in contest.judges:
        if judge.id in show.judges:
            changes = list(_judge(show.judges[judge.id], judge))
            differences += changes
            if changes:
                judges[judge.id] = replace(
                    show.judges[judge.id], **{change.field: change.after for change in changes}
                )
    other = [name for name in SEALED if getattr(contest, name) != getattr(show.contest, name)]
    differences += [Difference("sealed", name, why="sealed") for name in other]
    return ImportPlan(ImportEntries(table, entries, judges, order), tuple(differences))


def _entry(show: Show, now: Entry, wanted: Entry) -> Iterator[Difference]:
    for name in ENTRY_FIELDS:
        before, after = getattr(now, name), getattr(wanted, name)
        if before != after:
            yield Difference("changed", now.id, name, before, after, _why_not(show, now.id, name))


def _judge(now: Judge, wanted: Judge) -> Iterator[Difference]:
    for name in JUDGE_FIELDS:
        if getattr(now, name) != getattr(wanted, name):
            yield Difference("judge", now.id, name, getattr(now, name), getattr(wanted, name))


def _why_not(show: Show, id: str, name: str) -> Why:
    """Why a field of an entry may not change any more."""
    sheet = show.sheets.get(id)
    if sheet is None:
        return ""
    if name == "category" and sheet.revealed is not None:
        return "revealed_category"
    if name == "given" and (sheet.confirmed is not None or sheet.checked_by):
        return "confirmed_given"
    return "typed_given" if name == "given" and sheet.given else ""


# --- the running order -------------------------------------------------------------------------------


def passed(show: Show) -> set[str]:
    """Entries that are on air, have been, or stand before what is on air: nobody moves them."""
    on_air = rundown.segment_of(show, show.program.cue.id) if show.program else None
    place = show.rundown.index(on_air) if on_air in show.rundown else -1
    return {segment.entry for segment in show.rundown[: place + 1] if segment.entry} | set(show.finished)


def _order(show: Show, contest: Contest) -> tuple[dict[str, tuple[str, ...]], list[Difference]]:
    """Each session's entries in the table's order, and the moves; an order that would move what has run is none."""
    homes = {entry.id: entry.session for entry in contest.entries if entry.id in show.entries}
    now, then = _sessions(show), {}
    for session in show.contest.sessions:
        ids = [id for id in contest.order if homes.get(id) == session.id]
        for place, id in enumerate(now[session.id]):
            if id not in homes:
                ids.insert(min(place, len(ids)), id)  # not in the table: it keeps its place
        then[session.id] = tuple(ids)
    if then == now:
        return {}, []
    why: Why = "passed" if _moved_that_ran(show, then) else ""
    was = {id: place for place, id in enumerate((id for ids in now.values() for id in ids), 1)}
    will = {id: place for place, id in enumerate((id for ids in then.values() for id in ids), 1)}
    moving = [(id, place) for id, place in will.items() if was.get(id) != place]
    moves = [Difference("moved", id, "order", was.get(id), place, why) for id, place in moving]
    order = {} if why else {id: ids for id, ids in then.items() if ids != now[id]}
    return order, moves or [Difference("moved", "", "order", why=why)]


def _sessions(show: Show) -> dict[str, tuple[str, ...]]:
    order = rundown.order(show)
    return {
        session.id: tuple(id for id in order if show.entries[id].session == session.id)
        for session in show.contest.sessions
    }


def _moved_that_ran(show: Show, then: dict[str, tuple[str, ...]]) -> str:
    """The first entry that has run and that an order would move, or ""."""
    ran = passed(show)
    placed = ((session, place, id) for session, ids in _sessions(show).items() for place, id in enumerate(ids))
    moved = (id for session, place, id in placed if id in ran and then[session][place : place + 1] != (id,))
    return next(moved, "")


def _placed(show: Show, order: dict[str, tuple[str, ...]]) -> tuple[Segment, ...]:
    """The rundown with each session's entries in their new order, in the places where entries stand; those that
    are more than there were follow the last, and a session without any has them after its opening."""
    moving = {id: session for session, ids in order.items() for id in ids}
    segments = {segment.entry: segment for segment in show.rundown if segment.entry}
    slots = {
        session: [n for n, segment in enumerate(show.rundown) if segment.entry and segment.session == session]
        for session in order
    }
    placed: list[Segment] = []
    for place, segment in enumerate(show.rundown):
        session = segment.session
        if session not in order or (segment.entry is None and slots[session]):
            if segment.entry not in moving:
                placed.append(segment)
            continue
        if segment.entry is None:  # a session that had no entries
            placed.append(segment)
            if all(later.session != session for later in placed[:-1]):
                placed += [replace(segments[id], session=session) for id in order[session]]
            continue
        order_place, last = slots[session].index(place), place == slots[session][-1]
        coming = order[session][order_place:] if last else order[session][order_place : order_place + 1]
        placed += [replace(segments[id], session=session) for id in coming]
    return tuple(placed)


# --- the decision and its effect -----------------------------------------------------------------------


def take_over(show: Show, command: ImportEntries, at: int) -> tuple[Event, ...]:
    for id, entry in command.entries.items():
        if id not in show.entries or entry.id != id:
            raise Refused("unknown_entry", entry=id)
        if entry.category not in {category.id for category in show.contest.categories}:
            raise Refused("unknown_category", category=entry.category)
        for name in ENTRY_FIELDS:
            if getattr(entry, name) == getattr(show.entries[id], name) or not _why_not(show, id, name):
                continue
            if name == "category":
                raise Refused("already_revealed", entry=id)
            raise Refused("already_confirmed", entry=id)
    for id in command.judges:
        if id not in show.judges:
            raise Refused("unknown_judge", judge=id)
    then = _sessions(show) | command.order
    named = [id for ids in then.values() for id in ids]
    if sorted(named) != sorted(show.entries) or not set(then) <= {
        session.id for session in show.contest.sessions
    }:
        raise Refused("changed", key="rundown")  # the order that was looked at is not of this show any more
    moved = _moved_that_ran(show, then) if command.order else ""
    if moved:
        raise Refused("place_passed", segment=moved)
    if not (command.entries or command.judges or command.order):
        return ()
    return (EntriesImported(command.table, command.entries, command.judges, command.order),)


def _imported(show: Show, event: EntriesImported, recorded: Recorded) -> Show:
    entries = {**show.entries, **event.entries}
    for session, ids in event.order.items():
        entries |= {id: replace(entries[id], session=session) for id in ids}
    placed = _placed(show, event.order) if event.order else show.rundown
    armed = entries.get(show.armed or "")
    after = replace(
        show,
        entries=entries,
        judges={**show.judges, **event.judges},
        rundown=placed,
        armed=None if armed is not None and armed.eligibility != "competing" else show.armed,
    )
    after = postponed.advance_preview(show, rundown.reposition_reveals(show, after))
    waiting = rundown.find(after, after.preview)
    if waiting is None or rundown.plays(after, waiting) or waiting.entry not in event.entries:
        return after
    onward = rundown.following(after, waiting.id)
    return replace(after, preview=onward.id if onward else None)


DECIDERS: dict[type, Any] = {ImportEntries: take_over}
EVOLUTIONS: dict[type, Any] = {EntriesImported: _imported}
