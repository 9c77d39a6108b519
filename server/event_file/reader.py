"""Reader of an event folder: event.toml, entries.csv (or entries.xlsx) beside it, pictures in assets/.

    event.toml   names, sessions, categories, outputs, judges, timing, scoring, awards, reveal, theme
    entries.csv  the entries, as a spreadsheet saves them (or [[entries]] in event.toml)
    assets/      the organizer's logo and key visual

`server/event_file/samples/starter/event.toml` says what every key means. Keys and columns that are not known
are faults; all faults are gathered in a single pass.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from server.event_file import (
    entries_csv,
    look_section,
    rules_section,
    scoring_section,
    toml_lines,
    workbook_entries,
    workbook_tables,
)
from server.event_file.breaks_section import breaks
from server.event_file.ceremony_section import ceremony
from server.event_file.entries_csv import HEADINGS, EntryRow
from server.event_file.entry_rows import EntryTable
from server.event_file.faults import EventFileErrors, Fault, Place, fault, gathered
from server.event_file.running_order import claimed, running_order
from server.event_file.toml_table import TomlSource, TomlTable
from server.event_file.workbook import Book, is_book, read_book
from server.show.model import Category, Contest, Judge, Panel, Part, Session

SAMPLES = Path(__file__).parent / "samples"
EVENT_FILE = "event.toml"
ENTRIES_FILE = "entries.csv"
BOOK_FILE = "entries.xlsx"
OLD_BOOK_FILE = "entries.xls"


@dataclass(frozen=True, slots=True)
class Draft:
    """Draft of an event: all that could be read, all that is wrong, and the places of both. `content` is
    event.toml with what a workbook's sheets give."""

    contest: Contest
    faults: tuple[Fault, ...]
    source: TomlSource
    content: dict[str, Any] = field(default_factory=dict)
    rows: tuple[EntryRow, ...] = ()


def read_event(folder: Path) -> Contest:
    """Contest that `folder` describes. Raises EventFileErrors with every fault, and nothing else."""
    draft = draft_event(folder)
    faults = [fault for fault in draft.faults if fault.level == "fault"]
    if faults:
        raise EventFileErrors(gathered(faults))
    return draft.contest


def draft_event(folder: Path, entries: Path | None = None) -> Draft:
    """Draft of the event in `folder`, with its own table of entries or with the one at `entries`. Raises
    nothing."""
    source = TomlSource(EVENT_FILE)
    if not folder.is_dir():
        return Draft(Contest(""), (fault(Place(str(folder)), "missing_folder"),), source)
    content = _content(folder, source)
    table = entries or _table_of(folder)
    book = read_book(table) if is_book(table) and table.exists() else None
    if content is None:
        # What can be said of the other file is said all the same.
        faults = _read(table, book)[1] if table.is_file() else []
        return Draft(Contest(""), (*source.faults, *faults), source)
    if book is not None:
        workbook_tables.add_sheets(content, source, book, workbook_entries.entries_of(book)[0])
    root = TomlTable(content, "", source)
    facts, lists = _facts(root)
    parts = tuple(part for part in facts["scoring"].parts if part.source == "given")
    entry_table = EntryTable(facts["categories"], facts["sessions"], parts)
    drawn = claimed(lists)
    for row in _rows(root, table, book, source, parts):
        entry_table.add(row, drawn)
    order = running_order(entry_table, lists, source)
    pauses, facts["ceremony"] = breaks(root, facts["sessions"], entry_table), ceremony(root, entry_table)
    root.close()
    contest = Contest(**facts, breaks=pauses, entries=tuple(entry_table.entries), order=order)
    return Draft(contest, (*source.faults, *entry_table.faults), source, content, tuple(entry_table.rows))


def _content(folder: Path, source: TomlSource) -> dict[str, Any] | None:
    text, faults = entries_csv.read_text(folder / EVENT_FILE, EVENT_FILE)
    source.faults += faults
    if faults:
        return None
    try:
        content = tomllib.loads(text, parse_float=_number)
        source.rows = toml_lines.rows(text)
    except (ValueError, RecursionError) as error:
        row, code, found, wanted = toml_lines.mistake(str(error), text)
        source.faults.append(fault(Place(EVENT_FILE, row), code, found, wanted))
        return None
    return content


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except ArithmeticError:
        return Decimal("nan")


def _facts(root: TomlTable) -> tuple[dict[str, Any], dict[str, tuple[str, ...]]]:
    """All fields of the contest that stand on their own, and the sessions' order lists."""
    sessions, lists = _sessions(root)
    categories = _categories(root)
    panels = scoring_section.panels(root, categories, sessions)
    facts = {
        "name": root.text("name", needed=True),
        "cup": root.text("cup"),
        "subtitle": root.text("subtitle"),
        "edition": root.text("edition"),
        "organizer": root.text("organizer"),
        "place": root.text("place"),
        "lang": root.choice("lang", look_section.LANGS, "zh"),
        "ticker": root.text("ticker", most=500),
        "utc_offset": _utc_offset(root),
        "notes": root.texts("notes"),
        "messages": rules_section.messages(root),
        "speakers": rules_section.people(root, "speakers"),
        "sessions": sessions,
        "categories": categories,
        "outputs": look_section.outputs(root),
        "judges": _judges(root, panels),
        "panels": panels,
        "timing": rules_section.timing(root),
        "scoring": scoring_section.scoring(root, panels),
        "chain": scoring_section.chain(root),
        "awards": rules_section.awards(root, categories),
        "reveal": rules_section.reveal(root),
        "theme": look_section.theme(root),
        "watch": look_section.watch(root),
    }
    return facts, lists


