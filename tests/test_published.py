"""Published results of real contests, reproduced to the last digit: every total and every official place.

Each contest is written as an event, its marks are entered as a scorer would enter them, and what the show
says is compared with what the organizers published.

  Halfpipe 2026   Olympic Winter Games Milano Cortina 2026, men's snowboard halfpipe, final of 13 February
                  2026, official results (International Olympic Committee, FIS), with the marks of all six
                  judges, as collected in the repository thekatiefox/snowboarding-halfpipe-analysis (2026). The
                  highest and the lowest of six marks fall, the rest are averaged to two decimals, a rider's
                  best run counts.
  Eurovision 1969 Eurovision Song Contest, Madrid, 29 March 1969, European Broadcasting Union: the votes of
                  sixteen national juries, none of which votes for its own country, are added up. Four songs won.
  Eurovision 1970 The same rule in Amsterdam, 21 March 1970, with twelve juries and two ties of three.
                  Votes of both as collected in the repository Spijkervet/eurovision-dataset; places as in the
                  published tables.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from server.event_file.reader import read_event
from server.show import commands as c
from server.show.marks import judging
from server.show.marks.standings import confirmed, standings
from server.show.model import Show
from tests.support.contests import opened, perform
from tests.support.event_folders import folder

D = Decimal

# Rider: place, then each scored run: its official score and the marks of judges 1 to 6.
RIDERS = {
    "TOTSUKA": (1, ("91.00", "89 92 91 91 91 91"), ("95.00", "95 95 96 95 95 95")),
    "JAMES": (2, ("48.75", "50 45 50 46 49 50"), ("93.50", "94 93 94 93 94 93")),
    "YAMADA": (3, ("92.00", "92 88 92 92 92 92"), ("92.00", "93 90 93 91 93 91")),
    "HIRANO R": (4, ("90.00", "90 90 90 90 90 90"), ("90.00", "90 90 90 90 90 90"),
                 ("91.00", "91 91 91 89 91 91")),
    "GUSELI": (5, ("35.00", "35 35 35 35 35 34"), ("88.00", "89 89 89 87 87 85")),
    "LEE": (6, ("24.75", "25 24 25 23 25 25"), ("24.75", "24 25 20 24 27 26"), ("87.50", "88 89 88 88 86 86")),
    "HIRANO A": (7, ("27.50", "28 28 27 26 29 27"), ("86.50", "85 86 87 86 87 88")),
    "PATES": (8, ("77.50", "78 77 78 77 79 77")),
    "WANG": (9, ("17.75", "18 17 17 18 19 18"), ("17.25", "18 17 17 17 18 17"), ("76.00", "76 76 76 76 77 76")),
    "BARBIERI": (10, ("75.00", "75 74 75 75 76 75")),
    "JOSEY": (11, ("11.75", "15 10 12 12 10 13"), ("70.25", "70 70 70 70 71 71")),
    "MELVILLE IVES": (12, ("43.00", "43 42 45 40 45 42")),
}  # fmt: skip
HALFPIPE = "minimum = 0\nmaximum = 100\nstep = 1\ndecimals = 2\ntrim_high = 1\ntrim_low = 1\nmin_judges = 6\n"

# Year: each jury's votes (the rest are zeros), then the published place and points of each country.
VOTES = {
    1969: (
        {"be": "es3 nl1 ch1 mc1 de1 lu1 yu1 pt1", "fi": "gb1 ch2 ie3 se3 it1", "fr": "es2 nl6 de1 pt1",
         "de": "es3 gb1 fr1 ch2 ie1 lu1 fi1", "ie": "es1 fr4 ch3 fi1 it1", "it": "gb3 nl3 mc4",
         "lu": "es2 gb4 nl2 fr1 fi1", "mc": "es3 nl1 fr2 lu3 it1", "nl": "gb1 fr2 mc2 ie1 be1 se1 lu1 fi1",
         "no": "es1 nl1 ch1 be2 se3 de1 fi1", "pt": "es2 gb1 fr2 se1 yu3 it1", "es": "mc2 be2 de2 fi1 yu1 pt2",
         "se": "gb5 fr1 mc2 ie1 no1", "ch": "nl4 fr1 ie3 be2", "gb": "fr4 ch2 ie1 be3",
         "yu": "es1 gb2 ch2 de3 lu1 it1"},
        {"es": (1, 18), "gb": (1, 18), "nl": (1, 18), "fr": (1, 18), "ch": (5, 13), "mc": (6, 11), "ie": (7, 10),
         "be": (7, 10), "se": (9, 8), "de": (9, 8), "lu": (11, 7), "fi": (12, 6), "yu": (13, 5), "it": (13, 5),
         "pt": (15, 4), "no": (16, 1)},
    ),
    1970: (
        {"be": "ie9 mc1", "fr": "ie1 gb2 ch2 be3 mc2", "de": "ie2 gb4 ch2 it2", "ie": "gb3 de2 ch1 fr3 be1",
         "it": "gb2 de1 fr1 es3 nl3", "lu": "ie2 gb2 de3 es2 be1", "mc": "gb4 de1 fr2 es3", "nl": "ie5 gb3 ch2",
         "es": "ie3 de4 it2 mc1", "ch": "ie6 gb2 de1 mc1", "gb": "ie4 ch1 nl1 yu4", "yu": "gb4 fr2 nl3 it1"},
        {"ie": (1, 32), "gb": (2, 26), "de": (3, 12), "ch": (4, 8), "es": (4, 8), "fr": (4, 8), "nl": (7, 7),
         "it": (8, 5), "be": (8, 5), "mc": (8, 5), "yu": (11, 4), "lu": (12, 0)},
    ),
}  # fmt: skip
SUM = "minimum = 0\nmaximum = 10\nstep = 1\ndecimals = 0\ntrim_high = 0\ntrim_low = 0\nmin_judges = 1\n"
SUM += 'combine = "sum"\n'


def event(at: Path, scoring: str, judges: list[tuple[str, str]], units: list[str]) -> Show:
    """A show in which each unit has one entry; judges by name and unit."""
    text = 'name = "公开成绩"\n[[sessions]]\nname = "决赛"\ndate = 2026-02-13\nstart = "08:00"\nend = "22:00"\n'
    text += '[[categories]]\nid = "a"\nname = "全部"\n[timing]\ntalk = 60\n'
    text += "".join(f'[[judges]]\nname = "{name}"\nunit = "{unit}"\n' for name, unit in judges)
    rows = "".join(f"{n},{n},{unit},{unit}\n" for n, unit in enumerate(units, 1))
    return opened(
        read_event(folder(at, f"{text}[scoring]\n{scoring}", f"编号,出场序号,单位,项目名称\n{rows}"))
    )


def result(show: Show, entry: str, marks: dict[str, Decimal]) -> Show:
    """The show with an entry's marks entered; judges of its own unit are recused, and somebody accepts that."""
    for judge in judging.recusals(show, entry):
        show = perform(show, c.Excuse(entry, judge, "recused", "同一单位"))
    left = {judge: mark for judge, mark in marks.items() if judge not in _out(show, entry)}
    show = perform(show, c.EnterMarks(entry, left))
    if _out(show, entry):
        show = perform(show, c.AcceptJudges(entry, len(left), "回避本单位"))
    return perform(show, c.Confirm(entry))


