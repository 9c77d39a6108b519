"""Preview of another table of entries: what it would change in an event, before it is taken over.

A table comes from the terminal (`limelight import`, into the event's folder) or from the page `/import`, into
a show that is running. What was there before is kept.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from server.event_file import cells
from server.event_file.entries_csv import HEADINGS
from server.event_file.faults import Fault, Place, fault, gathered
from server.event_file.reader import BOOK_FILE, ENTRIES_FILE, EVENT_FILE, Draft, draft_event
from server.event_file.workbook import OLD_EXCEL
from server.show.model import Category, Contest, Entry, Session, Show
from server.texts.say import say

MAX_NAME = 60  # characters of an uploaded file's name
SHOWN = (
    "category", "session", "unit", "parent_unit", "title", "doer", "speaker", "members", "practice", "progress",
    "effect", "figures", "firsts", "honours", "eligibility", "given",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class EntryChange:
    """Change of an entry: added, removed, moved, or a field from `before` to `after`."""

    kind: str
    entry: str
    field: str = ""
    before: str = ""
    after: str = ""

    def say(self, lang: str) -> str:
        field = heading_of(self.field, lang)
        facts = {"entry": self.entry, "field": field, "before": self.before, "after": self.after}
        return say(f"import.{self.kind}", lang, **facts)


def heading_of(field: str, lang: str) -> str:
    """Heading of a field of entries in the table, in one language; the field's own name where it has none."""
    headings = HEADINGS.get(field, (field,))
    english = next((heading for heading in headings if heading.isascii()), field)
    return english if lang == "en" else headings[0]


def preview(event: Path, table: Path) -> tuple[list[EntryChange], list[Fault]]:
    """Changes that `table` (.xlsx or .csv) would make in `event`, and everything that is wrong with it.
    Raises nothing."""
    if not table.is_file():
        return [], [fault(Place(table.name), "missing_file")]
    now, then = draft_event(event), draft_event(event, entries=table)
    # A table that cannot be read says nothing of anybody, and not that everybody is gone.
    changes = list(_changes(now, then)) if then.contest.entries else []
    return changes, gathered([*then.faults, *_lost(now, then, table.name)])


def _lost(now: Draft, then: Draft, table: str) -> list[Fault]:
    """Faults for what the workbook that is there gives beside entries, and the new table does not."""
    lost = [path for path in now.source.elsewhere if "[" not in path and path not in then.source.elsewhere]
    return [fault(Place(table), "tables_lost", ", ".join(lost))] if lost else []


def _changes(now: Draft, then: Draft) -> Iterator[EntryChange]:
    before = {cells.number_key(entry.id): entry for entry in now.contest.entries}
    after = {cells.number_key(entry.id): entry for entry in then.contest.entries}
    for key, entry in after.items():
        if key not in before:
            yield EntryChange("added", entry.id, after=f"{entry.unit}《{''.join(entry.title)}》")
        else:
            yield from _fields(before[key], entry)
    for key, entry in before.items():
        if key not in after:
            yield EntryChange("removed", entry.id, before=f"{entry.unit}《{''.join(entry.title)}》")
    yield from _moves(now, then)


def _fields(before: Entry, after: Entry) -> Iterator[EntryChange]:
    for field in fields(Entry):
        was, now = getattr(before, field.name), getattr(after, field.name)
        if field.name in SHOWN and was != now:
            yield EntryChange("changed", after.id, field.name, shown_value(was), shown_value(now))


def _moves(now: Draft, then: Draft) -> Iterator[EntryChange]:
    places = {cells.number_key(id): place for place, id in enumerate(now.contest.order, 1)}
    for place, id in enumerate(then.contest.order, 1):
        was = places.get(cells.number_key(id))
        if was is not None and was != place:
            yield EntryChange("moved", id, before=str(was), after=str(place))


