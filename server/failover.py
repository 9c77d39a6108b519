"""Who writes: this machine or another with the same Redis and event.

One machine holds the lease and runs the show. Another that is started waits beside it as *standby*: it
serves the public views as an edge does, and takes the show over from the stream when the lease runs out.
A writer that was replaced steps down, says so, and is a standby from then on. A standby that has just
reached Redis again waits a whole lease first: the writer may have been cut off by the same fault.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import uuid
from pathlib import Path
from typing import Any

from server.director import Director
from server.event_file.look_section import ASSETS
from server.journal import Journal, JournalError, Mode, copy_to, last_mode
from server.replication.bus import TROUBLE, Bus, end
from server.replication.mirror import Mirror, follow
from server.replication.redis_store import LEASE, FencedError, Lease, Shared, event_key
from server.replication.redis_url import client_of
from server.settings import Settings
from server.show.model import Contest
from server.web.assets import SERVED

LOOK = 0.5  # seconds between two looks at the lease
MOST_PICTURES = 64 * 1024 * 1024  # bytes of the event's pictures that travel to edges
MODES: tuple[Mode, ...] = ("live", "rehearsal")

log = logging.getLogger(__name__)


_WHY = {
    ("writer", "alone"): "Redis does not answer: the show goes on here, edges keep their last picture",
    ("writer", "apart"): "Redis holds another history of this show: start Limelight again to go on from that one",
    ("writer", "fenced"): "another machine has taken over the show",
    ("standby", "standby"): "standby: another machine runs the show, and this one takes over when it stops",
    ("standby", "alone"): "standby, and Redis does not answer yet",
}


class Succession:
    """`state` is the app's: its `source` and `director` change with the role. `role` is `writer` or
    `standby`; `writer` names the machine that writes."""

    def __init__(self, state: Any, settings: Settings, contest: Contest) -> None:
        assert settings.redis_url is not None
        self._state, self._settings, self._contest = state, settings, contest
        self._client = client_of(settings.redis_url)
        self._shared = Shared(self._client, event_key(contest))
        state.hub.redis = lambda: self.told()["redis"]
        self._name = f"{socket.gethostname()}:{settings.port}|{uuid.getnode():x}|{settings.data_dir}"
        self._mirror = Mirror(state.hub)
        self._mode: Mode | None = None  # the one that the show was in when this machine took it over
        self._tasks: list[asyncio.Task[None]] = []
        self.bus: Bus | None = None
        self.holder = ""

    @property
    def role(self) -> str:
        return "writer" if self.bus else "standby"

    @property
    def writer(self) -> str:
        return self.holder.partition("|")[0]

    def told(self) -> dict[str, Any]:
        """What `/readyz` says beside the show's number."""
        state = self.bus.state if self.bus else ("standby" if self._mirror.linked else "alone")
        told = {"ready": self.bus is not None, "role": self.role, "redis": state, "writer": self.writer}
        return told if state == "shared" else told | {"why": _WHY[self.role, state]}

    async def begin(self) -> None:
        """Takes the show up, where nobody else has it; Redis may be away, and the show begins all the same."""
        self._state.director = None
        try:
            lease = await self._shared.acquire(self._name)
            await self._fetch(newest=True)
            self._open(lease)
        except FencedError as error:
            self.holder, self._state.source = error.holder, self._mirror
        except TROUBLE as error:
            log.warning("Redis does not answer (%s): the show begins on this machine alone", error)
            self._open(None)
        self._tasks = [asyncio.create_task(self._run()), asyncio.create_task(self._pictures())]

    async def end(self) -> None:
        for task in self._tasks:
            await end(task)
        if self.bus:
            await self.bus.leave()
        if self._state.director:
            self._state.director.close()
        await self._client.aclose()

    async def _run(self) -> None:
        while True:
            try:
                if self.bus is None:
                    await self._take_over()
                assert self.bus is not None
                await self.bus.run()
                if self.bus.state == "apart":
                    return
                self._step_down(self.bus.holder)
            except Exception:
                log.exception("carrying the show to Redis failed")
                await asyncio.sleep(LOOK)

    async def _take_over(self) -> None:
        lease = await self._inherit()
        try:
            self._open(lease)
        except JournalError as error:
            log.error("this machine cannot take over the show: %s", error)
            await self._shared.release(lease)
            await asyncio.sleep(LEASE)
            return await self._take_over()
        self._mirror.drop()
        log.warning("this machine has taken over the show")
        return None

    # --- standby -------------------------------------------------------------------------------------

    async def _inherit(self) -> Lease:
        """Waits for the lease and brings this machine's journals level with the stream."""
        listening = asyncio.create_task(follow(self._mirror, self._client))
        try:
            while True:
                if self._state.source is not self._mirror and self._mirror.epoch:
                    self._state.source = self._mirror
                    self._state.hub.restart()
                if self._mirror.silent_for() >= LEASE:
                    try:
                        lease = await self._shared.acquire(self._name)
                        await self._fetch(newest=False)
                        mode, _ = await self._shared.journal()
                        self._mode = "rehearsal" if mode == "rehearsal" else "live"
                        return lease
                    except FencedError as error:
                        self.holder = error.holder
                    except TROUBLE as error:
                        log.info("Redis does not answer (%s)", error)
                await asyncio.sleep(LOOK)
        finally:
            await end(listening)

    def _step_down(self, holder: str) -> None:
        """Screens keep what they have until the mirror has the other machine's show."""
        director, hub = self._state.director, self._state.hub
        self.bus, self.holder = None, holder
        self._state.director = director.bus = None
        log.error("%s has taken over the show: nothing that is done here counts from now on", self.writer)
        for view, screens in hub.screens.items():
            for screen in list(screens) if not director.is_public(view) else ():
                screen.outbox.end(f"{self.writer} has taken over the show")
        director.close()

    # --- writer --------------------------------------------------------------------------------------

    async def _fetch(self, newest: bool) -> None:
        """Writes the streams' journals to this machine's disk. `newest`: only where they are the newer ones."""
        for mode in MODES:
            _, epoch = await self._shared.journal(mode)
            rows = await self._shared.rows(epoch) if epoch else []
            path = self._settings.data_dir / f"{mode}.sqlite"
            if rows and not (newest and _newer(path, epoch, rows[-1].at)):
                copy_to(path, epoch, rows)

    def _open(self, lease: Lease | None) -> None:
        """Opens the show here. A standby's clock goes on, so that no timer jumps."""
        state, settings = self._state, self._settings
        followed = self._mirror.clock if self._mirror.epoch else None
        mode = self._mode or settings.mode or last_mode(settings.data_dir)
        director = Director(settings.data_dir, self._contest, mode, state.hub, followed)
        director.pictures = settings.event_dir / ASSETS
        state.access.people.ensure(director.show.judges.values())
        self.bus = Bus(self._shared, director, self._name, lease)
        self.bus.changed = state.hub.announce
        self.holder = self._name
        director.share(self.bus)
        state.director = state.source = director
        state.hub.restart()

    async def _pictures(self) -> None:
        """Puts the event's pictures where edges find them, as soon as this machine writes."""
        folder = self._settings.event_dir / "assets"
        while True:
            if self.bus and self.bus.state == "shared":
                try:
                    await self._shared.keep_pictures(await asyncio.to_thread(_pictures_in, folder))
                    return
                except TROUBLE as error:
                    log.warning("the event's pictures have not reached Redis yet (%s)", error)
            await asyncio.sleep(LOOK)


def _newer(path: Path, epoch: str, at: int) -> bool:
    """Whether the journal on this disk is another show, which went on later than `at`."""
    if not path.exists():
        return False
    journal = Journal(path)
    try:
        kept = journal.rows()
        return bool(kept) and journal.epoch != epoch and kept[-1].at > at
    finally:
        journal.close()


def _pictures_in(folder: Path) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    left = MOST_PICTURES
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if not path.is_file() or path.suffix.lower() not in SERVED:
            continue
        left -= path.stat().st_size
        if left < 0:
            log.warning("%s and what follows do not travel to edges: at most %d bytes do", path, MOST_PICTURES)
            break
        found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found
