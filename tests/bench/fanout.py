"""One message to ten thousand pages: our CPU for it beside others' and beside a bare loop of `send()` in C.

The server has one core, the load (C, one epoll loop) the other; both tell their own CPU. All contenders
take turns in each round, so that what else the machine does meets all of them. Loopback bills the
receiver's kernel work to the sender: the user time stands beside the total.

    python -m tests.bench.fanout [connections …]
"""

from __future__ import annotations

import os
import resource
import select
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.contenders import SIZE, Contender, compiled, contenders
from tests.support.server_process import free_port

PAGES = [10_000, 19_000]
ROUNDS, SENDS = 5, 8
SETTLING = 12  # messages that are not measured: Linux acknowledges a connection's first 16 one by one, at our cost
REST = 0.1  # seconds between two sends that are measured: else one waits for the other's pace
PATIENCE = 180  # seconds for any one step; a contender that takes longer is left out
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Figures:
    """One contender in one round: µs of CPU per message to one page, once it has been open for a while and
    among its first ones; kB of a page, handshakes in a second of the server's core."""

    cpu: float
    user: float  # of that, by the system's ticks of 10 ms: no more exact than 0.1 µs
    first: float
    memory: float
    handshakes: float
    load: float  # share of its core that the load needed while messages came


def cpu(pid: int) -> tuple[float, float]:
    """Seconds in user code and in the system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) / TICK, int(fields[12]) / TICK


def running(pid: int) -> int:
    """ns that the process's main thread has run. The median of these leaves keepalive pings out."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])


def memory(pid: int) -> float:
    """kB that the process holds."""
    text = Path(f"/proc/{pid}/status").read_text()
    return float(text.partition("VmRSS:")[2].split()[0])


def settled(pid: int) -> float:
    """kB that the process holds once it does not change any more."""
    last = 0.0
    for _ in range(20):
        now = memory(pid)
        if abs(now - last) < 0.002 * now:
            break
        last = now
        time.sleep(0.5)
    return now


