"""Faults of one run, drawn by its seed: what goes wrong, when, and for how long."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from server.replication.redis_store import LEASE

if TYPE_CHECKING:
    from tests.sim.simulation import Simulation


SHARED = ("refuse", "pause", "redis_down", "forget", "split", "lossy", "doubled")  # kinds that need a Redis
ALONE = ("kill", "power_cut", "restart", "sleep", "full_disk", "failing_disk", "slow_disk", "clock_step", "cut_screens",
         "slow_screens", "crash_points")  # fmt: skip


class Storm:
    """Weather of one run: of all kinds of faults each seed has its own few, so that some runs are of one fault
    alone and some of many at once."""

    def __init__(self, run: Simulation) -> None:
        self._run, self._world = run, run.world
        self._network = run.world.network
        self._chance = run.world.chance("storm")
        kinds = ALONE + SHARED * 2 if run.shared else ALONE
        drawn = list(run.weather) or self._chance.sample(kinds, self._chance.randint(1, 4))
        if "failing_disk" in drawn:
            drawn.append("power_cut")  # what a disk did not write is missed after one
        self.kinds: list[Callable[[], Awaitable[None]]] = [getattr(self, name) for name in drawn]

    async def blow(self, until: float) -> None:
        """Fault after fault, until a moment."""
        while self._world.loop.time() < until:
            await asyncio.sleep(self._chance.expovariate(1 / 3.0))
            kind = self._chance.choice(self.kinds)
            self._world.note(f"storm: {kind.__name__}")
            await kind()

    def _length(self) -> float:
        """Seconds of a fault: a moment, or longer than a lease."""
        return self._chance.choice([0.3, 1.0, 2.0, LEASE + self._chance.uniform(0.5, 5)])

    def _box(self) -> Any:
        return self._chance.choice(self._run.servers)

    def _writers(self) -> list[Any]:
        return [box for box in self._run.servers if box.director is not None]

    def _one(self) -> Any:
        """Some machine, mostly the one that writes."""
        writers = self._writers()
        return self._chance.choice(writers) if writers and self._chance.random() < 0.7 else self._box()

    # --- machines --------------------------------------------------------------------------------------

    async def kill(self) -> None:
        await self._ended(self._one(), power_cut=False)

    async def power_cut(self) -> None:
        await self._ended(self._one(), power_cut=True)

    async def _ended(self, box: Any, power_cut: bool) -> None:
        if box.may_crash() and not box.host.asleep and self._run.may_lose(box):
            box.crash("by the storm", power_cut)
            await asyncio.sleep(self._length())

    async def restart(self) -> None:
        box = self._one()
        if box.up and box.may_crash() and not box.host.asleep and self._run.may_lose(box):
            task = self._world.loop.create_task(box.stop(), context=box.context.copy())
            await asyncio.wait({task}, timeout=30)
            await asyncio.sleep(self._chance.uniform(0.1, 3))

    async def sleep(self) -> None:
        box = self._one()
        if self._run.may_lose(box):
            box.sleep()
            await asyncio.sleep(self._length())
            box.wake()

    async def crash_points(self) -> None:
        """A crash before or after any write, flush or request."""
        self._world.crashing = 0.02
        await asyncio.sleep(self._length())
        self._world.crashing = 0.0

    # --- disks and clocks ------------------------------------------------------------------------------

    async def full_disk(self) -> None:
        disk = self._one().disk
        disk.full = True
        await asyncio.sleep(self._length())
        disk.full = False

    async def failing_disk(self) -> None:
        disk = self._one().disk
        disk.fails = True
        await asyncio.sleep(self._length() / 2)
        disk.fails = False

    async def slow_disk(self) -> None:
        disk = self._one().disk
        disk.latency = self._chance.uniform(0.05, 0.8)
        await asyncio.sleep(self._length())
        disk.latency = 0.001

    async def clock_step(self) -> None:
        self._one().clock_step += self._chance.choice([-86400, -3600, -5, 5, 3600, 86400])

    # --- Redis -----------------------------------------------------------------------------------------

    async def refuse(self) -> None:
        """It answers reads and refuses writes."""
        self._world.redis.refuses = True
        await asyncio.sleep(self._length())
        self._world.redis.refuses = False

    async def pause(self) -> None:
        self._network.paused = True
        await asyncio.sleep(self._length())
        self._network.paused = False
        self._network.release()

    async def redis_down(self) -> None:
        self._network.down = True
        self._network.reset()
        if self._chance.random() < 0.3 and self._run.may_forget():
            self._world.redis.forget()
        await asyncio.sleep(self._length())
        self._network.down = False

    async def forget(self) -> None:
        if self._run.may_forget():
            self._run.forgot()
            self._world.redis.forget()
            await asyncio.sleep(self._length())

    async def split(self) -> None:
        box = self._one()
        if not self._run.may_lose(box):
            return
        box.excuse()
        self._network.split.add(box.name)
        if self._chance.random() < 0.5:
            self._network.reset(box)
        await asyncio.sleep(self._length())
        self._network.split.discard(box.name)
        box.excuse()
        self._network.reset(box)
        self._network.release()

    async def lossy(self) -> None:
        """Some requests and some answers never get there."""
        self._network.loss = self._chance.uniform(0.02, 0.3)
        await asyncio.sleep(self._length())
        self._network.loss = 0.0

    async def doubled(self) -> None:
        self._network.doubles = 0.5
        await asyncio.sleep(self._length())
        self._network.doubles = 0.0

    # --- screens ---------------------------------------------------------------------------------------

    async def cut_screens(self) -> None:
        for screen in self._run.screens:
            if self._chance.random() < 0.4:
                screen.cut()
        for person in self._run.people:
            if person.line is not None and self._chance.random() < 0.3:
                person.line.cut()

    async def slow_screens(self) -> None:
        for one in (*self._run.screens, *self._run.people):
            if self._chance.random() < 0.4:
                one.stall(self._length())
