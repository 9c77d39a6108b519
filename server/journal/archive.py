"""Copies of other machines' journals, and the archive of those that are done with."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from server.journal.inspection import DamagedError
from server.journal.journal import Journal
from server.journal.mark import mark_path
from server.journal.row import JournalRow

SUFFIXES = ("", "-wal", "-shm")  # of the files of one SQLite database

log = logging.getLogger(__name__)


def copy_to(path: Path, epoch: str, rows: list[JournalRow]) -> None:
    """Copy of another machine's journal of that epoch in this file, without losing anything: what this one
    has beyond it stays where the two agree so far, else the file is archived, as is a damaged one."""
    try:
        journal = Journal(path)
    except DamagedError as error:
        log.warning("%s", error.damage.wrong("en"))
        archive(path)
        journal = Journal(path)
    try:
        own = journal.rows()
        shorter = min(len(own), len(rows))
        agrees = not own or (journal.epoch == epoch and own[:shorter] == rows[:shorter])
        if agrees:
            journal.append_rows(epoch, rows[len(own) :])
    finally:
        journal.close()
    if not agrees:
        archive(path)
        copy_to(path, epoch, rows)


def remove_unfinished(path: Path) -> None:
    """End of a journal that was being made when a process was stopped; what it was made from is still there."""
    for left in (*(path.with_name(f"{path.name}{suffix}") for suffix in SUFFIXES), mark_path(path)):
        left.unlink(missing_ok=True)


def archive(path: Path, with_mark: bool = True) -> list[Path]:
    """Rename of a journal that is done with, its log and its mark; nothing is ever deleted. Returns what was
    renamed. The mark goes last: without its journal it keeps an empty show from beginning."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    old = [path.with_name(path.name + suffix) for suffix in SUFFIXES]
    new = [path.with_name(f"{path.stem}-{stamp}.sqlite{suffix}") for suffix in SUFFIXES]
    if with_mark:
        old.append(mark_path(path))
        new.append(mark_path(new[0]))
    renamed = []
    for one, other in zip(old, new, strict=True):
        if one.exists():
            renamed.append(one.rename(other))
    return renamed
