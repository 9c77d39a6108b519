"""One run of the simulation: a final with its people, screens and machines, a storm, a calm, and then the check."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.show.model import Contest
from server.show.model.rundown import build
from tests.sim.check import check
from tests.sim.machine import Box
from tests.sim.network import Network
from tests.sim.people import Final, Person
from tests.sim.screens import Screen
from tests.sim.seams import set_up
from tests.sim.storm import SHARED, Storm
from tests.sim.world import World
from tests.support.contests import contest

STORM = 25.0  # seconds of simulated time in which faults begin
CALM = 120.0  # seconds after it in which everything has to be well again
FORGOTTEN = 8.0  # seconds after Redis forgot in which no second fault takes what it forgot
POLICIES = ("at_once", "previous_after_next", "first_together", "session", "awards")
MEMORY = Path("/dev/shm")  # files of a run lie in memory, where there is such a place


@dataclass(frozen=True, slots=True)
class Report:
    """Outcome of one run."""

    seed: int
    trace: str
    faults: tuple[str, ...]
    lines: tuple[str, ...]
    acks: int
    alone: int
    crashes: int
    events: int


class Simulation:
    """World of a seed with everything that acts in it."""

    def __init__(self, seed: int, folder: Path, weather: tuple[str, ...] = ()) -> None:
        self.world = world = World(seed, folder)
        world.network = Network(world)
        chance = world.chance("setting")
        self.weather = weather
        self.shared = chance.random() < 0.75 if not weather else bool({*weather} & {*SHARED})
        held: Contest = contest(entries=chance.randint(2, 4), judges=3, policy=chance.choice(POLICIES))
        names = ["first", "second"] if self.shared and (weather or chance.random() < 0.85) else ["first"]
        self.servers = [Box(world, name, held, self.shared) for name in names]
        self.edges = [Box(world, "edge", held, True, edge=True)] if self.shared and chance.random() < 0.6 else []
        world.entries = tuple(entry.id for entry in held.entries)
        self.screens = self._screens(chance)
        self.people = self._people(held, chance)
        self._forgot_at = -FORGOTTEN

    def _screens(self, chance: Any) -> list[Screen]:
        views = chance.sample(["stage", "monitor", "backstage", "overlay", "watch"], 3)
        screens = [Screen(self.world, f"{view} {n}", view, self.servers[::-1] if n % 2 else self.servers)
                   for n, view in enumerate(views)]  # fmt: skip
        return screens + [Screen(self.world, "edge watch", "watch", self.edges) for _ in self.edges]

    def _people(self, held: Contest, chance: Any) -> list[Person]:
        cues = tuple(cue.id for segment in build(held) for cue in segment.cues)
        judges = tuple(judge.id for judge in held.judges)
        final = Final(self.world.entries, judges, cues, modes=chance.random() < 0.2)
        view = "control" if chance.random() < 0.4 else "preview.stage"
        people = [Person(self.world, "operator", view, self.servers, final.operator, 0.8)]
        if chance.random() < 0.6:
            person = Person(self.world, "judge J1", "judge.J1", self.servers, final.judge("J1"), 2.0)
            people.append(person)
        return people

    # --- what a storm may do ---------------------------------------------------------------------------

    def may_lose(self, box: Box) -> bool:
        """Redis has not just forgotten what this machine may be the only one to have."""
        return self.world.loop.time() >= self._forgot_at + FORGOTTEN

    def may_forget(self) -> bool:
        """The machine that writes is there to tell Redis again."""
        writers = [box for box in self.servers if box.director is not None]
        return any(box.up and not box.host.asleep and not box.in_trouble for box in writers if box.host)

    def forgot(self) -> None:
        """Redis forgets now."""
        self._forgot_at = self.world.loop.time()

    # --- the run ---------------------------------------------------------------------------------------

    def run(self) -> Report:
        """Storm, calm and check."""
        world, loop = self.world, self.world.loop
        with loop.running():
            self._begin()
            loop.run_until(STORM)
            self._calm()
            if not loop.run_until(STORM + CALM, self.settled):
                many = " and two machines write" if len(self.writers()) > 1 else ""
                world.fault(f"{CALM} s after the storm the show is not well{many}: {self.standing()}")
            else:
                loop.run_until(loop.time() + 3)
                check(self)
            for text in loop.faults:
                world.fault(f"nobody caught: {text}")
            world.over = True
            loop.reap()
            for box in world.boxes.values():
                box.disk.close()
        acks = [ack for box in self.servers for ack in box.acks]
        alone = sum(ack.alone for ack in acks)
        return Report(world.seed, world.trace(), tuple(world.faults), tuple(world.lines), len(acks), alone,
                      world.crashes, self.events)  # fmt: skip

    events = 0

    def _begin(self) -> None:
        loop, outside = self.world.loop, self.world.outside
        outside.run(self.servers[0].start)
        for edge in self.edges:
            loop.call_later(0.5, edge.start, context=outside)
        for one in self.screens:
            self._act(one.run())
        for person in self.people:
            until = STORM + self.world.chance("end").uniform(-8, 2)
            self._act(person.run(until))
        self._storm = loop.create_task(Storm(self).blow(STORM - 0.5), context=outside.copy())
        loop.call_later(0.5, self._keep, context=outside)

    def _act(self, run: Any) -> None:
        """An actor, whose own bug would else look like one of the program."""

        def over(task: Any) -> None:
            if not task.cancelled() and task.exception() is not None:
                self.world.fault(f"an actor has failed: {task.exception()!r}")

        self.world.loop.create_task(run, context=self.world.outside.copy()).add_done_callback(over)

    def _keep(self) -> None:
        """Somebody starts again what has ended."""
        chance = self.world.chance(f"keep {self.world.loop.time()}")
        for box in self.servers:
            if box.host is None or box.host.dead:
                if self._may_start(box) and (chance.random() < 0.3 or not self.world.stormy):
                    box.start()
            elif box.up and box.failover and box.failover.redis == "diverged" and not self.world.stormy:
                box.up = False  # the panel and the log ask for it: start again, to go on from Redis' history
                self.world.loop.create_task(box.stop(), context=box.context.copy())
        self.world.loop.call_later(0.5, self._keep, context=self.world.outside)

    def _may_start(self, box: Box) -> bool:
        """A second machine is started where Redis can be asked who writes; else it would begin a show of its own
        beside the other's, and the operator of a final knows that."""
        others = [other for other in self.servers if other is not box and other.up]
        world = self.world
        if any(other.failover and other.failover.redis == "degraded" for other in others):
            return False
        away = world.network.paused or world.network.down or world.redis.refuses or box.name in world.network.split
        return not (self.shared and others and away)

    def _calm(self) -> None:
        world = self.world
        world.note("calm")
        world.stormy, world.crashing = False, 0.0
        self._storm.cancel()
        world.redis.refuses = False
        world.network.heal()
        for box in world.boxes.values():
            box.disk.full = box.disk.fails = False
            box.disk.latency = 0.001
            world.outside.run(box.wake)

    # --- how it stands ---------------------------------------------------------------------------------

    def writers(self) -> list[Box]:
        """Machines that write the show now."""
        return [box for box in self.servers if box.director is not None]

    def settled(self) -> bool:
        """One writer, which has told Redis everything, and every screen is where it is."""
        writers = self.writers()
        if self.world.loop.time() < STORM + 8 or len(writers) != 1 or not all(box.up for box in self.servers):
            return False
        director = writers[0].director
        assert director is not None
        if director.bus is not None and (director.bus.state != "shared" or director.bus._sent < director.seq):
            return False
        newest = director.epoch, director.seq
        return all((one.follower.epoch, one.follower.seq) == newest for one in (*self.screens, *self.people))

    def standing(self) -> str:
        """State of everything, for people."""
        boxes = [f"{box.name}: up={box.up} role={box.failover.role if box.failover else ''}"
                 f" redis={box.failover.redis if box.failover else ''} seq={box.director.seq if box.director else ''}"
                 for box in self.servers]  # fmt: skip
        views = [f"{one.view}: {one.follower.epoch[:4]}/{one.follower.seq}" for one in (*self.screens, *self.people)]
        return "; ".join([*boxes, *views])


class _Ears(logging.Handler):
    """Words of the program's log, for the trace; a traceback is a fault."""

    def __init__(self, world: World) -> None:
        super().__init__(logging.WARNING)
        self._world = world

    def emit(self, record: logging.LogRecord) -> None:
        text = record.getMessage()
        self._world.note(f"log: {text}")
        if record.exc_info and not self._world.over:
            error = record.exc_info[1]
            self._world.fault(f"traceback in the log: {text}: {error!r}")


@contextmanager
def _heard(world: World) -> Iterator[None]:
    log = logging.getLogger("server")
    ears = _Ears(world)
    before, log.propagate = log.propagate, False
    log.addHandler(ears)
    try:
        yield
    finally:
        log.removeHandler(ears)
        log.propagate = before


def simulate(seed: int, weather: tuple[str, ...] = ()) -> Report:
    """Run of a seed, in files that are gone afterwards. `weather`: the kinds of faults, where the seed is not to
    choose them."""
    place = MEMORY if MEMORY.is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="sim-", dir=place))
    try:
        run = Simulation(seed, folder, weather)
        with set_up(run.world), _heard(run.world):
            return run.run()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
