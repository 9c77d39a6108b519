"""Opening of a journal for its show: everything that it says, and the show at its end."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from server.journal.archive import archive, remove_unfinished
from server.journal.journal import Journal
from server.journal.mark import mark_path
from server.journal.mode import Mode
from server.journal.row import JournalError
from server.show import events as e
from server.show.evolve import evolve
from server.show.model import Show


def replayed(path: Path, mode: Mode) -> tuple[Journal, list[e.Recorded]]:
    """Journal, opened, and everything in it. Raises JournalError."""
    journal = Journal(path)
    try:
        recorded = list(journal.replay())
        opened = recorded[0].event if recorded else None
        if recorded and not (isinstance(opened, e.Opened) and opened.mode == mode):
            raise JournalError(f"{path} does not begin as a {mode} journal: restore it from a copy, or move it away")
        return journal, recorded
    except JournalError:
        journal.close()
        raise


def begun_beside(path: Path, at: int, opened: e.Opened) -> Path:
    """New journal beside this one, whole and on disk, for `take_place`. Raises JournalError, and nothing has
    happened: a full disk is found here, while the old journal still stands."""
    new = path.with_name(f"{path.stem}-next.sqlite")
    remove_unfinished(new)
    with closing(Journal(new)) as journal:
        journal.append(at, "", opened)
        journal.flush()
    if new.with_name(f"{new.name}-wal").exists():
        raise JournalError(f"{new} cannot be finished: is the disk full?")
    return new


def take_place(new: Path, path: Path) -> None:
    """Archive of a closed journal, and the new one in its place. Raises OSError."""
    archive(path)
    new.replace(path)
    mark_path(new).replace(mark_path(path))  # last: a mark without its journal is a journal that was lost


def evolved(recorded: list[e.Recorded]) -> Show:
    """Show after events of which the first is `Opened`."""
    show: Show | None = None
    for fact in recorded:
        show = evolve(show, fact)
    assert show is not None, "a journal begins with Opened"
    return show
