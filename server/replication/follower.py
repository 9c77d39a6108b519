"""Follower: this machine's copy of a show that another serves, without a Redis.

Rows go to this disk before they are acknowledged and before the screens of this machine see them. A journal
that the primary does not have, or has gone another way in, is archived. What is lost when the line is cut is
asked for again when it is back.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidHandshake, InvalidStatus, WebSocketException

from server.journal.archive import archive
from server.journal.journal import Journal
from server.journal.mode import MODES, Mode, last_mode, save_mode
from server.replication import event_files
from server.replication.followed_show import FollowedShow
from server.replication.generation import Generation
from server.replication.replica import digest_of
from server.replication.replica_messages import (
    KEY_FILE,
    MAX_DOWN,
    SILENCE,
    Beat,
    Down,
    Files,
    Follow,
    Have,
    Kept,
    Key,
    KeyNames,
    Listed,
    Piece,
    Rows,
    Up,
    Want,
    Welcome,
    decode_down,
    encode,
)
from server.replication.retry import pause_after

log = logging.getLogger(__name__)


class OlderPrimaryError(RuntimeError):
    """Machine that serves an older generation than what this folder holds."""


CUT = (OSError, TimeoutError, WebSocketException, msgspec.MsgspecError, OlderPrimaryError)
TROUBLES: tuple[tuple[str, type[Exception] | tuple[type[Exception], ...]], ...] = (
    ("older", OlderPrimaryError), ("refused", InvalidStatus), ("no_server", InvalidHandshake), ("cut", CUT),
)  # fmt: skip


class Follower:
    """Copy of one primary. `trouble` is a key of `texts/follow_words` where the line cannot be made."""

    def __init__(
        self,
        address: str,
        token: str,
        generation: Generation,
        show: FollowedShow,
        event_dir: Path,
        on_keys: Callable[[], None],
    ) -> None:
        self.address, self._token = address.rstrip("/"), token
        self._generation, self._show = generation, show
        self._event_dir, self._data_dir = event_dir, generation.path.parent
        self._on_keys = on_keys
        self.addresses: list[str] = []  # of this machine's pages
        self.linked = False
        self.trouble = ""
        self.mode: Mode = last_mode(self._data_dir)
        self.primary_seq = 0
        self._primary_epoch = ""
        self.beats = 0
        self._agreed = False  # on where the journals part: the first rows of a line come after that
        self._in_step = time.monotonic()  # when this machine last had all that the primary had
        self._journals: dict[Mode, Journal] = {}
        self._wanted: dict[str, Listed] = {}
        self._keys: set[str] = set()  # files of codes that have come; what stood there before is kept
        self.changed = asyncio.Event()  # something that people read has changed

    # --- for people ----------------------------------------------------------------------------------

    @property
    def behind(self) -> int:
        """Events that the primary has and this machine has not, as far as it knows."""
        own = self._show.seq if self._show.epoch == self._primary_epoch else 0
        return max(0, self.primary_seq - own)

    @property
    def in_step(self) -> bool:
        """True while it has everything that the primary has."""
        return self.linked and self._agreed and not self.behind

    @property
    def seconds(self) -> float:
        """Seconds since this machine had everything."""
        return 0.0 if self.in_step else time.monotonic() - self._in_step

    @property
    def files_left(self) -> int:
        """Files of the event that have not come yet."""
        return len(self._wanted)

    @property
    def has_event(self) -> bool:
        """Event's file and journal: all that is needed to serve."""
        return bool(self._show.epoch) and (self._event_dir / "event.toml").exists()

    # --- the line ------------------------------------------------------------------------------------

    def open(self) -> None:
        """Open of the journals that are here. Raises JournalError."""
        for mode in MODES:
            path = self._data_dir / f"{mode}.sqlite"
            if path.exists():
                self._journals[mode] = Journal(path)
        self._load()

    def close(self) -> None:
        """Close of the journals."""
        for journal in self._journals.values():
            journal.close()
        self._journals.clear()

    async def run(self) -> None:
        """Following without an end, through every trouble."""
        failures = 0
        while True:
            try:
                async with connect(
                    f"{self.address.replace('http', 'ws', 1)}/ws/replica",
                    additional_headers={"authorization": f"Bearer {self._token}"},
                    max_size=MAX_DOWN,
                    open_timeout=SILENCE,
                    compression=None,
                    proxy=None,
                ) as line:
                    failures = 0
                    await self._follow(line)
            except CUT as error:
                self._cut(error)
            except Exception as error:  # its journal does not grow, or it has met what it does not know: say so
                log.exception("what %s sends is not kept here", self.address)
                self._cut(error)
            failures += 1
            await asyncio.sleep(pause_after(failures))

    def _cut(self, error: Exception) -> None:
        trouble = next((word for word, kind in TROUBLES if isinstance(error, kind)), "not_kept")
        if self.linked or trouble != self.trouble:
            log.warning("%s is lost (%s)", self.address, error)
        self.linked, self.trouble = False, trouble
        self.changed.set()

    async def _follow(self, line: ClientConnection) -> None:
        generation = self._generation
        await self._say(line, Follow(generation.id, generation.number, self.addresses, self._have()))
        while True:
            received = await asyncio.wait_for(line.recv(), SILENCE)
            await self._received(line, decode_down(received))
            self.changed.set()

    async def _say(self, line: ClientConnection, message: Up) -> None:
        await line.send(encode(message).decode())

    def _have(self) -> dict[Mode, Have]:
        have: dict[Mode, Have] = {}
        for mode, journal in self._journals.items():
            last = journal.rows(journal.seq - 1, 1) if journal.seq else []
            have[mode] = Have(journal.epoch, journal.seq, digest_of(last[0] if last else None))
        return have

    async def _received(self, line: ClientConnection, message: Down) -> None:
        match message:
            case Welcome():
                self._welcomed(message)
            case KeyNames(names):
                event_files.remove_tokens(self._data_dir, names)
            case Key(name, content) if KEY_FILE.fullmatch(name):
                keep = name not in self._keys
                self._keys.add(name)
                if event_files.write_key(self._data_dir, name, content, keep):
                    self._on_keys()
            case Rows():
                await self._say(line, self._keep(message))
            case Beat():
                self._beat(message)
            case Files(files):
                self._wanted = {
                    name: listed
                    for name, listed in files.items()
                    if not event_files.is_there(self._event_dir, name, listed)
                }
                await self._want(line, 0)
            case Piece():
                await self._piece(line, message)

    def _welcomed(self, message: Welcome) -> None:
        if message.number < self._generation.number:
            raise OlderPrimaryError(self.address)
        self._generation.adopt(message.number, message.key)
        self.linked, self.trouble, self._agreed = True, "", False

    # --- rows ----------------------------------------------------------------------------------------

    def _keep(self, message: Rows) -> Kept:
        """Rows on this disk; then the screens see them."""
        journal = self._journal(message)
        rows = [row for row in message.rows if row.seq > journal.seq]
        journal.append_rows(message.epoch, rows)
        if message.mode == self.mode and self._show.epoch == message.epoch:
            for row in rows:
                self._show.add(row)
        elif message.mode == self.mode:
            self._load()
        self._agreed = self._agreed or message.mode == self.mode
        return Kept(message.epoch, journal.seq)

    def _journal(self, message: Rows) -> Journal:
        """The journal that the rows belong to. What does not lead up to them is archived."""
        path = self._data_dir / f"{message.mode}.sqlite"
        journal = self._journals.get(message.mode) or Journal(path)
        fits = not journal.seq or (journal.epoch == message.epoch and journal.seq == message.base)
        if not fits:
            journal.close()
            archive(path)
            journal = Journal(path)
            if message.mode == self.mode:
                self._show.begin("")  # of one epoch there may be two histories: screens forget what they have
        self._journals[message.mode] = journal
        return journal

    def _load(self) -> None:
        """The show of the journal that is on air, from its beginning."""
        journal = self._journals.get(self.mode)
        if journal and journal.seq:
            self._show.begin(journal.epoch)
            self._show.load(journal.rows())

    def _beat(self, message: Beat) -> None:
        self._show.clock.add_sample(message.at)
        self.beats += 1
        if message.mode != self.mode:
            self.mode = message.mode
            save_mode(self._data_dir, message.mode)
        journal = self._journals.get(self.mode)
        if journal and journal.seq and journal.epoch != self._show.epoch:
            self._load()
        self._primary_epoch, self.primary_seq = message.epoch, message.seq
        if self.in_step:
            self._in_step = time.monotonic()

    # --- files ---------------------------------------------------------------------------------------

    async def _want(self, line: ClientConnection, offset: int) -> None:
        """Request for the next piece; an empty file has come whole already."""
        while self._wanted:
            name, listed = next(iter(self._wanted.items()))
            if offset < listed.size:
                return await self._say(line, Want(name, offset))
            await asyncio.to_thread(event_files.finish, self._event_dir, self._data_dir, name, listed)
            del self._wanted[name]
            offset = 0
        return None

    async def _piece(self, line: ClientConnection, piece: Piece) -> None:
        if piece.name not in self._wanted:
            return None
        if not piece.content:  # gone, or shorter now: the primary's next list says how it stands
            del self._wanted[piece.name]
            return await self._want(line, 0)
        there = await asyncio.to_thread(
            event_files.write_piece, self._event_dir, piece.name, piece.offset, piece.content
        )
        return await self._want(line, there)
