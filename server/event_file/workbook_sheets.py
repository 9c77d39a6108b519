"""Reader of a workbook's other sheets, row by row: 评委, 出场顺序, 评分标准 and 奖项.

Title rows above the headings, headings in any order, columns for notes, and the template's example row are
understood; what is not understood is a fault with sheet, row and column.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from server.event_file import cells
from server.event_file.entries_csv import MAX_TITLE_ROWS, NOTE, PRIVATE, EntryRow
from server.event_file.faults import Place, fault
from server.event_file.toml_table import TomlSource
from server.event_file.workbook import Book

EXAMPLE = "示例"  # in a row's key column: the template's own row, which is passed over
LISTS = "列表"  # the template's hidden sheet behind lists that are too long for a cell's rule
UNUSED = ("头像", "照片", "笔画序", "抽签号", "portrait", "strokes", "lot")


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """Kind of sheet: its names, its columns (field → headings), the field that names a row."""

    names: tuple[str, ...]
    columns: dict[str, tuple[str, ...]]
    key: str


JUDGES = WorkbookSheet(
    ("评委", "评委名单", "judges"),
    {
        "seat": ("评委席号", "席号", "席位", "序号", "seat"),
        "name": ("姓名", "评委", "评委姓名", "name", "judge"),
        "unit": ("单位", "工作单位", "unit"),
        "parent_unit": ("上级单位", "主管单位", "parent unit"),
        "post": ("职务/职称", "职务", "职称", "post", "title"),
        "panel": ("评审组", "组别", "panel"),
        "weight": ("权重", "weight"),
        "recuse_units": ("回避单位", "recuse units", "recusals"),
    },
    "name",
)
ORDER = WorkbookSheet(
    ("出场顺序", "出场", "running order", "order"),
    {
        "session": ("场次", "session"),
        "date": ("日期", "date"),
        "period": ("时段", "时间", "period"),
        "order": ("出场序号", "出场顺序", "序号", "order"),
        "id": ("项目编号", "编号", "id", "number"),
    },
    "id",
)
CRITERIA = WorkbookSheet(
    ("评分标准", "评分细则", "criteria"),
    {
        "name": ("指标", "评分指标", "项目", "criterion", "name"),
        "weight": ("分值/权重", "分值", "权重", "points", "weight"),
        "note": ("说明", "评分说明", "note"),
    },
    "name",
)
AWARDS = WorkbookSheet(
    ("奖项", "奖项设置", "awards"),
    {
        "categories": ("类别", "赛道", "组别", "category"),
        "title": ("奖项", "奖项名称", "award", "title"),
        "quota": ("名额", "数量", "quota"),
    },
    "title",
)
KINDS = (JUDGES, ORDER, CRITERIA, AWARDS)
ENTRIES = {cells.matching(name) for name in ("参赛项目", "项目", "entries")}


def read_sheet(book: Book, kind: WorkbookSheet, source: TomlSource) -> list[EntryRow]:
    """Rows of the sheet of a kind, [] where there is none; blank rows and the template's example are passed
    over. Faults go to `source`."""
    wanted = {cells.matching(name) for name in kind.names}
    name = next((sheet for sheet in book.sheets if cells.matching(sheet) in wanted), None)
    if name is None:
        return []
    file, rows = f"{book.file}/{name}", book.sheets[name]
    source.faults += [fault for fault in book.faults if fault.place.file == file]
    fields = {
        cells.matching(heading): field for field, headings in kind.columns.items() for heading in headings
    }
    heads = (
        index for index, row in enumerate(rows[:MAX_TITLE_ROWS]) if kind.key in _known(row, fields).values()
    )
    header = next(heads, None)
    if header is None:
        if any(any(row) for row in rows):
            wanted_ = "、".join(headings[0] for headings in kind.columns.values())
            source.faults.append(fault(Place(file), "no_header", wanted=wanted_))
        return []
    columns = _columns(rows[header], fields, kind, Place(file, header + 1), source)
    given = []
    for number, row in enumerate(rows[header + 1 :], header + 2):
        values = {field: row[index] for index, field in columns.items() if index < len(row)}
        if any(cells.trimmed(cell) for cell in row) and not is_example(values.get(kind.key, "")):
            headings = {field: cells.trimmed(rows[header][index]) for index, field in columns.items()}
            places = {field: Place(file, number, heading) for field, heading in headings.items()}
            given.append(EntryRow(dict(values), places, Place(file, number), header + 1))
    return given


def is_example(text: object) -> bool:
    """True for the key cell of the template's own row."""
    return isinstance(text, str) and cells.matching(text) == EXAMPLE


def _known(row: list[str], fields: Mapping[str, str]) -> dict[int, str]:
    """Column index → field, of the headings that are known; the first of two of one kind."""
    columns: dict[int, str] = {}
    for index, heading in enumerate(row):
        key = cells.matching(heading)
        field = fields.get(key) or fields.get(re.sub(r"\(.*\)$", "", key))
        if field and field not in columns.values():
            columns[index] = field
    return columns


def _columns(
    header: list[str], fields: Mapping[str, str], kind: WorkbookSheet, here: Place, source: TomlSource
) -> dict[int, str]:
    columns = _known(header, fields)
    for index, heading in enumerate(header):
        key, place = cells.matching(heading), Place(here.file, here.row, cells.trimmed(heading))
        if index in columns or not key or key.startswith(NOTE):
            continue
        if any(cells.matching(word) == key for word in UNUSED):
            source.faults.append(fault(place, "unused_column"))
        elif any(word in key for word in PRIVATE):
            source.faults.append(fault(place, "private_column", heading))
        elif fields.get(key):
            source.faults.append(fault(place, "double_column", heading, kind.columns[fields[key]][0]))
        else:
            close = difflib.get_close_matches(key, fields, 3, 0.5)
            names = [kind.columns[fields[heading]][0] for heading in close] or [
                headings[0] for headings in kind.columns.values()
            ]
            source.faults.append(fault(place, "unknown_column", heading, "、".join(dict.fromkeys(names))))
    return columns


def number(text: str) -> object:
    """Number of a cell (full-width digits, a unit or % behind it) as TOML would have it, else the text."""
    plain = cells.tidy_number(text).removesuffix("%").removesuffix("分").removesuffix("号").removesuffix("名")
    if re.fullmatch(r"\d{1,6}", plain, re.ASCII):
        return int(plain)
    return Decimal(plain) if re.fullmatch(r"\d{1,6}\.\d{1,6}", plain, re.ASCII) else text
