"""Opening of a journal for its show: everything that it says, and the show at its end."""

from __future__ import annotations

from pathlib import Path

from server.journal.journal import Journal
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


def evolved(recorded: list[e.Recorded]) -> Show:
    """Show after events of which the first is `Opened`."""
    show: Show | None = None
    for fact in recorded:
        show = evolve(show, fact)
    assert show is not None, "a journal begins with Opened"
    return show
