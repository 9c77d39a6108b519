"""Structure-aware fuzzer: every command and message, right, nearly right and broken, against the program's own doors.

    python -m tests.sim.fuzz --inputs 1000000

What goes in is made from the program's own descriptions: the types of the commands (which the OpenAPI document is
made from), the messages of a page, real event files and workbooks. What must come out: an answer. Never a 500, a
close with 1011 or a traceback, never a refusal without words; a parser raises the errors that it has names for.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from server.screens import page_messages
from server.screens.outbox import Outbox
from server.show.model.role import ROLES, Who
from server.wire import BadMessage, command_of, decode
from tests.sim import fuzz_files
from tests.sim.fuzz_values import Commands
from tests.support.app_client import bearer, client

STARTS_AGAIN = 8000  # inputs after which the show is a new one, so that no run is about one state alone
ORIGIN = "http://testserver"


class Fuzz:
    """One run against one show: `tried` counts the inputs by door, `faults` says what went wrong with which."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.tried: Counter[str] = Counter()
        self.answers: Counter[str] = Counter()
        self.faults: list[str] = []
        self._log: list[str] = []

    # --- the doors -------------------------------------------------------------------------------------

    def shows(self, inputs: int) -> None:
        """Commands and messages, as bytes, to the director and to a page's messages: the way of every socket."""
        with tempfile.TemporaryDirectory() as folder, client(Path(folder)) as one:
            state = one.app.state
            commands = Commands(self.chance, state.director.show)
            screen = state.hub.join("stage", Outbox())
            people = [Who(role, role, judge="J1" if role == "judge" else "") for role in ROLES]
            for number in range(inputs):
                raw = commands.message() if self.chance.random() < 0.2 else commands.command()
                if number % 50 == 0:
                    commands.show = state.director.show
                self._told(raw, state, screen, self.chance.choice(people) if number % 4 == 0 else people[0])
            self._projected(state)

    def _told(self, raw: bytes, state: Any, screen: Any, who: Who) -> None:
        self.tried["messages"] += 1
        try:
            message = decode(raw)
            if "do" in message:
                answer = state.director.perform(command_of(message), who)
                self.answers[answer["type"]] += 1
                assert answer["type"] == "ack" or answer["why"], "a refusal without words"
            else:
                page_messages.answer(state.source, state.hub, screen, message)
                self.answers["heard"] += 1
        except BadMessage as error:
            self.answers["bad"] += 1
            assert str(error), "rubbish without words"
        except Exception as error:
            self.faults.append(f"{error!r} from {raw[:600]!r}")

    def _projected(self, state: Any) -> None:
        """Whatever the show has become, every view of it can be made and sent."""
        for name in state.director.names():
            try:
                json.dumps(state.director.snapshot(name), default=str)
            except Exception as error:
                self.faults.append(f"view {name}: {error!r}")

    def doors(self, inputs: int) -> None:
        """The HTTP doors of the whole app, as the OpenAPI document names them, and a page's socket."""
        with tempfile.TemporaryDirectory() as folder, client(Path(folder)) as one:
            paths = one.get("/api/openapi.json").json()["paths"]
            commands = Commands(self.chance, one.app.state.director.show)
            operator = bearer(one)
            for _ in range(inputs):
                self._request(one, paths, commands, operator if self.chance.random() < 0.7 else {})

    def _request(self, one: Any, paths: dict[str, Any], commands: Commands, headers: dict[str, str]) -> None:
        self.tried["requests"] += 1
        path, body = self._address(paths), b""
        method = self.chance.choice(["GET", "GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS"])
        if self.chance.random() < 0.5:
            method, path, body = "POST", "/api/commands", commands.command()
        if path.startswith("/events/") and method == "GET":
            return  # it never ends
        try:
            answer = one.request(method, path, content=body, headers=headers)
        except Exception as error:
            self.faults.append(f"{method} {path} {body[:400]!r}: {error!r}")
            return
        self.answers[str(answer.status_code)] += 1
        if answer.status_code >= 500:
            self.faults.append(f"{method} {path} {body[:400]!r}: {answer.status_code}")

    def _address(self, paths: dict[str, Any]) -> str:
        """One of the addresses, with right and wrong words in the place of its parameters."""
        path = self.chance.choice(sorted(paths))
        for name in ("view", "entry", "kind", "output", "code"):
            word = self.chance.choice(["control", "stage", "37", "xlsx", "pdf", "..", "%00", "a%2Fb", "光", "x" * 300])
            path = path.replace("{" + name + "}", word)
        queries = ["", "?lang=en", "?lang=xx", "?category=a", "?revealed=1", "?lang=%ff&&=", "?" + "a" * 500]
        return path + str(self.chance.choice(queries))

    def files(self, inputs: int) -> None:
        """The parsers: event files, tables, workbooks, cells."""
        with tempfile.TemporaryDirectory() as folder:
            for number in range(inputs):
                kind, content, read = fuzz_files.one(self.chance, Path(folder), number)
                self.tried[kind] += 1
                try:
                    read()
                    self.answers["read"] += 1
                except fuzz_files.KNOWN:
                    self.answers["not read"] += 1
                except Exception as error:
                    self.faults.append(f"{kind}: {error!r} from {content[:600]!r}")

    @contextmanager
    def listening(self) -> Iterator[None]:
        """A traceback in the log is a fault."""
        ears = logging.Handler(logging.ERROR)
        ears.emit = lambda record: self.faults.append(f"log: {record.getMessage()}") if record.exc_info else None  # type: ignore[method-assign]
        log = logging.getLogger("server")
        log.addHandler(ears)
        try:
            yield
        finally:
            log.removeHandler(ears)


def fuzzed(inputs: int, seed: int) -> Fuzz:
    """So many inputs: most of them messages, some requests, some files."""
    run = Fuzz(seed)
    left = inputs
    with run.listening():
        while left > 0 and not run.faults:
            part = min(left, STARTS_AGAIN)
            requests, files = part // 40, part // 20
            run.shows(part - requests - files)
            run.doors(requests)
            run.files(files)
            left -= part
    return run


def main() -> int:
    """Inputs from the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.sim.fuzz")
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    given = parser.parse_args()
    began = time.monotonic()
    logging.disable(logging.WARNING)
    run = fuzzed(given.inputs, given.seed)
    print(f"seed {given.seed}: {sum(run.tried.values())} inputs ({dict(run.tried)}), answers {dict(run.answers)},"
          f" {len(run.faults)} faults, {time.monotonic() - began:.0f} s", *run.faults[:20], sep="\n")  # fmt: skip
    return bool(run.faults)


if __name__ == "__main__":
    sys.exit(main())
