"""Cells of a workbook, read in a bounded child: `python -m server.event_file.workbook_cells` takes the bytes of
a workbook and answers with its sheets and what is wrong with them, as JSON.
"""

from __future__ import annotations

import datetime
import io
import json
import re
import sys
import zipfile
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple
from xml.etree import ElementTree

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from server.event_file.bounded_child import set_bounds

MAX_UNPACKED_BYTES = 30_000_000  # bytes that a zip may come to
MAX_SHEETS, MAX_ROWS, MAX_COLUMNS = 20, 2_000, 60
MAX_CELLS = 150_000  # of all sheets: what a small laptop takes without feeling it
CHUNK = 1 << 16
_MERGED = re.compile(
    rb"""<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*["']([A-Za-z]{1,3}\d{1,7}:[A-Za-z]{1,3}\d{1,7})["']"""
)


class Note(NamedTuple):
    """Fault of a sheet ("": of the whole book), without the words."""

    sheet: str
    code: str
    row: int = 0
    found: str = ""
    wanted: str = ""


@dataclass(slots=True)
class Cells:
    """Sheets of a workbook by name, each a list of rows of text, and what is wrong with it."""

    sheets: dict[str, list[list[str]]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def note(self, sheet: str, code: str, row: int = 0, found: object = "", wanted: object = "") -> None:
        self.notes.append(Note(sheet, code, row, str(found), str(wanted)))


def cells_of(content: bytes) -> Cells:
    """Cells of the workbook in `content`. Raises nothing but MemoryError: what cannot be read is a note."""
    book = Cells()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(member.file_size for member in packed.infolist())
        if size > MAX_UNPACKED_BYTES:
            book.note("", "too_large", found=size, wanted=MAX_UNPACKED_BYTES)
        elif (cells := _cells(content)) > MAX_CELLS:
            book.note("", "too_many_cells", found=f"> {cells - 1}", wanted=MAX_CELLS)
        elif (merged := _merged(content))[2] > MAX_CELLS:
            sheet, area, _ = merged
            book.note(sheet, "merged_too_far", found=area, wanted=MAX_CELLS)
        else:
            _read(book, content)
    except MemoryError:
        raise
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


def _merged(content: bytes) -> tuple[str, str, int]:
    """Sheet, range and size of the widest merged area: the library makes a cell of each place in it, and
    somebody who merged two whole columns meant the rows that are filled."""
    widest = ("", "", 0)
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = [
            name for name in packed.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")
        ]
        for name in names:
            ranges = [range_.decode() for range_ in _MERGED.findall(packed.read(name))]
            for range_, count in ((range_, _places(range_)) for range_ in ranges):
                if count > widest[2]:
                    widest = (_title_of(packed, name), range_, count)
    return widest


def _places(range_: str) -> int:
    """Number of places in a range such as A1:B7."""
    left, top, right, bottom = range_boundaries(range_.upper())
    return int((right - left + 1) * (bottom - top + 1))


def _title_of(packed: zipfile.ZipFile, part: str) -> str:
    """Title of the sheet that a part of the package holds (ISO/IEC 29500-2, relationships), "" for unknown."""
    try:
        targets = {
            entry.get("Id"): str(entry.get("Target"))
            for entry in ElementTree.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
        }
        for sheet in ElementTree.fromstring(packed.read("xl/workbook.xml")).iter():
            ids = {value for name, value in sheet.items() if name.endswith("}id")}
            if any(
                part.endswith(targets.get(id, "?").removeprefix("/xl/").removeprefix("xl/")) for id in ids
            ):
                return str(sheet.get("name", ""))
    except (ElementTree.ParseError, KeyError):
        pass
    return ""


def _read(book: Cells, content: bytes) -> None:
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


def _formulas(book: Cells, sheet: Any, rows: list[list[str]]) -> None:
    """Faults for formulas that nothing has computed yet: they have no value to read."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f" and not rows[cell.row - 1][cell.column - 1]:
                book.note(sheet.title, "formula", cell.row, cell.coordinate)


def main() -> None:
    """Program of the child: a workbook on standard input, JSON on standard output."""
    set_bounds()
    book = cells_of(sys.stdin.buffer.read())
    json.dump({"sheets": book.sheets, "notes": book.notes}, sys.stdout)


if __name__ == "__main__":
    main()
