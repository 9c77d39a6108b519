"""Follow: the roles of two machines without a Redis, `primary` and `follower`, and the promotion from one to
the other.

A primary serves its show, sends it to followers and looks whether one of them has gone on with it. A follower
keeps a copy and shows the public views; one deliberate word makes it the primary, with everything that it
has, on the clock that its screens have seen so far. Two machines cannot tell a dead one from a cut cable, so
no machine promotes itself.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from server.director import Director
from server.event_file.faults import EventFileErrors
from server.event_file.reader import read_event
from server.journal.row import JournalError
from server.replication.generation import Generation
from server.replication.meeting import ask_all, meet_all
from server.replication.replicas import Replicas
from server.replication.retry import end
from server.screens.page_messages import tell_peers
from server.texts.say import say
from server.web.access import Access
from server.web.addresses import bases
from server.web.state import AppState, open_show

HANDOVER = 2.0  # seconds for which a promotion waits for the last events of a primary that still answers

log = logging.getLogger(__name__)


class NotReadyError(RuntimeError):
    """Follower that has nothing yet that it could serve."""


def own_addresses(state: AppState) -> list[str]:
    """Addresses at which other machines find this one."""
    known = bases(state.settings.host, state.port, state.settings.certfile is not None)
    return known[1:] or known


class Primary:
    """Machine that serves a show which others may follow."""

    def __init__(self, state: AppState, director: Director, generation: Generation) -> None:
        self._state, self._director, self._generation = state, director, generation
        settings = state.settings
        self.replicas = Replicas(generation, director, settings.data_dir, settings.event_dir, self._changed)
        self._meeting: asyncio.Task[None] | None = None
        self.weak: list[str] = []  # settings of a Redis, which is not here

    @property
    def role(self) -> str:
        """`writer`, as among machines with a Redis."""
        return "writer"

    @property
    def writer(self) -> str:
        """Address of the machine that has gone on with the show, "" where none has."""
        return self.replicas.holder

    @property
    def redis(self) -> str:
        """`none`, or `fenced` once another machine has gone on."""
        return "fenced" if self.replicas.fenced else "none"

    def readiness(self) -> dict[str, Any]:
        """Part of `/readyz` about followers; nothing for a machine alone."""
        facts: dict[str, Any] = {}
        if self.replicas.replicas:
            facts["followers"] = self.replicas.facts()
        if self.replicas.fenced:
            why = f"{self.writer} has gone on with this show: what is done here does not count"
            facts |= {"ready": False, "role": "fenced", "writer": self.writer, "why": why}
        return facts

    def start(self) -> None:
        """Start: the director asks the followers from now on."""
        self._director.share(self.replicas, views=False)
        self._state.failover, self._state.replicas = self, self.replicas
        self._state.generation, self._state.following = self._generation, None
        self._state.own_addresses = own_addresses(self._state)
        self._learn()
        meeting = meet_all(self._generation, own_addresses(self._state), self.replicas.deposed)
        self._meeting = asyncio.create_task(meeting)

    async def leave(self) -> None:
        """No word to other machines: none takes over by itself."""

    async def stop(self) -> None:
        """End of this machine's part; the journal is closed."""
        if self._meeting:
            self._meeting.cancel()
            with suppress(asyncio.CancelledError):
                await self._meeting
        self._director.close()

    def _learn(self) -> None:
        self._state.other_machines = tuple(self._generation.known)
        self._state.fenced = self.replicas.fenced

    def _changed(self) -> None:
        self._learn()
        tell_peers(self._state)
        self._state.hub.announce()


