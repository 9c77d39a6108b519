"""High-water mark of a journal, in a file beside it: epoch, number and hash of the last event that a disk has
confirmed.

A journal that was cut short looks like a shorter journal; the mark says that it was longer. It is written
after the flush that confirms an event and before anybody is told, so it is never ahead of the disk: a power
cut that takes what nobody was told of raises no alarm. Two slots are written in turn, in place, each in a
sector of its own, without a flush: what a power cut tears is the newer one, and the older one stands. A mark
that lags is no fault. A file in which no slot can be read says nothing and is renamed, never overwritten.
"""

from __future__ import annotations

import hashlib
import logging
import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from server.private_files import replace_file

SLOT_BYTES = 512  # a sector, the least that a disk writes as a whole
SLOTS = 2

log = logging.getLogger(__name__)


class Mark(NamedTuple):
    """Last event known to be on disk: its journal's epoch, its seq and its hash."""

    epoch: str
    seq: int
    hash: bytes


def mark_path(journal: Path) -> Path:
    """File of a journal's mark."""
    return journal.with_suffix(".mark")


def read_mark(journal: Path) -> Mark | None:
    """Newest mark that stands beside a journal. None: there is none, or none that can be read."""
    try:
        raw = mark_path(journal).read_bytes()
    except OSError:
        return None
    slots = (_parsed(raw[start : start + SLOT_BYTES]) for start in range(0, SLOTS * SLOT_BYTES, SLOT_BYTES))
    return max(filter(None, slots), key=lambda mark: mark.seq, default=None)


def _check(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _slot(mark: Mark) -> bytes:
    text = f"{mark.epoch} {mark.seq} {mark.hash.hex()}"
    return f"{text} {_check(text)}\n".encode().ljust(SLOT_BYTES)


def _parsed(slot: bytes) -> Mark | None:
    with suppress(ValueError):
        text, check = slot.decode().rstrip().rsplit(" ", 1)
        epoch, seq, hash = text.rsplit(" ", 2)
        if check == _check(text) and _slot(made := Mark(epoch, int(seq), bytes.fromhex(hash))) == slot:
            return made
    return None


class MarkFile:
    """Mark of an open journal. A disk that takes no mark is said once; the journal goes on without."""

    def __init__(self, journal: Path) -> None:
        self._journal = journal
        self._file: int | None = None
        self._turn = 0
        self._failed = False

    def write(self, mark: Mark) -> None:
        """Mark of what was just flushed."""
        if self._failed:
            return
        try:
            if self._file is None:
                self._file = self._open(mark)
            else:
                self._put(self._file, mark)
        except OSError as error:
            self._failed = True
            log.warning("%s takes no mark (%s): check the disk", mark_path(self._journal), error.strerror)

    def _open(self, mark: Mark) -> int:
        """The file, begun again under another name and moved into place: both slots hold this mark."""
        path = mark_path(self._journal)
        self._set_unreadable_aside(path)
        replace_file(path, _slot(mark) * SLOTS)
        return os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))

    def _set_unreadable_aside(self, path: Path) -> None:
        if path.exists() and read_mark(self._journal) is None:
            aside = path.with_suffix(f".mark-{os.stat(path).st_mtime_ns}")
            path.rename(aside)
            log.warning("%s could not be read and is kept as %s", path, aside)

    def _put(self, file: int, mark: Mark) -> None:
        self._turn = (self._turn + 1) % SLOTS
        os.lseek(file, self._turn * SLOT_BYTES, os.SEEK_SET)
        os.write(file, _slot(mark))

    def close(self) -> None:
        """Close of the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
