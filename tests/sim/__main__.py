"""Seeds from the command line: `python -m tests.sim --seeds 10000`, or one with its trace: `--seed 123`."""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from concurrent.futures import ProcessPoolExecutor

from tests.sim.simulation import Report, simulate

SHOWN = 60  # last lines of a failing trace


def main() -> int:
    """Runs, and the seeds that fail."""
    parser = argparse.ArgumentParser(prog="python -m tests.sim")
    parser.add_argument("--seed", type=int, help="one seed, with its whole trace")
    parser.add_argument("--seeds", type=int, default=1000, help="how many seeds")
    parser.add_argument("--first", type=int, help="the first of them; else chosen by chance")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    if given.seed is not None:
        report = simulate(given.seed)
        print(*report.lines, "", *told(report), sep="\n")
        return bool(report.faults)
    first = random.randrange(1_000_000, 1_000_000_000) if given.first is None else given.first
    return _many(range(first, first + given.seeds), given.jobs)


def _many(seeds: range, jobs: int) -> int:
    began = time.monotonic()
    failed = acks = crashes = 0
    print(f"{len(seeds)} seeds from {seeds.start}", flush=True)
    with ProcessPoolExecutor(jobs) as pool:
        for report in pool.map(simulate, seeds, chunksize=8):
            acks, crashes = acks + report.acks, crashes + report.crashes
            if report.faults:
                failed += 1
                print(*told(report), sep="\n", flush=True)
    took = time.monotonic() - began
    print(f"{len(seeds)} seeds, {failed} failed; {acks} acknowledgements, {crashes} crashes; {took:.0f} s,"
          f" {len(seeds) / took:.1f} seeds a second")  # fmt: skip
    return bool(failed)


def told(report: Report) -> list[str]:
    """Outcome of a seed for people: what is wrong, and how to see it again."""
    head = f"seed {report.seed}: trace {report.trace}, {report.acks} acknowledged, {report.crashes} crashes"
    if not report.faults:
        return [f"{head}: well"]
    return [head, *(f"  {fault}" for fault in report.faults[:10]), f"  again: python -m tests.sim --seed {report.seed}"]


if __name__ == "__main__":
    sys.exit(main())
