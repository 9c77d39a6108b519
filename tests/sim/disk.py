"""Disk of a simulated machine: real SQLite on real files, of which a power cut takes what was not flushed.

A process that is killed loses nothing that it wrote. A power cut takes, from the end of each log, anything that no
flush has confirmed, in whole or in part, and what a flush has *failed* to write even if a later one succeeded: a
system forgets it then (https://lwn.net/Articles/752063/). Faults are switches: full, failing, slow.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.sim.loop import Crashed, Host

SALT = slice(16, 24)  # of a log's header: it changes when the log begins again
BLOCK = 4096  # bytes that a disk writes whole or not at all


class Disk:
    """Files of one machine, over all its starts. `point` is called before and after each write: a crash may
    come there."""

    def __init__(self, folder: Path, chance: random.Random, point: Callable[[str], None]) -> None:
        self.folder = folder
        self._chance, self.point = chance, point
        self.full = self.fails = False
        self.latency = 0.001
        self._flushed: dict[Path, tuple[bytes, int]] = {}  # log → its salt, bytes that are safe
        self._lost: dict[Path, list[tuple[bytes, int, int]]] = {}  # log → what a failed flush has given up
        self._open: list[SimConnection] = []
        self._handles: dict[int, Path] = {}
        self._snapshot: dict[str, bytes] = {}
        folder.mkdir(parents=True)

    # --- what the journal does -------------------------------------------------------------------------

    def connect(self, path: Path, timeout: float, host: Host | None, **options: Any) -> sqlite3.Connection:
        """Connection whose writes may fail."""
        options.pop("factory", None)
        made = sqlite3.connect(path, timeout, factory=SimConnection, **options)
        made.disk, made.host = self, host
        self._open.append(made)
        return made

    def open(self, path: Path) -> int:
        """Handle of a log, for `flush`."""
        if not path.exists():
            raise FileNotFoundError(2, "No such file or directory", str(path))
        handle = 10_000_000 + len(self._handles)
        self._handles[handle] = path
        return handle

    def flush(self, handle: int) -> None:
        """Flush of a log. Raises OSError where the disk fails."""
        path = self._handles[handle]
        self.point("flush")
        content = path.read_bytes() if path.exists() else b""
        salt, size = content[SALT], len(content)
        if self.fails:
            start = self._safe(path, salt)
            self._lost.setdefault(path, []).append((salt, start, size))
            self._flushed[path] = (salt, size)
            raise OSError(5, "Input/output error")
        self._flushed[path] = (salt, size)
        self.point("flushed")

    def _safe(self, path: Path, salt: bytes) -> int:
        known, size = self._flushed.get(path, (b"", 0))
        return size if known == salt else 0

    # --- ends ------------------------------------------------------------------------------------------

    def stop(self, power_cut: bool) -> None:
        """State of the files in this moment, as the next start finds them."""
        self._snapshot = {path.name: path.read_bytes() for path in sorted(self.folder.iterdir()) if path.is_file()}
        if power_cut:
            for name in [name for name in self._snapshot if name.endswith("-wal")]:
                self._snapshot[name] = self._torn(self.folder / name, self._snapshot[name])
            self._lost.clear()
        for name in [name for name in self._snapshot if name.endswith("-shm")]:
            del self._snapshot[name]

    def _torn(self, path: Path, content: bytes) -> bytes:
        salt, size = content[SALT], len(content)
        safe = min(self._safe(path, salt), size)
        torn = bytearray(content)
        for lost_salt, start, end in self._lost.get(path, ()):
            if lost_salt == salt:
                torn[start:end] = bytes(end - start)
        end = self._chance.randint(safe, size)
        for block in range(safe, end, BLOCK):
            if self._chance.random() < 0.3:  # written out of order: a hole before what did get there
                stop = min(block + BLOCK, end)
                torn[block:stop] = bytes(stop - block)
        return bytes(torn[:end])

    def restore(self) -> None:
        """The files as `stop` left them; what an ended process still had open is gone."""
        self.close()
        shutil.rmtree(self.folder)
        self.folder.mkdir()
        for name, content in self._snapshot.items():
            (self.folder / name).write_bytes(content)

    def close(self) -> None:
        """End of every connection."""
        for connection in self._open:
            connection.close()
        self._open.clear()


class SimConnection(sqlite3.Connection):
    """Connection of SQLite whose writes may be the last thing that a process does, or fail."""

    disk: Disk
    host: Host | None

    def execute(self, sql: str, *parameters: Any) -> sqlite3.Cursor:  # type: ignore[override]
        if not self._writes(sql):
            return super().execute(sql, *parameters)
        self._before(sql)
        cursor = super().execute(sql, *parameters)
        self.disk.point("written")
        return cursor

    def executemany(self, sql: str, rows: Any) -> sqlite3.Cursor:  # type: ignore[override]
        self._before(sql)
        return super().executemany(sql, rows)

    def _writes(self, sql: str) -> bool:
        return sql.lstrip()[:6].upper() in ("INSERT", "UPDATE", "COMMIT", "DELETE") or "checkpoint" in sql

    def _before(self, sql: str) -> None:
        if self.host is not None and self.host.dead:
            raise Crashed
        self.disk.point("write")
        if self.disk.full:
            raise sqlite3.OperationalError("database or disk is full")
        if self.disk.fails and "checkpoint" in sql:
            raise sqlite3.OperationalError("disk I/O error")
