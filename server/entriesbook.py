"""The entries in a workbook: `entries.xlsx` beside event.toml, and the template that it begins as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from server import cells
from server.entriesfile import HEADINGS, NONE, EntryRow, parse
from server.faults import Fault, Place, fault
from server.show.model import Category, Session
from server.workbook import csv_of, read_book

SHEETS = ("参赛项目", "项目", "entries")
COLUMNS = (
    "id", "category", "session", "order", "unit", "parent_unit", "title", "title2", "doer", "speaker", "members",
    "practice", "progress", "effect", "figures", "eligibility",
)  # fmt: skip
EXAMPLE = {
    "id": "示例", "unit": "市示例局（这一行是示例，读取时跳过）", "title": "项目名称第一行",
    "title2": "第二行（可不填）",
    "speaker": "张三", "members": "李四、王五", "practice": "做法一；做法二", "figures": "超|100||万份|", "order": 1,
    "eligibility": "正式",
}  # fmt: skip
STATES = "正式,展演不计分,弃权,取消,延后"
WIDE = ("unit", "title", "practice", "progress", "effect")
LISTED = 500  # rows for which the template offers its lists


def read_entries_book(path: Path, own: Mapping[str, str] = NONE) -> tuple[list[EntryRow], list[Fault]]:
    """The rows of the workbook's sheet of entries, with all that is wrong; the example row is passed over."""
    book = read_book(path)
    if not book.sheets:
        return [], book.faults
    wanted = {cells.matching(name) for name in SHEETS}
    named = next((name for name in book.sheets if cells.matching(name) in wanted), None)
    name = named or (next(iter(book.sheets)) if len(book.sheets) == 1 else None)
    if name is None:
        return [], [*book.faults, fault(Place(path.name), "no_sheet", "、".join(book.sheets), SHEETS[0])]
    here = f"{path.name}/{name}"
    rows, faults = parse(csv_of(book.sheets[name]), here, own)
    elsewhere = [one for one in book.faults if one.place.file != here and one.place.file != path.name]
    mine = [one for one in book.faults if one not in elsewhere]
    return [row for row in rows if not _example(row)], [*mine, *faults]


def _example(row: EntryRow) -> bool:
    return cells.matching(str(row.cells.get("id", ""))) == cells.matching(EXAMPLE["id"])  # type: ignore[arg-type]


def write_template(path: Path, categories: Sequence[Category], sessions: Sequence[Session]) -> None:
    """A workbook to fill in: the headings, one example row, and lists to choose from."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet = book.active
    sheet.title = SHEETS[0]
    lists = {"category": ",".join(one.name for one in categories), "session": ",".join(one.name for one in sessions),
             "eligibility": STATES}  # fmt: skip
    example: dict[str, object] = EXAMPLE | {"category": categories[0].name if categories else "",
                                            "session": sessions[0].name if sessions else ""}  # fmt: skip
    for column, name in enumerate(COLUMNS, 1):
        letter = get_column_letter(column)
        head = sheet.cell(1, column, HEADINGS[name][0])
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="F4E6C8")
        sheet.cell(2, column, example.get(name, "")).font = Font(italic=True, color="7A6A55")
        sheet.column_dimensions[letter].width = 30 if name in WIDE else 14
        sheet.cell(1, column).alignment = Alignment(horizontal="center")
        # A list in a cell's rule holds 255 characters at most.
        if lists.get(name) and len(lists[name]) < 250:
            rule = DataValidation("list", formula1=f'"{lists[name]}"', allow_blank=True, showErrorMessage=True)
            rule.error = lists[name]
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{LISTED}")
    sheet.freeze_panes = "A2"
    book.save(path)
