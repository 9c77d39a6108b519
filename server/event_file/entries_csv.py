"""Reader of entries.csv: the table of entries as it comes out of a spreadsheet, in any of its dialects.

Commas, tabs or semicolons (RFC 4180 but for the separator); UTF-8 with or without its mark, UTF-16 or
GB18030; title rows above the headings; headings in Chinese or English, in any order. What is not understood
is a fault, since a column that is quietly left out is noticed on the wall only.
"""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from server.event_file import cells
from server.event_file.faults import Fault, Place, fault

MAX_FILE_BYTES = 8_000_000  # bytes
MAX_ROWS = 2_000  # of a table, the headings included
MAX_TITLE_ROWS = 10  # rows that may stand above the headings
_PRIVATE = (
    "E78D E78E E78F E790 E791 E792 E793 E794 E795 E796 E7C7 E816 E817 "
    "E818 E81E E826 E82B E82C E831 E832 E83B E843 E854 E855 E864"
)
_PROPER = (
    "FE10 FE12 FE11 FE13 FE14 FE15 FE16 FE17 FE18 FE19 1E3F 20087 20089 "
    "200CC 9FB4 9FB5 9FB6 9FB7 215D7 9FB8 2298F 9FB9 9FBA 241FE 9FBB"
)
GB18030_2022 = {
    int(private, 16): int(proper, 16)
    for private, proper in zip(_PRIVATE.split(), _PROPER.split(), strict=True)
}
"""Code points that GB 18030-2022 maps otherwise than GB 18030-2000, which Python reads: there they were still
private, and no font draws them."""
DELIMITERS = ",\t;"
NEEDED = ("id", "unit", "title")

# Each field with its headings; the first Chinese one is how faults call it.
HEADINGS: dict[str, tuple[str, ...]] = {
    "id": ("编号", "项目编号", "参赛编号", "作品编号", "id", "number", "no", "no."),
    "category": ("类别", "赛道", "组别", "项目类别", "category", "track"),
    "session": ("场次", "session"),
    "order": ("出场序号", "出场顺序", "出场", "order", "running order"),
    "row_number": ("序号", "row"),
    "unit": ("单位", "参赛单位", "单位名称", "unit", "organization"),
    "parent_unit": ("上级单位", "主管单位", "parent unit", "parent"),
    "title": ("项目名称", "标题", "名称", "项目", "作品名称", "title", "project"),
    "title2": ("标题第二行", "项目名称第二行", "副标题", "第二行", "title line 2", "title 2", "second line"),
    "doer": ("主创", "主创人", "主创人员", "主创单位", "doer", "author"),
    "speaker": ("主讲人", "主讲", "汇报人", "speaker"),
    "members": ("成员", "团队成员", "members", "team"),
    "practice": ("主要做法", "做法", "practice"),
    "progress": ("推进过程", "过程", "progress"),
    "effect": ("项目成效", "成效", "effect", "effects"),
    "figures": ("关键数字", "关键数据", "figures", "key figures"),
    "firsts": ("首创", "首创亮点", "firsts"),
    "honours": ("荣誉", "所获荣誉", "honours", "honors"),
    "eligibility": ("参赛状态", "状态", "eligibility"),
    "sample": ("样例", "示例", "sample"),
}
NONE: Mapping[str, str] = {}
PRIVATE = ("手机", "电话", "联系", "邮箱", "微信", "身份证", "phone", "mobile", "email", "contact")
UNUSED = ("单位简称", "单位类型", "PPT文件名", "视频时长", "short unit", "unit type", "slides", "film")
NOTE = ("备注", "#", "note", "remark")
GIVEN = "given."  # the fields of parts that come from elsewhere: given.<part id>
_UNUSED = {cells.matching(heading) for heading in UNUSED}  # known, and not shown anywhere yet
_FIELDS = {cells.matching(heading): name for name, headings in HEADINGS.items() for heading in headings}


@dataclass(frozen=True, slots=True)
class EntryRow:
    """Row of the table of entries as typed: field → text, or texts where the event file had a list; and field
    → place. `here` is the place of the row itself."""

    cells: dict[str, str | tuple[str, ...]]
    places: dict[str, Place]
    here: Place
    header: int = 0  # the row of the headings; 0: there are none

    def place(self, name: str) -> Place:
        """Place of a field; one without a column is called by its heading, in the row."""
        return self.places.get(name) or Place(self.here.file, self.here.row, HEADINGS[name][0])


