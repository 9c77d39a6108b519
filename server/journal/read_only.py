"""Read-only journal: the whole part of one that is damaged, held in memory. It takes nothing and its files are
not touched."""

from __future__ import annotations

from collections.abc import Iterator

from server.journal.command_ids import whose
from server.journal.inspection import Damage, Inspection, recorded_in
from server.journal.journal import Journal
from server.journal.row import JournalError, JournalRow
from server.show.events import Event, Recorded


class ReadOnlyJournal(Journal):
    """Whole part of a damaged journal, in the place of an open one."""

    damage: Damage

    def __init__(self, found: Inspection) -> None:
        assert found.damage is not None
        self.path, self.damage = found.path, found.damage
        self.epoch = found.epoch or "damaged"
        self._head = len(found.rows), b""
        self._found, self._whole = found, found.rows

    def append(self, at: int, by: str, event: Event, command_id: str | None = None) -> Recorded:
        """Refusal. Raises JournalError."""
        raise JournalError(self.damage.say("en"))

    async def wait_durable(self, seq: int) -> None:
        """End of a wait for nothing."""

    def flush(self) -> None:
        """Flush of nothing."""

    def replay(self) -> Iterator[Recorded]:
        """Whole events in order."""
        return iter(recorded_in(self._found))

    def rows(self, after: int = 0, limit: int = -1) -> list[JournalRow]:
        """Whole rows after a seq, at most so many of them (−1: all)."""
        return self._whole[after:][: limit if limit >= 0 else None]

    def seq_of(self, command_id: str, by: str) -> int | None:
        """Seq of the whole event that this person's command with this id caused, if it did."""
        wanted = whose(by, command_id)
        named = (row for row in self._whole if row.command_id is not None)
        return next((row.seq for row in named if whose(row.by, row.command_id or "") == wanted), None)

    def close(self) -> None:
        """Close of nothing."""
