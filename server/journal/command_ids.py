"""Ids of all commands that a journal ever carried out, in twelve bytes each: a command that comes twice is carried
out once, however late it comes.

A dict of ids took some 200 bytes an event. Of the newest `SEGMENT` ids the ids themselves are held; of all older ones
64 bits of a hash, sorted in segments, with the seq beside it. What a segment finds is looked up in the journal
(`stored`), so that two ids with one hash are never taken for each other.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable
from hashlib import blake2b

BODY = re.compile(r"(.*) ([0-9a-f]{16})", re.DOTALL)  # what stands in a row: the id, and the digest of the body
SEGMENT = 2048  # ids; a search costs a microsecond for each segment


def _short(id: str) -> int:
    return int.from_bytes(blake2b(id.encode(), digest_size=8).digest())


def named(id: str, body: bytes) -> str:
    """Name of a command as a row of the journal holds it: its id and a digest of its body."""
    return f"{id} {blake2b(body, digest_size=8).hexdigest()}"


def id_of(name: str) -> str:
    """Id in such a name; a journal of before holds the id alone."""
    found = BODY.fullmatch(name)
    return found[1] if found else name


def is_same(name: str, other: str) -> bool:
    """True for one body; a name without a digest, of a journal of before, fits every body."""
    return name == other or BODY.fullmatch(name) is None


def whose(by: str, name: str) -> str:
    """Id of a command among those of all people: it belongs to the person, whichever device sent it."""
    return f"{by.rpartition('/')[0] or by}\x1f{id_of(name)}"


class CommandIds:
    """Ids of commands and the seq of the first event that each caused. `stored` reads the id of an event."""

    def __init__(self, stored: Callable[[int], str | None]) -> None:
        self._stored = stored
        self._newest: dict[str, int] = {}
        self._segments: list[tuple[array[int], array[int]]] = []  # sorted hashes, and the seqs of their events

    def add(self, ids: Iterable[tuple[str, int]]) -> None:
        """Ids and seqs in order; of an id that is there already the first seq counts."""
        for id, seq in ids:
            if self.seq_of(id) is None:
                self._newest[id] = seq
            if len(self._newest) >= SEGMENT:
                self._fold()

    def _fold(self) -> None:
        pairs = sorted((_short(id), seq) for id, seq in self._newest.items())
        self._segments.append((array("Q", (pair[0] for pair in pairs)), array("I", (pair[1] for pair in pairs))))
        self._newest.clear()

    def seq_of(self, id: str) -> int | None:
        """Seq of the first event that the command with this id caused, if it did."""
        if id in self._newest:
            return self._newest[id]
        short = _short(id) if self._segments else 0
        for hashes, seqs in self._segments:
            place = bisect_left(hashes, short)
            while place < len(hashes) and hashes[place] == short:
                if self._stored(seqs[place]) == id:
                    return seqs[place]
                place += 1
        return None