@dataclass(slots=True)
class _CsvTable:
    """The file divided one way: its rows, and where its headings are."""

    rows: list[list[str]]
    header: int | None
    known: int = 0
    faults: list[Fault] = field(default_factory=list)


def read_text(path: Path, name: str) -> tuple[str, list[Fault]]:
    """Text of a file in any encoding that spreadsheets and editors here write (`decode`), with its faults; ""
    where it cannot be read or is larger than MAX_FILE_BYTES. Raises nothing."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MAX_FILE_BYTES else b""
    except FileNotFoundError:
        return "", [fault(Place(name), "missing_file")]
    except (OSError, ValueError) as error:
        return "", [fault(Place(name), "unreadable", getattr(error, "strerror", None) or error)]
    if size > MAX_FILE_BYTES:
        return "", [fault(Place(name), "too_large", size, MAX_FILE_BYTES)]
    text = decode(content)
    if text is not None:
        return text, []
    line, byte = undecodable(content)
    return "", [fault(Place(name, line), "bad_encoding", byte, "UTF-8")]


def decode(content: bytes) -> str | None:
    """Text of UTF-8 (with a mark or without), UTF-16 with its mark, or GB 18030-2022; None for anything
    else."""
    for encoding in _encodings(content):
        if _stop(content, encoding) is None:
            text = content.decode(encoding)
            return text.translate(GB18030_2022) if encoding == "gb18030" else text
    return None


def undecodable(content: bytes) -> tuple[int, str]:
    """Line and byte ("0x9F") at which text that `decode` gives up on stops making sense. It is taken for
    UTF-8 as far as a Chinese character of it could be read, else for the older encoding."""
    stops = filter(None, (_stop(content, encoding) for encoding in _encodings(content)))
    read = [(stop, stop.object[: stop.start].decode(stop.encoding, errors="replace")) for stop in stops]
    chinese = ((stop, text) for stop, text in read if any(sign >= "\u0800" for sign in text))
    stop, before = next(chinese, read[-1])
    return len(re.findall(r"\r\n|\r|\n", before)) + 1, f"0x{stop.object[stop.start]:02X}"


def _encodings(content: bytes) -> tuple[str, ...]:
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return ("utf-16",) if utf16 else ("utf-8-sig", "gb18030")


def _stop(content: bytes, encoding: str) -> UnicodeDecodeError | None:
    """The error at which an encoding cannot read on; None: it reads everything."""
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        return error
    return None


def read_entries(path: Path, own: Mapping[str, str] = NONE) -> tuple[list[EntryRow], list[Fault]]:
    """Rows of the table at `path`, with all that is wrong with the table itself. `own`: the headings that
    this event has beside ours, each with its field. Raises nothing: a fault is in the list."""
    text, faults = read_text(path, path.name)
    return ([], faults) if faults else parse(text, path.name, own)


def parse(text: str, file: str, own: Mapping[str, str] = NONE) -> tuple[list[EntryRow], list[Fault]]:
    """Rows of a table's text, with its faults. Rows count as a spreadsheet counts them, the headings
    included."""
    sheet = _divided(text, file)
    if sheet.header is None:
        wanted = "、".join(HEADINGS[name][0] for name in NEEDED)
        return [], sheet.faults or [fault(Place(file), "no_header", wanted=wanted)]
    if len(sheet.rows) > MAX_ROWS:
        return [], [fault(Place(file), "sheet_too_large", len(sheet.rows), MAX_ROWS)]
    faults = sheet.faults + _above(sheet, file)
    columns, wrong = _columns(sheet.rows[sheet.header], Place(file, sheet.header + 1), own)
    faults += wrong
    rows = []
    for number, row in enumerate(sheet.rows[sheet.header + 1 :], sheet.header + 2):
        if any(cells.trimmed(cell) for cell in row):
            faults += _outside_columns(row, sheet.rows[sheet.header], Place(file, number))
            rows.append(_row(row, columns, sheet.rows[sheet.header], Place(file, number), sheet.header + 1))
    return rows, faults


def _divided(text: str, file: str) -> _CsvTable:
    """The file divided at the mark that gives the most headings."""
    sheets = [_sheet(text, file, delimiter) for delimiter in DELIMITERS]
    return max(sheets, key=lambda sheet: sheet.known)


def _sheet(text: str, file: str, delimiter: str) -> _CsvTable:
    sheet = _CsvTable([], None)
    reader = csv.reader(
        io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=delimiter, strict=True
    )
    try:
        for row in reader:
            sheet.rows.append(row)
    except csv.Error as error:
        sheet.faults.append(fault(Place(file, len(sheet.rows) + 1), "bad_csv", error))
    for index, row in enumerate(sheet.rows[:MAX_TITLE_ROWS]):
        fields = {_field(cell) for cell in row} - {None}
        if len(fields) > max(sheet.known, 1) and fields & {"id", "title"}:
            sheet.header, sheet.known = index, len(fields)
    return sheet


def _field(heading: str) -> str | None:
    """The field a heading names; what stands in brackets behind it is an explanation."""
    key = cells.matching(heading)
    return _FIELDS.get(key) or _FIELDS.get(re.sub(r"\(.*\)$", "", key))


def _above(sheet: _CsvTable, file: str) -> list[Fault]:
    """Above the headings may stand titles (one cell a row) and nothing else."""
    faults = []
    for number, row in enumerate(sheet.rows[: sheet.header], 1):
        filled = [cell for cell in row if cells.trimmed(cell)]
        if len(filled) > 1:
            faults.append(fault(Place(file, number), "above_header", " ".join(filled)))
    return faults


def _columns(header: list[str], here: Place, own: Mapping[str, str]) -> tuple[dict[int, str], list[Fault]]:
    """Column index → field, for the columns that are shown."""
    columns: dict[int, str] = {}
    faults = []
    own = {cells.matching(heading): name for heading, name in own.items()}
    for index, heading in enumerate(header):
        key = cells.matching(heading)
        name = own.get(key) or _field(heading)
        place = Place(here.file, here.row, cells.trimmed(heading))
        if name and name in columns.values():
            first = next(index for index, field in columns.items() if field == name)
            faults.append(fault(place, "double_column", heading, cells.trimmed(header[first])))
        elif name:
            columns[index] = name
        elif key in _UNUSED:
            faults.append(fault(place, "unused_column"))
        elif any(word in key for word in PRIVATE):
            faults.append(fault(place, "private_column", heading))
        elif key and not key.startswith(NOTE):
            faults.append(fault(place, "unknown_column", heading, _close_headings(key)))
    for name in NEEDED:
        if name not in columns.values():
            faults.append(fault(here, "missing_column", wanted=HEADINGS[name][0]))
    if "order" not in columns.values():  # a bare 序号 is the running order unless there is a better one
        columns = {index: "order" if name == "row_number" else name for index, name in columns.items()}
    return columns, faults


def _close_headings(key: str) -> str:
    """Headings that were perhaps meant; all of ours where none is close."""
    close = [HEADINGS[_FIELDS[heading]][0] for heading in difflib.get_close_matches(key, _FIELDS, 3, 0.5)]
    return "、".join(dict.fromkeys(close) if close else (headings[0] for headings in HEADINGS.values()))


def _outside_columns(row: list[str], header: list[str], here: Place) -> list[Fault]:
    """Cells that stand under no heading."""
    headings = [cells.trimmed(heading) for heading in header] + [""] * len(row)
    return [
        fault(Place(here.file, here.row, f"#{index + 1}"), "no_heading", cell)
        for index, cell in enumerate(row)
        if not headings[index] and cells.trimmed(cell)
    ]


def _row(
    row: list[str], columns: dict[int, str], header: list[str], here: Place, header_row: int
) -> EntryRow:
    texts: dict[str, str | tuple[str, ...]] = {}
    places = {}
    for index, name in columns.items():
        texts[name] = row[index] if index < len(row) else ""
        places[name] = Place(here.file, here.row, cells.trimmed(header[index]))
    return EntryRow(texts, places, here, header_row)
