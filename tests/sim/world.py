"""World of one run: its time, its chance, its trace, and everything that stands in it."""

from __future__ import annotations

import contextvars
import hashlib
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server.replication.redis_store import PUBLIC
from tests.show.test_view import called, tells
from tests.sim.loop import HOST, Crashed, Host, SimLoop
from tests.sim.redis_model import RedisModel

if TYPE_CHECKING:
    from tests.sim.machine import Box
    from tests.sim.network import Network

START = 1_723_593_600.0  # seconds of the epoch at which each run begins


class World:
    """Seeded world. `program`: the chance that the program draws from; every actor has one of its own."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.seed, self.folder = seed, folder
        self.loop = SimLoop()
        self.outside = contextvars.Context()  # of callbacks that belong to no machine
        self.program = self.chance("program")
        self.boxes: dict[str, Box] = {}
        self.network: Network
        self.redis = RedisModel(self.loop.time, lambda topic, text: self.network.publish(topic, text), self.watch_redis)
        self.lines: list[str] = []
        self.faults: list[str] = []
        self.crashing = 0.0  # chance of a crash at each point
        self._points = self.chance("points")
        self.revealed: set[str] = set()
        self.entries: tuple[str, ...] = ()
        self.over = False
        self.stormy = True  # faults may still begin
        self.crashes = 0

    def chance(self, name: str) -> random.Random:
        """Random numbers of one actor: what another does changes none of them."""
        return random.Random(f"{self.seed}/{name}")

    # --- trace ---------------------------------------------------------------------------------------

    def note(self, text: str) -> None:
        """Line of the trace."""
        self.lines.append(f"{self.loop.time():9.4f} {text.replace(str(self.folder), '')}")

    def fault(self, text: str) -> None:
        """Breach of what was promised."""
        if not self.over:
            self.faults.append(text)
            self.note(f"FAULT {text}")

    def trace(self) -> str:
        """Hash of the whole trace."""
        return hashlib.sha256("\n".join(self.lines).encode()).hexdigest()[:16]

    # --- time ----------------------------------------------------------------------------------------

    def monotonic(self) -> float:
        """Monotonic clock of the machine that asks."""
        box = self.box_of(HOST.get())
        return self.loop.time() + (box.since_boot if box else 0.0)

    def wall(self) -> float:
        """System clock of the machine that asks, which may step."""
        box = self.box_of(HOST.get())
        return START + self.loop.time() + (box.clock_step if box else 0.0)

    def stamp(self) -> float:
        """Moment of a file's name: no two are the same."""
        self._stamps = getattr(self, "_stamps", 0) + 1
        return self.wall() + self._stamps / 1e6

    # --- machines ------------------------------------------------------------------------------------

    def box_of(self, host: Host | None) -> Box | None:
        """Machine of a process."""
        return self.boxes.get(host.name) if host else None

    def box_at(self, path: Path) -> Box | None:
        """Machine that a file is on."""
        return next((box for box in self.boxes.values() if path.is_relative_to(box.disk.folder)), None)

    def flush(self, handle: int) -> None:
        """Flush of a log on the machine that asks."""
        box = self.box_of(HOST.get())
        if box is not None:
            box.disk.flush(handle)

    def disk_latency(self) -> float:
        """Seconds that the disk of the machine that asks takes."""
        box = self.box_of(HOST.get())
        return box.disk.latency if box else 0.0

    def point(self, name: str) -> None:
        """Point at which the process that runs may crash, before or after it has done something."""
        host = HOST.get()
        if host is None or self.over:
            return
        if host.dead:
            raise Crashed
        if self.crashing and self._points.random() < self.crashing:
            box = self.boxes[host.name]
            if box.may_crash():
                box.crash(f"at {name}", power_cut=self._points.random() < 0.5)
                raise Crashed

    # --- embargo -------------------------------------------------------------------------------------

    def public(self, text: str, where: str) -> None:
        """Public bytes: they hold no number of an entry that was never revealed."""
        if '"7' not in text or self.over:
            return
        self.learn()
        for entry in self.entries:
            if entry not in self.revealed and tells(text, entry):
                self.fault(f"a number of entry {entry} is in the public bytes of {where} before its reveal")

    def learn(self) -> None:
        """What has been revealed by now, on any machine."""
        for box in self.boxes.values():
            director = box.director
            if director is not None:
                self.revealed |= {*director.show.reveals, *called(director.show)}

    def watch_redis(self, name: str, words: tuple[Any, ...]) -> None:
        """Writes to what edges may read."""
        if str(words[0]).startswith(PUBLIC):
            for word in words[1:]:
                self.public(word if isinstance(word, str) else bytes(word).decode(), f"Redis ({words[0]})")
