"""Copies of the open journal while the show runs, by SQLite's own backup: whole, named by the moment, the newest
kept (https://sqlite.org/backup.html).

A copy is made in one step by a thread: a reader of a write-ahead log keeps no writer waiting. It is written beside
under another name, flushed and renamed, so that what has a copy's name is whole. A folder that cannot be written (a
stick that was pulled out) is told of and tried again; the show does not notice.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from server.journal.journal import Journal

INTERVAL = 300.0  # seconds between two copies, where something has happened
MAX_COPIES = 24  # of each journal in each folder; the oldest goes
FOLDER = "copies"  # in the data folder

log = logging.getLogger(__name__)


def copy_journal(path: Path, folder: Path) -> Path:
    """Copy of a journal, open or not, in `folder`, which is made; more than MAX_COPIES lose their oldest. Raises
    OSError, sqlite3.Error."""
    folder.mkdir(parents=True, exist_ok=True)
    copy = folder / f"{path.stem}-{time.strftime('%Y%m%d-%H%M%S')}.sqlite"
    partial = copy.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    try:
        _write(path, partial)
        partial.replace(copy)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    for old in copies_of(path.stem, folder)[:-MAX_COPIES]:
        old.unlink()
    return copy


def _write(path: Path, partial: Path) -> None:
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(partial)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file alone, wherever it is carried
    with open(partial, "rb+") as file:
        os.fsync(file.fileno())


def copies_of(stem: str, folder: Path) -> list[Path]:
    """Copies of the journal `live` or `rehearsal` in a folder, the oldest first."""
    return sorted(folder.glob(f"{stem}-[0-9]*-[0-9]*.sqlite"))


class Copies:
    """Copying of the show's journal into several folders. `trouble`: by folder, why the newest copy is not there."""

    def __init__(self, folders: Sequence[Path], journal: Callable[[], Journal | None]) -> None:
        self._folders, self._journal = folders, journal
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
            await asyncio.to_thread(copy_journal, path, folder)
        except (OSError, sqlite3.Error) as error:
            if folder not in self.trouble:
                log.warning("%s takes no copies of the journal (%s): the show goes on without", folder, error)
            self.trouble[folder] = str(error)
        else:
            self.trouble.pop(folder, None)
            self._copied[folder] = newest
