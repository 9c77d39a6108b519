"""Reader of the entries in a workbook: `entries.xlsx` beside event.toml."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from server.event_file import cells
from server.event_file.entries_csv import NONE, EntryRow, parse
from server.event_file.faults import Fault, Place, fault
from server.event_file.workbook import Book, csv_of, read_book
from server.event_file.workbook_sheets import ENTRIES, is_example

SHEETS = ("参赛项目", "项目", "entries")


def read_entries_book(path: Path, own: Mapping[str, str] = NONE) -> tuple[list[EntryRow], list[Fault]]:
    """Rows of the entries in the workbook at `path`, with all that is wrong. Raises nothing."""
    return entries_of(read_book(path), own)


def entries_of(book: Book, own: Mapping[str, str] = NONE) -> tuple[list[EntryRow], list[Fault]]:
    """Rows of the book's sheet of entries, with all that is wrong; the example row is passed over."""
    if not book.sheets:
        return [], book.faults
    named = next((name for name in book.sheets if cells.matching(name) in ENTRIES), None)
    name = named or (next(iter(book.sheets)) if len(book.sheets) == 1 else None)
    if name is None:
        return [], [*book.faults, fault(Place(book.file), "no_sheet", "、".join(book.sheets), SHEETS[0])]
    here = f"{book.file}/{name}"
    rows, faults = parse(csv_of(book.sheets[name]), here, own)
    mine = [fault for fault in book.faults if fault.place.file in (here, book.file)]
    return [row for row in rows if not is_example(row.cells.get("id", ""))], [*mine, *faults]
