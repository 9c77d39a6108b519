"""Journal copy: the writer's journals on a standby's own disk, row by row as the streams grow.

A standby takes over from its own disk, whatever Redis has forgotten by then. Where a stream disagrees with what is
here, another machine has gone on without this one: the file is archived, and the stream's show copied.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from server.journal.archive import copy_to
from server.journal.inspection import Inspection, inspect
from server.journal.journal import Journal
from server.journal.mode import MODES, Mode, last_mode, save_mode
from server.journal.row import JournalError
from server.replication.redis_store import UNRANKED, Rank, RedisStore
from server.replication.retry import TRANSIENT_ERRORS, pause_after

COPY_INTERVAL = 0.5  # seconds between two looks at the streams, where nobody says that there is news

log = logging.getLogger(__name__)
T = TypeVar("T")


def rank_of(journal: Journal) -> Rank:
    """Rank of a journal: how far it goes. One that was only opened goes nowhere, however new it is."""
    newest = journal.rows(journal.seq - 1, limit=1) if journal.seq > 1 else []
    return (newest[0].at, newest[0].seq) if newest else UNRANKED


class JournalCopy:
    """Copy of an event's journals in a data folder that no director has open. `mode`: the one that the show was in
    last; `rank`: how far the journals here go."""

    def __init__(self, store: RedisStore, folder: Path) -> None:
        self._store, self._folder = store, folder
        self._journals: dict[Mode, Journal] = {}
        self._copying = asyncio.Lock()
        self.mode: Mode = last_mode(folder)
        self.rank = max(map(self._rank_on_disk, MODES))

    def _path(self, mode: Mode) -> Path:
        return self._folder / f"{mode}.sqlite"

    def _rank_on_disk(self, mode: Mode) -> Rank:
        return _rank_of_file(inspect(self._path(mode)))

    async def run(self, news: asyncio.Event) -> None:
        """Copying without an end, at each `news`. A disk or a Redis in trouble is tried again."""
        failures = 0
        while True:
            try:
                news.clear()
                await self.catch_up()
                failures = 0
            except (*TRANSIENT_ERRORS, JournalError) as error:
                if not failures:
                    log.warning("the copy of the journal on this disk does not grow (%s)", error)
                failures += 1
                await asyncio.sleep(pause_after(failures))
            await _at_most(COPY_INTERVAL, news)

    async def catch_up(self) -> None:
        """Copy of everything that the streams have, durable on this disk. Raises TRANSIENT_ERRORS, JournalError."""
        async with self._copying:
            mode, epochs = await self._store.journals()
            for each, epoch in epochs.items():
                await self._follow(each, epoch)
        if mode and mode != self.mode:
            save_mode(self._folder, mode)
            self.mode = mode

    async def fetch_newer(self) -> None:
        """Streams copied at a start, but not over a journal of another show here that went on later. Raises
        TRANSIENT_ERRORS, JournalError."""
        _, epochs = await self._store.journals()
        for mode, epoch in epochs.items():
            newest = await self._store.last_row(epoch)
            path = self._path(mode)
            if newest and not (path.exists() and _went_on_later(path, epoch, newest.at)):
                await _in_thread(copy_to, path, epoch, await self._store.rows(epoch))

    def close(self) -> None:
        """End of the copying: the files are closed."""
        for mode in list(self._journals):
            self._journals.pop(mode).close()

    async def _follow(self, mode: Mode, epoch: str) -> None:
        try:
            journal = self._journals.get(mode)
            if journal is None or journal.epoch != epoch or not await self._extend(journal, epoch):
                journal = await self._begin(mode, epoch)
            if journal:
                self.rank = max(self.rank, rank_of(journal))
        except sqlite3.Error as error:
            self._forget(mode)  # it is opened afresh, without what was half written
            raise JournalError(f"{self._path(mode)} takes no more ({error}): is the disk full?") from error

    def _forget(self, mode: Mode) -> None:
        if journal := self._journals.pop(mode, None):
            journal.close()

    async def _begin(self, mode: Mode, epoch: str) -> Journal | None:
        """Copy of a whole stream; where it has nothing, what is here stays as it is."""
        self._forget(mode)
        rows = await self._store.rows(epoch)
        if not rows:
            return None
        path = self._path(mode)
        before = set(self._folder.glob(f"{mode}-*.sqlite"))
        await _in_thread(copy_to, path, epoch, rows)
        for archived in set(self._folder.glob(f"{mode}-*.sqlite")) - before:
            log.warning("another machine's show is followed: what was done here alone is in %s", archived)
            self.rank = UNRANKED
        journal = self._journals[mode] = await _in_thread(Journal, path)
        return journal

    async def _extend(self, journal: Journal, epoch: str) -> bool:
        """What the stream has beyond this journal, appended. False: the two disagree."""
        newest = journal.rows(journal.seq - 1)
        rows = await self._store.rows(epoch, journal.seq - 1)
        if not rows:  # it is shorter: its writer, or this machine, fills it again
            last = await self._store.last_row(epoch)
            return last is None or journal.rows(last.seq - 1, limit=1) == [last]
        if rows[:1] != newest:
            return False
        if rows[1:]:
            await _in_thread(journal.append_rows, epoch, rows[1:])
        return True


def _went_on_later(path: Path, epoch: str, at: int) -> bool:
    """Another show in this file, which went on later than `at`."""
    own = inspect(path)
    return own.epoch != epoch and _rank_of_file(own) > (at, 0)


def _rank_of_file(found: Inspection) -> Rank:
    """Rank of a journal that nobody has open, as far as it is whole."""
    return (found.rows[-1].at, found.rows[-1].seq) if len(found.rows) > 1 else UNRANKED


async def _at_most(seconds: float, event: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass


async def _in_thread(function: Callable[..., T], *arguments: object) -> T:
    """Work on the disk beside the loop, to its end even where the task that waits for it is cancelled."""
    working = asyncio.ensure_future(asyncio.to_thread(function, *arguments))
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        await asyncio.wait({working})
        raise
