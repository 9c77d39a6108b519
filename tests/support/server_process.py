"""Real servers for tests: a process on a free port that can be killed and started again."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from typing import Any

SAMPLE = Path(__file__).parents[2] / "server" / "event_file" / "samples" / "zhuhai-2024"
CODE = "TEST-2345"
JUDGES_OWN = ("draft_marks", "submit_marks", "withdraw_marks")
PATIENCE = 30.0  # seconds until a condition counts as never coming true


def wait_until(condition: Any, what: str, patience: float = PATIENCE) -> Any:
    """The first true value of `condition()`. Fails after `patience` seconds, naming what was awaited."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError(f"waited {patience} s in vain for {what}")


class Server:
    """`limelight serve` as a process. `port` stays the same over restarts, as at a venue."""

    def __init__(self, folder: Path, event: Path = SAMPLE, *flags: str) -> None:
        self.folder, self.event, self.flags = folder, event, flags
        self.port = 0
        self.process: subprocess.Popen[str] | None = None
        self._token = ""
        self._tokens: dict[tuple[str, str], str] = {}

    def start(self, **environment: str) -> Server:
        self.port = self.port or free_port()
        command = [sys.executable, "-m", "server", "serve", str(self.event), "--host", "127.0.0.1",
                   "--port", str(self.port), "--data", str(self.folder), *self.flags]  # fmt: skip
        environ = os.environ | {"LIMELIGHT_CODE": CODE, "PYTHONUNBUFFERED": "1"} | environment
        with (self.folder.parent / f"{self.folder.name}.log").open("a") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, text=True, env=environ)
        wait_until(self._answers, f"the server on {self.port} (its words are in {log.name})")
        return self

    def _answers(self) -> bool:
        assert self.process is not None and self.process.poll() is None, "the server has ended"
        try:
            return self.get("/readyz")["ready"]
        except OSError:
            return False

    def kill(self) -> None:
        """As a power cut does it: nothing is tidied up."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(PATIENCE)

    def url(self, path: str = "") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    @property
    def token(self) -> str:
        """A bearer token, made as `limelight token` makes it."""
        if not self._token:
            from server.web.access import Access

            self._token = Access(self.folder).token("operator")
        return self._token

    def get(self, path: str) -> Any:
        request = urllib.request.Request(self.url(path), headers=self._headers(path))
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def _headers(self, path: str) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"} if path.startswith("/api/") else {}

    def view(self, name: str) -> dict[str, Any]:
        return self.get(f"/api/views/{name}")["view"]

    def judges(self) -> list[str]:
        """The judges' ids in the order of their seats."""
        return [judge["id"] for judge in self.view("control")["settings"]["judges"]]

    def token_of(self, role: Any, judge: str = "") -> str:
        """A bearer token of another role, made once."""
        if (role, judge) not in self._tokens:
            from server.web.access import Access

            self._tokens[role, judge] = Access(self.folder).token(role, judge)
        return self._tokens[role, judge]

    def do(self, name: str, /, **fields: Any) -> dict[str, Any]:
        """One command through the HTTP door; the answer, refusals included. A judge's sheet is sent by
        that judge; `as_`: another role's token."""
        own = fields["judge"] if name in JUDGES_OWN else ""
        token = fields.pop("as_", "") or (self.token_of("judge", own) if own else "")
        body = json.dumps({"id": uuid.uuid4().hex, "do": name, **fields}).encode()
        request = urllib.request.Request(
            self.url("/api/commands"), body, self._headers("/api/") | {"content-type": "application/json"}
        )
        if token:
            request.add_header("authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            return json.load(error)

    def take(self, cue: str) -> dict[str, Any]:
        self.do("preview", cue=cue)
        return self.do("take", expect=cue)


def free_port() -> int:
    """A port that nobody listens on. Systems give clients ports from 32,768 upwards: below, none of the
    thousands of sockets of another test takes it before a server does."""
    import socket

    while True:
        with socket.socket() as probe:
            port = random.randrange(20_000, 32_000)
            if probe.connect_ex(("127.0.0.1", port)):
                return port
