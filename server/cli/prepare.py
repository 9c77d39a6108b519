"""The commands that prepare an event: `limelight check`, `new` and `import`."""

from __future__ import annotations

import shutil
from pathlib import Path

from server.cli.recordings import TroubleError
from server.event_file.reader import EVENT_FILE, SAMPLES
from server.texts.say import say

STARTER = SAMPLES / "starter"


def event_at(folder: Path) -> Path:
    """The event's folder, or the sample that we ship under its last part where there is no such folder."""
    sample = SAMPLES / folder.name
    shipped = bool(folder.name) and not folder.exists() and (sample / EVENT_FILE).is_file()
    return sample if shipped else folder


def check(folder: Path, lang: str) -> int:
    """Prints every fault of an event; 1 where there is one."""
    from server.event_file.check import check_event

    found = check_event(folder)
    for one in found:
        print(one.say(lang))
    faults = sum(one.level == "fault" for one in found)
    key = "terminal.faults" if faults else "terminal.no_faults"
    print(say(key, lang, faults=faults, warnings=len(found) - faults))
    return 1 if faults else 0


def new(folder: Path, xlsx: bool) -> int:
    """Makes a starter event; `xlsx`: with a workbook to fill in instead of the CSV."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise TroubleError(f"{folder} is not empty: name a folder that does not exist yet.")
    shutil.copytree(STARTER, folder, dirs_exist_ok=True)
    if xlsx:
        from server.event_file.reader import BOOK_FILE, ENTRIES_FILE, draft_event
        from server.event_file.workbook_template import write_template

        write_template(folder / BOOK_FILE, draft_event(folder).contest)
        (folder / ENTRIES_FILE).unlink()
    table = "entries.xlsx" if xlsx else "entries.csv"
    print(f"A starter event is in {folder}. Edit event.toml and {table} there, then:")
    print(f"  limelight check {folder}\n  limelight serve {folder}")
    return 0


def take_in(event: Path, table: Path, really: bool, lang: str) -> int:
    """Prints what another table of entries would change; `really`: takes it over unless it has faults."""
    from server.event_file.import_preview import apply, preview

    changes, faults = preview(event, table)
    print("\n".join([*(one.say(lang) for one in faults), *(one.say(lang) for one in changes)]))
    wrong = sum(one.level == "fault" for one in faults)
    print(say("terminal.changes", lang, changes=len(changes), faults=wrong))
    if wrong or not really:
        return 1 if wrong else 0
    print(apply(event, table))
    return 0
