"""Reader of a workbook (ISO/IEC 29500): its sheets as rows of text, whatever a spreadsheet put into the
cells.

Merged cells count for every cell below them; numbers, dates and times become what the sheet shows; a formula
counts with the value that was last computed. Row numbers stay the spreadsheet's own, blank rows included, so
that a fault names the row that the organizer sees.
"""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from server.event_file.faults import Fault, Place, fault

MAX_BOOK_BYTES = 5_000_000  # of the file
MAX_UNPACKED_BYTES = 30_000_000  # bytes that a zip may come to
MAX_SHEETS, MAX_ROWS, MAX_COLUMNS = 20, 2_000, 60
MAX_CELLS = 150_000  # of all sheets: what a small laptop takes without feeling it
CHUNK = 1 << 16
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
        return book
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(member.file_size for member in packed.infolist())
        if size > MAX_UNPACKED_BYTES:
            book.note("", "too_large", found=size, wanted=MAX_UNPACKED_BYTES)
            return book
        if (cells := _cells(content)) > MAX_CELLS:
            book.note("", "too_many_cells", found=f"> {cells - 1}", wanted=MAX_CELLS)
            return book
        _read(book, content)
    except Exception as error:  # a damaged file breaks the library in any of its places
        book.note("", "no_workbook", found=f"{type(error).__name__}: {error}"[:100])
    return book


def _cells(content: bytes) -> int:
    """Number of cells in all sheets, counted before they are built: a small file may unpack to a large
    one."""
    count = 0
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
                continue
            with packed.open(name) as sheet:
                tail = b""
                while (chunk := sheet.read(CHUNK)) and count <= MAX_CELLS:
                    text = tail + chunk
                    count += text.count(b"<c ") + text.count(b"<c>") + text.count(b"<row")
                    tail = text[-2:]
    return count


def _read(book: Book, content: bytes) -> None:
    from openpyxl import load_workbook

    shown = load_workbook(io.BytesIO(content), data_only=True)
    written = load_workbook(io.BytesIO(content))
    if len(shown.worksheets) > MAX_SHEETS:
        book.note("", "too_many_sheets", found=len(shown.worksheets), wanted=MAX_SHEETS)
        return
    for sheet in shown.worksheets:
        if sheet.max_row > MAX_ROWS or sheet.max_column > MAX_COLUMNS:
            book.note(sheet.title, "sheet_too_large", found=f"{sheet.max_row}×{sheet.max_column}",
                      wanted=f"{MAX_ROWS}×{MAX_COLUMNS}")  # fmt: skip
            continue
        rows = [[_text(cell.value) for cell in row] for row in sheet.iter_rows()]
        _unmerge(sheet, rows)
        _formulas(book, written[sheet.title], rows)
        for number, row in sheet.row_dimensions.items():
            if row.hidden and any(_row(rows, number)):
                book.note(sheet.title, "hidden_row", number)
        book.sheets[sheet.title] = rows


def _row(rows: list[list[str]], number: int) -> list[str]:
    return rows[number - 1] if number <= len(rows) else []


def _text(value: Any) -> str:
    """A cell's value as the sheet shows it."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case float():
            return f"{Decimal(repr(value)).normalize():f}"
        case datetime.datetime():
            return value.strftime("%Y-%m-%d" if value.time() == datetime.time() else "%Y-%m-%d %H:%M")
        case datetime.date():
            return value.isoformat()
        case datetime.time():
            return value.strftime("%H:%M")
    return str(value)


def _unmerge(sheet: Any, rows: list[list[str]]) -> None:
    """Titles across a sheet are merged, too: only what is merged downwards counts for each row."""
    for merged in sheet.merged_cells.ranges:
        if merged.max_row == merged.min_row:
            continue
        value = rows[merged.min_row - 1][merged.min_col - 1]
        for row in range(merged.min_row, merged.max_row + 1):
            rows[row - 1][merged.min_col - 1] = value


def _formulas(book: Book, sheet: Any, rows: list[list[str]]) -> None:
    """Faults for formulas that nothing has computed yet: they have no value to read."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f" and not rows[cell.row - 1][cell.column - 1]:
                book.note(sheet.title, "formula", cell.row, cell.coordinate)


def csv_of(rows: list[list[str]]) -> str:
    """Text of a CSV (RFC 4180) with the same row numbers: one reader for both kinds of table."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(row or [""] for row in rows)
    return out.getvalue()
