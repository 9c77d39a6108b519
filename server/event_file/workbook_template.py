"""Template of a workbook for a new event: all sheets with headings, an example row and lists to choose
from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from server.event_file.entries_csv import HEADINGS
from server.event_file.workbook_sheets import AWARDS, CRITERIA, EXAMPLE, JUDGES, LISTS, ORDER
from server.show.model import Contest

STATES = ("正式", "展演不计分", "弃权", "取消", "延后")
LISTED = 500  # rows for which lists and limits are there
MAX_INLINE_LIST = 250  # characters: Excel's own bound for a list in a rule is 255
ENTRY_COLUMNS = (
    "id",
    "category",
    "session",
    "order",
    "unit",
    "parent_unit",
    "title",
    "title2",
    "doer",
    "speaker",
    "members",
    "practice",
    "progress",
    "effect",
    "figures",
    "eligibility",
)


@dataclass(frozen=True, slots=True)
class _TemplateSheet:
    """A sheet to fill in: headings with an example each; lists and numbers by heading."""

    title: str
    example: dict[str, object]
    lists: dict[str, tuple[str, ...] | str] = field(default_factory=dict)  # words, or a range
    numbers: dict[str, tuple[str, int]] = field(default_factory=dict)  # whole or decimal, and the minimum
    wide: tuple[str, ...] = ()


def write_template(path: Path, contest: Contest) -> None:
    """Template for an event's own sessions, categories and panels, written to `path`. Raises OSError where it
    cannot be."""
    from openpyxl import Workbook

    book = Workbook()
    hidden: list[tuple[str, ...]] = []
    for index, planned in enumerate(_sheets(contest)):
        _write(book.active if index == 0 else book.create_sheet(), planned, hidden)
    if hidden:
        lists = book.create_sheet(LISTS)
        lists.sheet_state = "hidden"
        for column, words in enumerate(hidden, 1):
            for row, word in enumerate(words, 1):
                _cell(lists, row, column, word)
    book.save(path)


def _sheets(contest: Contest) -> Sequence[_TemplateSheet]:
    categories = tuple(category.name for category in contest.categories)
    sessions = tuple(session.name for session in contest.sessions)
    panels = tuple(panel.name for panel in contest.panels)
    weights = {"分值/权重": 40, "说明": "合计应为 100"}
    awards = {"类别": "", "奖项": EXAMPLE, "名额": 3, "备注": "类别空着表示每个类别；名额也可写 10%"}
    return (
        _entries(categories, sessions),
        _order(contest, sessions),
        _judges(panels),
        _TemplateSheet(
            CRITERIA.names[0], {"指标": EXAMPLE} | weights, {}, {"分值/权重": ("decimal", 0)}, ("说明",)
        ),
        _TemplateSheet(AWARDS.names[0], awards, {"类别": categories}, {}, ("备注",)),
    )


def _entries(categories: tuple[str, ...], sessions: tuple[str, ...]) -> _TemplateSheet:
    example: dict[str, object] = {HEADINGS[name][0]: "" for name in ENTRY_COLUMNS}
    example |= {"编号": EXAMPLE, "类别": _first(categories), "场次": _first(sessions), "出场序号": 1}
    example |= {"单位": "市示例局（这一行是示例，读取时跳过）", "项目名称": "项目名称第一行"}
    example |= {"标题第二行": "第二行（可不填）", "主讲人": "张三", "成员": "李四、王五"}
    example |= {"主要做法": "做法一；做法二", "关键数字": "超|100||万份|", "参赛状态": STATES[0]}
    lists: dict[str, tuple[str, ...] | str] = {"类别": categories, "场次": sessions, "参赛状态": STATES}
    wide = ("单位", "项目名称", "主要做法", "推进过程", "项目成效")
    return _TemplateSheet("参赛项目", example, lists, {"出场序号": ("whole", 1)}, wide)


def _order(contest: Contest, sessions: tuple[str, ...]) -> _TemplateSheet:
    first = contest.sessions[0] if contest.sessions else None
    date, period = (first.date, f"{first.start}–{first.end}") if first else ("2024-08-14", "09:00–12:00")
    example: dict[str, object] = {"场次": _first(sessions) or "第一场", "日期": date, "时段": period}
    example |= {"出场序号": 1, "项目编号": EXAMPLE, "备注": ""}
    lists: dict[str, tuple[str, ...] | str] = {"场次": sessions, "项目编号": f"参赛项目!$A$2:$A${LISTED}"}
    return _TemplateSheet(ORDER.names[0], example, lists, {"出场序号": ("whole", 1)})


def _judges(panels: tuple[str, ...]) -> _TemplateSheet:
    example: dict[str, object] = {"评委席号": 1, "姓名": EXAMPLE, "单位": "示例单位", "上级单位": ""}
    example |= {
        "职务/职称": "处长",
        "评审组": _first(panels),
        "权重": 1,
        "回避单位": "单位甲、单位乙",
        "备注": "",
    }
    numbers = {"评委席号": ("whole", 1), "权重": ("decimal", 0)}
    return _TemplateSheet(JUDGES.names[0], example, {"评审组": panels}, numbers, ("单位", "回避单位"))


def _first(names: tuple[str, ...]) -> str:
    return names[0] if names else ""


def _write(sheet: Any, planned: _TemplateSheet, hidden: list[tuple[str, ...]]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet.title = planned.title
    for column, (heading, example) in enumerate(planned.example.items(), 1):
        letter = get_column_letter(column)
        head = _cell(sheet, 1, column, heading)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="F4E6C8")
        head.alignment = Alignment(horizontal="center")
        _cell(sheet, 2, column, example).font = Font(italic=True, color="7A6A55")
        sheet.column_dimensions[letter].width = 30 if heading in planned.wide else 14
        rule = _rule(planned, heading, hidden)
        if rule is not None:
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{LISTED}")
    sheet.freeze_panes = "A2"


def _cell(sheet: Any, row: int, column: int, value: object) -> Any:
    """Cell of a value; a text never turns into a formula, whatever a category is called (CWE-1236)."""
    cell = sheet.cell(row, column, value)
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def _rule(planned: _TemplateSheet, heading: str, hidden: list[tuple[str, ...]]) -> Any:
    """What a column's cells may hold, or None."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    words = planned.lists.get(heading)
    if heading in planned.numbers:
        kind, minimum = planned.numbers[heading]
        rule = DataValidation(kind, operator="greaterThanOrEqual", formula1=str(minimum), allow_blank=True)
        rule.error = f"{heading}：≥ {minimum}"
    elif not words:
        return None
    elif isinstance(words, str):
        # A number that is not in the other sheet yet is only warned of: sheets are filled in any order.
        rule = DataValidation("list", formula1=words, allow_blank=True, errorStyle="warning")
        rule.error = f"{heading}：参赛项目"
    else:
        inline = ",".join(words)
        plain = len(inline) < MAX_INLINE_LIST and not any("," in word for word in words)
        if not plain:
            hidden.append(words)
        letter = get_column_letter(len(hidden) or 1)
        formula = f'"{inline}"' if plain else f"{LISTS}!${letter}$1:${letter}${len(words)}"
        rule = DataValidation("list", formula1=formula, allow_blank=True)
        rule.error = "、".join(words)[:MAX_INLINE_LIST]
    rule.showErrorMessage = True
    return rule
