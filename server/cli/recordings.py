"""Commands that read a journal and change nothing: `replay`, `draw`, `explain`, `results`, `verify`."""

from __future__ import annotations

import time
from pathlib import Path

from server.show.events import Recorded
from server.show.evolve import evolve
from server.show.model import Show
from server.show.model.lottery import draw
from server.texts.journal_text import moment, tell
from server.texts.refusals import pick
from server.texts.score_text import explain as explain_score


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
    print("\n".join(explain_score(show, entry, lang)))
    return 0


def write_results(data_dir: Path, mode: str, kind: str, out: Path, lang: str, revealed: bool) -> int:
    """Writes a file of results with its seal."""
    from server.journal import Journal
    from server.results.sealed_files import made, stamp_of

    show = show_of(data_dir, mode)
    path = data_dir / f"{mode}.sqlite"
    journal = Journal(path)
    epoch = journal.epoch
    journal.close()
    stamp = stamp_of(path, epoch, show, int(time.time() * 1000), kind, lang, revealed=revealed)
    out.write_bytes(made(show, stamp))
    print(f"{out}: {kind}, check code {stamp.short} (record {stamp.seq}).")
    return 0


VERDICTS = {
    "genuine": ("与记录一致：第 {seq} 号，校验码 {code}", "Genuine: record {seq}, check code {code}"),
    "altered": ("内容被改动：与第 {seq} 号记录不一致", "Altered: it does not say what record {seq} says"),
    "other": ("不属于这份记录", "It belongs to another journal"),
    "journal": ("这份记录与打印时不同（校验码 {code}）", "The journal is not what it was at printing ({code})"),
}  # fmt: skip


def verify_file(file: Path, data_dir: Path, lang: str) -> int:
    """Says whether a sheet belongs to this journal; 0 where it does, 1 where it does not."""
    from server.results.sealed_files import NoSealError, verify

    try:
        verdict, stamp = verify(file.read_bytes(), data_dir)
    except NoSealError as error:
        raise TroubleError(f"{file} carries no seal: it was not made here, or was saved anew.") from error
    print(pick(VERDICTS[verdict], lang).format(seq=stamp.seq, code=stamp.short))
    return 0 if verdict == "genuine" else 1
