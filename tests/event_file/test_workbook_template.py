"""The workbook that a new event begins with."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from server.event_file.check import check_event
from server.event_file.reader import draft_event
from server.event_file.workbook import read_book
from server.event_file.workbook_sheets import LISTS
from server.event_file.workbook_template import LISTED, write_template
from server.show.model import Category, Contest, Panel, Session
from tests.support.event_folders import folder

CATEGORIES = (Category("a", "发展提质"), Category("b", "服务增效"))
SESSIONS = (Session("s1", "第一场", "2024-08-14", "09:00", "12:00"), Session("s2", "第二场", "", "", ""))


def rules(path: Path, sheet: str) -> dict[str, str]:
    """Range → what its cells may hold."""
    found = load_workbook(path)[sheet].data_validations.dataValidation
    return {str(rule.sqref): rule.formula1 for rule in found}


def test_every_sheet_is_there_with_lists_and_one_example_that_is_passed_over(tmp_path: Path) -> None:
    path = folder(tmp_path, entries=None) / "entries.xlsx"
    panels = (Panel("p", "甲组"),)
    write_template(path, Contest("", categories=CATEGORIES, sessions=SESSIONS, panels=panels))
    assert load_workbook(path).sheetnames == ["参赛项目", "出场顺序", "评委", "评分标准", "奖项"]
    assert rules(path, "参赛项目")[f"B2:B{LISTED}"] == '"发展提质,服务增效"'
    assert '"正式,展演不计分,弃权,取消,延后"' in rules(path, "参赛项目").values()
    assert f"参赛项目!$A$2:$A${LISTED}" in rules(path, "出场顺序").values()
    assert '"甲组"' in rules(path, "评委").values() and '"发展提质,服务增效"' in rules(path, "奖项").values()
    assert all(len(rows) == 2 for rows in read_book(path).sheets.values())
    found = draft_event(tmp_path)
    assert [one.code for one in found.faults] == ["no_entries"] and len(found.contest.judges) == 5


def test_lists_that_are_too_long_for_a_rule_stand_in_a_hidden_sheet(tmp_path: Path) -> None:
    many = tuple(Category(f"c{n}", f"很长的类别名称第{n}号") for n in range(40))
    path = folder(tmp_path, entries=None) / "entries.xlsx"
    write_template(path, Contest("", categories=many, sessions=SESSIONS))
    assert load_workbook(path)[LISTS].sheet_state == "hidden"
    assert rules(path, "参赛项目")[f"B2:B{LISTED}"] == f"{LISTS}!$A$1:$A$40"
    assert not [one for one in check_event(tmp_path) if one.code == "sheet_unread"]
