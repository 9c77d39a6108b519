"""Reader of a workbook (ISO/IEC 29500): its sheets as rows of text, whatever a spreadsheet put into the
cells.

Merged cells count for every cell below them; numbers, dates and times become what the sheet shows; a formula
counts with the value that was last computed. Row numbers stay the spreadsheet's own, blank rows included, so
that a fault names the row that the organizer sees. The file is opened in a bounded child (`workbook_cells`).
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from pathlib import Path

from server.event_file.bounded_child import MAX_MEMORY_BYTES, MAX_SECONDS, OutOfBoundsError, run_bounded
from server.event_file.faults import Fault, Place, fault

MAX_BOOK_BYTES = 5_000_000  # of the file
BOOKS = (".xlsx", ".xlsm", ".xls", ".et")  # by their names; the last two have to be saved again as .xlsx
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


@dataclass(slots=True)
class Book:
    """Sheets of a workbook by name, each a list of rows of text, and what is wrong with it."""

    file: str
    sheets: dict[str, list[list[str]]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def note(self, sheet: str, code: str, row: int = 0, found: object = "", wanted: object = "") -> None:
        place = Place(f"{self.file}/{sheet}" if sheet else self.file, row)
        self.faults.append(fault(place, code, found, wanted))


def is_book(path: Path) -> bool:
    """True for a file with a workbook's ending."""
    return path.suffix.casefold() in BOOKS


def read_book(path: Path) -> Book:
    """Workbook at `path`. Raises nothing: what cannot be read is a fault."""
    try:
        content = path.read_bytes() if path.stat().st_size <= MAX_BOOK_BYTES else None
    except OSError as error:
        book = Book(path.name)
        book.note("", "unreadable", found=error.strerror or error)
        return book
    if content is None:
        book = Book(path.name)
        book.note("", "too_large", found=path.stat().st_size, wanted=MAX_BOOK_BYTES)
        return book
    return book_of(content, path.name)


def book_of(content: bytes, file: str) -> Book:
    """Workbook in `content`, the bytes of a file that faults call `file`. Raises nothing."""
    book = Book(file)
    if content.startswith(OLD_EXCEL):
        book.note("", "old_excel", wanted=".xlsx")
    elif not content.startswith(b"PK"):
        book.note("", "no_workbook", found=content[:8])
    else:
        _read(book, content)
    return book


def _read(book: Book, content: bytes) -> None:
    try:
        read = json.loads(run_bounded("server.event_file.workbook_cells", content))
    except OutOfBoundsError as error:
        bounds = f"{MAX_MEMORY_BYTES >> 20} MB, {MAX_SECONDS:g} s"
        book.note("", "workbook_bounds", found=error, wanted=bounds)
        return
    except OSError as error:
        book.note("", "unreadable", found=error.strerror or error)
        return
    book.sheets = read["sheets"]
    for note in read["notes"]:
        book.note(*note)


def csv_of(rows: list[list[str]]) -> str:
    """Text of a CSV (RFC 4180) with the same row numbers: one reader for both kinds of table."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(row or [""] for row in rows)
    return out.getvalue()
