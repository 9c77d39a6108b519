"""Restore of a journal from a copy or an export: a new journal in the old one's place, the old one kept.

What was done after the copy is not in it, so the restored show is a history of its own: its journal has an epoch
of its own, by which every screen forgets what it had.
"""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from server.journal.archive import remove_unfinished
from server.journal.export import NotWholeError, mode_of, read_lines
from server.journal.inspection import DamagedError, inspect
from server.journal.journal import Journal
from server.journal.mode import Mode, save_mode
from server.journal.row import JournalError, JournalRow
from server.journal.salvage import change_files, change_mark

SQLITE = b"SQLite format 3\x00"


class Restored(NamedTuple):
    """Account of a restore: the mode, the number of events, the moment of the newest (ms), what was kept."""

    mode: Mode
    events: int
    at: int
    kept: tuple[Path, ...]


def restore(file: Path, folder: Path) -> Restored:
    """Restore of `file` into a data folder that no server has open. Raises JournalError, NotWholeError, OSError,
    and nothing has been changed then."""
    rows = _read(file)
    mode = mode_of(rows)
    path = folder / f"{mode}.sqlite"
    new = path.with_name(f"{mode}.restored.sqlite")
    remove_unfinished(new)
    with closing(Journal(new)) as journal:
        journal.append_rows(journal.epoch, rows)
    kept = change_mark(path, new) + change_files(path, new)
    save_mode(folder, mode)
    return Restored(mode, len(rows), rows[-1].at, tuple(kept))


def _read(file: Path) -> list[JournalRow]:
    with open(file, "rb") as opened:
        is_copy = opened.read(len(SQLITE)) == SQLITE
    if not is_copy:
        try:
            return read_lines(file.read_text("utf-8"))
        except UnicodeDecodeError as error:
            raise NotWholeError("it is neither a copy nor an export of a journal") from error
    found = inspect(file)
    if found.damage is not None:
        raise DamagedError(found)
    if not found.there:
        raise JournalError(f"there is no {file}")
    return found.rows
