"""Commands on a journal that change nothing: `limelight replay`, `draw`, `explain`, `results`, `verify`."""

from __future__ import annotations

import time
from pathlib import Path

from server.show.events import Recorded
from server.show.evolve import evolve
from server.show.model import Show
from server.show.model.lottery import draw
from server.texts.journal_text import describe, moment
from server.texts.say import say
from server.texts.score_text import explain as explain_score

ENGLISH = "en"
"""Language of the terminal's own words; reports (check, replay, explain …) follow --lang."""


class TroubleError(Exception):
    """Trouble that the person at the terminal can mend. The text says how."""


def recorded(data_dir: Path, mode: str) -> list[Recorded]:
    """Every event of a journal, in order. Raises JournalError where it cannot be read."""
    from server.journal.inspection import recorded_in, sound

    return recorded_in(sound(data_dir / f"{mode}.sqlite"))


def _recorded_or_trouble(data_dir: Path, mode: str) -> list[Recorded]:
    """Every event of a journal that is there and can be read, or the trouble in words."""
    from server.journal.row import JournalError

    if not (data_dir / f"{mode}.sqlite").exists():
        raise TroubleError(say("terminal.no_journal", ENGLISH, mode=mode, folder=data_dir))
    try:
        return recorded(data_dir, mode)
    except JournalError as error:
        raise TroubleError(f"{error}.") from error


def show_of(data_dir: Path, mode: str) -> Show:
    """The show at its journal's end. Raises TroubleError where there is no journal or it cannot be read."""
    show: Show | None = None
    for event in _recorded_or_trouble(data_dir, mode):
        show = evolve(show, event)
    assert show is not None, "a journal begins with Opened"
    return show


def replay(data_dir: Path, mode: str, lang: str) -> int:
    """Command `limelight replay`: a journal in words, one line an event: moment, seq, person, sentence."""
    show: Show | None = None
    for event in _recorded_or_trouble(data_dir, mode):
        after = evolve(show, event)
        when = moment(event, after.contest.utc_offset)
        print(f"{when}  {event.seq:>5}  {event.by or '—':<12}  {describe(event, show, lang)}")
        show = after
    return 0


def redraw(data_dir: Path, mode: str, lang: str) -> int:
    """Command `limelight draw`: each draw of a journal, drawn again from its seed; exit code 1 where the
    order differs."""
    differ = False
    for drawing in show_of(data_dir, mode).draws:
        drawn = drawing.drawn
        again = draw(drawn.seed, drawn.session, drawn.units, drawn.apart)
        same = again == (drawn.round, drawn.order)
        differ |= not same
        verdict = say("terminal.same_draw" if same else "terminal.other_draw", lang)
        print(f"{drawing.seq:>5}  {drawn.session}  {drawn.seed}  {' '.join(again[1])}  {verdict}")
    return int(differ)


def explain(data_dir: Path, mode: str, entry: str, lang: str) -> int:
    """Command `limelight explain`: an entry's score, from the marks to the rank. Raises TroubleError for an
    unknown entry."""
    show = show_of(data_dir, mode)
    if entry not in show.entries:
        raise TroubleError(say("terminal.no_entry", ENGLISH, entry=entry, known=", ".join(show.entries)))
    print("\n".join(explain_score(show, entry, lang)))
    return 0


def write_results(data_dir: Path, mode: str, kind: str, out: Path, lang: str, revealed: bool) -> int:
    """Command `limelight results`: a file of results with its seal; `kind` is one of `sealed_files.KINDS`."""
    from server.journal.inspection import inspect
    from server.private_files import private
    from server.results.sealed_files import made, stamp_of

    show = show_of(data_dir, mode)
    path = data_dir / f"{mode}.sqlite"
    stamp = stamp_of(path, inspect(path).epoch, show, int(time.time() * 1000), kind, lang, revealed=revealed)
    with open(out, "wb", opener=private) as file:  # nobody else reads results before their moment
        file.write(made(show, stamp))
    print(say("terminal.written", ENGLISH, file=out, kind=kind, code=stamp.short, seq=stamp.seq))
    return 0


def verify_file(file: Path, data_dir: Path, lang: str) -> int:
    """Command `limelight verify`: the verdict on a printed sheet; exit code 0 where it is genuine, else 1.
    Raises TroubleError for a file without a seal."""
    from server.journal.row import JournalError
    from server.results.sealed_files import NoSealError, verify

    try:
        verdict, stamp = verify(file.read_bytes(), data_dir)
    except NoSealError as error:
        raise TroubleError(say("terminal.no_seal", ENGLISH, file=file)) from error
    except JournalError as error:
        raise TroubleError(f"{error}.") from error
    print(say(f"terminal.{verdict}", lang, seq=stamp.seq, code=stamp.short))
    return 0 if verdict == "genuine" else 1