def shown_value(value: object) -> str:
    """Value of a field as people read it."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return " | ".join(str(getattr(inner, "label", inner)) for inner in value)
    return (
        ", ".join(f"{key} {inner}" for key, inner in value.items()) if isinstance(value, dict) else str(value)
    )


def apply(event: Path, table: Path) -> Path:
    """Path of `table` as the event's entries, once it has been copied there; what was there before is kept
    beside it under a name with the date and time."""
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    for name in (ENTRIES_FILE, BOOK_FILE):
        old = event / name
        if old.exists():
            old.rename(event / f"{old.stem}-{stamp}{old.suffix}")
    new = event / (BOOK_FILE if table.suffix.casefold() == ".xlsx" else ENTRIES_FILE)
    shutil.copyfile(table, new)
    return new


# --- into a show that is running -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Uploaded:
    """Table of entries that was uploaded: its name, all that is wrong with it, and the contest as it gives
    it, with the ids of the running show (None where a fault stands in the way)."""

    table: str
    faults: list[Fault]
    contest: Contest | None


def uploaded(show: Show, event: Path, name: str, content: bytes) -> Uploaded:
    """The table in `content` as the running show would take it. The event's own files are read beside it and
    stay as they are. Raises OSError where nothing can be written into a temporary folder."""
    with TemporaryDirectory() as folder:
        table = Path(folder) / _safe(name, content)
        table.write_bytes(content)
        then = draft_event(event, entries=table)
    lost = _lost(draft_event(event), then, table.name)
    faults = [*lost, *then.faults, *([] if lost else _unknown(show, then.contest, table.name))]
    # A fault that a table causes in event.toml is mended in the table; only an event.toml that cannot be read
    # stands in the way.
    mine = [fault for fault in faults if fault.file != EVENT_FILE] if then.contest.name else faults
    if any(fault.level == "fault" for fault in mine):
        return Uploaded(table.name, gathered(mine), None)
    return Uploaded(table.name, gathered(mine), _called(show, then.contest))


def _safe(name: str, content: bytes) -> str:
    """The name of an uploaded file as a name beside nothing else; what it is decides how it ends."""
    stem = (
        re.sub(r"[^\w.()（）-]+", "_", Path(name.replace("\\", "/")).name).strip("._")[-MAX_NAME:] or "table"
    )
    ends = (
        (".xls",)
        if content.startswith(OLD_EXCEL)
        else (".xlsx",)
        if content.startswith(b"PK")
        else (".csv", ".txt")
    )
    return stem if stem.casefold().endswith(ends) else f"{stem}{ends[0]}"


def _unknown(show: Show, contest: Contest, table: str) -> list[Fault]:
    """Categories and sessions that the table has made and the show does not know."""
    faults = []
    for code, ours, theirs in (
        ("unknown_category", show.contest.categories, contest.categories),
        ("unknown_session", show.contest.sessions, contest.sessions),
    ):
        known = {cells.matching(group.name) for group in ours}
        names = "、".join(group.name for group in ours)
        strange = [group.name for group in theirs if cells.matching(group.name) not in known]
        faults += [fault(Place(table), code, name, names) for name in strange]
    return faults


def _called(show: Show, contest: Contest) -> Contest:
    """The contest with the show's own ids: 7 is 07, and a category is the one of its name."""
    numbers = {cells.number_key(id): id for id in show.entries}
    categories = _ids(contest.categories, show.contest.categories)
    sessions = _ids(contest.sessions, show.contest.sessions)

    def number(id: str) -> str:
        return numbers.get(cells.number_key(id), id)

    entries = tuple(
        replace(entry, id=number(entry.id), category=categories.get(entry.category, entry.category),
                session=sessions.get(entry.session, entry.session))
        for entry in contest.entries
    )  # fmt: skip
    return replace(contest, entries=entries, order=tuple(map(number, contest.order)))


def _ids(theirs: Sequence[Category | Session], ours: Sequence[Category | Session]) -> dict[str, str]:
    known = {cells.matching(group.name): group.id for group in ours}
    return {group.id: known.get(cells.matching(group.name), group.id) for group in theirs}
