"""The running order: from 出场序号 in the table, or from a session's `order` list after a draw.

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
    """Number key → the session whose list names it first."""
    found: dict[str, str] = {}
    for session, numbers in lists.items():
        for number in numbers:
            found.setdefault(cells.number_key(number), session)
    return found


def running_order(reading: EntryTable, lists: Lists, source: TomlSource) -> tuple[str, ...]:
    """All entries' numbers, session after session; what is wrong is noted in `reading`."""
    order: list[str] = []
    for number, session in enumerate(reading.sessions, 1):
        if session.id in lists:
            order += _listed(reading, session.id, lists[session.id], f"sessions[{number}].order", source)
        else:
            order += _numbered(reading, session.id)
    return tuple(order)


def _listed(
    reading: EntryTable, session: str, numbers: tuple[str, ...], path: str, source: TomlSource
) -> list[str]:
    seen: dict[str, Place] = {}
    for at, typed in enumerate(numbers, 1):
        place = source.place(f"{path}[{at}]")
        index = reading.numbers.get(cells.number_key(typed))
        if index is None:
            reading.note(place, "unknown_entry", typed)
            continue
        entry = reading.entries[index]
        if entry.id in seen:
            reading.note(place, "order_twice", typed, seen[entry.id].brief)
        elif entry.session != session:
            names = {one.id: one.name for one in reading.sessions}
            reading.note(place, "order_elsewhere", typed, names.get(entry.session, entry.session))
        seen.setdefault(entry.id, place)
    missed = [one.id for one in reading.entries if one.session == session and one.id not in seen]
    if missed:
        reading.note(source.place(path), "order_misses", "、".join(missed))
    return [one for one in seen if reading.entries[reading.numbers[cells.number_key(one)]].session == session]


def _numbered(reading: EntryTable, session: str) -> list[str]:
    """By 出场序号; an entry that does not take part may do without one and stands last."""
    running = [index for index, one in enumerate(reading.entries) if one.session == session]
    if all(reading.orders[index] is None for index in running):
        return [reading.entries[index].id for index in running]
    seen: dict[int, Place] = {}
    for index in running:
        place, number = reading.rows[index].place("order"), reading.orders[index]
        if number is None:
            if not _absent(reading.entries[index]) and not reading.rows[index].cells.get("order"):
                reading.note(place, "order_misses", reading.entries[index].id)
        elif number in seen:
            reading.note(place, "order_twice", number, seen[number].brief)
        else:
            seen[number] = place
    _gaps(reading, seen)
    last = max(seen, default=0) + 1
    running.sort(key=lambda index: reading.orders[index] or last)
    return [reading.entries[index].id for index in running]


def _gaps(reading: EntryTable, seen: dict[int, Place]) -> None:
    """Numbers may run on from the session before, so only a hole in the middle is odd."""
    numbers = sorted(seen)
    missing = [str(one) for low, high in pairwise(numbers) for one in range(low + 1, high)]
    if missing and all(entry.session for entry in reading.entries):
        reading.note(seen[numbers[-1]], "order_gap", "、".join(missing[:10]))


def _absent(entry: Entry) -> bool:
    return entry.eligibility in ABSENT
