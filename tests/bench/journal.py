"""Journal with 50,000 events: a restart, the memory of an event, the mark; each beside what it was before."""

from __future__ import annotations

import dataclasses
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path

from server.journal.command_ids import CommandIds
from server.journal.inspection import inspect, recorded_in
from server.journal.journal import Journal
from server.journal.mark import Mark, MarkFile
from server.journal.opening import evolved, replayed
from server.show import events as e
from server.show.model.rundown import build
from tests.support.contests import contest

EVENTS = 50_000
FLUSHES = 300


def fill(path: Path) -> None:
    """A long show: marks, messages, black and freeze in turn, in one transaction."""
    one = contest(entries=20, judges=9)
    with closing(Journal(path)) as journal:
        journal._db.execute("BEGIN")
        journal.append(1, "", e.Opened(one, "live", build(one)))
        for number in range(EVENTS - 1):
            marks = e.MarksEntered(f"{number // 9 % 20 + 1:02d}", {f"J{number % 9 + 1}": Decimal(60 + number % 40)})
            event = (marks, e.MessageSet(f"{number}"), e.Frozen(number % 2 == 0))[number % 3]
            journal.append(1_700_000_000_000 + number, "panel·1", event, f"{number:032x}")
        journal._db.execute("COMMIT")


def taken(work: Callable[[], object]) -> float:
    """Seconds of this process's CPU, the least of three."""
    times = []
    for _ in range(3):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def restarts(path: Path) -> list[str]:
    """A start, its look at the file, and the reducer with its own replacement and the standard library's."""
    recorded = recorded_in(inspect(path))
    ours = taken(lambda: evolved(recorded))
    modules = [module for name, module in sys.modules.items() if name.startswith("server.show.") and
               getattr(module, "replace", None) is not None and name != "server.show.model.replacing"]  # fmt: skip
    kept = [module.replace for module in modules]
    for module in modules:
        module.replace = dataclasses.replace
    theirs = taken(lambda: evolved(recorded))
    for module, own in zip(modules, kept, strict=True):
        module.replace = own

    def start() -> None:
        journal, all_of_it = replayed(path, "live")
        evolved(all_of_it)
        journal.close()

    return [
        f"| a start with {EVENTS:,} events: inspection, opening, replay | {taken(start):.2f} s of CPU |",
        f"| of it the inspection | {taken(lambda: inspect(path)):.2f} s |",
        f"| of it the reducer; with `dataclasses.replace` as before | {ours:.2f} s; {theirs:.2f} s |",
    ]


def memory() -> str:
    """Bytes of a command's id, in a dict as before and as it is now."""
    sizes = []
    for add in (dict[str, int]().update, CommandIds(lambda seq: None).add):
        tracemalloc.start()
        add((f"{seq:032x}", seq) for seq in range(EVENTS))
        sizes.append(tracemalloc.get_traced_memory()[0] / EVENTS)
        tracemalloc.stop()
    return f"| memory of an event's command id; in a dict as before | {sizes[1]:.0f} bytes; {sizes[0]:.0f} bytes |"


def marks(folder: Path) -> str:
    """The mark beside the flush that it follows."""
    with closing(Journal(folder / "flushed.sqlite")) as journal, closing(MarkFile(folder / "x.sqlite")) as mark:
        mark.write(Mark("epoch", 1, bytes(32)))
        writes, flushes = 0.0, 0.0
        for number in range(FLUSHES):
            journal.append(1, "panel", e.MessageSet("请靠近话筒"))
            began = time.perf_counter()
            journal.flush()
            between = time.perf_counter()
            mark.write(Mark("epoch", number + 2, bytes(32)))
            flushes += between - began
            writes += time.perf_counter() - between
    share = 100 * writes / flushes
    return f"| the mark, of a flush that {FLUSHES} commands waited for one by one | {share:.1f} % |"


def measure(folder: Path) -> list[str]:
    """Lines of the table in the README beside it."""
    folder.mkdir(exist_ok=True)
    fill(folder / "live.sqlite")
    return [*restarts(folder / "live.sqlite"), memory(), marks(folder)]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        print("\n".join(measure(Path(made))))
