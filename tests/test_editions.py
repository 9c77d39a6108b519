"""The contest's own editions and its sister contests as small events, each number worked out by hand first.

Facts and rules are those of DOMAIN sections 1 and 2 (addresses of the sources stand there). Where a source
gives no rule, the event says `example = true`. Each case: the rule, the marks, the arithmetic, the score.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from server.eventfile import read_event
from server.show import commands as c
from server.show.model import Show
from server.show.standings import confirmed, standings, winners
from server.show.timekeeping import proposed
from tests.contests import START, opened, perform
from tests.eventfolders import folder
from tests.show.scored import refused

D = Decimal


@dataclass(frozen=True)
class Case:
    """An event's scoring table, judges' marks by seat, other commands, and what they come to."""

    scoring: str
    marks: str
    score: str
    parts: tuple[tuple[str, str], ...] = ()
    spent: int = 0  # seconds of a talk of `talk` seconds
    talk: int = 480
    deduction: str = "0"


PLAIN = "minimum = 0\nmaximum = 100\nstep = 0.01\ndecimals = 2\ntrim_high = 1\ntrim_low = 1\nmin_judges = 3\n"
TIME = (
    '[scoring.time]\ntable = [{ up_to = 10, points = "0.02" }, { up_to = 20, points = "0.05" },'
    ' { up_to = 30, points = "0.1" }]\ncap = "0.2"\nunder = 360\nunder_points = "0.1"\n'
)
TEN, SPOKEN = PLAIN.replace("100", "10") + TIME, "9.50 9.62 9.38 9.71 9.45"
TEXT = (
    'weigh = "rounded"\n[[scoring.parts]]\nid = "text"\nname = "文本评审"\nweight = 30\nfrom = "given"\n'
    '[[scoring.parts]]\nid = "stage"\nname = "现场展示"\nweight = 70\n'
)
CASES = {
    # 9 judges, 70–100. Without 87.30 and 93.10: 88.50+90.25+91.00+92.75+89.60+90.00+91.45 = 633.55; ÷ 7 = 90.507…
    "农视网 2023": Case(PLAIN.replace("minimum = 0", "minimum = 70"),
                     "88.50 90.25 91.00 92.75 89.60 87.30 93.10 90.00 91.45", "90.51"),
    # 7 judges. Without 93 and 87: 92+88.5+90+91.25+89.75 = 451.50; ÷ 5 = 90.30
    "福州 2020": Case(PLAIN, "92 88.5 90 91.25 89.75 93 87", "90.30"),
    # 5 judges, the mean of 3. Without 91 and 85.5: 90+88+86 = 264; ÷ 3 = 88.00
    "海南": Case(PLAIN, "85.5 90 88 91 86", "88.00"),
    # Ten points. Without 9.71 and 9.38: 9.50+9.62+9.45 = 28.57; ÷ 3 = 9.523… → 9.52.
    # 8:14 of 8:00 is 11–20 s over: −0.05
    "演讲 超时": Case(TEN, SPOKEN, "9.47", spent=494, deduction="0.05"),
    # The same marks; 5:59 is under six minutes: −0.1. 9.52 − 0.10
    "演讲 不足": Case(TEN, SPOKEN, "9.42", spent=359, deduction="0.1"),
    # The same marks; 8:31 over: beyond the table the cap: −0.2
    "演讲 封顶": Case(TEN, SPOKEN, "9.32", spent=511, deduction="0.2"),
    # 7 examiners, 90 twice: one of them falls, and 78. 85+85+80+90+88 = 428; ÷ 5 = 85.60
    "郫县 2016": Case(PLAIN, "85 85 80 78 90 90 88", "85.60"),
    # 2022's text review (its weights are an example): 88.5×30 % = 26.550; 福州's 90.30×70 % = 63.210; 89.760
    "2022 文本评审": Case(PLAIN + "example = true\n" + TEXT, "92 88.5 90 91.25 89.75 93 87", "89.76",
                      parts=(("text", "88.5"),)),
}  # fmt: skip


def event(at: Path, scoring: str, judges: int, entries: int = 2, extra: str = "", talk: int = 480) -> Show:
    head = 'name = "工作创新大赛"\n[[sessions]]\nname = "决赛"\ndate = 2024-08-14\nstart = "08:00"\nend = "20:00"\n'
    head += '[[categories]]\nid = "a"\nname = "全部"\n' + f"[timing]\ntalk = {talk}\n"
    seats = "".join(f'[[judges]]\nname = "评委{n}"\n' for n in range(1, judges + 1))
    rows = "".join(f"{n:02d},全部,{n},单位{n},项目{n}\n" for n in range(1, entries + 1))
    table = "编号,类别,出场序号,单位,项目名称\n" + rows
    return opened(read_event(folder(at, f"{head}{seats}{extra}[scoring]\n{scoring}", table)))


def marked(show: Show, entry: str, marks: str) -> Show:
    given = {f"J{seat}": D(mark) for seat, mark in enumerate(marks.split(), 1)}
    return perform(show, c.EnterMarks(entry, given))


@pytest.mark.parametrize("name", CASES)
def test_a_rule_sheet_comes_to_the_number_that_the_hand_came_to(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    show = event(tmp_path, case.scoring, len(case.marks.split()), talk=case.talk)
    if case.spent:
        show = perform(show, c.Preview("01.talk"), c.Take(), c.TimerStart(), at=START)
        show = perform(show, c.TimerPause(), at=START + case.spent * 1000)
    show = marked(show, "01", case.marks)
    show = perform(show, *(c.Give("01", part, D(value)) for part, value in case.parts))
    if D(case.deduction):
        assert refused(show, c.Confirm("01")).code == "deduction_waiting"
        off = proposed(show, "01")
        assert off and off.points == D(case.deduction)
        show = perform(show, c.Deduct("01", D(case.deduction), "用时"))
    result = perform(show, c.Confirm("01")).sheets["01"].confirmed
    assert result and str(result.score) == case.score and result.deduction == D(case.deduction)


def test_a_tie_that_overflows_a_prize_is_parted_by_the_panels_vote(tmp_path: Path) -> None:
    """农视网: each of the tied speaks a minute more, and the panel votes; prizes 2/5/15/rest."""
    prizes = ('[[awards]]\nid = "one"\ntitle = "一等奖"\nquota = 2\nties = "block"\n'
              '[[awards]]\nid = "two"\ntitle = "二等奖"\nquota = 5\n')  # fmt: skip
    show = event(tmp_path, PLAIN, 3, entries=4, extra=prizes)
    # The middle mark counts: 95, 90, 90, 80.
    for entry, marks in (("01", "94 95 96"), ("02", "90 89 91"), ("03", "90 88 92"), ("04", "80 79 81")):
        show = perform(marked(show, entry, marks), c.Confirm(entry))
    assert [(row.entry, row.rank) for row in standings(show, "a", confirmed(show))] == [
        ("01", 1), ("02", 2), ("03", 2), ("04", 4)
    ]  # fmt: skip
    show = perform(show, c.BreakTie("a", {"02": D(4), "03": D(5)}, "vote", "加讲一分钟后投票"))
    assert winners(show, "one", "a") == ("01", "03") and winners(show, "two", "a") == ("02", "04")


@dataclass(frozen=True)
class Edition:
    """An edition as the article tells it: its name then, its categories or modules, sessions, entries."""

    name: str
    groups: tuple[str, ...]
    sessions: int
    entries: int


MODULES = ("电子政务", "公文写作", "口头表达", "公务礼仪", "应急应变处理")
EDITIONS = {
    2012: Edition("市直机关公务员办公技能大赛", MODULES, 13, 259),
    2016: Edition("市直机关工作创新大赛", ("发展创意", "工作创新", "服务创优"), 1, 26),
    2017: Edition("市直机关工作创新大赛", ("改革创新", "党建创新", "工作创优"), 1, 28),
    2018: Edition("市直机关工作创新大赛", ("党建创新", "改革创新"), 1, 4),
    2022: Edition("市直机关工作创新大赛", ("示例",), 1, 55),
    2023: Edition("市直机关工作创新大赛", ("示例",), 1, 71),
    2024: Edition("市直机关工作创新大赛", ("各区", "各党工委", "市直单位", "驻珠单位"), 4, 84),
}


@pytest.mark.parametrize("year", EDITIONS)
def test_every_edition_can_be_written_with_its_own_words(year: int, tmp_path: Path) -> None:
    """No ordinal is computed and no list is fixed: 13 matches and 259 contestants are an event like the others."""
    one = EDITIONS[year]
    text = f'name = "{one.name}"\nedition = "{year}"\n[scoring]\nexample = true\n'
    for number in range(1, one.sessions + 1):
        day = 1 + (number - 1) // 2
        start = 8 + number % 2 * 6
        text += f'[[sessions]]\nname = "第{number}场"\ndate = {year}-08-{day:02d}\n'
        text += f'start = "{start:02d}:00"\nend = "{start + 5:02d}:00"\n'
    text += "".join(f'[[categories]]\nname = "{name}"\n' for name in one.groups)
    text += "".join(f'[[judges]]\nname = "评委{n}"\n' for n in range(1, 6))
    rows = [f"{n:03d},{one.groups[n % len(one.groups)]},第{1 + n % one.sessions}场,单位{n},项目{n}"
            for n in range(1, one.entries + 1)]  # fmt: skip
    contest = read_event(folder(tmp_path, text, "编号,类别,场次,单位,项目名称\n" + "\n".join(rows) + "\n"))
    assert (len(contest.entries), len(contest.sessions)) == (one.entries, one.sessions)
    assert tuple(category.name for category in contest.categories) == one.groups and contest.edition == str(year)
    show = opened(contest)
    for entry, mark in (("001", "90"), (f"{1 + len(one.groups):03d}", "91")):
        if entry in show.entries:
            show = perform(show, c.EnterMarks(entry, dict.fromkeys(show.judges, D(mark))), c.Confirm(entry))
    best = standings(show, contest.entries[0].category, confirmed(show))[0]
    assert best.rank == 1 and best.entry == (f"{1 + len(one.groups):03d}" if one.entries > len(one.groups) else "001")