def _out(show: Show, entry: str) -> dict[str, object]:
    return dict(show.sheets[entry].excused) if entry in show.sheets else {}


def table(show: Show) -> dict[str, tuple[int, str]]:
    """Unit → place and score."""
    return {show.entries[row.entry].unit: (row.rank, str(row.score)) for row in standings(show, "a", confirmed(show))}


def test_the_olympic_halfpipe_final_of_2026(tmp_path: Path) -> None:
    runs = [(rider, *run) for rider, (_, *scored) in RIDERS.items() for run in scored]
    judges = [(f"评委{n}", "") for n in range(1, 7)]
    show = event(tmp_path, HALFPIPE, judges, [f"{n} {run[0]}" for n, run in enumerate(runs)])
    best: dict[str, tuple[str, str]] = {}
    for number, (rider, official, marks) in enumerate(runs, 1):
        show = result(show, str(number), {f"J{seat}": D(mark) for seat, mark in enumerate(marks.split(), 1)})
        sheet = show.sheets[str(number)].confirmed
        assert sheet and str(sheet.score) == official, (rider, official)
        best[rider] = max(best.get(rider, ("", "")), (official, marks), key=lambda run: D(run[0] or 0))
    show = event(tmp_path / "best", HALFPIPE, judges, list(best))
    for number, (_, marks) in enumerate(best.values(), 1):
        show = result(show, str(number), {f"J{seat}": D(mark) for seat, mark in enumerate(marks.split(), 1)})
    assert table(show) == {rider: (place, best[rider][0]) for rider, (place, *_) in RIDERS.items()}


@pytest.mark.parametrize("year", VOTES)
def test_the_song_contests_of_1969_and_1970_with_their_ties(year: int, tmp_path: Path) -> None:
    votes, published = VOTES[year]
    show = event(tmp_path, SUM, [(f"{country} 评审团", country) for country in votes], list(published))
    given = {jury: {one[:2]: D(one[2:]) for one in words.split()} for jury, words in votes.items()}
    assert all(sum(of.values()) == 10 for of in given.values()), "each jury had ten votes"
    juries = {judge.unit: judge.id for judge in show.judges.values()}
    for entry in list(show.entries.values()):
        marks = {juries[jury]: of.get(entry.unit, D(0)) for jury, of in given.items()}
        show = result(show, entry.id, marks)
        counted = show.sheets[entry.id].confirmed
        assert counted and counted.counted == len(votes) - 1, "no jury votes for its own country"
    assert table(show) == {country: (place, str(points)) for country, (place, points) in published.items()}
