"""The journal: the append-only truth of one show, in SQLite, on disk before anybody hears of it.

One file a mode, `live.sqlite` and `rehearsal.sqlite`; nothing of one is ever in the other. An epoch
names a journal: screens that meet another epoch forget everything. `synchronous=FULL` makes an
append survive a power cut; rows are never updated or deleted. The file `mode` beside them says which of
the two is the show, so that a server that was killed comes back as the operator left it.
"""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from server.show.events import Event, Recorded
from server.wire import BadMessage, decode_event, encode_event

Mode = Literal["live", "rehearsal"]
VERSION = 1  # of the tables and events; a journal of a newer one is refused, not half understood

_SCHEMA = f"""
PRAGMA user_version = {VERSION};
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS events (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    command_id TEXT,
    event TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS events_command ON events (command_id) WHERE command_id IS NOT NULL;
"""


class Row(NamedTuple):
    """An event as it is kept: `at` in ms, `event` as JSON."""

    seq: int
    at: int
    by: str
    command_id: str | None
    event: str


class JournalError(RuntimeError):
    """A journal that cannot be used. The text says which file, what is wrong and what to do."""


def last_mode(folder: Path) -> Mode:
    """The mode that the show of this folder was in. Live where nobody ever said another."""
    try:
        return "rehearsal" if (folder / "mode").read_text("ascii").strip() == "rehearsal" else "live"
    except (OSError, UnicodeError):
        return "live"


def keep_mode(folder: Path, mode: Mode) -> None:
    """Remembers the mode over restarts and power cuts. Raises JournalError."""
    path, new = folder / "mode", folder / "mode.new"
    try:
        with open(new, "w", encoding="ascii") as file:
            file.write(f"{mode}\n")
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        raise JournalError(f"{path} cannot be written ({error.strerror}): may this user write there?") from error


def _connect(path: Path, timeout: float = 5) -> sqlite3.Connection:
    try:
        return sqlite3.connect(path, timeout, isolation_level=None, check_same_thread=False)
    except sqlite3.DatabaseError as error:
        raise JournalError(f"{path} cannot be opened ({error}): may this user write there?") from error


class Journal:
    """An open journal. Only the director appends; one process at a time holds it (`Lock`)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db = _connect(path)
        try:
            self._open()
        except sqlite3.DatabaseError as error:
            self._db.close()
            raise JournalError(
                f"{path} is no journal ({error}): restore it from a copy, or move it away"
            ) from error
        except JournalError:
            self._db.close()
            raise

    def _open(self) -> None:
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > VERSION:
            raise JournalError(f"{self.path} was written by a newer Limelight: start that one, or move it away")
        self._db.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" + _SCHEMA)
        self._db.execute("INSERT OR IGNORE INTO meta VALUES ('epoch', ?)", (secrets.token_hex(8),))
        self.epoch: str
        (self.epoch,) = self._db.execute("SELECT value FROM meta WHERE name = 'epoch'").fetchone()
        (self.seq,) = self._db.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()

    def append(self, at: int, by: str, event: Event, command_id: str | None = None) -> Recorded:
        """Writes the next event and returns it with its number, once it is on disk. Raises JournalError,
        and nothing is written, where the disk does not take it."""
        recorded = Recorded(self.seq + 1, at, by, event)
        row = (recorded.seq, at, by, command_id, encode_event(event).decode())
        try:
            self._db.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?)", row)
        except sqlite3.OperationalError as error:
            raise JournalError(f"{self.path} takes no more ({error}): is the disk full?") from error
        self.seq = recorded.seq
        return recorded

    def take_over(self, epoch: str, rows: list[Row]) -> None:
        """Appends rows that another machine wrote, all or none of them; the journal is then of that epoch."""
        self._db.execute("BEGIN")
        self._db.execute("UPDATE meta SET value = ? WHERE name = 'epoch'", (epoch,))
        self._db.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?)", rows)
        self._db.execute("COMMIT")
        self.epoch, self.seq = epoch, max(self.seq, rows[-1].seq if rows else 0)

    def replay(self) -> Iterator[Recorded]:
        """Every event in order. Raises JournalError at a gap, at an event it does not know, at damage."""
        due = 1
        for seq, at, by, text in self._rows():
            if seq != due:
                raise JournalError(f"{self.path}: event {due} is missing")
            try:
                yield Recorded(seq, at, by, decode_event(text))
            except BadMessage as error:
                raise JournalError(f"{self.path}, event {seq}: {error}") from error
            due += 1

    def _rows(self) -> Iterator[tuple[int, int, str, str]]:
        try:
            yield from self._db.execute("SELECT seq, at, by, event FROM events ORDER BY seq")
        except sqlite3.DatabaseError as error:
            raise JournalError(
                f"{self.path} is damaged ({error}): restore it from a copy, or move it away"
            ) from error

    def rows(self, after: int = 0, most: int = -1) -> list[Row]:
        """What is kept after a number, at most so many rows (−1: all)."""
        found = self._db.execute("SELECT * FROM events WHERE seq > ? ORDER BY seq LIMIT ?", (after, most))
        return [Row(*one) for one in found]

    def answered(self, command_id: str) -> int | None:
        """The seq of the event that the command with this id caused, if it did."""
        row = self._db.execute("SELECT seq FROM events WHERE command_id = ?", (command_id,)).fetchone()
        return row[0] if row else None

    def close(self) -> None:
        self._db.close()


def copy_to(path: Path, epoch: str, rows: list[Row]) -> None:
    """Makes the file say what another machine's journal of that epoch says, without losing anything: what
    this one has beyond it stays where the two agree so far, else the file is put away."""
    journal = Journal(path)
    try:
        kept = journal.rows()
        shorter = min(len(kept), len(rows))
        known = not kept or (journal.epoch == epoch and kept[:shorter] == rows[:shorter])
        if known:
            journal.take_over(epoch, rows[len(kept) :])
    finally:
        journal.close()
    if not known:
        put_away(path)
        copy_to(path, epoch, rows)


def put_away(path: Path) -> None:
    """Renames a journal that is done with; nothing is ever deleted."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    for suffix in ("", "-wal", "-shm"):
        old = path.with_name(path.name + suffix)
        if old.exists():
            old.rename(path.with_name(f"{path.stem}-{stamp}.sqlite{suffix}"))


class Lock:
    """Holds a data folder for one process. It goes with the process, however that ends."""

    def __init__(self, folder: Path) -> None:
        path = folder / "lock.sqlite"
        self._db = _connect(path, timeout=0)
        try:
            self._db.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            self._db.close()
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise JournalError(f"{path} cannot be used ({error}): move it away") from error
            raise JournalError(
                f"another Limelight runs on {folder}: stop it, or give this one a folder of its own (--data)"
            ) from error

    def release(self) -> None:
        self._db.close()