class Following:
    """Machine that follows another until a person promotes it. `tell` prints for the person at its
    terminal."""

    def __init__(self, state: AppState, address: str, token: str, tell: Callable[[str], None]) -> None:
        from server.replication.followed_show import FollowedShow
        from server.replication.follower import Follower

        settings = state.settings
        self._state, self._tell = state, tell
        self.generation = Generation.of_folder(settings.data_dir)
        self.generation.follow(address, settings.host, settings.port)
        self.show = FollowedShow(state.hub)
        self.follower = Follower(
            address, token, self.generation, self.show, settings.event_dir, self._new_keys
        )
        self._tasks: list[asyncio.Task[None]] = []
        self._promoting = asyncio.Lock()
        self._said = ""
        self.primary: Primary | None = None
        self.weak: list[str] = []

    @property
    def role(self) -> str:
        """`standby` until it is promoted."""
        return "standby"

    @property
    def writer(self) -> str:
        """Address of the machine that runs the show."""
        return self.follower.address

    @property
    def redis(self) -> str:
        """`none`: these machines have no Redis."""
        return "none"

    def readiness(self) -> dict[str, Any]:
        """Part of `/readyz`: how far behind this machine is. `ready` is for a machine that may be commanded."""
        follower = self.follower
        return {
            "ready": False, "role": "follower", "writer": self.writer, "linked": follower.linked,
            "behind": follower.behind, "seconds": round(follower.seconds, 1),
            "files_left": follower.files_left, "can_be_promoted": follower.has_event,
        }  # fmt: skip

    def words(self, lang: str) -> str:
        """Words for how far this machine is."""
        follower = self.follower
        key = "in_step" if follower.in_step else follower.trouble or "catching_up"
        told = say(f"follow.{key}", lang, primary=self.writer, seq=self.show.seq, behind=follower.behind,
                   seconds=int(follower.seconds))  # fmt: skip
        left = say("follow.files_left", lang, files=follower.files_left) if follower.files_left else ""
        return told + left

    def start(self) -> None:
        """Start: what is on this disk is shown at once. Raises JournalError."""
        self._state.failover, self._state.source = self, self.show
        self._state.following, self._state.generation = self, self.generation
        self._state.own_addresses = own_addresses(self._state)
        self._state.other_machines = (self.follower.address,)
        self.follower.addresses = self._state.own_addresses
        self.follower.open()
        self._tasks = [asyncio.create_task(self.follower.run()), asyncio.create_task(self._tell_changes())]

    async def leave(self) -> None:
        """No word to other machines: none waits for a follower."""

    async def stop(self) -> None:
        """End of this machine's part."""
        await self._stop_following()
        if self.primary:
            await self.primary.stop()

    async def _stop_following(self) -> None:
        for task in self._tasks:
            await end(task)  # a line that is being closed waits for the other side, and a promotion must not
            if not task.cancelled() and (error := task.exception()):
                log.error("following ended by itself", exc_info=error)
        self._tasks = []
        self.follower.close()

    async def _tell_changes(self) -> None:
        """A line in the terminal, in both languages, when something else is the case than before."""
        while True:
            await self.follower.changed.wait()
            self.follower.changed.clear()
            follower = self.follower
            now = f"{follower.linked}{follower.trouble}{follower.in_step}{follower.files_left > 0}"
            if now != self._said:
                self._said = now
                self._tell("\n".join(f"  {self.words(lang)}" for lang in ("zh", "en")))
            await asyncio.sleep(1)

    def _new_keys(self) -> None:
        self._state.access = Access(self._state.settings.data_dir)

    # --- promotion -----------------------------------------------------------------------------------

    async def promote(self) -> None:
        """Promotion: this machine serves the show from now on. Raises NotReadyError, JournalError, EventFileErrors."""
        async with self._promoting:
            if self.primary:
                return
            if not self.follower.has_event:
                raise NotReadyError
            contest = read_event(self._state.settings.event_dir)
            self.generation.promote()
            await self._last_events()
            await self._stop_following()
            director = open_show(self._state, contest, self.follower.mode, self.show.clock)
            self.generation.remember([self.follower.address])
            self.primary = Primary(self._state, director, self.generation)
            self.primary.start()
            self._state.hub.restart()
            tell_peers(self._state)
            log.warning("this machine runs the show from now on, as generation %d", self.generation.number)
            self._tell("\n".join(f"  {say('follow.promoted', lang)}" for lang in ("zh", "en")))

    async def promote_or_say(self, lang: str) -> str:
        """Promotion; why it cannot be, in words, "" where it is done."""
        try:
            await self.promote()
        except NotReadyError:
            return say("follow.not_ready", lang)
        except (JournalError, EventFileErrors, OSError) as error:
            return say("follow.cannot_take_over", lang, why=error)
        return ""

    async def _last_events(self) -> None:
        """A primary that still answers acknowledges nothing from now on, and what it did until now comes
        over."""
        if not self.follower.linked:
            return
        self.generation.remember([self.follower.address])
        if not await ask_all(self.generation, own_addresses(self._state)):
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(HANDOVER):
                seen = self.follower.beats
                while self.follower.linked and (self.follower.beats < seen + 2 or self.follower.behind):
                    self.follower.changed.clear()
                    await self.follower.changed.wait()
