"""Servers that start in a moment: a process that has loaded the program, and forks one for each start.

Each is a process of its own with its own files and sockets, and is killed like any other. Only the second that Python
takes to load modules is saved, a thousand times.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.support.server_process import SAMPLE, Server, free_port, wait_until

LOADED = (  # what a start loads
    "server.app", "server.cli.run", "server.cli.serve", "server.event_file.check", "uvicorn.lifespan.on",
    "uvicorn.logging", "uvloop",
)  # fmt: skip


class Zygote:
    """The process that forks."""

    def __init__(self) -> None:
        self._process = subprocess.Popen([sys.executable, "-m", "tests.sim.zygote"], stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE, text=True)  # fmt: skip

    def start(self, arguments: list[str], log: Path) -> int:
        """Process id of a new `limelight …`."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps([arguments, str(log)]) + "\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def close(self) -> None:
        """End of it; servers that still run are killed by who started them."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def __enter__(self) -> Zygote:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class QuickServer(Server):
    """`limelight serve`, forked from a process that has loaded it."""

    def __init__(self, zygote: Zygote, folder: Path, event: Path = SAMPLE) -> None:
        super().__init__(folder, event)
        self._zygote, self.pid = zygote, 0

    def start(self, **_: str) -> QuickServer:
        self.port = self.port or free_port()
        arguments = ["serve", str(self.event), "--host", "127.0.0.1", "--port", str(self.port), "--data",
                     str(self.folder)]  # fmt: skip
        self.pid = self._zygote.start(arguments, self.folder.parent / f"{self.folder.name}.log")
        wait_until(self._answers, f"the server on {self.port}")
        return self

    def _answers(self) -> Any:
        try:
            return self.get("/readyz")["ready"]
        except OSError:
            return False

    def kill(self) -> None:
        """−9, and it is gone."""
        if self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
                wait_until(self._is_gone, f"the end of {self.pid}")
            self.pid = 0

    def _is_gone(self) -> bool:
        try:
            state = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        return state == "Z"


def main() -> None:
    """One fork for each line of the standard input."""
    from server.cli.main import main as limelight

    for name in LOADED:
        importlib.import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    for line in sys.stdin:
        arguments, log = json.loads(line)
        pid = os.fork()
        if pid:
            print(pid, flush=True)
            continue
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        words = os.open(log, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
        for stream in (1, 2):
            os.dup2(words, stream)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os._exit(limelight(arguments) or 0)


if __name__ == "__main__":
    main()
