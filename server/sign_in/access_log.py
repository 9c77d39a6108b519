"""Access log: who signed in, was refused, was signed out, and took results away, with device and address.

It stands in `access.log` of the data folder, one JSON object a line, for its owner only; no code, cookie or token is
in it. It is bounded: MAX_LOG_BYTES a file, MAX_LOGS files, and of the refusals of one address MAX_REFUSALS a minute,
so that nobody writes the others' lines away. A disk that takes nothing costs the line and never the sign-in.
"""

from __future__ import annotations

import json
import logging
import os
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from server.private_files import private

MAX_LOG_BYTES = 1_000_000
MAX_LOGS = 5  # the newest and those before it: access.log, access.log.1 …
MAX_REFUSALS = 60  # lines a minute that one address may cause by being refused
MAX_ADDRESSES = 1000  # that are counted apart; further ones share one count
MAX_TEXT = 200  # characters of one fact
NEWEST = 100  # lines that people are shown
REFUSALS = ("refused_sign_in", "refused")

log = logging.getLogger(__name__)


class AccessLog:
    """Access log of one data folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "access.log"
        self._minute = 0
        self._refusals: Counter[str] = Counter()
        self._left_out = 0

    def note(self, what: str, person: str = "", device: str = "", address: str = "", **facts: object) -> None:
        """One more line, unless its address has been refused too often in this minute."""
        if what in REFUSALS and not self._counts(address):
            return
        line = {"at": _now(), "what": what, "person": person, "device": device, "address": address, **facts}
        self._append({name: _cut(value) for name, value in line.items()})

    def _counts(self, address: str) -> bool:
        minute = int(time.monotonic()) // 60
        if minute != self._minute:
            left_out, self._left_out = self._left_out, 0
            self._minute, self._refusals = minute, Counter()
            if left_out:
                self._append({"at": _now(), "what": "left_out", "count": left_out})
        known = address in self._refusals or len(self._refusals) < MAX_ADDRESSES
        counted = address if known else "others"
        self._refusals[counted] += 1
        self._left_out += self._refusals[counted] > MAX_REFUSALS
        return self._refusals[counted] <= MAX_REFUSALS

    def _append(self, line: dict[str, Any]) -> None:
        written = json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        try:
            self._rotate(len(written))
            file = private(str(self._path), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            try:
                os.write(file, written)
            finally:
                os.close(file)
        except OSError as error:
            log.warning("%s cannot be written (%s): a line of it is lost", self._path, error.strerror)

    def _rotate(self, more: int) -> None:
        """Room for `more` bytes: a full file becomes the first of the older ones, the oldest goes."""
        if not self._path.exists() or self._path.stat().st_size + more <= MAX_LOG_BYTES:
            return
        for age in range(MAX_LOGS - 1, 0, -1):
            newer = self._older(age - 1)
            if newer.exists():
                newer.replace(self._older(age))

    def _older(self, age: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{age}") if age else self._path

    def newest(self, count: int = NEWEST) -> list[dict[str, Any]]:
        """Newest lines, the newest first."""
        lines: list[dict[str, Any]] = []
        for age in range(MAX_LOGS):
            lines += _lines(self._older(age))
            if len(lines) >= count:
                break
        return lines[:count]


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """Lines of one file, the newest first; what is no line of ours (a write that a power cut tore) is left out."""
    try:
        text = path.read_text("utf-8", "replace")
    except OSError:
        return
    for written in reversed(text.split("\n")):
        try:
            line = json.loads(written)
        except ValueError:
            continue
        if isinstance(line, dict) and {"at", "what"} <= line.keys():
            yield line


def _cut(value: object) -> object:
    """Fact without what a terminal would act on, and without an end of the line."""
    if not isinstance(value, str):
        return value
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in value[:MAX_TEXT])


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
