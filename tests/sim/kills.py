"""Kills with −9: a real server, commands from several clients at once, and after each kill a count of what it had
acknowledged.

    python -m tests.sim.kills --kills 1000
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import shutil
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from server.journal.command_ids import id_of
from tests.sim.zygote import QuickServer, Zygote
from tests.support.server_process import PATIENCE

CLIENTS = 3
MAX_LIFE = 0.6  # seconds that a server lives after it has answered, at most
EACH_FOLDER = 50  # kills on one journal; then another begins, so that each start reads a short one


@dataclass
class Tally:
    """What has happened so far."""

    kills: int = 0
    acked: dict[str, int] = field(default_factory=dict)  # id → seq, of the present journal
    acknowledged: int = 0
    answered_again: int = 0
    faults: list[str] = field(default_factory=list)


class Client(threading.Thread):
    """One client that sends as fast as it is answered, and first sends again what got no answer."""

    def __init__(self, server: QuickServer, name: str, again: list[dict[str, Any]]) -> None:
        super().__init__(daemon=True)
        self._server, self._name, self._again = server, name, again
        self.acked: dict[str, int] = {}
        self.open: list[dict[str, Any]] = []
        self.over = threading.Event()
        self.wrong = ""

    def run(self) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self._server.port, timeout=PATIENCE)
        number = 0
        try:
            while not self.over.is_set():
                number += 1
                command = self._again.pop() if self._again else {"do": "message", "id": f"{self._name}-{number}",
                                                                 "text": f"{self._name} 第 {number} 句"}  # fmt: skip
                self.open.append(command)
                headers = {"authorization": f"Bearer {self._server.token}", "content-type": "application/json"}
                line.request("POST", "/api/commands", json.dumps(command).encode(), headers)
                answer = json.loads(line.getresponse().read())
                self.open.pop()
                if answer["type"] == "ack":
                    self.acked[command["id"]] = answer["seq"]
                else:
                    self.wrong = str(answer)
        except (OSError, http.client.HTTPException, ValueError):
            pass  # it was killed in the middle
        finally:
            line.close()


def one_life(
    server: QuickServer, tally: Tally, again: list[dict[str, Any]], chance: random.Random
) -> list[dict[str, Any]]:
    """Start, work, kill; the commands that got no answer."""
    server.start()
    known = {command["id"] for command in again}
    clients = [Client(server, f"k{tally.kills}c{n}", again[n::CLIENTS]) for n in range(CLIENTS)]
    for client in clients:
        client.start()
    time.sleep(chance.uniform(0.02, MAX_LIFE))
    server.kill()
    for client in clients:
        client.over.set()
        client.join(PATIENCE)
    tally.kills += 1
    for client in clients:
        tally.acked |= client.acked
        tally.acknowledged += len(client.acked)
        tally.answered_again += len(known & set(client.acked))
        if client.wrong:
            tally.faults.append(f"after {tally.kills} kills: refused {client.wrong}")
    _count(server.folder / "live.sqlite", tally)
    return [command for client in clients for command in (*client.open, *client._again)]


def _count(path: Path, tally: Tally) -> None:
    """Every acknowledged command stands in the journal once, and nothing is missing between its rows. The files
    are read beside the dead server, as a start would read them."""
    with tempfile.TemporaryDirectory() as folder:
        for suffix in ("", "-wal"):
            if path.with_name(path.name + suffix).exists():
                shutil.copy(path.with_name(path.name + suffix), folder)
        database = sqlite3.connect(Path(folder) / path.name)
        rows = database.execute("SELECT seq, command_id FROM events ORDER BY seq").fetchall()
        database.close()
    if [seq for seq, _ in rows] != list(range(1, len(rows) + 1)):
        tally.faults.append(f"after {tally.kills} kills: the numbers have a gap")
    rows = [(seq, id and id_of(id)) for seq, id in rows]
    counted = Counter(id for _, id in rows if id)
    at = {id: seq for seq, id in rows if id}
    for id, count in counted.items():
        if count > 1:
            tally.faults.append(f"after {tally.kills} kills: {id} stands {count} times in the journal")
    for id, seq in tally.acked.items():
        if at.get(id) != seq:
            tally.faults.append(f"after {tally.kills} kills: {id} was acknowledged as {seq} and stands at {at.get(id)}")


def killed(kills: int, folder: Path, seed: int) -> Tally:
    """So many kills, and what they left."""
    chance, tally = random.Random(seed), Tally()
    with Zygote() as zygote:
        server, again = QuickServer(zygote, folder / "0"), []
        try:
            while tally.kills < kills and not tally.faults:
                if tally.kills and tally.kills % EACH_FOLDER == 0:
                    server, again = QuickServer(zygote, folder / str(tally.kills)), []
                    tally.acked.clear()
                again = one_life(server, tally, again, chance)
                if tally.kills % 50 == 0:
                    print(f"{tally.kills} kills, {tally.acknowledged} acknowledged", flush=True)
        finally:
            server.kill()
    return tally


def main() -> int:
    """Kills from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.sim.kills")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    given = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tally = killed(given.kills, Path(folder), given.seed)
    print(f"seed {given.seed}: {tally.kills} kills, {tally.acknowledged} commands acknowledged,"
          f" {tally.answered_again} of them sent again after a kill, {len(tally.faults)} faults,"
          f" {time.monotonic() - began:.0f} s", *tally.faults, sep="\n")  # fmt: skip
    return bool(tally.faults)


if __name__ == "__main__":
    sys.exit(main())
