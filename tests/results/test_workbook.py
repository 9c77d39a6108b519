"""The workbook, opened again as a spreadsheet does."""

from __future__ import annotations

import io
from dataclasses import replace

from openpyxl import load_workbook

from server.results.sealed_files import made
from tests.support.results_show import RARE, final, prized, stamp, trimmed


def test_numbers_are_numbers_dropped_marks_are_struck_and_names_are_no_formulas() -> None:
    show = final()
    book = load_workbook(io.BytesIO(made(show, stamp(show, "xlsx"))))
    assert book.sheetnames == ["发展提质", "服务增效", "更正"]
    sheet = book["发展提质"]
    heads = [cell.value for cell in sheet[3]]
    row = dict(zip(heads, sheet[4], strict=True))
    assert row["单位"].value == f"=甲单位{RARE}" and row["单位"].data_type == "s"
    assert row["评委1"].value == 95.5 and row["评委1"].number_format == "0.00" and row["评委5"].value == "回避"
    assert row["总成绩"].value == 89.55 and row["奖项"].value == "一等奖"
    assert not row["评委1"].font.strike, "four judges are too few to drop an extreme"
    assert any("校验码 0123-4567-89AB" in str(cell.value) for line in sheet.iter_rows() for cell in line)
    assert [cell.value for cell in book["更正"][2]][:2] == ["03", "单位03"]


def test_a_mark_that_fell_is_struck() -> None:
    show = trimmed()
    sheet = load_workbook(io.BytesIO(made(show, stamp(show, "xlsx", "en"))))["发展提质"]
    struck = [cell.value for cell in sheet[4] if cell.font.strike]
    assert struck == [91, 95]


def test_special_prizes_have_a_sheet_where_there_are_any() -> None:
    show = prized()
    book = load_workbook(io.BytesIO(made(show, stamp(show, "xlsx"))))
    assert book.sheetnames == ["发展提质", "服务增效", "单项奖", "更正"]
    assert [cell.value for cell in book["单项奖"][1]] == ["单项奖", "编号", "单位", "项目", "类别"]
    assert [cell.value for cell in book["单项奖"][3]][:3] == ["最佳人气奖", "01", f"=甲单位{RARE}"]
    assert book["单项奖"].cell(3, 3).data_type == "s"


def test_no_name_becomes_a_formula_whatever_it_begins_with() -> None:
    show = final()
    named = zip("=+＝@", show.judges.items(), strict=False)
    judges = {id: replace(judge, name=f"{sign}评委") for sign, (id, judge) in named}
    categories = tuple(replace(each, name=f"=1+1{each.name}") for each in show.contest.categories)
    contest = replace(show.contest, categories=categories)
    book = load_workbook(io.BytesIO(made(replace(show, judges=judges, contest=contest), stamp(show, "xlsx"))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert {cell.value[0] for cell in cells} >= set("=+＝@")
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert all(cell.quotePrefix for cell in cells if cell.value.startswith(tuple("=+＝@")) and cell.row > 2)
