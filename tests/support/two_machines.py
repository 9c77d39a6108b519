"""Whole servers on threads of the test's own process, of which one may follow another."""

from __future__ import annotations

import asyncio
import json
import shutil
import threading
import urllib.error
import urllib.request
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import uvicorn

from server.app import build, build_follower
from server.cli import serve
from server.settings import Settings
from tests.support.server_process import CODE, PATIENCE, SAMPLE, wait_until


def event_in(folder: Path) -> Path:
    """A copy of the sample event, which its server may call its own."""
    return Path(shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns(".limelight")))


class Machine:
    """A running server and its loop."""

    def __init__(self, app: Any, port: int, host: str) -> None:
        self.bound = serve.listen(host, port)
        self.host, self.port = host, self.bound.getsockname()[1]
        self.app, self.state = app, app.state
        self.state.settings = replace(self.state.settings, host=host, port=self.port)
        self.server = uvicorn.Server(serve.config(app))
        self.thread = threading.Thread(target=self._run)

    @property
    def address(self) -> str:
        return f"http://{'localhost' if self.host == '127.0.0.1' else self.host}:{self.port}"

    @property
    def folder(self) -> Path:
        return Path(self.state.settings.event_dir)

    def _run(self) -> None:
        with asyncio.Runner() as runner:
            self.loop = runner.get_loop()
            runner.run(self.server.serve(sockets=[self.bound]))

    def run(self, coroutine: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(PATIENCE)

    def command(self, envelope: Any, who: Any) -> dict[str, Any]:
        return dict(self.run(self.state.director.command(envelope, who)))

    def get(self, path: str, **headers: str) -> Any:
        try:
            request = urllib.request.Request(self.address + path, headers=headers)
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            return json.load(error)


@contextmanager
def running(app: Any, port: int = 0, host: str = "127.0.0.1") -> Iterator[Machine]:
    machine = Machine(app, port, host)
    machine.thread.start()
    try:
        wait_until(lambda: machine.server.started or not machine.thread.is_alive(), "the server")
        assert machine.server.started, "it did not start"
        yield machine
    finally:
        machine.server.should_exit = True
        machine.thread.join(PATIENCE)
        machine.bound.close()


@contextmanager
def primary_in(folder: Path) -> Iterator[Machine]:
    """A server of an event that is its own."""
    event = event_in(folder)
    with running(build(Settings(event, event / ".limelight", code=CODE))) as machine:
        yield machine


@contextmanager
def follower_of(primary: Machine, folder: Path, token: str = "", host: str = "127.0.0.1") -> Iterator[Machine]:
    """A machine that follows the primary, and whose copy is in that folder."""
    token = token or primary.state.access.token("operator")
    settings = Settings(folder, folder / ".limelight", host=host)
    with running(build_follower(settings, primary.address, token, lambda words: None), host=host) as machine:
        yield machine


def in_step(follower: Machine) -> bool:
    """True once a follower has everything."""
    following = follower.state.following
    return bool(following.follower.in_step and not following.follower.files_left and following.follower.has_event)


def rows_of(machine: Machine) -> list[Any]:
    """Rows of the journal that a machine has open."""
    return list(machine.run(_rows(machine)))


async def _rows(machine: Machine) -> list[Any]:
    return list(machine.state.director.journal.rows())
