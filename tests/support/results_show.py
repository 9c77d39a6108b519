"""A show with everything on it that a sheet of results can show."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from server.results.seal import Stamp
from server.show import commands as c
from server.show.model import Award, Part, ScoringRule, Show
from tests.support.contests import contest, opened, perform

D = Decimal
RARE = "㼆𬴂"


def final() -> Show:
    """Entries 01, 03, 05 of category a confirmed, 01 revealed; a recusal, points off, a correction, a formula."""
    rule = ScoringRule(parts=(Part("text", "文本评审", D(30), "given"), Part("stage", "现场展示", D(70))))
    one = contest(judges=5, scoring=rule, awards=(Award("one", "一等奖", 1), Award("two", "二等奖", 9)))
    entries = (replace(one.entries[0], unit=f"=甲单位{RARE}"), *one.entries[1:])
    show = opened(replace(one, entries=entries))
    for entry, first in (("01", "95.5"), ("03", "90"), ("05", "88.25")):
        marks = dict(zip(("J1", "J2", "J3", "J4"), map(D, (first, "90.01", "91.5", "85")), strict=True))
        show = perform(show, c.EnterMarks(entry, marks), c.Excuse(entry, "J5", "recused"))
        show = perform(show, c.AcceptJudges(entry, 4, "同意"), c.Give(entry, "text", D("88.5")))
        show = perform(show, *([c.Deduct(entry, D("0.5"), "超时")] if entry == "01" else []), c.Confirm(entry))
    show = perform(show, c.Arm("01"), c.Reveal("01"), c.Correct("03", "抄错", {"J1": D("91")}))
    return perform(show, c.SetEligibility("02", "exhibition"))


def prized() -> Show:
    """The same with a special prize for 01, and for 02, which has no place in any ranking."""
    return perform(final(), c.AddPrize("最佳人气奖", ("02", "01")))


def trimmed() -> Show:
    """Five judges from 91 to 95: the first and the last fall."""
    marks = {f"J{n}": D(90 + n) for n in range(1, 6)}
    return perform(opened(contest()), c.EnterMarks("01", marks), c.Confirm("01"))


def stamp(show: Show, what: str, lang: str = "zh", revealed: bool = False) -> Stamp:
    return Stamp("e1", show.seq, "0123456789abcdef" * 4, show.at, what, lang=lang, revealed=revealed)
