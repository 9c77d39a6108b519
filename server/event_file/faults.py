"""What is wrong with an event file, said so that the person who typed it can mend it.

A fault names the file, the row, the column, what was found and what was wanted. `found` and `wanted`
hold words of the file itself (numbers, names, lists), the sentence around them belongs to the code.
Faults are gathered and never raised one by one: a technician mends a file once, not twelve times.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["fault", "warning"]
LONGEST_QUOTE = 120  # characters of the file that one fault repeats

_WORDS: dict[str, tuple[str, str]] = {
    # reading a file
    "missing_folder": ("没有这个文件夹", "There is no such folder"),
    "missing_file": ("没有这个文件", "There is no such file"),
    "unreadable": ("读不了这个文件：{found}", "The file cannot be read: {found}"),
    "too_large": ("文件太大：{found} 字节，最多 {wanted}", "The file is too large: {found} bytes, at most {wanted}"),
    "bad_encoding": ("文字编码认不出，从这一行的字节 {found} 起读不了，请另存为 {wanted}",
                     "The text encoding is unknown: it cannot be read from byte {found} of this line on; save it as {wanted}"),
    "bad_toml": ("TOML 写法有误：{found}", "This is not valid TOML: {found}"),
    "wide_punctuation": ("这里用了中文标点 {found}，请改用英文的 {wanted}",
                         "This is full-width punctuation: {found}; use plain {wanted}"),
    "unquoted": ("「{found}」要加引号，写作 {wanted}", "“{found}” needs quotes: {wanted}"),
    "bad_csv": ("CSV 写法有误：{found}", "This is not valid CSV: {found}"),
    # keys and their kinds
    "unknown_key": ("没有「{found}」这一项，可写：{wanted}", "There is no key “{found}”; known: {wanted}"),
    "missing": ("缺少这一项", "This is missing"),
    "not_text": ("「{found}」应为带引号的文字", "“{found}” should be text in quotes"),
    "not_whole": ("「{found}」应为整数", "“{found}” should be a whole number"),
    "not_number": ("「{found}」应为数字", "“{found}” should be a number"),
    "not_flag": ("「{found}」应为 {wanted}", "“{found}” should be {wanted}"),
    "not_texts": ("「{found}」应为文字列表，如 {wanted}", "“{found}” should be a list of texts such as {wanted}"),
    "not_table": ("「{found}」应为一个表，写作 {wanted}", "“{found}” should be a table, written {wanted}"),
    "not_tables": ("「{found}」应为一组表，每组写作 {wanted}", "“{found}” should be tables, each written {wanted}"),
    "not_choice": ("「{found}」不在可选之列：{wanted}", "“{found}” is none of: {wanted}"),
    "out_of_range": ("{found} 超出范围 {wanted}", "{found} is outside {wanted}"),
    "too_long": ("有 {found} 个字，最多 {wanted} 个", "It has {found} characters, at most {wanted}"),
    "control_character": ("含有看不见的字符 {found}，请删去", "It holds invisible characters {found}: delete them"),
    "bad_date": ("「{found}」不是日期，应如 {wanted}", "“{found}” is no date; write it as {wanted}"),
    "bad_clock": ("「{found}」不是时刻，应如 {wanted}", "“{found}” is no time of day; write it as {wanted}"),
    "bad_duration": ("「{found}」不是时长，应为秒数或如 {wanted}",
                     "“{found}” is no duration; write seconds or as {wanted}"),
    "bad_offset": ("「{found}」不是时区，应如 {wanted}", "“{found}” is no time zone; write it as {wanted}"),
    "bad_color": ("「{found}」不是颜色，应如 {wanted}", "“{found}” is no colour; write it as {wanted}"),
    "bad_id": ("「{found}」不能作编号：{wanted}", "“{found}” cannot be an id: {wanted}"),
    "bad_file_name": ("「{found}」应为 assets 里的文件名，以 {wanted} 结尾",
                      "“{found}” should be a file name inside assets, ending in {wanted}"),
    "bad_address": ("「{found}」不是网址，应如 {wanted}", "“{found}” is no web address; write it as {wanted}"),
    "bad_stream": ("「{found}」应为直播网址或 assets 里的文件名，以 {wanted} 结尾",
                   "“{found}” should be a stream's address or a file name inside assets, ending in {wanted}"),
    "watch_twice": ("只能写一个：{wanted}", "Only one of these: {wanted}"),
    "bad_figure": ("关键数字「{found}」写法有误，应如 {wanted}",
                   "Key figure “{found}” is not understood; write it as {wanted}"),
    "bad_order": ("出场序号「{found}」应为正整数", "Running order “{found}” should be a whole number from 1"),
    "too_many_texts": ("有 {found} 条，最多 {wanted} 条", "It has {found}, at most {wanted}"),
    "too_many_lines": ("标题有 {found} 行，最多 {wanted} 行", "The title has {found} lines, at most {wanted}"),
    "double": ("「{found}」重复，已见于 {wanted}", "“{found}” is there twice; first seen at {wanted}"),
    # one thing naming another
    "unknown_category": ("没有类别「{found}」，已有：{wanted}", "There is no category “{found}”; known: {wanted}"),
    "unknown_session": ("没有场次「{found}」，已有：{wanted}", "There is no session “{found}”; known: {wanted}"),
    "unknown_entry": ("没有编号为「{found}」的项目", "There is no entry “{found}”"),
    # workbooks
    "old_excel": ("这是旧版 Excel（.xls），请另存为 {wanted}", "This is an old Excel file (.xls): save it as {wanted}"),
    "no_workbook": ("不是可读的工作簿：{found}", "This is no workbook that can be read: {found}"),
    "too_many_sheets": ("有 {found} 个工作表，最多 {wanted} 个", "It has {found} sheets, at most {wanted}"),
    "sheet_too_large": ("工作表太大：{found}，最多 {wanted}", "The sheet is too large: {found}, at most {wanted}"),
    "too_many_cells": ("单元格太多：{found}，最多 {wanted}", "It has too many cells: {found}, at most {wanted}"),
    "tables_lost": ("现有的工作簿还给出 {found}；请导入也有这些表的工作簿",
                    "The workbook that is there gives {found}, too; import one that does"),
    "hidden_row": ("这一行被隐藏，仍会读取", "This row is hidden; it is read all the same"),
    "formula": ("{found} 是公式且没有结果，请在 Excel 中打开并保存一次",
                "{found} is a formula without a result: open and save it in Excel once"),
    "sheet_unread": ("这个工作表不认识，没有读取", "This sheet is not known and was not read"),
    "workbook_holds": ("event.toml 里也写了 {found}，以工作簿为准", "event.toml says {found}, too; the workbook holds"),
    "unused_column": ("这一列暂不使用，没有读取", "This column is not used and was not read"),
    "bad_period": ("时段「{found}」看不懂，请写成 {wanted}", "Period “{found}” is not understood; write it as {wanted}"),
    "no_sheet": ("没有名为「{wanted}」的工作表，只有：{found}", "There is no sheet “{wanted}”; there are {found}"),
    "unknown_panel": ("没有评审组「{found}」，已有：{wanted}", "There is no panel “{found}”; known: {wanted}"),
    "part_panel": ("「{found}」部分没有评委", "Part “{found}” has no judges"),
    "double_number": ("编号「{found}」重复，已见于 {wanted}", "Number “{found}” is there twice; first seen at {wanted}"),
    "order_twice": ("出场序号重复：「{found}」已见于 {wanted}", "Twice in the running order: “{found}”, first at {wanted}"),
    "order_misses": ("出场顺序漏了：{found}", "The running order misses: {found}"),
    "order_elsewhere": ("项目「{found}」属于场次「{wanted}」", "Entry “{found}” belongs to session “{wanted}”"),
    "order_gap": ("出场序号不连续，缺 {found}", "The running order has gaps: {found} is not there"),
    # the table of entries
    "no_header": ("找不到表头，至少要有这些列：{wanted}", "There is no heading row; columns needed: {wanted}"),
    "above_header": ("表头以上有认不出的内容：「{found}」", "There is something above the heading row: “{found}”"),
    "unknown_column": ("不认识这一列，可用：{wanted}；只给自己看的列，名称请以「备注」开头",
                       "This column is unknown; known: {wanted}. A column for yourself starts with “note”"),
    "private_column": ("联系方式不应进入显示系统，请删掉这一列",
                       "Contact details do not belong in a display system: delete this column"),
    "double_column": ("与「{wanted}」列意思相同，请留一列", "It means the same as column “{wanted}”: keep one"),
    "missing_column": ("缺少「{wanted}」列", "Column “{wanted}” is missing"),
    "no_heading": ("「{found}」所在的列没有表头", "“{found}” stands in a column without a heading"),
    "no_entries": ("没有参赛项目，请写在 {wanted}", "There are no entries; write them in {wanted}"),
    "entries_twice": ("参赛项目只能写在一处：{wanted}", "Entries can stand in one place only: {wanted}"),
    # what does not fit together
    "end_before_start": ("结束 {found} 不晚于开始 {wanted}", "It ends at {found}, not after its start at {wanted}"),
    "sessions_overlap": ("与「{wanted}」时间重叠：{found}", "It overlaps “{wanted}”: {found}"),
    "session_overflow": (
        "排不下：项目数×(汇报+答辩+打分+亮分+换场)+休息+开场+排名颁奖，即 {found}，而 {wanted}",
        "It does not fit: entries × (talk+Q&A+scoring+reveal+changeover) + breaks + opening + ranking and awards"
        " make {found}, but {wanted}",
    ),
    "weights": ("权重合计 {found}，应为 {wanted}", "The weights make {found}, not {wanted}"),
    "sum_parts": ("合计计分不能再分几部分，请去掉 parts 或改用平均分",
                  "A sum of marks cannot be divided into parts: leave parts out, or take the mean"),
    "minimum": ("最低分 {found} 应小于最高分 {wanted}", "The lowest mark {found} should be below the highest {wanted}"),
    "step": ("步长 {found} 除不尽分数范围 {wanted}", "Step {found} does not divide the range {wanted}"),
    "step_decimals": ("平均分保留 {found} 位小数，少于步长的 {wanted} 位",
                      "The mean keeps {found} decimals, fewer than the step's {wanted}"),
    "trim": ("去掉 {found} 个分数后没有剩余，评委共 {wanted} 位",
             "Dropping {found} marks leaves none of {wanted} judges'"),
    "trim_idle": ("评委 {found} 位，不足 {wanted} 位，将不去最高最低分",
                  "With {found} judges, fewer than {wanted}, no extreme is dropped"),
    "no_judges": ("没有评委，无法评分", "There are no judges, so nothing can be scored"),
    "quota": ("类别「{wanted}」的名额多于参赛项目：{found}",
              "Category “{wanted}” has more awards than competing entries: {found}"),
    "cue_late": ("提示点 {found} 秒超过时长 {wanted} 秒", "The cue at {found} s is beyond the {wanted} s it belongs to"),
    "first_too_big": ("前 {found} 个一起亮分，但最少的场次只有 {wanted} 个项目",
                      "The first {found} are revealed together, but a session has only {wanted} entries"),
    "missing_asset": ("assets 里没有「{found}」", "There is no “{found}” in assets"),
    "glyphs": ("字库缺字：{found}", "Our fonts lack: {found}"),
    "title_long": ("标题有 {found} 个字，超过 {wanted} 个会很小", "The title has {found} characters; over {wanted} it gets small"),
    "odd_size": ("{found} 是奇数，投屏和编码常要求偶数", "{found} is odd; encoders often want even pixels"),
    "two_sounds": ("只能有一个输出响铃，已有「{found}」", "Only one output may ring the bell; “{found}” does already"),
    "no_sound": ("有响铃提示，但没有输出设 {wanted}", "There are bells, but no output says {wanted}"),
    "empty_session": ("场次「{found}」没有项目", "Session “{found}” has no entries"),
    "empty_category": ("类别「{found}」没有项目", "Category “{found}” has no entries"),
}  # fmt: skip

WARNINGS = frozenset({
    "order_gap", "step_decimals", "trim_idle", "no_judges", "first_too_big", "title_long", "odd_size", "no_sound",
    "empty_session", "empty_category", "hidden_row", "sheet_unread", "workbook_holds", "unused_column",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands. `row` counts from 1 as an editor or a spreadsheet does, 0: the whole
    file; `column` is a table path counted from 1 (`outputs[2].width`) or a column's heading."""

    file: str
    row: int = 0
    column: str = ""

    @property
    def brief(self) -> str:
        """The place in no language, for one fault that names another's: entries.csv:4."""
        return f"{self.file}:{self.row}"

    def say(self, lang: str = "zh") -> str:
        row = "" if not self.row else (f" line {self.row}" if lang == "en" else f" 第 {self.row} 行")
        column = self.column and (f" “{self.column}”" if lang == "en" else f"「{self.column}」")
        return f"{self.file}{row}{column}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, or (level "warning") that somebody should look at."""

    file: str
    row: int
    column: str
    code: str
    found: str = ""
    wanted: str = ""

    @property
    def level(self) -> Level:
        return "warning" if self.code in WARNINGS else "fault"

    @property
    def place(self) -> Place:
        return Place(self.file, self.row, self.column)

    def __str__(self) -> str:
        return self.say()

    def say(self, lang: str = "zh") -> str:
        """One line for people, in Chinese ("zh") or English ("en")."""
        words = _WORDS[self.code][1 if lang == "en" else 0]
        # By replacing and not by format(): what was found may itself hold braces.
        words = words.replace("{wanted}", self.wanted).replace("{found}", self.found)
        kind = (
            {"zh": "提醒：", "en": "warning: "}["en" if lang == "en" else "zh"]
            if self.level == "warning"
            else ""
        )
        return f"{self.place.say(lang)}{': ' if lang == 'en' else '：'}{kind}{words}"


def gathered(faults: Iterable[Fault]) -> list[Fault]:
    """The faults as somebody mends them: file by file, from the top down, each said once."""
    return sorted(dict.fromkeys(faults), key=lambda one: (one.file != "event.toml", one.file, one.row))


def fault(place: Place, code: str, found: object = "", wanted: object = "") -> Fault:
    """A fault at `place`; what was found is cut so that one bad cell cannot fill a screen."""
    try:
        quoted = " ".join(str(found).split())
    except ValueError:  # Python prints no whole number of thousands of digits
        quoted = "…"
    if len(quoted) > LONGEST_QUOTE:
        quoted = quoted[: LONGEST_QUOTE - 1] + "…"
    return Fault(place.file, place.row, place.column, code, quoted, str(wanted))


class EventFileErrors(Exception):
    """An event that cannot be read: every fault that was found, warnings left out."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(one.say("en") for one in self.faults))
