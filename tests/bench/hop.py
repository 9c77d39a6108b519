"""Through Redis: from the writer to an edge's socket, and what an event costs each process in processor time.

A panel's socket commands; a plain socket at the writer and one at the edge wait for the message, all in
this process, so that one clock measures them.
"""

from __future__ import annotations

import json
import os
import threading
import time
from contextlib import suppress
from pathlib import Path

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.bench.figures import row
from tests.support.fleet import Edge, Machine
from tests.support.redis_server import RedisServer
from tests.support.server_process import wait_until

TURNS = 300
TICKS = os.sysconf("SC_CLK_TCK")


class Listener(threading.Thread):
    """Remembers when each patch of `monitor` arrived at one server."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.at: dict[int, float] = {}
        self.socket = connect(url.replace("http", "ws"))
        self.start()

    def run(self) -> None:
        with suppress(ConnectionClosed):
            for text in self.socket:
                now = time.perf_counter()
                message = json.loads(text)
                if message["type"] == "patch":
                    self.at[message["seq"]] = now


def measure(folder: Path) -> list[str]:
    """Lines of the table."""
    redis = RedisServer(folder / "redis", appendfsync="everysec").start()
    writer, edge = Machine(folder / "writer"), Edge(folder / "edge.log")
    try:
        writer.begin(redis.url)
        wait_until(lambda: writer.ready()[0] == 200, "the writer")
        edge.begin(redis.url)
        here, there = Listener(writer.url("/ws/monitor")), Listener(edge.url("/ws/monitor"))
        processes = {"writer": writer.process, "edge": edge.process, "Redis": redis.process}
        _commands(writer, 20)  # the first ones load what the others have
        before = {name: _seconds(one.pid) for name, one in processes.items() if one}
        answers, sent = _commands(writer, TURNS)
        wait_until(lambda: set(sent) <= set(there.at) & set(here.at), "every patch at both sockets")
        spent = {name: (_seconds(one.pid) - before[name]) / TURNS * 1000 for name, one in processes.items() if one}
        print("  processor time an event: " + ", ".join(f"{name} {ms:.2f} ms" for name, ms in spent.items()))
        return [
            row("command over HTTP → its answer, with Redis", answers),
            row("command over HTTP → a socket of the writer", [(here.at[seq] - at) * 1000 for seq, at in sent.items()]),
            row("command over HTTP → a socket of an edge", [(there.at[seq] - at) * 1000 for seq, at in sent.items()]),
            row("the hop: writer's socket → edge's socket", [(there.at[seq] - here.at[seq]) * 1000 for seq in sent]),
        ]
    finally:
        edge.end()
        writer.stop()
        redis.stop()


def _commands(writer: Machine, many: int) -> tuple[list[float], dict[int, float]]:
    answers, sent = [], {}
    for number in range(many):
        at = time.perf_counter()
        seq = writer.do("message", text=f"第 {number} 句")["seq"]
        answers.append((time.perf_counter() - at) * 1000)
        sent[seq] = at
        time.sleep(0.02)
    return answers, sent


def _seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
