"""Ids of all commands that a journal ever carried out, in twelve bytes each: a command that comes twice is carried
out once, however late it comes.

A dict of ids took some 200 bytes an event. Of the newest `SEGMENT` ids the ids themselves are held; of all older ones
64 bits of a hash, sorted in segments, with the seq beside it. What a segment finds is looked up in the journal
(`stored`), so that two ids with one hash are never taken for each other.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable
from hashlib import blake2b

SEGMENT = 2048  # ids; a search costs a microsecond for each segment


def _short(id: str) -> int:
    return int.from_bytes(blake2b(id.encode(), digest_size=8).digest())


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
