"""How an event file gives its awards: `[ceremony]` with its order, times and special prizes."""

from __future__ import annotations

from server.event_file import cells
from server.event_file.entry_rows import EntryTable
from server.event_file.faults import Place
from server.event_file.rules_section import people
from server.event_file.toml_table import TomlTable
from server.show.model.contest import CeremonyRule, Prize

ORDERS = {
    "last_to_first": "last_to_first", "从后到前": "last_to_first", "从末位到首位": "last_to_first",
    "by_award": "by_award", "按奖项": "by_award",
    "by_category": "by_category", "按类别": "by_category",
    "by_session": "by_session", "按场次": "by_session",
    "suspense": "suspense", "前三名悬念": "suspense",
}  # fmt: skip


def ceremony(root: TomlTable, reading: EntryTable) -> CeremonyRule | None:
    """The rule, or None where the file has no such table: awards go by plain cues then. Read after the
    entries, since prizes name them."""
    if "ceremony" not in root:
        return None
    table, plain = root.table("ceremony"), CeremonyRule()
    rule = CeremonyRule(
        order=table.choice("order", ORDERS, plain.order),  # type: ignore[arg-type]
        pause=table.seconds("pause", plain.pause, 600),
        page=table.seconds("page", plain.page, 3600),
        scores=table.flag("scores", plain.scores),
        prizes=_prizes(table, reading),
    )
    table.close()
    return rule


def _prizes(table: TomlTable, reading: EntryTable) -> tuple[Prize, ...]:
    found: list[Prize] = []
    seen: dict[str, Place] = {}
    for number, one in enumerate(table.tables("prizes"), 1):
        id_ = one.ident(f"p{number}", seen)
        title = one.text("title", needed=True)
        entries = []
        for typed in one.texts("entries"):
            index = reading.numbers.get(cells.number_key(typed))
            if index is None:
                one.note("entries", "unknown_entry", typed)
            else:
                entries.append(reading.entries[index].id)
        if not one.content.get("entries"):
            one.note("entries", "missing")
        found.append(Prize(f"prize.{id_}", title, tuple(dict.fromkeys(entries)), people(one, "presenters")))
        one.close()
    return tuple(found)
