"""The rules in an event file: timing, scoring, awards, reveal policy, and who speaks."""

from __future__ import annotations

from decimal import Decimal

from server import cells
from server.eventtable import Table
from server.faults import Place
from server.show.model import (
    Award,
    Category,
    Criterion,
    Person,
    RevealRule,
    ScoringRule,
    TimerCue,
    TimingRule,
)

ZERO, HIGHEST, FINEST = Decimal(0), Decimal(10_000), Decimal("0.0001")
LEVELS = {
    "normal": "normal", "正常": "normal", "warning": "warning", "提醒": "warning", "danger": "danger", "警告": "danger",
}  # fmt: skip
POLICIES = {
    "at_once": "at_once", "当场亮分": "at_once",
    "previous_after_next": "previous_after_next", "后一项结束后亮前一项": "previous_after_next",
    "first_together": "first_together", "前几项一起亮分": "first_together",
    "session": "session", "整场一起亮分": "session",
    "awards": "awards", "颁奖时亮分": "awards",
}  # fmt: skip
TIES = {"admit": "admit", "全部入围": "admit", "block": "block", "先定再颁": "block"}


def people(root: Table, key: str) -> tuple[Person, ...]:
    found = []
    for table in root.tables(key):
        found.append(Person(table.text("name", needed=True), table.text("post")))
        table.close()
    return tuple(found)


def timing(root: Table) -> TimingRule:
    table, plain = root.table("timing"), TimingRule()
    rule = TimingRule(
        talk=table.seconds("talk", plain.talk),
        qa=table.seconds("qa", plain.qa),
        changeover=table.seconds("changeover", plain.changeover),
        scoring=table.seconds("scoring", plain.scoring),
        reveal=table.seconds("reveal", plain.reveal),
        chained=table.flag("chained", plain.chained),
        talk_cues=_cues(table, "talk_cues"),
        qa_cues=_cues(table, "qa_cues"),
    )
    table.close()
    return rule


def _cues(timing: Table, key: str) -> tuple[TimerCue, ...]:
    found = []
    for table in timing.tables(key):
        if "at" not in table:
            table.note("at", "missing")
        level = table.choice("level", LEVELS, "normal")
        words, bell = table.text("words", most=40), table.whole("bell", 0, 0, 9)
        found.append(TimerCue(table.seconds("at", 0), level, words, bell))  # type: ignore[arg-type]
        table.close()
    return tuple(found)


def scoring(root: Table) -> ScoringRule:
    table, plain = root.table("scoring"), ScoringRule()
    rule = ScoringRule(
        minimum=table.decimal("minimum", plain.minimum, ZERO, HIGHEST),
        maximum=table.decimal("maximum", plain.maximum, ZERO, HIGHEST),
        step=table.decimal("step", plain.step, FINEST, HIGHEST),
        decimals=table.whole("decimals", plain.decimals, 0, 4),
        trim_high=table.whole("trim_high", plain.trim_high, 0, 99),
        trim_low=table.whole("trim_low", plain.trim_low, 0, 99),
        min_judges=table.whole("min_judges", plain.min_judges, 1, 99),
        criteria=_criteria(table),
        example=table.flag("example", plain.example),
    )
    table.close()
    return rule


def _criteria(scoring: Table) -> tuple[Criterion, ...]:
    found = []
    for table in scoring.tables("criteria"):
        weight = table.decimal("weight", ZERO, ZERO, HIGHEST, needed=True)
        found.append(Criterion(table.text("name", needed=True), weight, table.text("note")))
        table.close()
    return tuple(found)


def awards(root: Table, categories: tuple[Category, ...]) -> tuple[Award, ...]:
    """The awards from the highest to the lowest, as they stand in the file."""
    found: list[Award] = []
    seen: dict[str, Place] = {}
    for number, table in enumerate(root.tables("awards"), 1):
        id_ = table.ident(f"a{number}", seen)
        found.append(
            Award(
                id_,
                table.text("title", needed=True),
                table.whole("quota", 1, 1, 999, needed=True),
                table.whole("group", 6, 1, 99),
                _categories(table, categories),
                people(table, "presenters"),
                table.choice("ties", TIES, "admit"),  # type: ignore[arg-type]
            )
        )
        table.close()
    return tuple(found)


def _categories(table: Table, known: tuple[Category, ...]) -> tuple[str, ...]:
    found = []
    for typed in table.texts("categories"):
        key = cells.matching(typed)
        one = next((one for one in known if key in (cells.matching(one.id), cells.matching(one.name))), None)
        if one is None:
            table.note("categories", "unknown_category", typed, "、".join(one.name for one in known))
        else:
            found.append(one.id)
    return tuple(found)


def reveal(root: Table) -> RevealRule:
    table, plain = root.table("reveal"), RevealRule()
    policy = table.choice("policy", POLICIES, plain.policy)
    rule = RevealRule(policy, table.whole("first", plain.first, 1, 999))  # type: ignore[arg-type]
    table.close()
    return rule
