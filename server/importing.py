"""What another table of entries would change in an event: looked at first, then written, nothing lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path

from server import cells
from server.entriesfile import HEADINGS
from server.eventfile import BOOK_FILE, ENTRIES_FILE, Draft, draft_event
from server.faults import Fault, Place, fault, gathered
from server.show.model import Entry
from server.words import pick

SHOWN = ("category", "session", "unit", "parent_unit", "title", "doer", "speaker", "members", "practice", "progress",
         "effect", "figures", "firsts", "honours", "eligibility", "given")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One entry: added, removed, moved, or a field from `before` to `after`."""

    kind: str
    entry: str
    field: str = ""
    before: str = ""
    after: str = ""

    def say(self, lang: str) -> str:
        words = {
            "added": ("＋ {entry} {after}", "+ {entry} {after}"),
            "removed": ("－ {entry} {before}", "- {entry} {before}"),
            "changed": ("～ {entry} {field}：「{before}」→「{after}」", "~ {entry} {field}: “{before}” → “{after}”"),
            "moved": ("↕ {entry} 出场第 {before} → 第 {after}", "↕ {entry} runs {before} → {after}"),
        }[self.kind]  # fmt: skip
        return pick(words, lang).format(entry=self.entry, field=self.called(lang), before=self.before, after=self.after)

    def called(self, lang: str) -> str:
        """The field as the table's heading calls it."""
        headings = HEADINGS.get(self.field, (self.field,))
        english = next((one for one in headings if one.isascii()), self.field)
        return english if lang == "en" else headings[0]


def preview(event: Path, table: Path) -> tuple[list[Change], list[Fault]]:
    """What `table` (.xlsx or .csv) would change in `event`, and everything that is wrong with it."""
    now, then = draft_event(event), draft_event(event, entries=table)
    lost = [path for path in now.source.elsewhere if "[" not in path and path not in then.source.elsewhere]
    faults = [fault(Place(table.name), "tables_lost", ", ".join(lost))] if lost else []
    return list(_changes(now, then)), gathered([*then.faults, *faults])


def _changes(now: Draft, then: Draft) -> Iterator[Change]:
    before = {cells.number_key(one.id): one for one in now.contest.entries}
    after = {cells.number_key(one.id): one for one in then.contest.entries}
    for key, entry in after.items():
        if key not in before:
            yield Change("added", entry.id, after=f"{entry.unit}《{''.join(entry.title)}》")
        else:
            yield from _fields(before[key], entry)
    for key, entry in before.items():
        if key not in after:
            yield Change("removed", entry.id, before=f"{entry.unit}《{''.join(entry.title)}》")
    yield from _moves(now, then)


def _fields(before: Entry, after: Entry) -> Iterator[Change]:
    for field in fields(Entry):
        was, now = getattr(before, field.name), getattr(after, field.name)
        if field.name in SHOWN and was != now:
            yield Change("changed", after.id, field.name, _text(was), _text(now))


def _moves(now: Draft, then: Draft) -> Iterator[Change]:
    places = {cells.number_key(id): place for place, id in enumerate(now.contest.order, 1)}
    for place, id in enumerate(then.contest.order, 1):
        was = places.get(cells.number_key(id))
        if was is not None and was != place:
            yield Change("moved", id, before=str(was), after=str(place))


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return " | ".join(str(getattr(one, "label", one)) for one in value)
    return ", ".join(f"{key} {one}" for key, one in value.items()) if isinstance(value, dict) else str(value)


def apply(event: Path, table: Path) -> Path:
    """Takes `table` over as the event's entries; what was there before is kept beside it. Returns its place."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    for name in (ENTRIES_FILE, BOOK_FILE):
        old = event / name
        if old.exists():
            old.rename(event / f"{old.stem}-{stamp}{old.suffix}")
    new = event / (BOOK_FILE if table.suffix.casefold() == ".xlsx" else ENTRIES_FILE)
    shutil.copyfile(table, new)
    return new
