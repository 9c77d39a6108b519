"""The contest's own editions and its sister contests as small events, each number worked out by hand first.

Facts are those of a newspaper's account of the contest's twelve years (2024); rules are those of published
notices of sister contests. Where a source gives no rule, the event says `example = true`. Each case: the rule,
the marks, the arithmetic, the score.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from server.event_file.reader import read_event
from server.show import commands as c
from server.show.marks.standings import confirmed, standings, winners
from server.show.marks.time_penalty import proposed
from server.show.model import Show
from tests.support.contests import START, opened, perform
from tests.support.event_folders import folder
from tests.support.scored_shows import refused

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
    """An edition as the article tells it: its name then, its categories or modules, sessions, entries, how many
    went on to the province; and (its rules being unknown, as an example) five judges' marks of entry 001 with
    the score that the hand came to. With criteria each judge has several numbers."""

    name: str
    groups: tuple[str, ...]
    sessions: int
    entries: int
    marks: str
    score: str
    scoring: str = PLAIN
    given: tuple[tuple[str, str], ...] = ()
    sent: int = 0


MODULES = ("电子政务", "公文写作", "口头表达", "公务礼仪", "应急应变处理")
STAGES = 'marks = "points"\n' + "".join(f'[[scoring.criteria]]\nname = "{one}"\nweight = 20\n' for one in MODULES)
STAGES += "".join(
    f'[[scoring.parts]]\nid = "{id}"\nname = "{name}"\nweight = {weight}\nfrom = "{source}"\n'
    for id, name, weight, source in (
        ("first", "预赛", 20, "given"), ("second", "复赛", 30, "given"), ("last", "决赛", 50, "judges")
    )
)  # fmt: skip
NEW = "市直机关工作创新大赛"
EDITIONS = {
    # Modules of 20 points: 88, 85, 92, 90, 80. Without 92 and 80: 263 ÷ 3 = 87.666…; × 50 % = 43.833…;
    # 82.5 × 20 % = 16.5; 86 × 30 % = 25.8; together 86.133…
    2012: Edition("市直机关公务员办公技能大赛", MODULES, 13, 259,
                  "18 17 16 19 18, 17 17 17 17 17, 19 18 18 19 18, 18 18 18 18 18, 16 16 16 16 16", "86.13",
                  PLAIN + STAGES, (("first", "82.5"), ("second", "86"))),
    # Without 92 and 88: 91 + 90 + 89.5 = 270.5; ÷ 3 = 90.166…
    2016: Edition(NEW, ("发展创意", "工作创新", "服务创优"), 1, 26, "88 91 90 89.5 92", "90.17"),
    # Without 91.25 and 88: 90.5 + 89 + 90 = 269.5; ÷ 3 = 89.833…
    2017: Edition(NEW, ("改革创新", "党建创新", "工作创优"), 1, 28, "90.5 88 91.25 89 90", "89.83"),
    # Without 89 and 85: 86 + 87 + 88 = 261; ÷ 3 = 87
    2018: Edition(NEW, ("党建创新", "改革创新"), 1, 4, "85 86 87 88 89", "87.00"),
    # Without 92 and 88.5: 271 ÷ 3 = 90.33 (rounded first); × 70 % = 63.231; text 88.5 × 30 % = 26.55; 89.781
    2022: Edition(NEW, ("示例",), 1, 55, "92 88.5 90 91.25 89.75", "89.78", PLAIN + TEXT, (("text", "88.5"),), sent=9),
    # Without 95 and 92: 93 + 94.5 + 93.5 = 281; ÷ 3 = 93.666…
    2023: Edition(NEW, ("示例",), 1, 71, "93 94.5 92 95 93.5", "93.67", sent=27),
    # Without 91 and 88: 89.99 + 90.01 + 90 = 270; ÷ 3 = 90
    2024: Edition(NEW, ("各区", "各党工委", "市直单位", "驻珠单位"), 4, 84, "89.99 90.01 90 91 88", "90.00"),
}  # fmt: skip


def written(at: Path, year: int, one: Edition) -> Show:
    """The edition as an event, opened: as many sessions and entries, in its own words."""
    text = f'name = "{one.name}"\nedition = "{year}"\n'
    for number in range(1, one.sessions + 1):
        day, start = 1 + (number - 1) // 2, 8 + number % 2 * 6
        text += f'[[sessions]]\nname = "第{number}场"\ndate = {year}-08-{day:02d}\n'
        text += f'start = "{start:02d}:00"\nend = "{start + 5:02d}:00"\n'
    text += "".join(f'[[categories]]\nname = "{name}"\n' for name in one.groups)
    text += "".join(f'[[judges]]\nname = "评委{n}"\n' for n in range(1, 6))
    if one.sent:
        text += f'[[awards]]\nid = "sent"\ntitle = "推荐参加省赛"\nquota = {one.sent}\n'
    rows = [f"{n:03d},{one.groups[n % len(one.groups)]},第{1 + n % one.sessions}场,单位{n},项目{n}"
            for n in range(1, one.entries + 1)]  # fmt: skip
    text += f"[scoring]\nexample = true\n{one.scoring}"
    contest = read_event(folder(at, text, "编号,类别,场次,单位,项目名称\n" + "\n".join(rows) + "\n"))
    assert (len(contest.entries), len(contest.sessions)) == (one.entries, one.sessions)
    assert tuple(category.name for category in contest.categories) == one.groups and contest.edition == str(year)
    return opened(contest)


@pytest.mark.parametrize("year", EDITIONS)
def test_every_edition_can_be_written_with_its_own_words_and_scored(year: int, tmp_path: Path) -> None:
    """No ordinal is computed and no list is fixed: 13 matches and 259 contestants are an event like the others."""
    one = EDITIONS[year]
    show = written(tmp_path, year, one)
    if "," in one.marks:
        for seat, sheet in enumerate(one.marks.split(","), 1):
            criteria = {f"c{n}": D(mark) for n, mark in enumerate(sheet.split(), 1)}
            show = perform(show, c.EnterCriteria("001", f"J{seat}", criteria))
    else:
        show = marked(show, "001", one.marks)
    show = perform(show, *(c.Give("001", part, D(value)) for part, value in one.given), c.Confirm("001"))
    result = show.sheets["001"].confirmed
    assert result and str(result.score) == one.score
    assert standings(show, show.entries["001"].category, confirmed(show))[0].entry == "001"


@pytest.mark.parametrize("year", [year for year, one in EDITIONS.items() if one.sent])
def test_a_selection_sends_on_as_many_as_it_did(year: int, tmp_path: Path) -> None:
    """Entry n has 40 + n/2 from everybody and 80 for its text: the last numbers are the best."""
    one = EDITIONS[year]
    show = written(tmp_path, year, one)
    for n in range(1, one.entries + 1):
        show = perform(show, c.EnterMarks(f"{n:03d}", dict.fromkeys(show.judges, D(40) + D(n) / 2)))
        show = perform(show, *(c.Give(f"{n:03d}", part, D(80)) for part, _ in one.given), c.Confirm(f"{n:03d}"))
    best = [f"{n:03d}" for n in range(one.entries, one.entries - one.sent, -1)]
    assert list(winners(show, "sent", show.contest.categories[0].id)) == best and len(best) == one.sent
