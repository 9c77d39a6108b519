"""The commands that prepare an event: `limelight check`, `new` and `import`."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from server.cli.recordings import ENGLISH, TroubleError
from server.event_file.reader import EVENT_FILE, SAMPLES
from server.preflight.finding import Finding
from server.settings import Settings
from server.texts.say import say

STARTER = SAMPLES / "starter"


def event_at(folder: Path) -> Path:
    """The event's folder, or the sample that we ship under its last part where there is no such folder."""
    sample = SAMPLES / folder.name
    shipped = bool(folder.name) and not folder.exists() and (sample / EVENT_FILE).is_file()
    return sample if shipped else folder


def check(folder: Path, lang: str) -> int:
    """Command `limelight check`: every fault of an event, printed; exit code 1 where there is one that is no
    warning."""
    from server.event_file.check import check_event

    faults = check_event(folder)
    for fault in faults:
        print(fault.say(lang))
    wrong = sum(fault.level == "fault" for fault in faults)
    key = "terminal.faults" if wrong else "terminal.no_faults"
    print(say(key, lang, faults=wrong, warnings=len(faults) - wrong))
    return 1 if wrong else 0


def machine_findings(settings: Settings) -> list[Finding]:
    """Findings of the preflight about this machine; none of them is a fault of the event."""
    from server.event_file.look_section import ASSETS
    from server.event_file.reader import draft_event
    from server.preflight.machine import Machine, findings
    from server.web.addresses import lan_addresses

    event = event_at(settings.event_dir)
    contest = draft_event(event).contest
    machine = Machine(settings.data_dir, event / ASSETS, settings.port, settings.host, contest.utc_offset,
                      lan_addresses())  # fmt: skip
    return findings(machine)


def add_bundle(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Arguments of `limelight bundle`."""
    bundle = commands.add_parser("bundle", help="pack what helps to find a trouble, without secrets, names and marks")
    bundle.add_argument("event_dir", nargs="?", type=Path, metavar="EVENT_DIR")
    bundle.add_argument("--out", type=Path, default=Path("limelight-bundle.zip"), metavar="FILE.zip")
    bundle.add_argument("--port", type=int, help="where the server listens (PORT, else 8000)")
    bundle.add_argument("--data", dest="data_dir", type=Path, metavar="DIR")


def pack(settings: Settings, out: Path) -> int:
    """Command `limelight bundle`: see `bundle.py`, which is read when it is wanted."""
    from server.cli.bundle import bundle

    return bundle(settings, out)


def new(folder: Path, xlsx: bool) -> int:
    """Command `limelight new`: a starter event in a new or empty folder; `xlsx`: with a workbook to fill in
    instead of the CSV. Raises TroubleError where the folder holds something."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise TroubleError(say("terminal.not_empty", ENGLISH, folder=folder))
    shutil.copytree(STARTER, folder, dirs_exist_ok=True)
    if xlsx:
        from server.event_file.reader import BOOK_FILE, ENTRIES_FILE, draft_event
        from server.event_file.workbook_template import write_template

        write_template(folder / BOOK_FILE, draft_event(folder).contest)
        (folder / ENTRIES_FILE).unlink()
    table = "entries.xlsx" if xlsx else "entries.csv"
    print(say("terminal.starter", ENGLISH, folder=folder, table=table))
    return 0


def take_in(event: Path, table: Path, really: bool, lang: str) -> int:
    """Command `limelight import`: the changes that another table of entries would make, printed; `really`:
    they are taken over unless the table has faults. Exit code 1 where it has."""
    from server.event_file.import_preview import apply, preview

    changes, faults = preview(event, table)
    print("\n".join([*(fault.say(lang) for fault in faults), *(change.say(lang) for change in changes)]))
    wrong = sum(fault.level == "fault" for fault in faults)
    print(say("terminal.changes", lang, changes=len(changes), faults=wrong))
    if wrong or not really:
        return 1 if wrong else 0
    print(apply(event, table))
    return 0
