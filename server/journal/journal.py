"""Journal: the append-only truth of one show, in SQLite, durable before it is acknowledged.

One file a mode, `live.sqlite` and `rehearsal.sqlite`; nothing of one is ever in the other. An epoch names a
journal: screens that meet another epoch forget everything. Rows are never updated or deleted.

An append is written before anybody sees it, so it survives the process, and then `wait_durable` makes it
survive a power cut: a disk takes a millisecond for that and a memory card a hundred, for which neither the
screens nor the loop wait. `synchronous=NORMAL` leaves that to us: SQLite's write-ahead log then holds every
commit, in order, and only lacks the flush (https://sqlite.org/pragma.html#pragma_synchronous).
"""

from __future__ import annotations

import asyncio
import os
import secrets
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from server.journal.chain import first_link, link, links
from server.journal.command_ids import CommandIds, whose
from server.journal.inspection import COLUMNS, VERSION, Damage, sound
from server.journal.mark import Mark, MarkFile
from server.journal.row import JournalError, JournalRow, connect, is_held, not_taken
from server.show.events import Event, Recorded
from server.wire import BadMessage, decode_event, encode_event

_flush = getattr(os, "fdatasync", os.fsync)  # Windows and macOS have the second alone
_INSERT = f"INSERT INTO events ({COLUMNS}, hash) VALUES (?, ?, ?, ?, ?, ?)"
_SCHEMA = f"""
PRAGMA user_version = {VERSION};
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE events (
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    by TEXT NOT NULL,
    command_id TEXT,
    event TEXT NOT NULL,
    hash BLOB
);
INSERT INTO meta VALUES ('version', '{VERSION}');
"""