def _utc_offset(root: TomlTable) -> int:
    """Minutes east of UTC, written "+08:00"."""
    text = root.text("utc_offset", "+08:00")
    match = re.fullmatch(r"([+-])(0\d|1[0-4]):([0-5]\d)", text, re.ASCII)
    if match is None:
        root.note("utc_offset", "bad_offset", text, '"+08:00"')
        return 480
    return (1 if match[1] == "+" else -1) * (int(match[2]) * 60 + int(match[3]))


def _sessions(root: TomlTable) -> tuple[tuple[Session, ...], dict[str, tuple[str, ...]]]:
    sessions: list[Session] = []
    lists: dict[str, tuple[str, ...]] = {}
    seen: dict[str, Place] = {}
    for number, table in enumerate(root.tables("sessions"), 1):
        id_ = table.ident(f"s{number}", seen)
        name = table.name(seen)
        times = table.date("date"), table.clock("start", needed=True), table.clock("end", needed=True)
        sessions.append(Session(id_, name, *times, table.text("place")))
        if "order" in table:
            lists[id_] = table.texts("order")
        table.close()
    if not sessions:
        root.note("sessions", "missing")
    return tuple(sessions), lists


def _categories(root: TomlTable) -> tuple[Category, ...]:
    categories: list[Category] = []
    seen: dict[str, Place] = {}
    for number, table in enumerate(root.tables("categories"), 1):
        categories.append(Category(table.ident(f"c{number}", seen), table.name(seen)))
        table.close()
    if not categories:
        root.note("categories", "missing")
    return tuple(categories)


def _judges(root: TomlTable, panels: tuple[Panel, ...]) -> tuple[Judge, ...]:
    judges: list[Judge] = []
    ids: dict[str, Place] = {}
    seats: dict[int, Place] = {}
    for number, table in enumerate(root.tables("judges"), 1):
        seat = table.whole("seat", number, 1, 999)
        if seat in seats:
            table.note("seat", "double", seat, seats[seat].brief)
        seats.setdefault(seat, table.source.place(f"{table.path}.seat"))
        id_ = table.ident(f"J{seat}", ids)
        judges.append(
            Judge(
                id_,
                seat,
                table.text("name", needed=True),
                table.text("unit"),
                table.text("post"),
                table.text("parent_unit"),
                table.decimal("weight", Decimal(1), Decimal("0.01"), Decimal(100)),
                scoring_section.panel_of(table, panels),
                table.texts("recuse_units"),
            )
        )
        table.close()
    return tuple(judges)


def _table_of(folder: Path) -> Path:
    """The table of entries beside event.toml: a workbook where there is one, else the CSV. An old workbook
    (entries.xls) is found, too, so that a fault can say what to do with it."""
    names = (name for name in (BOOK_FILE, ENTRIES_FILE, OLD_BOOK_FILE) if (folder / name).exists())
    return folder / next(names, ENTRIES_FILE)


def _read(
    path: Path, book: Book | None, own: Mapping[str, str] = entries_csv.NONE
) -> tuple[list[EntryRow], list[Fault]]:
    return workbook_entries.entries_of(book, own) if book else entries_csv.read_entries(path, own)


def _rows(
    root: TomlTable, path: Path, book: Book | None, source: TomlSource, parts: tuple[Part, ...]
) -> list[EntryRow]:
    """The rows from the table beside event.toml or from [[entries]], one of the two. Given parts are
    columns like the others."""
    tables = root.tables("entries")
    exists = path.exists()
    if exists and tables:
        root.note("entries", "entries_twice", wanted=f"{path.name} / [[entries]]")
    if not exists:
        rows = [_listed(table, parts) for table in tables]
    else:
        own = {f"{part.name}{end}": entries_csv.GIVEN + part.id for part in parts for end in ("", "分")}
        rows, faults = _read(path, book, own)
        source.faults += faults
        if faults:
            return rows
    if not rows:
        source.faults.append(
            fault(Place(path.name if exists else EVENT_FILE), "no_entries", wanted=path.name)
        )
    return rows


def _listed(table: TomlTable, parts: tuple[Part, ...]) -> EntryRow:
    """An [[entries]] table with the same fields as the columns of entries.csv."""
    texts: dict[str, str | tuple[str, ...]] = {}
    places = {}
    for name in HEADINGS:
        if name in table and name not in ("row_number", "title2"):
            places[name] = table.source.place(f"{table.path}.{name}")
            if isinstance(table.content[name], list):
                texts[name] = table.texts(name)
            elif isinstance(table.content[name], bool):
                texts[name] = "是" if table.flag(name) else ""
            else:
                texts[name] = table.text(name)
    for part in parts:
        if part.name in table:
            texts[entries_csv.GIVEN + part.id] = str(table.take(part.name))
            places[entries_csv.GIVEN + part.id] = table.source.place(f"{table.path}.{part.name}")
    table.asked += [name for name in HEADINGS if name not in ("row_number", "title2")]
    table.close()
    return EntryRow(texts, places, table.source.place(table.path))
