"""From cells to entries."""

from __future__ import annotations

import pytest

from server.event_file.entries_csv import EntryRow, parse
from server.event_file.entry_rows import EntryTable
from server.event_file.faults import Place
from server.show.model import Category, Entry, Figure, Session
from tests.support.event_folders import seen

CATEGORIES = (Category("a", "发展提质"), Category("b", "服务增效"))
SESSIONS = (Session("s1", "第一场", "", "", ""), Session("s2", "第二场", "", "", ""))


def read(text: str, *, one_each: bool = False, claimed: dict[str, str] | None = None) -> EntryTable:
    reading = EntryTable(CATEGORIES[:1] if one_each else CATEGORIES, SESSIONS[:1] if one_each else SESSIONS)
    rows, faults = parse(text, "entries.csv")
    reading.faults += faults
    for row in rows:
        reading.add(row, claimed or {})
    return reading


def one(heads: str, cells: str) -> tuple[Entry, set[tuple[int, str, str]]]:
    """An entry with these columns besides those it needs."""
    reading = read(f"编号,单位,项目名称,{heads}\n01,甲,一,{cells}\n", one_each=True)
    return reading.entries[0], seen(reading.faults)


def test_a_full_row() -> None:
    text = (
        "编号,类别,场次,单位,上级单位,项目名称,标题第二行,主创,主讲人,成员,主要做法,推进过程,项目成效,关键数字,首创,荣誉,参赛状态,样例\n"
        "０7, 服务 增效 ,S2, 甲单位 ,总站,“圆梦 计划”,第二行,某支部,张 三,李四、王五,甲；乙,丙,丁、戊,"
        "数=超1万份；项=数十项,首,荣,展演,是\n"
    )
    reading = read(text)
    assert not reading.faults
    assert reading.entries == [
        Entry(
            "07", "b", "s2", "甲单位", ("“圆梦 计划”", "第二行"), "某支部", "总站", "张 三", ("李四", "王五"),
            ("甲", "乙"), ("丙",), ("丁", "戊"),
            (Figure("数", "1", "万份", before="超"), Figure("项", unit="项", before="数十")),
            ("首",), ("荣",), True, "exhibition",
        )
    ]  # fmt: skip


def test_the_only_category_and_session_need_not_be_typed() -> None:
    entry, faults = one("主创", "")
    assert (entry.category, entry.session, faults) == ("a", "s1", set())


def test_all_that_is_wrong_with_a_row_is_said_at_once() -> None:
    text = (
        "编号,类别,场次,出场序号,单位,项目名称,关键数字,参赛状态,样例\n"
        ",没有,没有,零,,,没有等号,不来,也许\n"
        "a/b,a,s1,-1,甲,一|二|三|四,,,\n"
    )
    assert seen(read(text).faults) == {
        (2, "编号", "missing"), (2, "类别", "unknown_category"), (2, "场次", "unknown_session"),
        (2, "出场序号", "bad_order"), (2, "单位", "missing"), (2, "项目名称", "missing"),
        (2, "关键数字", "bad_figure"), (2, "参赛状态", "not_choice"), (2, "样例", "not_choice"),
        (3, "编号", "bad_id"), (3, "出场序号", "bad_order"), (3, "项目名称", "too_many_lines"),
    }  # fmt: skip


def test_a_number_twice_names_the_first_place() -> None:
    reading = read("编号,单位,项目名称\n7,甲,一\n08,乙,二\n07,丙,三\n", one_each=True)
    assert [(fault.row, fault.code, fault.wanted) for fault in reading.faults] == [
        (4, "double_number", "entries.csv:2")
    ]


def test_a_missing_column_is_said_once_and_not_in_every_row() -> None:
    reading = read("编号,项目名称\n01,一\n02,二\n")
    assert [(fault.row, fault.code, fault.wanted) for fault in reading.faults] == [
        (1, "missing_column", "单位"),
        (1, "missing_column", "场次"),
        (1, "missing_column", "类别"),
    ]


def test_a_running_order_may_give_the_session() -> None:
    reading = read("编号,类别,单位,项目名称\n07,a,甲,一\n", claimed={"7": "s2"})
    assert not reading.faults
    assert reading.entries[0].session == "s2"


def test_a_blank_session_is_missing() -> None:
    assert seen(read("编号,类别,场次,单位,项目名称\n07,a,　,甲,一\n").faults) == {(2, "场次", "missing")}


@pytest.mark.parametrize(
    ("typed", "word"),
    [("", "competing"), ("正式", "competing"), ("展演不计分", "exhibition"), ("弃 权", "withdrawn"),
     ("取消", "cancelled"), ("延后", "postponed"), ("Withdrawn", "withdrawn")],
)  # fmt: skip
def test_eligibility(typed: str, word: str) -> None:
    assert one("参赛状态", typed)[0].eligibility == word


@pytest.mark.parametrize(
    ("typed", "flag"), [("", False), ("否", False), ("是", True), ("√", True), ("１", True)]
)
def test_sample(typed: str, flag: bool) -> None:
    assert one("样例", typed)[0].sample is flag


@pytest.mark.parametrize(("typed", "order"), [("", None), ("３", 3), ("3.0", 3), ("012", 12)])
def test_orders(typed: str, order: int | None) -> None:
    reading = read(f"编号,单位,项目名称,出场序号\n01,甲,一,{typed}\n", one_each=True)
    assert (reading.orders, reading.faults) == ([order], [])


def test_a_line_break_in_a_cell_breaks_a_title_and_joins_a_name() -> None:
    reading = read('编号,单位,项目名称\n01,"甲\r\n单位","一\r\n二"\n', one_each=True)
    assert (reading.entries[0].unit, reading.entries[0].title, reading.faults) == (
        "甲 单位",
        ("一", "二"),
        [],
    )


def test_control_characters_and_books_are_faults() -> None:
    assert one("主创", "甲\x07")[1] == {(2, "主创", "control_character")}
    assert one("主创", "长" * 201)[1] == {(2, "主创", "too_long")}
    assert one("成员", "甲\x07、乙")[1] == {(2, "成员", "control_character")}


def test_a_row_of_the_event_file_has_lists() -> None:
    row = EntryRow(
        {"id": "1", "unit": "甲", "title": ("一、一", "二"), "members": ("张, 三",), "practice": ("甲；乙",)},
        {"id": Place("event.toml", 5, "entries[1].id")},
        Place("event.toml", 4, "entries[1]"),
    )
    reading = EntryTable(CATEGORIES[:1], SESSIONS[:1])
    reading.add(row, {})
    entry = reading.entries[0]
    assert (entry.title, entry.members, entry.practice) == (("一、一", "二"), ("张, 三",), ("甲；乙",))
    assert not reading.faults
