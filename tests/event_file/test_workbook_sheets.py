"""The other sheets of a workbook, row by row, with their dirt."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from server.event_file.toml_table import TomlSource
from server.event_file.workbook import read_book
from server.event_file.workbook_sheets import AWARDS, CRITERIA, JUDGES, ORDER, is_example, number, read_sheet
from tests.support import workbooks
from tests.support.event_folders import seen

KINDS = {"出场顺序": ORDER, "评委": JUDGES, "评分标准": CRITERIA, "奖项": AWARDS}


@pytest.mark.parametrize("name", KINDS)
def test_every_sheet_is_read_with_its_places_and_without_the_example(name: str, tmp_path: Path) -> None:
    source = TomlSource("event.toml")
    rows = read_sheet(read_book(workbooks.book(tmp_path / "x.xlsx")), KINDS[name], source)
    wanted = [row for row in workbooks.SHEETS[name][1:] if "示例" not in row]
    assert len(rows) == len(wanted)
    for row in rows:
        for field, place in row.places.items():
            assert (
                place.file == f"x.xlsx/{name}"
                and place.row == row.here.row
                and place.column in workbooks.SHEETS[name][0]
            )
            assert field in KINDS[name].columns
    assert {one.level for one in source.faults} <= {"warning"}


def test_headings_stand_below_titles_in_any_order_and_with_spaces(tmp_path: Path) -> None:
    rows: workbooks.Rows = [["评委名单"], [], [" 姓 名", "席号", "单位（全称）"], ["张 三", "１", "甲"]]
    source = TomlSource("event.toml")
    (row,) = read_sheet(read_book(workbooks.book(tmp_path / "x.xlsx", {"评委名单": rows})), JUDGES, source)
    assert (
        row.cells == {"name": "张 三", "seat": "１", "unit": "甲"} and row.here.row == 4 and not source.faults
    )


def test_what_is_not_understood_is_said_with_its_place(tmp_path: Path) -> None:
    rows: workbooks.Rows = [
        ["姓名", "手机", "单 位", "单位", "星座", "头像", "备注2"],
        ["张三", "139", "甲", "甲", "x", "", ""],
    ]
    source = TomlSource("event.toml")
    read_sheet(read_book(workbooks.book(tmp_path / "x.xlsx", {"评委": rows})), JUDGES, source)
    assert seen(source.faults) == {
        (1, "手机", "private_column"),
        (1, "单位", "double_column"),
        (1, "星座", "unknown_column"),
        (1, "头像", "unused_column"),
    }
    lost = TomlSource("event.toml")
    assert (
        read_sheet(read_book(workbooks.book(tmp_path / "y.xlsx", {"评委": [["甲", "乙"]]})), JUDGES, lost) == []
    )
    assert [one.code for one in lost.faults] == ["no_header"]


def test_numbers_are_read_however_they_are_typed() -> None:
    assert [number(one) for one in ("３", "40%", "12.50", "30分", "2号", "x")] == [
        3,
        40,
        Decimal("12.50"),
        30,
        2,
        "x",
    ]
    assert is_example("示 例") and not is_example("示例一") and not is_example(("示例",))
