"""Copies of the open journal while the show runs, by SQLite's own backup: whole, numbered, the newest kept (https://sqlite.org/backup.html).

A copy is made in one step by a thread: a reader of a write-ahead log keeps no writer waiting. It is written beside
under another name, flushed and renamed, so that what has a copy's name is whole. A folder that cannot be written (a
stick that was pulled out) is told of and tried again; the show does not notice.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from server.journal.journal import Journal
from server.private_files import private

INTERVAL = 300.0  # seconds between two copies, where something has happened
MAX_COPIES = 24  # of each journal in each folder; the oldest goes
FOLDER = "copies"  # in the data folder
NAME = re.compile(r"\w+-(\d{6,})-\d{8}-\d{6}\.sqlite", re.ASCII)

log = logging.getLogger(__name__)


def copy_journal(path: Path, folder: Path) -> Path:
    """Copy of a journal, open or not, in `folder`; more than MAX_COPIES lose their oldest. Raises OSError,
    sqlite3.Error."""
    known = copies_of(path.stem, folder)
    number = _number(known[-1]) + 1 if known else 1
    copy = folder / f"{path.stem}-{number:06}-{time.strftime('%Y%m%d-%H%M%S')}.sqlite"
    partial = copy.with_suffix(".partial")
    try:
        os.close(private(str(partial), os.O_CREAT | os.O_TRUNC | os.O_RDWR))
        _write(path, partial)
        partial.replace(copy)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    for old in known[: max(0, len(known) + 1 - MAX_COPIES)]:
        old.unlink()
    return copy


def _write(path: Path, partial: Path) -> None:
    there = f"{path.absolute().as_uri()}?mode=rw"  # never one that would be made
    with closing(sqlite3.connect(there, uri=True)) as source, closing(sqlite3.connect(partial)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file alone, wherever it is carried
    with open(partial, "rb+") as file:
        os.fsync(file.fileno())


def copies_of(stem: str, folder: Path) -> list[Path]:
    """Copies of the journal `live` or `rehearsal` in a folder, the oldest first: by their numbers, since a clock
    may have been set back."""
    return sorted(filter(_number, folder.glob(f"{stem}-*.sqlite")), key=_number)


def _number(copy: Path) -> int:
    named = NAME.fullmatch(copy.name)
    return int(named[1]) if named else 0


class Copies:
    """Copying of the show's journal into a data folder and elsewhere. The folder elsewhere has to be there: one
    that is made where no stick is plugged in lies on the laptop's own disk. `trouble`: by folder, why the newest
    copy is not there."""

    def __init__(self, data_dir: Path, elsewhere: Path | None, journal: Callable[[], Journal | None]) -> None:
        self._own, self._journal = data_dir / FOLDER, journal
        self._folders = (self._own, *([elsewhere] if elsewhere else []))
        self._copied: dict[Path, tuple[str, int]] = {}  # epoch and seq of each folder's newest
        self.trouble: dict[Path, str] = {}

    async def run(self) -> None:
        """Copying at each interval, without an end."""
        while True:
            await asyncio.sleep(INTERVAL)
            await self.copy()

    async def copy(self) -> None:
        """A copy in each folder whose newest is older than the show."""
        journal = self._journal()
        if journal is None or journal.damage is not None:
            return
        newest = (journal.epoch, journal.seq)
        for folder in self._folders:
            if self._copied.get(folder) != newest:
                await self._into(folder, journal.path, newest)

    async def _into(self, folder: Path, path: Path, newest: tuple[str, int]) -> None:
        try:
            await asyncio.to_thread(self._write_into, folder, path)
        except (OSError, sqlite3.Error) as error:
            if folder not in self.trouble:
                log.warning("%s takes no copies of the journal (%s): the show goes on without", folder, error)
            self.trouble[folder] = str(error)
        else:
            self.trouble.pop(folder, None)
            self._copied[folder] = newest

    def _write_into(self, folder: Path, path: Path) -> None:
        if folder == self._own:
            folder.mkdir(mode=0o700, exist_ok=True)
        copy_journal(path, folder)
