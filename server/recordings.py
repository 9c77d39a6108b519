"""The commands that read a journal and change nothing: `limelight replay` and `limelight explain`."""

from __future__ import annotations

from pathlib import Path

from server.explaining import explain as explained
from server.show.events import Recorded
from server.show.evolve import evolve
from server.show.model import Show
from server.telling import moment, tell


class TroubleError(Exception):
    """Something that the person at the terminal can mend. The text says how."""


def recorded(data_dir: Path, mode: str) -> list[Recorded]:
    """Every event of a journal. Raises JournalError."""
    from server.journal import Journal

    journal = Journal(data_dir / f"{mode}.sqlite")
    try:
        return list(journal.replay())
    finally:
        journal.close()


def _found(data_dir: Path, mode: str) -> list[Recorded]:
    """Every event of a journal that is there and can be read, or the trouble in words."""
    from server.journal import JournalError

    if not (data_dir / f"{mode}.sqlite").exists():
        raise TroubleError(
            f"there is no {mode} journal in {data_dir}:"
            " name the folder that `limelight serve` keeps the show in, EVENT_DIR/.limelight or --data."
        )
    try:
        return recorded(data_dir, mode)
    except JournalError as error:
        raise TroubleError(f"{error}.") from error


def show_of(data_dir: Path, mode: str) -> Show:
    """The show as its journal leaves it."""
    show: Show | None = None
    for one in _found(data_dir, mode):
        show = evolve(show, one)
    assert show is not None, "a journal begins with Opened"
    return show


def replay(data_dir: Path, mode: str, lang: str) -> int:
    """Prints what a journal says, one line an event."""
    show: Show | None = None
    for one in _found(data_dir, mode):
        after = evolve(show, one)
        when = moment(one, after.contest.utc_offset)
        print(f"{when}  {one.seq:>5}  {one.by or '—':<12}  {tell(one, show, lang)}")
        show = after
    return 0


def explain(data_dir: Path, mode: str, entry: str, lang: str) -> int:
    """Prints how an entry's score came about."""
    show = show_of(data_dir, mode)
    if entry not in show.entries:
        raise TroubleError(f"there is no entry {entry}; there are {', '.join(show.entries)}.")
    print("\n".join(explained(show, entry, lang)))
    return 0
