"""Chain of a journal: each row's hash is SHA-256 over the hash before it and all that the row says.

The first link is made from the epoch. So a row that was changed, lost or put in later is found at the next
start, and one hash stands for the whole history up to it. A hash is made from nothing but the epoch and the
rows: it never travels, and two machines with the same rows have the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from server.journal.row import JournalRow


def first_link(epoch: str) -> bytes:
    """Hash that stands before the first row."""
    return hashlib.sha256(epoch.encode()).digest()


def link(before: bytes, row: JournalRow) -> bytes:
    """Hash of a row behind the hash `before`. Texts that people chose go in with their lengths, so that no
    two rows read the same."""
    seq, at, by, command_id, event = row
    named = "-" if command_id is None else f"{len(command_id)}|{command_id}"
    return hashlib.sha256(before + f"{seq}|{at}|{len(by)}|{by}|{named}|{event}".encode()).digest()


def links(before: bytes, rows: Iterable[JournalRow]) -> Iterator[bytes]:
    """Hashes of rows that follow each other behind the hash `before`."""
    for row in rows:
        before = link(before, row)
        yield before
