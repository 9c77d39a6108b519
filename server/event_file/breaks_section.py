"""Section `[[breaks]]` of an event file: the pauses of a session, before an entry or at its end."""

from __future__ import annotations

from server.event_file import cells
from server.event_file.entry_rows import EntryTable
from server.event_file.toml_table import TomlTable
from server.show.model import Break, Session


def breaks(root: TomlTable, sessions: tuple[Session, ...], entry_table: EntryTable) -> tuple[Break, ...]:
    """Breaks in minutes, each in a session before one of its entries, or at its end. They are read after the
    entries, since they name them; what is wrong is noted at its key."""
    given = []
    for table in root.tables("breaks"):
        typed, until = table.text("session", needed=True), table.clock("until")
        key = cells.matching(typed)
        session = next(
            (known for known in sessions if key in map(cells.matching, (known.id, known.name))), None
        )
        if typed and session is None:
            table.note("session", "unknown_session", typed, "、".join(known.name for known in sessions))
        before = _before(table, session, entry_table)
        minutes = table.whole("minutes", _wait(session, before, until), 1, 1440, needed=not until)
        title = table.text("title", needed=True)
        given.append(Break(session.id if session else "", title, minutes, before, until))
        table.close()
    return tuple(given)


def _before(table: TomlTable, session: Session | None, entry_table: EntryTable) -> str | None:
    """Id of the entry that the break comes before, or None for the session's end."""
    typed = table.text("before") or None
    if typed is None:
        return None
    index = entry_table.numbers.get(cells.number_key(typed))
    if index is None:
        table.note("before", "unknown_entry", typed)
        return typed
    entry = entry_table.entries[index]
    if session and entry.session != session.id:
        table.note("before", "order_elsewhere", entry.id, entry.session)
    return entry.id


def _wait(session: Session | None, before: str | None, until: str) -> int:
    """Minutes of a break at a session's end for which only its end is given."""
    if session is None or before or not until or not session.end:
        return 0
    return max(0, minute(until) - minute(session.end))


def minute(clock: str) -> int:
    """Minutes since midnight of "HH:MM"."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)