class Program:
    """A process on one core; its end is by its own id."""

    def __init__(self, command: list[str], core: int, folder: Path, environment: dict[str, str] | None = None) -> None:
        with (folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                ["taskset", "-c", f"{core}", *command], text=True, bufsize=1, stdin=subprocess.PIPE,
                stdout=subprocess.PIPE if environment is None else log, stderr=log,
                env=os.environ | (environment or {}),
            )  # fmt: skip
        self.pid = self.process.pid

    def line(self) -> list[str]:
        """The next line that it writes, in words."""
        assert self.process.stdout is not None
        if not self.has_said(PATIENCE):
            raise TimeoutError(f"{self.process.args!r} says nothing")
        words = self.process.stdout.readline().split()
        if not words:
            raise ConnectionError(f"{self.process.args!r} has ended")
        return words

    def has_said(self, patience: float = 0) -> bool:
        """Whether a line is there, or comes within so many seconds."""
        assert self.process.stdout is not None
        return bool(select.select([self.process.stdout], [], [], patience)[0])

    def say(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def tell(self, line: str) -> list[str]:
        self.say(line)
        return self.line()

    def __enter__(self) -> Program:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.returncode not in (0, -signal.SIGTERM, 128 + signal.SIGTERM):
            print(f"  {self.process.args!r} ended with {self.process.returncode}", file=sys.stderr)


def listening(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError("it does not listen")


def measure(one: Contender, pages: int, folder: Path) -> Figures:
    port = free_port()
    crowd = [compiled("crowd"), f"{port}", one.path, f"{pages}", f"{SIZE - 20}", one.greeting]
    with Program(one.command(port), 0, folder, {"LIMELIGHT_CODE": "BENCH-2345"} | one.environment) as server:
        listening(port)
        before, idle = settled(server.pid), sum(cpu(server.pid))
        with Program(crowd, 1, folder) as load:
            load.line()
            opened = sum(cpu(server.pid)) - idle
            held = settled(server.pid) - before
            send(one, server, load, port)
            first = statistics.median(_cost(one, server, load, port) for _ in range(SENDS))
            for _ in range(SETTLING):
                send(one, server, load, port)
            begun, used, began = cpu(server.pid), sum(cpu(load.pid)), time.monotonic()
            costs = [_cost(one, server, load, port) for _ in range(SENDS)]
            spent = time.monotonic() - began - SENDS * REST  # it answers pings in the rests, and nothing else
            user, system = (after - start for after, start in zip(cpu(server.pid), begun, strict=True))
            busy = sum(cpu(load.pid)) - used
    each = statistics.median(costs) / pages / 1e3
    share = user / (user + system)
    return Figures(each, each * share, first / pages / 1e3, held / pages, pages / opened, busy / spent)


def _cost(one: Contender, server: Program, load: Program, port: int) -> int:
    """ns that the server's core works for one message to everybody."""
    start = running(server.pid)
    send(one, server, load, port)
    time.sleep(0.02)  # what it does when the last page has the message
    spent = running(server.pid) - start
    time.sleep(REST)
    return spent


def send(one: Contender, server: Program, load: Program, port: int) -> list[int]:
    """Sends once and waits until everybody has it; ns until the median, 99 of 100 and the last have."""
    load.tell("wait")
    began = time.monotonic_ns()
    one.send(server.process, port)
    return [int(moment) - began for moment in load.line()[1:]]


def table(pages: int, folder: Path) -> list[str]:
    found, missing = contenders(folder)
    figures: dict[str, dict[int, Figures]] = defaultdict(dict)  # by contender and round
    for number in range(ROUNDS):
        for one in found:
            try:
                figures[one.name][number] = found_out = measure(one, pages, folder)
                print(f"  round {number + 1}, {one.name}: {found_out.cpu:.2f} µs", file=sys.stderr, flush=True)
            except (OSError, subprocess.SubprocessError) as error:
                missing.append(f"{one.name}: {error}")
    floor = figures[found[0].name]
    lines = [
        f"| {pages:,} pages, {SIZE} bytes | × the C loop (least–most) | µs, of it in user code "
        "| × in a page's first messages | kB a page | handshakes a second | load's core |",
        "|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    for name, rounds in ((name, rounds) for name, rounds in figures.items() if rounds):
        middle = lambda field, of=rounds: statistics.median(getattr(one, field) for one in of.values())  # noqa: E731
        lines.append(
            f"| {name} | {_ratio(rounds, floor, 'cpu')} | {middle('cpu'):.1f}, {middle('user'):.1f}"
            f" | {_ratio(rounds, floor, 'first')} | {middle('memory'):.1f} | {middle('handshakes'):,.0f}"
            f" | {middle('load'):.0%} |"
        )
    return [*lines, *(f"\nnot there: {one}" for one in dict.fromkeys(missing))]


def _ratio(rounds: dict[int, Figures], floor: dict[int, Figures], field: str) -> str:
    """Each round beside the floor's of the same round: the median, the least and the most."""
    ratios = [getattr(rounds[one], field) / getattr(floor[one], field) for one in rounds.keys() & floor.keys()]
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"


def room(pages: int) -> int:
    """As many of them as this system lets a program open, and some to spare."""
    return min(pages, resource.getrlimit(resource.RLIMIT_NOFILE)[1] - 500)


def main(sizes: Sequence[int]) -> int:
    if len(os.sched_getaffinity(0)) < 2 or not all(map(shutil.which, ("cc", "taskset"))):
        print("the fan-out is not measured: it wants Linux, two cores and a C compiler (apt-get install gcc)")
        return 0
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))  # for those that do not ask for more themselves
    for pages in sizes:
        with tempfile.TemporaryDirectory() as made:
            print(f"\n{time.strftime('%Y-%m-%d %H:%M')}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
            print("\n".join(table(room(pages), Path(made))), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main([int(one) for one in sys.argv[1:]] or PAGES))
