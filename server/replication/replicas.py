"""Replicas: the primary's side of machines that follow it without a Redis.

A follower gets each journal row once it is durable here, and says when it is durable there. The operator's
answer waits for that, `ACK_TIMEOUT` at most: a follower that is slower is not waited for until it has caught
up. A primary that was deposed (see `generation`) goes on sending what it has, and acknowledges nothing.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Literal

import msgspec

from server.replication import event_files
from server.replication.generation import ADDRESS, MAX_KNOWN, Generation, Statement
from server.replication.replica import Link, Replica, ReplicatedShow
from server.replication.replica_messages import Follow, Kept, Listed, Up, Want, Welcome, decode_up

Reach = Literal["shared", "alone", "nowhere"]
ACK_TIMEOUT = 0.5  # seconds for which an answer waits for a follower that has kept pace so far
FIRST_WORD = 5.0  # seconds for which the first word of a follower is waited for
FILES_POLL = 5.0  # seconds between two looks at the event's folder
MAX_FOLLOWERS = 4

log = logging.getLogger(__name__)


class Replicas:
    """Followers of this machine. The director asks it as it asks a bus (`Replicator`); `on_change` is called
    when the other machines' addresses or the right to write have changed."""

    def __init__(
        self,
        generation: Generation,
        show: ReplicatedShow,
        data_dir: Path,
        event_dir: Path,
        on_change: Callable[[], None],
    ) -> None:
        self.generation = generation
        self._show, self.data_dir, self.event_dir = show, data_dir, event_dir
        self._on_change = on_change
        self._progress = asyncio.Condition()
        self._files: dict[str, Listed] = {}
        self._looked = -FILES_POLL  # monotonic, at the event's folder
        self.replicas: list[Replica] = []

    @property
    def full(self) -> bool:
        """No room for one more follower."""
        return len(self.replicas) >= MAX_FOLLOWERS

    # --- for the director ----------------------------------------------------------------------------

    @property
    def fenced(self) -> bool:
        """Another machine has gone on with the show."""
        return self.generation.deposed_by is not None

    @property
    def holder(self) -> str:
        """Address of the machine that has gone on."""
        return self.generation.deposed_by.address if self.generation.deposed_by else ""

    def enqueue(self, *_: Any) -> None:
        """Event in the journal, which is read when it is durable."""
        for replica in self.replicas:
            replica.wake.set()

    def journal_switched(self) -> None:
        """Another journal, which the director has opened."""
        for replica in self.replicas:
            replica.journal_switched()

    async def may_write(self) -> bool:
        """Right to acknowledge, on this machine."""
        return not self.fenced

    @property
    def reach(self) -> Reach:
        """Reach of an event that is written now: `alone` while a follower has not everything."""
        if self.fenced:
            return "nowhere"
        return "shared" if all(replica.prompt for replica in self.replicas) else "alone"

    async def wait_replicated(self, seq: int) -> Reach:
        """Wait until the followers that keep pace have that event; its reach."""
        if any(replica.prompt for replica in self.replicas):
            want = (self._show.journal.epoch, seq)
            try:
                async with asyncio.timeout(ACK_TIMEOUT), self._progress:
                    await self._progress.wait_for(lambda: self.fenced or not self._behind(want))
            except TimeoutError:
                for replica in self._behind(want):
                    replica.prompt = False
                log.warning("a follower is slow: what is done is on this machine's disk only")
        return self.reach

    def _behind(self, want: tuple[str, int]) -> list[Replica]:
        return [one for one in self.replicas if one.prompt and not one.is_at(*want)]

    async def deposed(self, other: Statement) -> bool:
        """Word of another machine that serves this show. True where it deposes this one."""
        was = self.fenced
        if not self.generation.depose(other):
            return False
        if not was:
            log.error("%s has gone on with this show: nothing that is done here counts from now on", other.address)
            async with self._progress:
                self._progress.notify_all()
            self._on_change()
        return True

    # --- one follower --------------------------------------------------------------------------------

    async def serve(self, link: Link) -> None:
        """Service of one follower, until its line is cut. Raises msgspec.MsgspecError for rubbish,
        TimeoutError where it says nothing."""
        async with asyncio.timeout(FIRST_WORD):
            told = decode_up(await link.receive_text())
        if not isinstance(told, Follow) or len(told.addresses) > MAX_KNOWN:
            raise msgspec.ValidationError("follow is wanted first")
        replica = Replica(link, told, self._show, self)
        self.replicas.append(replica)
        reading = asyncio.create_task(self._read(replica))
        sending = asyncio.create_task(self._send(replica))
        try:
            done, _ = await asyncio.wait({reading, sending}, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            self.replicas.remove(replica)
            for task in (reading, sending):
                task.cancel()
                with suppress(asyncio.CancelledError, Exception):
                    await task
            async with self._progress:
                self._progress.notify_all()

    async def _read(self, replica: Replica) -> None:
        while True:
            await self._received(replica, decode_up(await replica.link.receive_text()))

    async def _received(self, replica: Replica, message: Up) -> None:
        if isinstance(message, Want):
            replica.wanted = message
            replica.wake.set()
        elif isinstance(message, Kept):
            replica.kept = (message.epoch, message.seq)
            if replica.kept == (self._show.journal.epoch, self._show.journal.seq):
                replica.prompt = True
            async with self._progress:
                self._progress.notify_all()

    async def _send(self, replica: Replica) -> None:
        generation = self.generation
        await replica.send(Welcome(generation.id, generation.number, generation.key))
        self._meet(replica.told)
        await replica.run()

    def _meet(self, told: Follow) -> None:
        right = [address for address in told.addresses if ADDRESS.fullmatch(address)]
        if self.generation.remember(right):
            self._on_change()

    async def files(self) -> dict[str, Listed]:
        """Files of the event, looked at every `FILES_POLL` seconds."""
        if time.monotonic() - self._looked >= FILES_POLL:
            self._looked = time.monotonic()
            self._files = await asyncio.to_thread(event_files.files_in, self.event_dir, self.data_dir)
        return self._files

    # --- for people ----------------------------------------------------------------------------------

    def facts(self) -> list[dict[str, Any]]:
        """Followers for `/readyz`: where they are and how far behind."""
        here = self._show.journal
        return [
            {
                "addresses": replica.told.addresses,
                "behind": here.seq - (replica.kept[1] if replica.kept[0] == here.epoch else 0),
                "prompt": replica.prompt,
            }
            for replica in self.replicas
        ]
