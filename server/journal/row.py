"""Journal row as it is stored, the error of a journal, and the connection to its file."""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from server.private_files import private

LOCK_SECONDS = 0.05  # that a command waits for another program's lock on the journal; the loop waits with it


class JournalRow(NamedTuple):
    """Event as it is stored: `at` in server ms, `event` as JSON."""

    seq: int
    at: int
    by: str
    command_id: str | None
    event: str


class JournalError(RuntimeError):
    """Journal that cannot be used. The text says which file, what is wrong and what to do."""


def is_held(error: sqlite3.Error) -> bool:
    """True where another program holds the file."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def not_taken(path: Path, error: sqlite3.Error) -> JournalError:
    """Error of a file that took nothing, with what to do about it."""
    if is_held(error):
        return JournalError(f"{path} is held by another program ({error}): close the file there, then try again")
    return JournalError(f"{path} takes no more ({error}): is the disk full?")


def connect(path: Path, timeout: float = LOCK_SECONDS, named: Path | None = None) -> sqlite3.Connection:
    """Connection to a SQLite file, without transactions of its own. Raises JournalError, which
    says `named` where that is the name that people know. A file that it makes is its owner's alone, and so are
    the log and the index that SQLite puts beside it."""
    with suppress(OSError):  # SQLite says what is wrong
        os.close(private(str(path), os.O_CREAT | os.O_RDWR))
    try:
        return sqlite3.connect(path, timeout, isolation_level=None, check_same_thread=False)
    except sqlite3.DatabaseError as error:
        raise JournalError(f"{named or path} cannot be opened ({error}): may this user write there?") from error
