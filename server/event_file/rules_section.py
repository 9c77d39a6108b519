"""Sections `[timing]`, `[[awards]]`, `[reveal]` and lists of people of an event file."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from server.event_file import cells
from server.event_file.faults import Place
from server.event_file.toml_table import TomlTable
from server.show import lengths
from server.show.model import (
    Award,
    Category,
    Person,
    RevealRule,
    Session,
    TimerCue,
    TimingRule,
)
from server.show.model.contest import MESSAGES

MAX_MESSAGES = 9  # one key of the number row each
ZERO, HUNDRED = Decimal(0), Decimal(100)
LEVELS = {
    "normal": "normal", "正常": "normal", "warning": "warning", "提醒": "warning",
    "danger": "danger", "警告": "danger",
}  # fmt: skip
POLICIES = {
    "at_once": "at_once", "当场亮分": "at_once",
    "previous_after_next": "previous_after_next", "后一项结束后亮前一项": "previous_after_next",
    "first_together": "first_together", "前几项一起亮分": "first_together",
    "session": "session", "整场一起亮分": "session",
    "awards": "awards", "颁奖时亮分": "awards",
}  # fmt: skip
TIES = {"admit": "admit", "全部入围": "admit", "block": "block", "先定再颁": "block"}
ROUNDING = {
    "half_up": "half_up", "四舍五入": "half_up", "up": "up", "进一": "up", "向上取整": "up",
    "down": "down", "舍去": "down", "向下取整": "down",
}  # fmt: skip


def messages(root: TomlTable) -> tuple[str, ...]:
    """Words for the speaker that the operator sends by one key, in their order."""
    texts = root.texts("messages", MESSAGES)
    if len(texts) > MAX_MESSAGES:
        root.note("messages", "too_many_texts", len(texts), MAX_MESSAGES)
    return tuple(text for text in texts if root.sound("messages", text, lengths.MESSAGE))


def people(root: TomlTable, key: str) -> tuple[Person, ...]:
    """People under a key, each a name and perhaps a post."""
    listed = []
    for table in root.tables(key):
        listed.append(Person(table.text("name", needed=True), table.text("post")))
        table.close()
    return tuple(listed)


def timing(root: TomlTable) -> TimingRule:
    """Lengths of a turn's phases in seconds, and the cues (bells, colours) of talk and Q&A."""
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


def _cues(timing: TomlTable, key: str) -> tuple[TimerCue, ...]:
    cues = []
    for table in timing.tables(key):
        if "at" not in table:
            table.note("at", "missing")
        level = table.choice("level", LEVELS, "normal")
        words, bell = table.text("words", most=40), table.whole("bell", 0, 0, 9)
        cues.append(TimerCue(table.seconds("at", 0), level, words, bell))  # type: ignore[arg-type]
        table.close()
    return tuple(cues)


def awards(root: TomlTable, categories: tuple[Category, ...]) -> tuple[Award, ...]:
    """Awards from the highest to the lowest, as they stand in the file."""
    given: list[Award] = []
    seen: dict[str, Place] = {}
    for number, table in enumerate(root.tables("awards"), 1):
        id_ = table.ident(f"a{number}", seen)
        given.append(
            Award(
                id_,
                table.text("title", needed=True),
                table.whole("quota", 1, 1, 999, needed="percent" not in table),
                table.whole("group", 6, 1, 99),
                named(table, "categories", categories),
                people(table, "presenters"),
                table.choice("ties", TIES, "admit"),  # type: ignore[arg-type]
                table.decimal("percent", ZERO, ZERO, HUNDRED) if "percent" in table else None,
                table.choice("rounding", ROUNDING, "half_up"),  # type: ignore[arg-type]
            )
        )
        table.close()
    return tuple(given)


def named(table: TomlTable, key: str, known: Sequence[Category | Session]) -> tuple[str, ...]:
    """Ids of the categories or sessions that a list names, by id or by name; an unknown one is a fault."""
    ids = []
    for typed in table.texts(key):
        wanted = cells.matching(typed)
        ids_named = (group.id for group in known if wanted in map(cells.matching, (group.id, group.name)))
        id = next(ids_named, None)
        if id is None:
            table.note(key, "unknown_category" if key == "categories" else "unknown_session", typed,
                       "、".join(group.name for group in known))  # fmt: skip
        else:
            ids.append(id)
    return tuple(ids)


def reveal(root: TomlTable) -> RevealRule:
    """Rule of when a score may be shown."""
    table, plain = root.table("reveal"), RevealRule()
    policy = table.choice("policy", POLICIES, plain.policy)
    rule = RevealRule(policy, table.whole("first", plain.first, 1, 999))  # type: ignore[arg-type]
    table.close()
    return rule