class Journal:
    """Open journal. Only the director appends; one process at a time holds it (`Lock`). `damage`: why nothing
    may be appended (`ReadOnlyJournal`). Raises DamagedError, and the files are left as they are, where they
    are not whole, JournalError where they cannot be used."""

    damage: Damage | None = None

    def __init__(self, path: Path) -> None:
        self.path = path
        self._disk = ThreadPoolExecutor(1, "journal")
        self._flushing = asyncio.Lock()
        self._doubted = False  # the disk has just failed to confirm
        if not (found := sound(path)).there:
            _create(path)
        self._db = connect(path)
        try:
            self._open(found.version)
        except sqlite3.DatabaseError as error:
            self._db.close()
            if is_held(error):
                raise not_taken(path, error) from error
            raise JournalError(
                f"{path} is no journal ({error}): restore it from a copy, or move it away"
            ) from error
        except JournalError:
            self._db.close()
            raise

    def _open(self, version: int) -> None:
        _keep_log(self._db, self.path)
        self.epoch: str
        (self.epoch,) = self._db.execute("SELECT value FROM meta WHERE name = 'epoch'").fetchone()
        if version == 1:
            self._upgrade()
        self._db.execute("DROP INDEX IF EXISTS events_command")  # it doubled what each event writes
        newest = self._db.execute("SELECT seq, hash FROM events ORDER BY seq DESC LIMIT 1").fetchone()
        # Seq and hash of the newest event, in one object: a flush reads both in another thread.
        self._head: tuple[int, bytes] = newest or (0, first_link(self.epoch))
        ids = self._db.execute("SELECT by, command_id, seq FROM events WHERE command_id IS NOT NULL ORDER BY seq")
        self._commands = CommandIds(self._command_id)
        self._commands.add((whose(by, name), seq) for by, name, seq in ids)
        # The newest event that needs no flush any more; a writer flushes at its start.
        self._durable = self.seq
        self._log = os.open(f"{self.path}-wal", os.O_RDWR | getattr(os, "O_BINARY", 0))
        self._mark = MarkFile(self.path)
        self._settle()

    @property
    def seq(self) -> int:
        """Number of the newest event."""
        return self._head[0]

    @property
    def hash(self) -> bytes:
        """Hash of the newest event."""
        return self._head[1]

    def _settle(self) -> None:
        """Copies the log into the file, which is flushed: the process before may have been one whose disk did not
        confirm, and the system, which has forgotten that, would confirm to this one (see `flush`)."""
        try:
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # one that another program keeps from it is let be
        except sqlite3.OperationalError:
            self._doubted = True

    def _upgrade(self) -> None:
        """Hashes for a journal of version 1, which had none; all of them or none."""
        self._db.execute("BEGIN")
        self._db.execute("ALTER TABLE events ADD COLUMN hash BLOB")
        rows = self.rows()
        hashes = zip(links(first_link(self.epoch), rows), (row.seq for row in rows), strict=True)
        self._db.executemany("UPDATE events SET hash = ? WHERE seq = ?", hashes)
        self._db.execute(f"INSERT INTO meta VALUES ('version', '{VERSION}')")
        self._db.execute(f"PRAGMA user_version = {VERSION}")
        self._db.execute("COMMIT")

    @property
    def doubted(self) -> bool:
        """Doubt: the disk has just failed to confirm what was written."""
        return self._doubted

    def append(self, at: int, by: str, event: Event, command_id: str | None = None) -> Recorded:
        """Next event, written and returned with its number; `wait_durable` tells when it is on disk. Raises
        JournalError, and nothing is written, where the disk does not take it; ValueError for a command that
        is written already."""
        if command_id is not None and (known := self.seq_of(command_id, by)) is not None:
            raise ValueError(f"{command_id} is event {known} already")
        recorded = Recorded(self.seq + 1, at, by, event)
        row = JournalRow(recorded.seq, at, by, command_id, encode_event(event).decode())
        hash = link(self.hash, row)
        try:
            self._db.execute(_INSERT, (*row, hash))
        except sqlite3.OperationalError as error:
            raise not_taken(self.path, error) from error
        self._head = recorded.seq, hash
        if command_id is not None:
            self._commands.add([(whose(by, command_id), self.seq)])
        return recorded

    async def wait_durable(self, seq: int) -> None:
        """Wait until event `seq` and all before it are on disk; callers that come meanwhile share the next
        flush. Raises JournalError: they are written, and a power cut may still take them."""
        async with self._flushing:
            if self._durable < seq:
                try:
                    flushed = asyncio.get_running_loop().run_in_executor(self._disk, self.flush)
                except RuntimeError as error:
                    raise JournalError(f"{self.path} was closed before the disk confirmed") from error
                await flushed

    def flush(self) -> None:
        """Flush of everything that was appended. Raises JournalError. A system forgets what it could not
        flush and confirms the next time (https://lwn.net/Articles/752063/), so after a failure the whole log
        is copied into the file, which is flushed, and the log begins again."""
        newest, hash = self._head
        try:
            if self._doubted:
                (busy, *_) = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
                if busy:
                    raise OSError("another program reads this file")
            else:
                _flush(self._log)
        except (OSError, sqlite3.OperationalError) as error:
            self._doubted = True
            raise JournalError(f"{self.path}: the disk does not confirm ({error}): check the disk") from error
        self._doubted, self._durable = False, newest
        if newest:
            self._mark.write(Mark(self.epoch, newest, hash))

    def append_rows(self, epoch: str, rows: list[JournalRow]) -> None:
        """Rows that another machine wrote, appended all or none; an empty journal is then of that epoch."""
        hashes = list(links(self.hash if self.seq else first_link(epoch), rows))
        try:
            self._db.execute("BEGIN")
            self._db.execute("UPDATE meta SET value = ? WHERE name = 'epoch'", (epoch,))
            self._db.executemany(_INSERT, [(*row, hash) for row, hash in zip(rows, hashes, strict=True)])
            self._db.execute("COMMIT")
        except sqlite3.OperationalError as error:
            with suppress(sqlite3.Error):  # SQLite may have done so by itself
                self._db.execute("ROLLBACK")
            raise not_taken(self.path, error) from error
        self.epoch = epoch
        if rows or not self.seq:
            self._head = (rows[-1].seq, hashes[-1]) if rows else (0, first_link(epoch))
        self._commands.add((whose(row.by, row.command_id), row.seq) for row in rows if row.command_id is not None)
        self.flush()

    def replay(self) -> Iterator[Recorded]:
        """Events in order. Raises JournalError at a gap, at an event it does not know, at damage."""
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
            if is_held(error):
                raise not_taken(self.path, error) from error
            raise JournalError(
                f"{self.path} is damaged ({error}): restore it from a copy, or move it away"
            ) from error

    def rows(self, after: int = 0, limit: int = -1) -> list[JournalRow]:
        """Rows after a seq, at most so many of them (−1: all)."""
        some = f"SELECT {COLUMNS} FROM events WHERE seq > ? ORDER BY seq LIMIT ?"
        rows = self._db.execute(some, (after, limit))
        return [JournalRow(*fields) for fields in rows]

    def seq_of(self, command_id: str, by: str) -> int | None:
        """Seq of the event that this person's command with this id caused, if it did."""
        return self._commands.seq_of(whose(by, command_id))

    def _command_id(self, seq: int) -> str | None:
        rows = self.rows(seq - 1, 1)
        return whose(rows[0].by, rows[0].command_id) if rows and rows[0].command_id is not None else None

    def close(self) -> None:
        """Close of the file, with a last flush."""
        self._disk.shutdown()
        if self._durable < self.seq:
            with suppress(JournalError):  # a caller that waits for it asks again, and gets the error
                self.flush()
        os.close(self._log)
        self._mark.close()
        self._db.close()


def _keep_log(db: sqlite3.Connection, path: Path) -> None:
    if db.execute("PRAGMA journal_mode=WAL").fetchone() != ("wal",):
        raise JournalError(f"{path} lies where no journal can be kept: choose a disk of this machine (--data)")
    db.execute("PRAGMA synchronous=NORMAL")


def _create(path: Path) -> None:
    """A new journal, whole before it has its name: so a file without tables is a damaged one."""
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)  # of a start that was killed here; nothing was ever appended to it
    db = connect(new, named=path)
    try:
        _keep_log(db, path)
        db.executescript(_SCHEMA)
        db.execute("INSERT INTO meta VALUES ('epoch', ?)", (secrets.token_hex(8),))
    except sqlite3.DatabaseError as error:
        raise JournalError(f"{path} cannot be made ({error}): is the disk full?") from error
    finally:
        db.close()
    new.replace(path)
