"""Replica: one follower as the primary knows it, and everything that is sent to it."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from server.clock import Clock
from server.journal.journal import Journal
from server.journal.mode import MODES, Mode
from server.journal.row import JournalError, JournalRow
from server.replication.event_files import key_files, read_piece
from server.replication.replica_messages import (
    HEARTBEAT,
    MAX_KEY_BYTES,
    PAGE_BYTES,
    PAGE_ROWS,
    Beat,
    Files,
    Follow,
    Have,
    Key,
    KeyNames,
    Listed,
    Piece,
    Rows,
    Want,
    encode,
)

log = logging.getLogger(__name__)


class ReplicatedShow(Protocol):
    """Show that followers get: the director's journal and clock."""

    journal: Journal
    clock: Clock
    mode: Mode


class Link(Protocol):
    """WebSocket of a follower."""

    async def receive_text(self) -> str: ...

    async def send_text(self, text: str, /) -> None: ...


class Folders(Protocol):
    """Folders of the primary; `files` are those of the event's that travel."""

    data_dir: Path
    event_dir: Path

    async def files(self) -> dict[str, Listed]: ...


def digest_of(row: JournalRow | None) -> str:
    """Digest by which two machines know that their journals agree up to a row."""
    return hashlib.sha256(encode(row)).hexdigest() if row else ""


class Replica:
    """Follower as the primary knows it. `prompt`: it keeps pace, and answers wait for it."""

    def __init__(self, link: Link, told: Follow, show: ReplicatedShow, folders: Folders) -> None:
        self.link, self.told = link, told
        self._show, self._folders = show, folders
        self.kept: tuple[str, int] = ("", 0)  # epoch and seq that are on its disk
        self.prompt = False
        self._sent: dict[Mode, tuple[str, int]] = {}
        self._keys: dict[str, bytes] = {}
        self._key_names: list[str] = []
        self._files: dict[str, Listed] | None = None
        self.wanted: Want | None = None
        self._idle_due = True  # the journal that is not on air has to be looked at
        self.wake = asyncio.Event()
        self._here: tuple[str, str] = ("", "")  # mode and epoch that it has been told of

    async def send(self, message: Any) -> None:
        await self.link.send_text(encode(message).decode())

    def is_at(self, epoch: str, seq: int) -> bool:
        """True where that event is on the follower's disk."""
        return self.kept[0] == epoch and self.kept[1] >= seq

    def journal_switched(self) -> None:
        """Another journal is on air: the one that was is looked at again."""
        self._idle_due = True
        self.wake.set()

    async def run(self) -> None:
        """Stream of all that the follower lacks, as it comes, without an end."""
        beaten = 0.0
        while True:
            self.wake.clear()
            here = (self._show.mode, self._show.journal.epoch)
            if time.monotonic() - beaten >= HEARTBEAT / 2 or self._here != here:
                beaten, self._here = time.monotonic(), here
                await self.send(self._beat())
            await self._send_keys()
            busy = await self._send_rows(self._show.mode, self._show.journal)
            busy = await self._send_idle() or busy
            await self._send_files()
            if not busy:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.wake.wait(), HEARTBEAT)

    def _beat(self) -> Beat:
        show = self._show
        return Beat(show.clock.precise(), show.mode, show.journal.epoch, show.journal.seq)

    async def _send_keys(self) -> None:
        names = key_files(self._folders.data_dir)
        if names != self._key_names:
            self._key_names = names
            await self.send(KeyNames(names))
        for name in names:
            with suppress(FileNotFoundError):  # a token that has just been revoked
                content = (self._folders.data_dir / name).read_bytes()
                if content != self._keys.get(name) and len(content) <= MAX_KEY_BYTES:
                    self._keys[name] = content
                    await self.send(Key(name, content))

    async def _send_rows(self, mode: Mode, journal: Journal) -> bool:
        """One page of what the follower lacks of a journal; True where there may be more."""
        epoch, seq = self._agreed(mode, journal)
        rows = _page(journal, seq)
        if rows or self._sent.get(mode) != (epoch, seq):
            if rows:
                with suppress(JournalError):  # a disk in doubt is one more reason to have it elsewhere
                    await journal.wait_durable(rows[-1].seq)
            await self.send(Rows(mode, epoch, seq, rows))
            self._sent[mode] = (epoch, rows[-1].seq if rows else seq)
        return bool(rows)

    def _agreed(self, mode: Mode, journal: Journal) -> tuple[str, int]:
        """Epoch and seq up to which the follower has this journal: 0 where it has another."""
        epoch, seq = self._sent.get(mode, ("", 0))
        if epoch == journal.epoch:
            return epoch, seq
        has = None if mode in self._sent else self.told.have.get(mode)
        return journal.epoch, has.seq if has and _agrees(journal, has) else 0

    async def _send_idle(self) -> bool:
        """A page of the journal that is not on air; it changes only when the show goes from one to the
        other."""
        if not self._idle_due:
            return False
        mode = next(mode for mode in MODES if mode != self._show.mode)
        path = self._folders.data_dir / f"{mode}.sqlite"
        if not path.exists():
            self._idle_due = False
            return False
        try:
            journal = Journal(path)
        except JournalError as error:
            self._idle_due = False
            log.warning("the follower gets no %s journal, and all the rest: %s", mode, error)
            return False
        try:
            self._idle_due = await self._send_rows(mode, journal)
        finally:
            journal.close()
        return self._idle_due

    async def _send_files(self) -> None:
        files = await self._folders.files()
        if self._files != files:
            self._files = files
            await self.send(Files(files))
        want, self.wanted = self.wanted, None
        if want and want.name in files:
            content = await asyncio.to_thread(read_piece, self._folders.event_dir, want.name, want.offset)
            await self.send(Piece(want.name, want.offset, content))


def _page(journal: Journal, after: int) -> list[JournalRow]:
    page: list[JournalRow] = []
    room = PAGE_BYTES
    for row in journal.rows(after, PAGE_ROWS):
        if page and room < len(row.event):
            break
        room -= len(row.event)
        page.append(row)
    return page


def _agrees(journal: Journal, has: Have) -> bool:
    if has.epoch != journal.epoch or not 0 <= has.seq <= journal.seq:
        return False
    last = journal.rows(has.seq - 1, 1) if has.seq else []
    return digest_of(last[0] if last else None) == has.digest
