"""Machines of the simulation: servers that crash and start again on the same disk, and edges that only look on."""

from __future__ import annotations

import contextvars
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from server.director import Director
from server.failover import Failover
from server.journal.lock import Lock
from server.journal.row import JournalError
from server.replication.mirror import Mirror, follow
from server.screens.upgrade import Upgrade
from server.show.model import Contest
from server.show.model.role import Who
from server.web.state import AppState, open_show
from server.wire import Envelope
from tests.sim.disk import Disk
from tests.sim.loop import HOST, Host
from tests.sim.redis_client import SimClient
from tests.sim.seams import settings_of
from tests.sim.world import World


@dataclass(frozen=True, slots=True)
class Ack:
    """Acknowledgement as the server gave it. `alone`: on this machine's disk only, and it is known there."""

    id: str
    epoch: str
    seq: int
    box: str
    at: float
    alone: bool
    recorded: bool


class Badges:
    """Sign-in of the simulation: a header says who it is."""

    people = SimpleNamespace(ensure=lambda judges: None)

    def who(self, connection: Any) -> Who | None:
        """Person of a connection."""
        role, _, judge = connection.headers.get("x-who", "").partition(" ")
        return Who(role, f"{role}{judge}", judge=judge) if role else None


class ServedState(AppState):
    """App state that tells the world of each acknowledgement."""

    box: Box

    async def command(self, envelope: Envelope, who: Who) -> dict[str, Any]:
        director = self.active_director
        answer = await AppState.command(self, envelope, who)
        self.box.answered(director, envelope, who.by, answer)
        return answer


class Box:
    """One machine. `shared`: there is a Redis; an `edge` has no show of its own."""

    def __init__(self, world: World, name: str, contest: Contest, shared: bool, edge: bool = False) -> None:
        self.world, self.name, self.contest, self.shared, self.edge = world, name, contest, shared, edge
        self.disk = Disk(world.folder / name, world.chance(f"disk {name}"), world.point)
        self.host: Host | None = None
        self.state: Any = None
        self.failover: Failover | None = None
        self.context: Any = None
        self.clock_step = 0.0
        self.since_boot = float(world.chance(f"boot {name}").randint(100, 100_000))
        self.up = False
        self.acks: list[Ack] = []
        self.excused: set[str] = set()  # ids that only this machine has, and that may stay there
        self.lonely = False  # it was cut off or asleep, and has not been level with Redis since
        self.links: dict[Any, None] = {}
        world.boxes[name] = self

    @property
    def director(self) -> Director | None:
        """Director of the show that this machine writes now."""
        return self.state.active_director if self.state is not None and not self.edge else None

    def may_crash(self) -> bool:
        """A process that runs, and whose end the run has foreseen."""
        return self.host is not None and not self.host.dead and not self.edge and self.world.stormy

    # --- the process -----------------------------------------------------------------------------------

    def start(self) -> None:
        """Start of the process on the files that are there."""
        self.host = Host(self.world.loop, self.name)
        self.context = contextvars.copy_context()
        self.context.run(HOST.set, self.host)
        self.up = False
        self.world.note(f"{self.name} starts")
        self.world.loop.create_task(self._main(), context=self.context)

    async def _main(self) -> None:
        kind = AppState if self.edge else ServedState
        state = kind(settings_of(self.disk.folder, self.shared), "sim", None, self.edge)  # type: ignore[arg-type]
        if self.edge:
            state.mirror = state.source = Mirror(state.hub)
            self.world.loop.create_task(follow(state.mirror, SimClient(self.world)))
        else:
            state.box = self  # type: ignore[attr-defined]
            state.access = Badges()  # type: ignore[assignment]
            try:
                await self._open(state)
            except Exception as error:
                self.world.note(f"{self.name} does not start: {error}")
                if not isinstance(error, (JournalError, OSError)):  # `limelight serve` has words for these
                    self.world.fault(f"{self.name} does not start, and nobody said why: {error!r}")
                self.disk.stop(power_cut=False)
                self.end()
                self.disk.restore()
                return
        self.state = state
        self.upgrade = Upgrade(SimpleNamespace(state=state))
        self.up = True

    async def _open(self, state: AppState) -> None:
        self._lock = Lock(self.disk.folder)
        if self.shared:
            failover = state.failover = self.failover = Failover(state, self.contest)
            await failover.start()
        else:
            open_show(state, self.contest)

    def end(self) -> None:
        """End of the process: its lines are cut, its files stay as they are."""
        assert self.host is not None
        self.host.dead = True
        self.up = False
        for link in list(self.links):
            link.cut()
        self.links.clear()
        self.world.network.reset(self)
        self.state = self.failover = None

    def crash(self, why: str, power_cut: bool = False) -> None:
        """End in the middle of anything; a power cut takes what was not flushed."""
        self.world.note(f"{self.name} crashes {why}{' (power)' if power_cut else ''}")
        self.world.crashes += 1
        self.excuse()
        self.disk.stop(power_cut)
        self.end()
        self.disk.restore()
        if power_cut:
            self.since_boot = -self.world.loop.time()

    async def stop(self) -> None:
        """End as SIGTERM asks for it."""
        self.excuse()
        if self.failover:
            await self.failover.stop()
        elif self.director:
            self.director.close()
        self._lock.release()
        self.world.note(f"{self.name} stops")
        self.disk.stop(power_cut=False)
        self.end()
        self.disk.restore()

    def sleep(self) -> None:
        """SIGSTOP: time goes on without it."""
        if self.host is not None and not self.host.dead:
            self.excuse()
            self.host.asleep = True
            self.world.note(f"{self.name} sleeps")

    def wake(self) -> None:
        """SIGCONT."""
        if self.host is not None and self.host.asleep:
            self.world.note(f"{self.name} wakes")
            self.world.loop.wake(self.host)

    # --- acknowledgements ------------------------------------------------------------------------------

    def excuse(self) -> None:
        """Trouble of this machine alone: what only it has may be left behind when another goes on."""
        self.excused |= {ack.id for ack in self.acks if ack.alone}
        self.lonely = True

    @property
    def in_trouble(self) -> bool:
        """This machine, and no other, is cut off."""
        return self.name in self.world.network.split

    def answered(self, director: Director | None, envelope: Envelope, by: str, answer: dict[str, Any]) -> None:
        """Answer that is on its way to the client."""
        self.world.note(f"{self.name} answers {envelope.id} {answer['type']} {answer.get('seq', answer.get('code'))}")
        if director is None or answer["type"] != "ack" or self.world.over:
            return
        alone = bool(answer.get("alone"))
        recorded = director.journal.seq_of(envelope.id, by) is not None
        ack = Ack(envelope.id, director.epoch, answer["seq"], self.name, self.world.loop.time(), alone, recorded)
        self.acks.append(ack)
        self.lonely = self.lonely and alone
        if alone and (self.in_trouble or self.lonely):
            self.excused.add(envelope.id)

    def journals(self) -> dict[str, Path]:
        """Every journal on this disk, by its file's name."""
        return {path.name: path for path in sorted(self.disk.folder.glob("*.sqlite")) if path.name != "lock.sqlite"}
