"""Journal as lines of JSON, for people, scripts and another machine: what it is, an event a line, and a last line
by which a file that was cut or changed is known.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from server.journal.inspection import DamagedError, inspect
from server.journal.mode import Mode
from server.journal.row import JournalError, JournalRow
from server.wire import BadMessage, decode_event, encode_event


class NotWholeError(ValueError):
    """Error of an exported journal that was cut, changed or is none. The text says at which line."""


def exported(path: Path, mode: Mode) -> Iterator[str]:
    """Lines of a journal, without their ends. Raises JournalError where there is none, or it is damaged."""
    found = inspect(path)
    if found.damage is not None:
        raise DamagedError(found)
    if not found.there:
        raise JournalError(f"there is no {path}")
    digest = hashlib.sha256()
    first = {"journal": found.epoch, "mode": mode}
    for line in (first, *map(_fields, found.rows)):
        text = json.dumps(line, ensure_ascii=False)
        digest.update(text.encode())
        yield text
    yield json.dumps({"end": len(found.rows), "sha256": digest.hexdigest()})


def _fields(row: JournalRow) -> dict[str, Any]:
    return row._asdict() | {"event": json.loads(row.event)}


def read_lines(text: str) -> tuple[Mode, list[JournalRow]]:
    """Mode and rows of an exported journal. Raises NotWholeError."""
    lines = text.splitlines()
    try:
        first, end = json.loads(lines[0]), json.loads(lines[-1])
        whole = end["sha256"] == hashlib.sha256("".join(lines[:-1]).encode()).hexdigest()
    except (IndexError, KeyError, TypeError, ValueError) as error:
        raise NotWholeError("the last line is missing: the file was cut, or is no journal") from error
    if not whole or "journal" not in first:
        raise NotWholeError("a line was changed, or is missing")
    rows = [_row(number, json.loads(line)) for number, line in enumerate(lines[1:-1], 1)]
    return ("rehearsal" if first.get("mode") == "rehearsal" else "live"), rows


def _row(number: int, fields: dict[str, Any]) -> JournalRow:
    try:
        event = encode_event(decode_event(json.dumps(fields["event"]))).decode()
        row = JournalRow(**(fields | {"event": event}))
    except (BadMessage, KeyError, TypeError) as error:
        raise NotWholeError(f"line {number + 1}: {error}") from error
    if row.seq != number:
        raise NotWholeError(f"line {number + 1}: event {row.seq} where {number} was due")
    return row
