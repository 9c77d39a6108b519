"""Section `[ceremony]` of an event file: the order in which awards are given, its times, special prizes."""

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


def ceremony(root: TomlTable, entry_table: EntryTable) -> CeremonyRule | None:
    """Rule of the ceremony, or None where the file has no such table: awards go by plain cues then. It is
    read after the entries, since prizes name them."""
    if "ceremony" not in root:
        return None
    table, plain = root.table("ceremony"), CeremonyRule()
    rule = CeremonyRule(
        order=table.choice("order", ORDERS, plain.order),  # type: ignore[arg-type]
        pause=table.seconds("pause", plain.pause, 600),
        page=table.seconds("page", plain.page, 3600),
        scores=table.flag("scores", plain.scores),
        prizes=_prizes(table, entry_table),
    )
    table.close()
    return rule


def _prizes(table: TomlTable, entry_table: EntryTable) -> tuple[Prize, ...]:
    prizes: list[Prize] = []
    seen: dict[str, Place] = {}
    for number, prize in enumerate(table.tables("prizes"), 1):
        id_ = prize.ident(f"p{number}", seen)
        title = prize.text("title", needed=True)
        entries = []
        for typed in prize.texts("entries"):
            index = entry_table.numbers.get(cells.number_key(typed))
            if index is None:
                prize.note("entries", "unknown_entry", typed)
            else:
                entries.append(entry_table.entries[index].id)
        if not prize.content.get("entries"):
            prize.note("entries", "missing")
        presenters = people(prize, "presenters")
        prizes.append(Prize(f"prize.{id_}", title, tuple(dict.fromkeys(entries)), presenters))
        prize.close()
    return tuple(prizes)
