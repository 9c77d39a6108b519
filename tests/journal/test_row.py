"""A file that cannot be opened is named, with what to look at."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from server.journal.journal import Journal
from server.journal.lock import Lock
from server.journal.row import LOCK_SECONDS, JournalError, not_taken
from server.show.events import Frozen


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match=r"live\.sqlite cannot be opened .*may this user write there"):
        Journal(tmp_path / "nowhere" / "live.sqlite")
    with pytest.raises(JournalError, match=r"lock\.sqlite cannot be opened"):
        Lock(tmp_path / "nowhere")
    (tmp_path / "lock.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(JournalError, match=r"lock\.sqlite cannot be used .*move it away"):
        Lock(tmp_path)


def test_another_program_s_lock_costs_a_moment_and_words(tmp_path: Path) -> None:
    path = tmp_path / "live.sqlite"
    with closing(Journal(path)) as journal, closing(sqlite3.connect(path, isolation_level=None)) as other:
        assert journal._db.execute("PRAGMA busy_timeout").fetchone() == (50,) == (LOCK_SECONDS * 1000,)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError, match=r"live\.sqlite is held by another program .*close the file there"):
            journal.append(1, "panel", Frozen(True), "c1")
        other.execute("ROLLBACK")
        assert journal.append(1, "panel", Frozen(True), "c1").seq == 1, "the same command, once the file is free"


def test_a_start_says_so_too(tmp_path: Path) -> None:
    path = tmp_path / "live.sqlite"
    Journal(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(JournalError, match=r"live\.sqlite is held by another program"):
            Journal(path)


def test_a_file_that_took_nothing_is_said_to_be_full() -> None:
    full = sqlite3.OperationalError("database or disk is full")
    assert "is the disk full?" in str(not_taken(Path("live.sqlite"), full))
