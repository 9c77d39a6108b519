"""Results as a workbook (ISO/IEC 29500): a sheet a category, another of corrections.

Dropped marks are struck, numbers are numbers with their decimals, texts never turn into formulas.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from server.results.seal import Stamp
from server.results.tables import Cell, Results, ResultTable
from server.results.text_files import FORMULA, headings, moment, prize_rows, values
from server.texts.say import say

HEAD = PatternFill("solid", fgColor="F4E6C8")
LINE = Border(*(Side("thin", color="D9BF94"),) * 4)
SIGNERS = "role.scorer", "results.checker", "role.supervisor", "results.chair"
CHANGE_HEADINGS = (
    "results.id", "column.unit", "results.before", "results.after", "results.reason", "results.people",
    "results.when",
)  # fmt: skip
WIDTHS = {3: 22, 4: 44}  # unit and project
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def book_of(results: Results, stamp: Stamp, utc_offset: int) -> bytes:
    """Bytes of the workbook; `utc_offset` in minutes."""
    book = Workbook()
    book.remove(book.active)
    for table in results.tables:
        _ranking(book.create_sheet(_name(book, table.category)), results, table, stamp, utc_offset)
    if results.prized:
        _lines(book.create_sheet(say("results.prize", stamp.lang)), prize_rows(results, stamp.lang))
    _changes(book.create_sheet(say("results.changes", stamp.lang)), results, stamp, utc_offset)
    book.properties.description = stamp.text()
    book.properties.title = results.contest
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _name(book: Workbook, category: str) -> str:
    """A sheet's name: at most 31 characters, none that a workbook forbids, none twice."""
    name = category.translate(FORBIDDEN).strip()[:28] or "-"
    return name if name not in book.sheetnames else f"{name} {len(book.sheetnames) + 1}"


def _ranking(sheet: Worksheet, results: Results, table: ResultTable, stamp: Stamp, utc_offset: int) -> None:
    heads = headings(table, stamp.lang)
    _title(sheet, f"{results.contest}　{table.category}", len(heads))
    if results.mode == "rehearsal":
        sheet.cell(2, 1, say("results.rehearsal", stamp.lang)).font = Font(bold=True, color="A01016")
    elif table.ties:
        _text(sheet, 2, 1, table.ties).font = Font(bold=True, color="A01016")
    for column, head in enumerate(heads, 1):
        cell = _text(sheet, 3, column, head)
        cell.font, cell.fill, cell.border = Font(bold=True), HEAD, LINE
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(column - 1, 11)
    for number, row in enumerate(table.rows, 4):
        for column, value in enumerate(values(row), 1):
            _write(sheet, number, column, value)
    sheet.freeze_panes = "F4"
    _feet(sheet, len(table.rows) + 5, stamp, utc_offset)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "3:3"


def _title(sheet: Worksheet, text: str, columns: int) -> None:
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=columns)
    _text(sheet, 1, 1, text).font = Font(bold=True, size=16, color="8E0E12")


def _text(sheet: Worksheet, row: int, column: int, text: str) -> Any:
    """Cell of a text that never turns into a formula, whatever it begins with, in Excel's editor neither."""
    cell = sheet.cell(row, column, text)
    cell.data_type, cell.quotePrefix = "s", text.startswith(FORMULA)
    return cell


def _write(sheet: Worksheet, row: int, column: int, value: object) -> None:
    """A value in its cell; a text never turns into a formula, a number keeps its decimals."""
    cell = sheet.cell(row, column)
    cell.border = LINE
    cell.alignment = Alignment(vertical="center", wrap_text=column in (4, 5))
    if isinstance(value, Cell):
        if value.fell:
            cell.font = Font(strike=True, color="7A6A55")
        value = value.word or value.mark
    if isinstance(value, Decimal):
        cell.number_format = (
            "0." + "0" * -int(value.as_tuple().exponent) if value.as_tuple().exponent else "0"
        )
    cell.value = value
    if isinstance(value, str):
        cell.data_type, cell.quotePrefix = "s", value.startswith(FORMULA)


def _feet(sheet: Worksheet, row: int, stamp: Stamp, utc_offset: int) -> None:
    """Lines to sign on, when it was printed, and the check code."""
    for index, key in enumerate(SIGNERS):
        sheet.cell(row, 1 + index * 4, f"{say(key, stamp.lang)}：____________")
    when = moment(stamp.at, utc_offset)
    sheet.cell(
        row + 2, 1, say("results.printed_book", stamp.lang, when=when, code=stamp.short, seq=stamp.seq)
    )


def _changes(sheet: Worksheet, results: Results, stamp: Stamp, utc_offset: int) -> None:
    rows = [
        (
            note.entry,
            note.unit,
            note.before,
            note.after,
            note.reason,
            note.people,
            moment(note.at, utc_offset),
        )
        for note in results.changes
    ]
    _lines(sheet, [[say(key, stamp.lang) for key in CHANGE_HEADINGS], *rows])


def _lines(sheet: Worksheet, lines: Sequence[Sequence[object]]) -> None:
    """A plain table from the first row on, its headings first."""
    for column, head in enumerate(lines[0], 1):
        cell = _text(sheet, 1, column, str(head))
        cell.font, cell.fill, cell.border = Font(bold=True), HEAD, LINE
        sheet.column_dimensions[get_column_letter(column)].width = 20
    for number, line in enumerate(lines[1:], 2):
        for column, value in enumerate(line, 1):
            _write(sheet, number, column, value)
