"""Several machines on one Redis, as processes: writers, standbys and edges that can be killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests.support.server_process import CODE, PATIENCE, Server, free_port, wait_until


class Machine(Server):
    """A server of a show that several machines share; it may be the standby."""

    def begin(self, redis_url: str) -> Machine:
        """Starts it and waits until it answers, whatever its role."""
        self.port = self.port or free_port()
        command = [sys.executable, "-m", "server", "serve", str(self.event), "--host", "127.0.0.1",
                   "--port", str(self.port), "--data", str(self.folder)]  # fmt: skip
        self.folder.mkdir(exist_ok=True)
        self.process = _started(command, self.folder.parent / f"{self.folder.name}.log", redis_url)
        wait_until(lambda: self.ready()[0], f"the server on {self.port}")
        return self

    def ready(self) -> tuple[int, dict[str, Any]]:
        return ready(self.port)


class Edge:
    """`limelight edge` as a process; several may have one port."""

    def __init__(self, log: Path, port: int = 0) -> None:
        self.log, self.port = log, port or free_port()
        self.process: subprocess.Popen[str] | None = None

    def begin(self, redis_url: str) -> Edge:
        command = [sys.executable, "-m", "server", "edge", "--host", "127.0.0.1", "--port", str(self.port)]
        self.process = _started(command, self.log, redis_url)
        # Its own words first: where two share a port, the other one may answer.
        wait_until(lambda: "an edge" in self.log.read_text(encoding="utf-8"), f"the edge on {self.port} to listen")
        wait_until(lambda: ready(self.port)[0] == 200, f"the edge on {self.port}")
        return self

    url = Server.url

    def ready(self) -> tuple[int, dict[str, Any]]:
        return ready(self.port)

    def end(self, kill: bool = False) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.kill() if kill else self.process.terminate()
            self.process.wait(PATIENCE)


def ready(port: int) -> tuple[int, dict[str, Any]]:
    """What `/readyz` answers: its code, and what it says. 0: nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=PATIENCE) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)
    except OSError:
        return 0, {}


def _started(command: list[str], log: Path, redis_url: str) -> subprocess.Popen[str]:
    environ = os.environ | {"LIMELIGHT_CODE": CODE, "PYTHONUNBUFFERED": "1", "REDIS_URL": redis_url}
    with log.open("a") as words:
        return subprocess.Popen(command, stdout=words, stderr=words, text=True, env=environ)
