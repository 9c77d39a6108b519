"""A disk that can be slow or fail, for what a test cannot see: when a system has written to it."""

from __future__ import annotations

import asyncio
import os
import threading

import pytest

from server.journal import journal


class Disk:
    """Stands in for the one call that a test cannot see the end of: it notes what the log held when it was
    called, and goes on when it is let, or fails."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.logs: list[bytes] = []
        self.asked = asyncio.Event()
        self.let = threading.Event()
        self.let.set()
        self.fails = False
        self._flush = journal._flush
        monkeypatch.setattr(journal, "_flush", self.flush)

    def halt(self) -> None:
        """From now on it takes as long as it is let; `asked` is set when that begins."""
        self.let.clear()
        self._loop = asyncio.get_running_loop()

    def flush(self, fd: int) -> None:
        self.logs.append(os.pread(fd, 1_000_000, 0))
        if not self.let.is_set():
            self._loop.call_soon_threadsafe(self.asked.set)
        assert self.let.wait(60)
        if self.fails:
            raise OSError(5, "Input/output error")
        self._flush(fd)
