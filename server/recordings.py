"""The commands that read a journal and change nothing: `limelight replay`, `draw` and `explain`."""

from __future__ import annotations

from pathlib import Path

from server.explaining import explain as explained
from server.show.drawing import draw
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


def redraw(data_dir: Path, mode: str, lang: str) -> int:
    """Prints each draw of a journal as its seed gives it now; returns 1 where that is another order."""
    agrees = {True: ("与记录相同", "as recorded"), False: ("与记录不同！", "NOT AS RECORDED!")}
    differ = False
    for one in show_of(data_dir, mode).draws:
        drawn = one.drawn
        again = draw(drawn.seed, drawn.session, drawn.units, drawn.apart)
        same = again == (drawn.round, drawn.order)
        differ |= not same
        print(f"{one.seq:>5}  {drawn.session}  {drawn.seed}  {' '.join(again[1])}  {agrees[same][lang == 'en']}")
    return int(differ)


def explain(data_dir: Path, mode: str, entry: str, lang: str) -> int:
    """Prints how an entry's score came about."""
    show = show_of(data_dir, mode)
    if entry not in show.entries:
        raise TroubleError(f"there is no entry {entry}; there are {', '.join(show.entries)}.")
    print("\n".join(explained(show, entry, lang)))
    return 0
