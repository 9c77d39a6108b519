"""Running order of an event: from 出场序号 in the table, or from a session's `order` list after a draw.

The list wins, since the draw is the later word: it must name each of its session's entries once.
Without either the order of the rows stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from server.event_file import cells
from server.event_file.entry_rows import EntryTable
from server.event_file.faults import Place
from server.event_file.toml_table import TomlSource
from server.show.model import Entry

Lists = Mapping[str, tuple[str, ...]]
ABSENT = ("withdrawn", "cancelled", "postponed")


def claimed(lists: Lists) -> dict[str, str]:
    """Sessions by number key: the one whose list names the entry first."""
    sessions: dict[str, str] = {}
    for session, numbers in lists.items():
        for number in numbers:
            sessions.setdefault(cells.number_key(number), session)
    return sessions


def running_order(entry_table: EntryTable, lists: Lists, source: TomlSource) -> tuple[str, ...]:
    """Numbers of all entries, session after session; what is wrong is noted in `entry_table`."""
    order: list[str] = []
    for number, session in enumerate(entry_table.sessions, 1):
        if session.id in lists:
            order += _listed(entry_table, session.id, lists[session.id], f"sessions[{number}].order", source)
        else:
            order += _numbered(entry_table, session.id)
    return tuple(order)


def _listed(
    entry_table: EntryTable, session: str, numbers: tuple[str, ...], path: str, source: TomlSource
) -> list[str]:
    seen: dict[str, Place] = {}
    for position, typed in enumerate(numbers, 1):
        place = source.place(f"{path}[{position}]")
        index = entry_table.numbers.get(cells.number_key(typed))
        if index is None:
            entry_table.note(place, "unknown_entry", typed)
            continue
        entry = entry_table.entries[index]
        if entry.id in seen:
            entry_table.note(place, "order_twice", typed, seen[entry.id].brief)
        elif entry.session != session:
            names = {known.id: known.name for known in entry_table.sessions}
            entry_table.note(place, "order_elsewhere", typed, names.get(entry.session, entry.session))
        seen.setdefault(entry.id, place)
    missed = [entry.id for entry in entry_table.entries if entry.session == session and entry.id not in seen]
    if missed:
        entry_table.note(source.place(path), "order_misses", "、".join(missed))
    listed = {id: entry_table.entries[entry_table.numbers[cells.number_key(id)]] for id in seen}
    return [id for id, entry in listed.items() if entry.session == session]


def _numbered(entry_table: EntryTable, session: str) -> list[str]:
    """By 出场序号; an entry that does not take part may do without one and stands last."""
    running = [index for index, entry in enumerate(entry_table.entries) if entry.session == session]
    if all(entry_table.orders[index] is None for index in running):
        return [entry_table.entries[index].id for index in running]
    seen: dict[int, Place] = {}
    for index in running:
        place, number = entry_table.rows[index].place("order"), entry_table.orders[index]
        if number is None:
            if not _absent(entry_table.entries[index]) and not entry_table.rows[index].cells.get("order"):
                entry_table.note(place, "order_misses", entry_table.entries[index].id)
        elif number in seen:
            entry_table.note(place, "order_twice", number, seen[number].brief)
        else:
            seen[number] = place
    _gaps(entry_table, seen)
    last = max(seen, default=0) + 1
    running.sort(key=lambda index: entry_table.orders[index] or last)
    return [entry_table.entries[index].id for index in running]


def _gaps(entry_table: EntryTable, seen: dict[int, Place]) -> None:
    """Numbers may run on from the session before, so only a hole in the middle is odd."""
    numbers = sorted(seen)
    missing = [str(number) for low, high in pairwise(numbers) for number in range(low + 1, high)]
    if missing and all(entry.session for entry in entry_table.entries):
        entry_table.note(seen[numbers[-1]], "order_gap", "、".join(missing[:10]))


def _absent(entry: Entry) -> bool:
    return entry.eligibility in ABSENT
