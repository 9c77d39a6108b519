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
from server.show.events import Opened
from server.wire import BadMessage, decode_event, encode_event


class NotWholeError(ValueError):
    """Error of an exported journal that was cut, changed or is none. The text says at which line."""


def mode_of(rows: list[JournalRow]) -> Mode:
    """Mode of a show by its first event, whatever its file is called. Raises NotWholeError where it is no opening."""
    first = decode_event(rows[0].event) if rows else None
    if not isinstance(first, Opened):
        raise NotWholeError("it does not begin with the opening of a show")
    return "rehearsal" if first.mode == "rehearsal" else "live"


def exported(path: Path) -> Iterator[str]:
    """Lines of a journal, without their ends. Raises JournalError where there is none, or it is damaged."""
    found = inspect(path)
    if found.damage is not None:
        raise DamagedError(found)
    if not found.there:
        raise JournalError(f"there is no {path}")
    digest = hashlib.sha256()
    for line in ({"journal": found.epoch}, *map(_fields, found.rows)):
        text = json.dumps(line, ensure_ascii=False)
        digest.update(text.encode())
        yield text
    yield json.dumps({"end": len(found.rows), "sha256": digest.hexdigest()})


def _fields(row: JournalRow) -> dict[str, Any]:
    return row._asdict() | {"event": json.loads(row.event)}


def read_lines(text: str) -> list[JournalRow]:
    """Rows of an exported journal. Raises NotWholeError."""
    lines = text.rstrip("\n").split("\n")  # and at nothing else that splits lines: a text may hold it
    try:
        first, *events, end = (json.loads(line) for line in lines)
        whole = end["sha256"] == hashlib.sha256("".join(lines[:-1]).encode()).hexdigest() and "journal" in first
    except (KeyError, TypeError, ValueError) as error:
        raise NotWholeError("the last line is missing: the file was cut, or is no journal") from error
    if not whole:
        raise NotWholeError("a line was changed, or is missing")
    return [_row(number, fields) for number, fields in enumerate(events, 1)]


def _row(number: int, fields: dict[str, Any]) -> JournalRow:
    try:
        event = encode_event(decode_event(json.dumps(fields["event"]))).decode()
        row = JournalRow(**(fields | {"event": event}))
    except (BadMessage, KeyError, TypeError) as error:
        raise NotWholeError(f"line {number + 1}: {error}") from error
    if row.seq != number:
        raise NotWholeError(f"line {number + 1}: event {row.seq} where {number} was due")
    return row
