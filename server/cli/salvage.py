"""Command `limelight salvage`: damaged journals of a data folder made into ones that a show can be run on."""

from __future__ import annotations

import argparse
from pathlib import Path

from server.cli.recordings import TroubleError
from server.journal.inspection import inspect
from server.journal.lock import Lock
from server.journal.mode import MODES, Mode
from server.journal.row import JournalError
from server.journal.salvage import Salvaged, salvage
from server.show.model import Contest
from server.texts.say import say


def add_salvage(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Arguments of the command."""
    salvage = commands.add_parser("salvage", help="make a damaged journal into one that the show can run on")
    salvage.add_argument("event_dir", nargs="?", type=Path, metavar="EVENT_DIR")
    salvage.add_argument("--data", dest="data_dir", type=Path, metavar="DIR")
    salvage.add_argument("--lang", choices=("zh", "en"), help="default: LIMELIGHT_LANG, else zh")


def run_salvage(data_dir: Path, contest: Contest, lang: str) -> int:
    """Salvage of both journals of a data folder; exit code 0. Raises TroubleError where a server runs on it, or
    it cannot be read or written."""
    try:
        if not data_dir.is_dir() or not any(_there(data_dir, mode) for mode in MODES):
            raise TroubleError(say("terminal.no_journal", "en", mode="live", folder=data_dir))
        lock = Lock(data_dir)
        try:
            salvaged = [salvage(data_dir / f"{mode}.sqlite", mode, contest) for mode in MODES]
        finally:
            lock.release()
    except JournalError as error:
        raise TroubleError(f"{error}.") from error
    said = [_account(one, lang) for one in salvaged if one is not None]
    if said:
        print("\n".join([*said, say("damage.start", lang)]))
    else:
        print(say("damage.nothing", lang, folder=data_dir))
    return 0


def _there(data_dir: Path, mode: Mode) -> bool:
    found = inspect(data_dir / f"{mode}.sqlite")
    return found.there or found.damage is not None


def _account(one: Salvaged, lang: str) -> str:
    said = [
        say(
            "damage.salvaged", lang, file=one.damage.file, wrong=one.damage.wrong(lang), before=one.before,
            after=one.after, left=one.left, lost=one.lost, kept=", ".join(kept.name for kept in one.kept),
        )
    ]  # fmt: skip
    if one.from_event_file:
        said.append(say("damage.opening", lang))
    if one.lines is not None:
        said.append(say("damage.lines", lang, file=one.lines.name))
    return "\n".join(said)
