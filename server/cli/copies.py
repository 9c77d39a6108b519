"""Commands `limelight export-journal` and `limelight restore`: a journal as lines of JSON, and back from a copy."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from server.cli.flags import data_flag, lang_flag, mode_flag
from server.cli.recordings import TroubleError
from server.journal.export import NotWholeError, exported
from server.journal.lock import Lock
from server.journal.restore import restore
from server.journal.row import JournalError
from server.private_files import private
from server.settings import Settings
from server.texts.say import say


def add_copies(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Arguments of the two commands."""
    export = commands.add_parser("export-journal", help="write a journal as lines of JSON")
    export.add_argument("event_dir", nargs="?", type=Path, metavar="EVENT_DIR")
    export.add_argument("--out", type=Path, metavar="FILE", help="else to the terminal")
    mode_flag(export)
    back = commands.add_parser("restore", help="go on from a copy of a journal, or from an export")
    back.add_argument("file", type=Path, metavar="FILE")
    back.add_argument("event_dir", nargs="?", type=Path, metavar="EVENT_DIR")
    for command in (export, back):
        data_flag(command)
        lang_flag(command)


def export_journal(args: argparse.Namespace, settings: Settings) -> int:
    """Command `limelight export-journal`. Raises TroubleError; a file is whole or not there."""
    try:
        lines = list(exported(settings.data_dir / f"{args.mode}.sqlite"))
        text = "\n".join(lines) + "\n"
        if args.out is None:
            sys.stdout.write(text)
        else:
            with open(args.out, "w", encoding="utf-8", newline="\n", opener=private) as file:
                file.write(text)
    except (JournalError, OSError) as error:
        raise TroubleError(f"{error}.") from error
    return 0


def restore_journal(args: argparse.Namespace, settings: Settings) -> int:
    """Command `limelight restore`. Raises TroubleError, and nothing has been changed then."""
    lang = args.lang or settings.lang
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = Lock(folder)
        try:
            restored = restore(args.file, folder)
        finally:
            lock.release()
    except NotWholeError as error:
        raise TroubleError(say("terminal.not_whole", lang, file=args.file, why=error)) from error
    except (JournalError, OSError) as error:
        raise TroubleError(f"{error}.") from error
    when = datetime.fromtimestamp(restored.at / 1000, UTC).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    facts = {"mode": restored.mode, "events": restored.events, "when": when, "folder": folder}
    print(say("terminal.restored", lang, **facts))
    if restored.kept:
        print(say("terminal.restored_kept", lang, kept=", ".join(kept.name for kept in restored.kept)))
    return 0
