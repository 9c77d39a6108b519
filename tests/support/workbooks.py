"""Workbooks that tests fill in as an office would."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

Rows = list[list[object]]
ENTRIES: Rows = [
    ["工作创新大赛参赛项目一览表"],
    [
        "序号",
        "项目编号",
        "类别(赛道)",
        "参赛单位(全称)",
        "单位简称",
        "单位类型",
        "项目名称",
        "主讲人",
        "参赛状态",
        "备注",
    ],
    [1, "０１", "发展提质", "张 三 工作室", "工作室", "市直", "题目一", "张 三", "正式", "自己看"],
    [2, 2, "服务 增效", "乙单位", "", "区", "题目二", "李四", "", ""],
    [3, "03", "发展提质", "丙单位", "", "", "题目三", "", "延后", ""],
]
ORDER: Rows = [
    ["场次", "日期", "时段", "出场序号", "项目编号", "抽签号", "备注"],
    ["上午场", "2024-08-14", "09:00—12:00", 2, "01", 7, ""],
    ["上午场", "2024-08-14", "09:00—12:00", 1, "2", 3, ""],
    ["下午场", "2024年8月14日", "14：00-17：00", 1, 3, 9, ""],
]
JUDGES: Rows = [
    ["评委席号", "姓名", "单位", "职务/职称", "评审组", "权重", "回避单位", "头像", "笔画序"],
    [1, "评委一", "市委党校", "教授", "甲组", 1, "", "", ""],
    ["2号", "评委二", "乙单位", "处长", "乙组", "1.5", "丙单位、丁单位", "", ""],
    [3, "示例", "", "", "", "", "", "", ""],
]
CRITERIA: Rows = [["指标", "分值/权重", "说明"], ["创新性", "60%", "有无首创"], ["实效性", 40, ""]]
AWARDS: Rows = [
    ["类别", "奖项", "名额"],
    ["发展提质", "一等奖", 1],
    ["服务增效", "一等奖", 1],
    ["发展提质", "二等奖", 2],
    ["", "优秀奖", "10%"],
]
SHEETS: dict[str, Rows] = {
    "参赛项目": ENTRIES,
    "出场顺序": ORDER,
    "评委": JUDGES,
    "评分标准": CRITERIA,
    "奖项": AWARDS,
}
BARE = 'name = "工作创新大赛"\n[scoring]\nexample = true\n'  # an event.toml that leaves to the workbook what it gives


def book(path: Path, sheets: dict[str, Rows] | None = None, **others: Rows) -> Path:
    """A workbook with these sheets, and with `others` in their place or beside them."""
    made = Workbook()
    made.remove(made.active)
    for name, rows in ((SHEETS if sheets is None else sheets) | others).items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    made.save(path)
    return path
