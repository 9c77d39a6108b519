"""Takeover: from a fault of the writer to the standby's first acknowledged command, each machine a process.

`python -m tests.bench.takeover [times]` prints the table of server/replication/README.md. The standby is asked every
5 ms whether it writes; a page is open on the writer, as at a venue, and the journal holds a rehearsed evening.
"""

from __future__ import annotations

import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from websockets.sync.client import connect

from server.replication.redis_store import WRITER
from tests.support.fault_proxy import FaultProxy, bad_line
from tests.support.fleet import Machine
from tests.support.redis_server import RedisServer
from tests.support.server_process import wait_until

TIMES = 12
EVENTS = 300  # in the journal
NO_DELAY = (0.0, 0.0)


class Pair:
    """Writer and standby of one show; each reaches Redis by a line of its own that can be cut."""

    def __init__(self, folder: Path, redis: RedisServer, lines: list[FaultProxy]) -> None:
        self.redis, self.lines = redis, lines
        self.writer, self.standby = Machine(folder / "a"), Machine(folder / "b")
        self.line = {self.writer: lines[0], self.standby: lines[1]}
        self.begin(self.writer)
        wait_until(lambda: self.writer.ready()[0] == 200, "the writer")
        for number in range(EVENTS):
            self.writer.do("message", text=f"第 {number} 句")
        self.begin(self.standby)

    def begin(self, machine: Machine) -> None:
        machine.begin(self.line[machine].redis_url)

    def settle(self) -> None:
        """Both are as they are in mid-show: the standby has told that it listens, and copies the journal."""
        wait_until(lambda: self.writer.ready()[1].get("redis") == "shared", "the writer to be well")
        seq = self.writer.do("message", text="开始")["seq"]
        wait_until(lambda: self.standby.ready()[1].get("seq") == seq, "the standby to follow")
        time.sleep(0.5)  # some heartbeats

    def measure(self, fault: Callable[[Pair], None], mend: Callable[[Pair], None]) -> float:
        """Seconds until the standby acknowledges; then the two have changed places."""
        self.settle()
        with connect(f"ws://127.0.0.1:{self.writer.port}/ws/stage", close_timeout=0.1):
            began = time.monotonic()
            fault(self)
            while self.standby.ready()[0] != 200:
                time.sleep(0.005)
            answer = self.standby.do("message", text="接管")
            took = time.monotonic() - began
        assert answer["type"] == "ack" and "alone" not in answer, answer
        self.writer, self.standby = self.standby, self.writer
        mend(self)
        wait_until(lambda: self.standby.ready()[1].get("role") == "standby", "the old writer to stand by")
        return took


def _send(number: int) -> Callable[[Pair], None]:
    def fault(pair: Pair) -> None:
        assert pair.writer.process is not None
        pair.writer.process.send_signal(number)

    return fault


def _start_again(pair: Pair) -> None:
    pair.standby.stop()
    pair.begin(pair.standby)


def _wake(pair: Pair) -> None:
    assert pair.standby.process is not None
    pair.standby.process.send_signal(signal.SIGCONT)


FAULTS: dict[str, tuple[Callable[[Pair], None], Callable[[Pair], None]]] = {
    "`kill -9`": (_send(signal.SIGKILL), _start_again),
    "asleep (SIGSTOP)": (_send(signal.SIGSTOP), _wake),
    "its line to Redis cut, without a word": (
        lambda pair: pair.line[pair.writer].stall(True), lambda pair: pair.line[pair.standby].stall(False)),
    "stopped (SIGTERM, Ctrl+C)": (_send(signal.SIGTERM), _start_again),
}  # fmt: skip


@contextmanager
def _pair(folder: Path) -> Iterator[Pair]:
    redis = RedisServer(folder / "redis").start()
    with bad_line(redis.port, NO_DELAY, NO_DELAY) as one, bad_line(redis.port, NO_DELAY, NO_DELAY, 2) as other:
        pair = Pair(folder, redis, [one, other])
        try:
            yield pair
        finally:
            pair.writer.stop()
            pair.standby.stop()
            redis.stop()


def main(times: int) -> int:
    with tempfile.TemporaryDirectory() as made, _pair(Path(made)) as pair:
        assert pair.redis.client().exists(f"{WRITER}lease")
        print("| the writer | median | worst | times |\n|---|---|---|---|")
        for what, (fault, mend) in FAULTS.items():
            took = [pair.measure(fault, mend) for _ in range(times)]
            print(f"| {what} | {statistics.median(took):.2f} s | {max(took):.2f} s | {len(took)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else TIMES))
