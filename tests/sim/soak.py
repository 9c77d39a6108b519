"""Soak: a final in fast-forward for hours of its own time, and what it takes: memory, files, threads, journal.

    python -m tests.sim.soak --hours 48

The program's clock leaps from command to command; everything else is as in a hall: a real journal on a real disk,
screens and a panel that come, get their pictures and go, every command through the director. What has to stay flat is
measured each hour: memory (an event may take a bounded part of it), open files, threads. The journal grows by what is
recorded.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import os
import random
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.clock import Clock
from server.director import Director
from server.screens.outbox import Outbox
from server.show.model.role import Who
from server.show.model.rundown import build
from server.wire import command_of
from tests.sim.people import Final
from tests.support.contests import contest
from tests.support.hubs import hub_of

STEP = 20.0  # seconds of the final between two commands: 180 an hour, twice what a busy final has
VIEWS = ("stage", "monitor", "backstage", "overlay", "watch")
WARM = 2  # hours until every memo and buffer has its size
BYTES_AN_EVENT = 1024  # of memory that an event may go on to take: the journal's ids, and what undo and the log hold


class LeapingClock(Clock):
    """Clock that goes on when it is told to."""

    leapt = 0.0

    def precise(self) -> float:
        """Now in milliseconds, with what was leapt."""
        return super().precise() + self.leapt


@dataclass(frozen=True, slots=True)
class Reading:
    """What the process takes at the end of an hour."""

    hour: int
    events: int
    memory: int
    files: int
    threads: int
    journal: int

    def row(self) -> str:
        """Line of the report."""
        return (f"{self.hour:4} h {self.events:8} events  {self.memory / 2**20:7.1f} MB  {self.files:3} files"
                f"  {self.threads:2} threads  journal {self.journal / 2**20:6.1f} MB")  # fmt: skip


async def soak(hours: int, folder: Path, seed: int, told: Callable[[str], None]) -> list[Reading]:
    """A final of so many hours, read at the end of each."""
    held = contest(entries=12, judges=5)
    hub, clock = hub_of(*VIEWS, limit=1000), LeapingClock()
    director = Director(folder, held, "live", hub, clock)
    chance = random.Random(seed)
    entries, judges = tuple(entry.id for entry in held.entries), tuple(judge.id for judge in held.judges)
    final = Final(entries, judges, tuple(cue.id for part in build(held) for cue in part.cues), modes=False)
    people: list[tuple[Any, Who]] = [(final.operator, Who("operator", "panel-1"))] * 3
    people += [(final.judge(judge), Who("judge", judge, judge=judge)) for judge in judges]
    readings: list[Reading] = []
    number = 0
    for hour in range(1, hours + 1):
        for _ in range(int(3600 / STEP)):
            clock.leapt += STEP * 1000
            make, who = chance.choice(people)
            views = (*VIEWS, "control") if chance.random() < 0.1 else ()
            screens = [hub.join(view, Outbox(), "left") for view in views]
            for command in make(chance):
                number += 1
                director.perform(command_of({"id": f"soak-{number}", **command}), who)
            for screen in screens:
                director.snapshot(screen.view)
                hub.leave(screen)
        await director.journal.wait_durable(director.seq)
        readings.append(_read(hour, director, folder))
        told(readings[-1].row())
    director.close()
    return readings


def _read(hour: int, director: Director, folder: Path) -> Reading:
    gc.collect()
    files = len(os.listdir("/proc/self/fd")) if Path("/proc/self/fd").is_dir() else 0
    journal = sum(path.stat().st_size for path in folder.iterdir())
    return Reading(hour, director.seq, _memory(), files, threading.active_count(), journal)


def _memory() -> int:
    """Bytes that the process holds now; where the system does not say, the most that it ever held."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def growth(readings: list[Reading]) -> tuple[float, int, int]:
    """Bytes of memory an event, and files and threads, from the end of the warm-up to the last reading."""
    first, last = readings[min(WARM, len(readings)) - 1], readings[-1]
    events = max(1, last.events - first.events)
    return (last.memory - first.memory) / events, last.files - first.files, last.threads - first.threads


def is_flat(readings: list[Reading]) -> bool:
    """Nothing grows but what an event may take."""
    memory, files, threads = growth(readings)
    return memory <= BYTES_AN_EVENT and files <= 0 and threads <= 0


def main() -> int:
    """Soak from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.sim.soak")
    parser.add_argument("--hours", type=int, default=48)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        readings = asyncio.run(soak(given.hours, Path(folder), given.seed, lambda line: print(line, flush=True)))
    memory, files, threads = growth(readings)
    print(f"{given.hours} hours in {time.monotonic() - began:.0f} s: {memory:.0f} bytes an event, {files} files and"
          f" {threads} threads more; {'flat' if is_flat(readings) else 'NOT FLAT'}")  # fmt: skip
    return not is_flat(readings)


if __name__ == "__main__":
    sys.exit(main())
