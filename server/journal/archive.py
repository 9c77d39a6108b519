"""Copies of other machines' journals, and the archive of those that are done with."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from server.journal.journal import Journal
from server.journal.row import JournalRow


def copy_to(path: Path, epoch: str, rows: list[JournalRow]) -> None:
    """Copy of another machine's journal of that epoch in this file, without losing anything: what this one
    has beyond it stays where the two agree so far, else the file is archived."""
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


def archive(path: Path) -> None:
    """Rename of a journal that is done with; nothing is ever deleted."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
    for suffix in ("", "-wal", "-shm"):
        old = path.with_name(path.name + suffix)
        if old.exists():
            old.rename(path.with_name(f"{path.stem}-{stamp}.sqlite{suffix}"))
