"""Why a score is what it is, in words that can be checked with a pocket calculator."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from server.show import commands as c
from server.show.model import Criterion, Part, ScoringRule, TimeRule
from server.texts.score_text import explain
from tests.support.contests import START, contest, opened, perform

D = Decimal
MARKS = ("91.5", "92", "90.25", "93", "88.75", "95", "91", "92.5", "89")


def test_the_commonest_rule_is_told_step_by_step() -> None:
    show = opened(contest(judges=9))
    show = perform(show, c.EnterMarks("01", {f"J{n}": D(mark) for n, mark in enumerate(MARKS, 1)}), c.Confirm("01"))
    lines = "\n".join(explain(show, "01"))
    assert "5 号评委 评委5：88.75，最低分，去掉" in lines and "6 号评委 评委6：95.00，最高分，去掉" in lines
    assert "(91.50 + 92.00 + 90.25 + 93.00 + 91.00 + 92.50 + 89.00) ÷ 7 = 91.321429…" in lines
    assert "四舍五入到 2 位小数 = 91.32" in lines and "最后得分：91.32" in lines
    assert "已确认的 1 个项目中第 1 名（按精确值比较）" in lines and "确认：operator" in lines
    english = "\n".join(explain(show, "01", "en"))
    assert "the lowest, falls" in english and "Rank 1 of 1" in english


def test_parts_criteria_deductions_and_excuses_have_lines_of_their_own() -> None:
    rule = ScoringRule(
        marks="weighted", criteria=(Criterion("创新", D(60), id="a"), Criterion("实效", D(40), id="b")),
        parts=(Part("text", "文本评审", D(30), "given", maximum=D(50)), Part("stage", "现场展示", D(70))),
        time=TimeRule(per=30, points=D("0.5")), min_judges=9,
    )  # fmt: skip
    show = opened(replace(contest(judges=3), scoring=rule))
    show = perform(show, c.Preview("01.talk"), c.Take(), c.TimerStart(), at=START)
    show = perform(show, c.TimerPause(), at=START + 375_000)
    for judge in ("J1", "J2"):
        show = perform(show, c.EnterCriteria("01", judge, {"a": D(90), "b": D(80)}))
    show = perform(show, c.Excuse("01", "J3", "recused", "同单位"), c.AcceptJudges("01", 2, "监督员同意"))
    show = perform(show, c.Give("01", "text", D(44)), c.Deduct("01", D("0.5"), "超时"), c.Confirm("01"))
    lines = "\n".join(explain(show, "01"))
    for line in (
        "创新 90.00×60% + 实效 80.00×40% = 86.00", "3 号评委 评委3：回避，不计入",
        "按 2 名评委计（operator：监督员同意）",
        "不足 9 名，不去最高最低分", "扣分：−0.50（超时 15 秒；超时）", "录入 44（满分 50），折算为 88.00",
        "文本评审 88×30% + 现场展示 85.5×70% = 86.25，四舍五入 = 86.25",
    ):  # fmt: skip
        assert line in lines, lines


def test_ties_and_corrections_are_told() -> None:
    one = contest(judges=1)
    show = opened(replace(one, scoring=replace(one.scoring, ties=("untrimmed_mean", "vote"))))
    for entry in ("01", "03"):
        show = perform(show, c.EnterMarks(entry, {"J1": D(80)}), c.Confirm(entry))
    show = perform(show, c.Correct("01", "抄错", {"J1": D(85)}), c.Correct("01", "原件是 80", {"J1": D(80)}))
    show = perform(show, c.BreakTie("a", {"01": D(3), "03": D(6)}, "vote", "投票"))
    lines = "\n".join(explain(show, "01"))
    assert "与 03 同分；依次比较：不去最高最低的平均分、评委投票（由人决定）" in lines and "并列表决：3" in lines
    assert "更正：80.00 → 85.00，原因：抄错（operator）" in lines and "第 2 名" in lines


def test_a_sum_is_told_as_a_sum() -> None:
    one = contest(judges=3)
    show = opened(replace(one, scoring=replace(one.scoring, combine="sum", trim_high=0, trim_low=0)))
    show = perform(show, c.EnterMarks("01", {"J1": D(8), "J2": D(9), "J3": D("7.5")}), c.Confirm("01"))
    assert "合计：8.00 + 9.00 + 7.50 = 24.50" in explain(show, "01")
    assert "Sum: 8.00 + 9.00 + 7.50 = 24.50" in explain(show, "01", "en")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_missing_is_told_instead_of_a_number(lang: str) -> None:
    show = perform(opened(contest(judges=2)), c.EnterMarks("01", {"J1": D(80)}))
    assert "评委2" in "\n".join(explain(show, "01", lang))
    show = perform(show, c.Excuse("01", "J2", "absent"))
    assert any(word in "\n".join(explain(show, "01", lang)) for word in ("等待确认", "accept"))
    with pytest.raises(KeyError):
        explain(show, "99", lang)
