"""Journal row as it is stored, the error of a journal, and the connection to its file."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import NamedTuple


class JournalRow(NamedTuple):
    """Event as it is stored: `at` in server ms, `event` as JSON."""

    seq: int
    at: int
    by: str
    command_id: str | None
    event: str


class JournalError(RuntimeError):
    """Journal that cannot be used. The text says which file, what is wrong and what to do."""


def connect(path: Path, timeout: float = 5, named: Path | None = None) -> sqlite3.Connection:
    """Connection to a SQLite file, without transactions of its own. Raises JournalError, which
    says `named` where that is the name that people know."""
    try:
        return sqlite3.connect(path, timeout, isolation_level=None, check_same_thread=False)
    except sqlite3.DatabaseError as error:
        raise JournalError(f"{named or path} cannot be opened ({error}): may this user write there?") from error
