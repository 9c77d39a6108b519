"""Entries in a workbook, and the template that begins one."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from server.cli.main import main
from server.event_file.reader import draft_event, read_event
from server.event_file.workbook_entries import read_entries_book
from tests.support.event_folders import ENTRIES, folder


def filled(path: Path, *rows: list[object], title: str = "参赛项目") -> Path:
    """A workbook with a title row above the headings, as offices make them."""
    book = Workbook()
    book.active.title = title
    book.active.append(["工作创新大赛参赛项目一览表"])
    book.active.merge_cells("A1:G1")
    book.active.append(["编号", "类别", "场次", "出场序号", "参赛单位", "项目名称", "手机"])
    for row in rows:
        book.active.append(row)
    book.create_sheet("说明").append(["请按表填写", "谢谢"])
    book.save(path)
    return path


def test_a_workbook_stands_in_for_the_csv_and_says_the_same(tmp_path: Path) -> None:
    event = folder(tmp_path / "csv")
    wanted = read_event(event).entries
    other = folder(tmp_path / "xlsx", entries=None)
    book = Workbook()
    book.active.title = "参赛项目"
    for number, line in enumerate(ENTRIES.splitlines()):
        cells = line.split(",")
        book.active.append([int(one) if number and one.isdigit() and one[0] != "0" else one for one in cells])
    book.save(other / "entries.xlsx")
    assert read_event(other).entries == wanted


def test_dirt_is_read_or_said_with_sheet_row_and_column(tmp_path: Path) -> None:
    path = filled(
        tmp_path / "entries.xlsx",
        ["０１", "发展 提质", "第一场", "１", "张 三 工作室", "题目一", "139"],
        ["02", "没有的类", "第一场", 2, "乙", "题目二", ""],
    )
    rows, faults = read_entries_book(path)
    assert [row.cells["unit"] for row in rows] == ["张 三 工作室", "乙"], "names are never altered"
    assert [(one.code, one.place.file, one.place.row) for one in faults] == [
        ("private_column", "entries.xlsx/参赛项目", 2)
    ]
    event = folder(tmp_path / "event", entries=None)
    found = draft_event(event, entries=path)
    (unknown,) = [one.place for one in found.faults if one.code == "unknown_category"]
    assert (unknown.row, unknown.column) == (4, "类别")
    assert found.contest.entries[0].id == "01" and found.contest.entries[0].category == "a"


def test_a_workbook_without_the_sheet_says_which_there_are(tmp_path: Path) -> None:
    rows, faults = read_entries_book(filled(tmp_path / "x.xlsx", title="表一"))
    assert rows == [] and [(one.code, one.found) for one in faults] == [("no_sheet", "表一、说明")]


def test_a_new_event_may_begin_with_a_workbook(tmp_path: Path) -> None:
    assert main(["new", str(tmp_path / "new"), "--xlsx"]) == 0
    assert (tmp_path / "new" / "entries.xlsx").exists() and not (tmp_path / "new" / "entries.csv").exists()
