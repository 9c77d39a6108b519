"""An event whose workbook says what event.toml leaves out."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from server.event_file.import_preview import preview
from server.event_file.reader import draft_event, read_event
from tests.support import workbooks
from tests.support.event_folders import EVENT, folder, seen

D = Decimal


def event(path: Path, toml: str = workbooks.BARE, **sheets: workbooks.Rows) -> Path:
    made = folder(path, toml, None)
    workbooks.book(made / "entries.xlsx", **sheets)
    return made


def test_the_workbook_gives_sessions_categories_judges_panels_criteria_awards_and_the_order(
    tmp_path: Path,
) -> None:
    one = read_event(event(tmp_path))
    assert [(s.name, s.date, s.start, s.end) for s in one.sessions] == [
        ("上午场", "2024-08-14", "09:00", "12:00"),
        ("下午场", "2024-08-14", "14:00", "17:00"),
    ]
    assert [c.name for c in one.categories] == ["发展提质", "服务 增效"]
    assert [(e.id, e.unit, e.eligibility, e.session) for e in one.entries] == [
        ("01", "张 三 工作室", "competing", "s1"),
        ("2", "乙单位", "competing", "s1"),
        ("03", "丙单位", "postponed", "s2"),
    ]
    assert one.order == ("2", "01", "03")
    assert [(j.seat, j.name, j.weight, j.recuse_units) for j in one.judges] == [
        (1, "评委一", D(1), ()),
        (2, "评委二", D("1.5"), ("丙单位", "丁单位")),
    ]
    assert [p.name for p in one.panels] == ["甲组", "乙组"] and one.judges[1].panel == one.panels[1].id
    assert [(c.name, c.weight) for c in one.scoring.criteria] == [("创新性", D(60)), ("实效性", D(40))]
    assert [(a.title, a.quota, a.percent, len(a.categories)) for a in one.awards] == [
        ("一等奖", 1, None, 2),
        ("二等奖", 2, None, 1),
        ("优秀奖", 1, D(10), 0),
    ]


def test_what_both_say_the_workbook_holds_and_a_warning_says_so(tmp_path: Path) -> None:
    toml = EVENT + '[[awards]]\ntitle = "一等奖"\nquota = 9\nties = "block"\n'
    order = [
        workbooks.ORDER[0],
        ["第一场", "", "", 1, "01"],
        ["第一场", "", "", 2, "2"],
        ["第二场", "", "", 1, "03"],
    ]
    found = draft_event(event(tmp_path, toml, 出场顺序=order))
    assert not [one for one in found.faults if one.level == "fault"], found.faults
    assert {one.found for one in found.faults if one.code == "workbook_holds"} == {"judges", "awards"}
    assert [one.name for one in found.contest.judges] == ["评委一", "评委二"]
    assert (found.contest.awards[0].quota, found.contest.awards[0].ties) == (1, "block")
    assert [one.name for one in found.contest.sessions] == ["第一场", "第二场"] and found.contest.order == (
        "01",
        "2",
        "03",
    )


@pytest.mark.parametrize(
    "name,rows,wanted",
    [
        (
            "评委",
            [["席号", "姓名", "权重"], [1, "甲", 1], [1, "乙", "重"], [3, "", 1]],
            {(3, "席号", "double"), (3, "权重", "not_number"), (4, "姓名", "missing")},
        ),
        ("评分标准", [["指标", "分值"], ["创新", 60], ["实效", 30]], {(0, "", "weights")}),
        (
            "奖项",
            [
                ["类别", "奖项", "名额"],
                ["没有的类", "一等奖", 1],
                ["", "二等奖", "若干"],
                ["", "二等奖", "若干"],
            ],
            {(2, "类别", "unknown_category"), (3, "名额", "not_whole"), (4, "奖项", "double")},
        ),
        (
            "出场顺序",
            [
                ["场次", "日期", "时段", "出场序号", "项目编号"],
                ["上午场", "2024-08-14", "上午", 1, "01"],
                ["上午场", "", "", 1, "2"],
                ["上午场", "", "", 3, "77"],
                ["晚上场", "", "20:00-22:00", 1, "03"],
            ],
            {
                (2, "时段", "bad_period"),
                (3, "出场序号", "order_twice"),
                (4, "项目编号", "unknown_entry"),
                (5, "日期", "missing"),
            },
        ),
    ],
)
def test_every_fault_has_its_sheet_row_and_column(
    name: str, rows: workbooks.Rows, wanted: set[tuple[int, str, str]], tmp_path: Path
) -> None:
    from server.event_file.check import check_event

    here = f"entries.xlsx/{name}"
    faults = [one for one in check_event(event(tmp_path, **{name: rows})) if one.place.file == here]
    assert wanted <= seen(faults), seen(faults)


def test_a_sheet_that_is_not_known_is_said_and_columns_that_are_not_used_too(tmp_path: Path) -> None:
    found = draft_event(event(tmp_path, 说明=[["请按表填写"]]))
    said = {(one.place.file.partition("/")[2], one.column, one.code) for one in found.faults}
    assert ("说明", "", "sheet_unread") in said and ("参赛项目", "单位简称", "unused_column") in said
    assert ("出场顺序", "抽签号", "unused_column") in said and {one.level for one in found.faults} == {
        "warning"
    }


def test_a_table_of_entries_alone_does_not_take_the_place_of_a_workbook_that_gives_more(
    tmp_path: Path,
) -> None:
    table = tmp_path / "new.csv"
    table.write_text("编号,类别,单位,项目名称\n01,发展提质,甲,题\n", "utf-8")
    faults = preview(event(tmp_path / "event"), table)[1]
    (lost,) = [one for one in faults if one.code == "tables_lost"]
    assert "judges" in lost.found and lost.level == "fault"
