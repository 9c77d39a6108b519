"""Workbooks as organizers save them: merged cells, numbers as numbers, dates, formulas, damage."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from server.event_file import workbook
from server.event_file.bounded_child import OutOfBoundsError
from server.event_file.workbook import OLD_EXCEL, book_of, csv_of, read_book


def saved(**cells: object) -> bytes:
    book = Workbook()
    for name, value in cells.items():
        book.active[name] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def codes(content: bytes) -> list[str]:
    return [one.code for one in book_of(content, "entries.xlsx").faults]


def test_cells_are_read_as_they_are_shown() -> None:
    when = datetime.datetime(2024, 8, 14)
    sheet = book_of(saved(A1="07", B1=7, C1=88.5, D1=when, E1=datetime.time(9, 30), A3=True), "x").sheets["Sheet"]
    assert sheet == [["07", "7", "88.5", "2024-08-14", "09:30"], [""] * 5, ["是", "", "", "", ""]]
    assert csv_of(sheet).splitlines()[1] == ",,,,", "blank rows keep their numbers"


def test_a_cell_merged_downwards_counts_for_each_of_its_rows_and_a_title_across_for_one() -> None:
    book = Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"], sheet["B2"], sheet["B3"] = "大标题", "甲单位", "一", "二"
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("A2:A3")
    out = io.BytesIO()
    book.save(out)
    assert book_of(out.getvalue(), "x").sheets["Sheet"][1:] == [["甲单位", "一", ""], ["甲单位", "二", ""]]


def test_what_cannot_be_read_is_said() -> None:
    assert codes(OLD_EXCEL + b"...") == ["old_excel"] and codes(b"PK\x03\x04rubbish") == ["no_workbook"]
    assert codes(b"") == ["no_workbook"] and codes(saved(A1="x", B2="=1+1")) == ["formula"]
    assert [one.code for one in read_book(Path("/no/such/file.xlsx")).faults] == ["unreadable"]


def test_hidden_rows_are_read_and_told() -> None:
    book = Workbook()
    book.active["A2"] = "甲"
    book.active.row_dimensions[2].hidden = True
    out = io.BytesIO()
    book.save(out)
    found = book_of(out.getvalue(), "x")
    assert [(one.code, one.level, one.place.row) for one in found.faults] == [("hidden_row", "warning", 2)]
    assert found.sheets["Sheet"][1] == ["甲"]


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    large = tmp_path / "large.xlsx"
    large.write_bytes(b"0" * (workbook.MAX_BOOK_BYTES + 1))
    assert [one.code for one in read_book(large).faults] == ["too_large"]


def test_a_small_file_that_asks_for_gigabytes_is_a_fault_that_names_sheet_and_range() -> None:
    book = Workbook()
    book.active.title = "参赛项目"
    content = io.BytesIO()
    book.save(content)
    packed = with_merged(content.getvalue(), "A1:XFD1048576")
    assert len(packed) < 7000
    (fault,) = book_of(packed, "entries.xlsx").faults
    assert (fault.code, fault.place.file, fault.found) == ("merged_too_far", "entries.xlsx/参赛项目", "A1:XFD1048576")


def test_a_child_that_takes_too_much_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_much(module: str, content: bytes) -> bytes:
        raise OutOfBoundsError("MemoryError")

    monkeypatch.setattr(workbook, "run_bounded", too_much)
    (fault,) = book_of(saved(A1="x"), "entries.xlsx").faults
    assert (fault.code, fault.found) == ("workbook_bounds", "MemoryError")


def with_merged(content: bytes, area: str) -> bytes:
    """The workbook with a merged area in its first sheet that the library itself would not write so cheaply."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in packed.namelist():
            part = packed.read(name)
            if name == "xl/worksheets/sheet1.xml":
                merged = f'<mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'
                part = part.replace(b"<pageMargins", merged.encode() + b"<pageMargins")
            changed.writestr(name, part)
    return out.getvalue()
