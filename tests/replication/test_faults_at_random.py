"""Faults at random, one upon the other, on two machines and a Redis that keeps nothing: what was acknowledged as
replicated is in the show once, and what was acknowledged at all is on some disk.

`SEED=7 ROUNDS=20 pytest tests/replication/test_faults_at_random.py` makes a longer night of it; a failure prints its
seed and its faults.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from server.replication.redis_store import WRITER
from tests.support.fault_proxy import FaultProxy, bad_line
from tests.support.fleet import Machine
from tests.support.redis_server import RedisServer
from tests.support.server_process import wait_until

ROUNDS = int(os.environ.get("ROUNDS", "3"))
# Of the writer, of Redis, or of both at once.
FAULTS = ("stop", "cut", "kill", "term", "flush", "redis", "stop flush", "cut redis", "kill redis")
PRESS = 0.03  # seconds between two commands to one machine


class Venue:
    """Two machines, their lines, their Redis, and an operator at each who presses whatever happens."""

    def __init__(self, folder: Path, redis: RedisServer, lines: list[FaultProxy], dice: random.Random) -> None:
        self.redis, self.dice = redis, dice
        self.machines = [Machine(folder / name) for name in "ab"]
        self.line = dict(zip(self.machines, lines, strict=True))
        self.acknowledged: list[tuple[str, bool]] = []  # words, and whether the answer said `alone`
        self.over = threading.Event()
        for machine in self.machines:
            machine.begin(self.line[machine].redis_url)
        self.presses = [threading.Thread(target=self._press, args=(machine,)) for machine in self.machines]
        for press in self.presses:
            press.start()

    def _press(self, machine: Machine) -> None:
        number = 0
        while not self.over.wait(PRESS):
            number += 1
            words = f"{machine.folder.name}{number}."
            try:
                answer = machine.do("message", text=words)
            except (OSError, ValueError):  # it is down, or was killed in the middle of its answer
                continue
            if answer["type"] == "ack":
                self.acknowledged.append((words, answer.get("alone", False)))

    def writer(self) -> Machine | None:
        """The writer, where one machine writes, is well, and the other one waits."""
        facts = {machine: machine.ready()[1] for machine in self.machines}
        well = [machine for machine in self.machines if facts[machine].get("redis") == "shared"]
        waits = [machine for machine in self.machines if facts[machine].get("role") == "standby"]
        return well[0] if (len(well), len(waits)) == (1, 1) else None

    def round(self, fault: str) -> None:
        writer: Machine = wait_until(self.writer, "one writer and one standby")
        assert writer.process is not None
        number = len(self.acknowledged)
        wait_until(lambda: len(self.acknowledged) > number + 5, "some commands")
        self._break(writer, writer.process.pid, fault)
        time.sleep(self.dice.choice([0.3, 1.5, 3.0]))  # shorter than a lease, and longer
        self._mend(writer, writer.process.pid, fault)

    def _copied(self, writer: Machine) -> bool:
        """Whether the standby's disk has what the stream has: a Redis that forgets in the very moment before takes
        that moment with it, where the writer is gone, too."""
        [standby] = (machine for machine in self.machines if machine is not writer)
        one = self.redis.client()
        try:
            copied = len(words_in(standby.folder / "live.sqlite"))
        except sqlite3.OperationalError:  # it is being made
            return False
        return copied == sum(map(one.xlen, one.keys(f"{WRITER}journal:*")))

    def _break(self, writer: Machine, pid: int, fault: str) -> None:
        if "stop" in fault:
            os.kill(pid, signal.SIGSTOP)
        if "cut" in fault:
            self.line[writer].stall(True)
        if "kill" in fault:
            writer.kill()
        if "term" in fault:
            writer.stop()
        if " " in fault:
            wait_until(lambda: self._copied(writer), "the standby's copy")
        if "flush" in fault:
            self.redis.client().flushall()
        if "redis" in fault:
            self.redis.kill()
            time.sleep(self.dice.choice([0.1, 2.0]))
            self.redis.start()

    def _mend(self, writer: Machine, pid: int, fault: str) -> None:
        if "stop" in fault:
            os.kill(pid, signal.SIGCONT)
        if "cut" in fault:
            self.line[writer].stall(False)
        if "kill" in fault or "term" in fault:
            writer.begin(self.line[writer].redis_url)

    def end(self) -> None:
        self.over.set()
        for press in self.presses:
            press.join()
        for machine in self.machines:
            machine.stop()


@contextmanager
def venue(folder: Path, dice: random.Random) -> Iterator[Venue]:
    redis = RedisServer(folder / "redis", appendonly="no").start()
    with bad_line(redis.port, (0, 0), (0, 0)) as one, bad_line(redis.port, (0, 0), (0, 0)) as other:
        made = Venue(folder, redis, [one, other], dice)
        try:
            yield made
        finally:
            made.end()
            redis.stop()


def words_in(path: Path) -> list[Any]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as disk:
        return [json.loads(event)["of"].get("text") for (event,) in disk.execute("SELECT event FROM events")]


@pytest.mark.slow
def test_what_was_acknowledged_is_in_the_show_whatever_fails(tmp_path: Path) -> None:
    seed = int(os.environ.get("SEED", random.randrange(10**6)))
    dice = random.Random(seed)
    faults = [dice.choice(FAULTS) for _ in range(ROUNDS)]
    with venue(tmp_path, dice) as at:
        for fault in faults:
            at.round(fault)
        folder = wait_until(at.writer, "one writer at the end").folder
    shown = Counter(words_in(folder / "live.sqlite"))
    somewhere = {words for name in "ab" for path in (tmp_path / name).glob("live*.sqlite") for words in words_in(path)}
    told = f"SEED={seed} ROUNDS={ROUNDS}: {', '.join(faults)}"
    assert [words for words, alone in at.acknowledged if not alone and shown[words] != 1] == [], told
    assert [words for words, _ in at.acknowledged if words not in somewhere] == [], told
