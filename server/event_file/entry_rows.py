"""From a row as typed to an Entry, and from all rows to the running order.

The same for entries.csv and for [[entries]] in the event file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from server.event_file import cells, key_figures
from server.event_file.entries_csv import GIVEN, HEADINGS, NEEDED, EntryRow
from server.event_file.faults import Fault, Place, fault
from server.event_file.toml_table import MAX_TEXT
from server.show.model import Category, Eligibility, Entry, Figure, Part, Session

T = TypeVar("T")

MAX_TITLE_LINES = 3  # lines
ELIGIBILITY: dict[str, Eligibility] = {
    "": "competing", "正式": "competing", "参赛": "competing", "正常": "competing", "competing": "competing",
    "展演": "exhibition", "展演不计分": "exhibition", "不计分": "exhibition", "exhibition": "exhibition",
    "弃权": "withdrawn", "退赛": "withdrawn", "withdrawn": "withdrawn",
    "取消": "cancelled", "cancelled": "cancelled", "canceled": "cancelled",
    "延后": "postponed", "postponed": "postponed",
}  # fmt: skip
FLAGS = {
    "": False, "否": False, "no": False, "n": False, "0": False, "false": False, "×": False,
    "是": True, "yes": True, "y": True, "1": True, "true": True, "√": True, "✓": True, "样例": True, "示例": True,
}  # fmt: skip


@dataclass(slots=True)
class EntryTable:
    """All rows being read: what they may name, what came out, what is wrong."""

    categories: Sequence[Category]
    sessions: Sequence[Session]
    parts: Sequence[Part] = ()
    faults: list[Fault] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    rows: list[EntryRow] = field(default_factory=list)
    orders: list[int | None] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)

    def note(self, place: Place, code: str, found: object = "", wanted: object = "") -> None:
        self.faults.append(fault(place, code, found, wanted))

    def add(self, row: EntryRow, claimed: dict[str, str]) -> None:
        """Read one row. `claimed` is number key → session id, from running orders that name it."""
        number = self.number(row)
        session = self.named(row, "session", self.sessions)
        if not session:
            session = claimed.get(cells.number_key(number), "")
            if not session and not cells.matching(self.raw(row, "session")):
                self.missing(row, "session")
        self.entries.append(
            Entry(
                id=number,
                category=self.named(row, "category", self.categories, needed=True),
                session=session,
                unit=self.text(row, "unit", needed=True),
                title=self.title(row),
                doer=self.text(row, "doer"),
                parent_unit=self.text(row, "parent_unit"),
                speaker=self.text(row, "speaker"),
                members=self.texts(row, "members", cells.split_names),
                practice=self.texts(row, "practice"),
                progress=self.texts(row, "progress"),
                effect=self.texts(row, "effect"),
                figures=self.figures(row),
                firsts=self.texts(row, "firsts"),
                honours=self.texts(row, "honours"),
                sample=self.word(row, "sample", FLAGS, False),
                eligibility=self.word(row, "eligibility", ELIGIBILITY, "competing"),
                given=self.given(row),
            )
        )
        self.rows.append(row)
        self.orders.append(self.order(row))

    def missing(self, row: EntryRow, name: str) -> None:
        """Note an empty cell; a column that is not there at all is noted once, not in every row."""
        if name in row.places or not row.header:
            self.note(row.place(name), "missing")
        elif name not in NEEDED and name not in self.absent:
            self.absent.add(name)
            self.note(Place(row.here.file, row.header), "missing_column", wanted=HEADINGS[name][0])

    def raw(self, row: EntryRow, name: str) -> str:
        value = row.cells.get(name, "")
        return value if isinstance(value, str) else "；".join(value)

    def text(self, row: EntryRow, name: str, *, needed: bool = False) -> str:
        """A cell of one line, trimmed; a line break inside a cell becomes a space."""
        text = " ".join(cells.trimmed(self.raw(row, name)).splitlines())
        if needed and not text:
            self.missing(row, name)
        return text if self.sound(row, name, text) else ""

    def sound(self, row: EntryRow, name: str, text: str) -> bool:
        if strange := cells.control_characters(text):
            self.note(row.place(name), "control_character", strange)
        elif len(text) > MAX_TEXT:
            self.note(row.place(name), "too_long", len(text), MAX_TEXT)
        return not strange and len(text) <= MAX_TEXT

    def texts(
        self, row: EntryRow, name: str, split: Callable[[str], tuple[str, ...]] = cells.split
    ) -> tuple[str, ...]:
        value = row.cells.get(name, "")
        parts = split(value.replace("\r\n", "\n")) if isinstance(value, str) else map(cells.trimmed, value)
        return tuple(part for part in parts if part and self.sound(row, name, part))

    def number(self, row: EntryRow) -> str:
        """The entry's number: unique, and usable in an address."""
        raw = self.raw(row, "id")
        number = cells.tidy_number(raw)
        key = cells.number_key(number)
        if not number:
            self.missing(row, "id")
        elif wrong := cells.bad_id(number):
            self.note(row.place("id"), "bad_id", raw, wrong)
        elif key in self.numbers:
            first = self.rows[self.numbers[key]].place("id")
            self.note(row.place("id"), "double_number", number, first.brief)
        if number:
            self.numbers.setdefault(key, len(self.rows))
        return number

    def named(
        self, row: EntryRow, name: str, known: Sequence[Category | Session], *, needed: bool = False
    ) -> str:
        """The id of the category or session that a cell names; where there is one only, that one."""
        key = cells.matching(self.raw(row, name))
        if not key:
            if len(known) == 1:
                return known[0].id
            if needed:
                self.missing(row, name)
            return ""
        found = next(
            (one.id for one in known if key in (cells.matching(one.id), cells.matching(one.name))), ""
        )
        if not found:
            names = "、".join(one.name for one in known)
            self.note(row.place(name), f"unknown_{name}", cells.trimmed(self.raw(row, name)), names)
        return found

    def title(self, row: EntryRow) -> tuple[str, ...]:
        """The title's lines: two columns, or | inside one."""
        lines: list[str] = []
        for name in ("title", "title2"):
            value = row.cells.get(name, "")
            parts = cells.split_lines(value) if isinstance(value, str) else map(cells.trimmed, value)
            lines += [line for line in parts if line and self.sound(row, name, line)]
        if not lines:
            self.missing(row, "title")
        if len(lines) > MAX_TITLE_LINES:
            self.note(row.place("title"), "too_many_lines", len(lines), MAX_TITLE_LINES)
        return tuple(lines)

    def figures(self, row: EntryRow) -> tuple[Figure, ...]:
        found = []
        for text in self.texts(row, "figures"):
            figure = key_figures.parse(text)
            if figure is None:
                wanted = f"{key_figures.EXAMPLE} / {key_figures.EXAMPLE_FIELDS}"
                self.note(row.place("figures"), "bad_figure", text, wanted)
            else:
                found.append(figure)
        return tuple(found)

    def word(self, row: EntryRow, name: str, words: dict[str, T], default: T) -> T:
        raw = self.raw(row, name)
        found = words.get(cells.matching(raw))
        if found is None:
            self.note(row.place(name), "not_choice", raw, "、".join(word for word in words if word))
        return default if found is None else found

    def given(self, row: EntryRow) -> dict[str, Decimal]:
        """The parts that come from elsewhere; a blank stays a blank."""
        found = {}
        for part in self.parts:
            name = GIVEN + part.id
            text = cells.matching(self.raw(row, name))
            if not text:
                continue
            if not re.fullmatch(r"\d{1,6}(\.\d{1,4})?", text, re.ASCII):
                self.note(row.places[name], "not_number", self.raw(row, name))
            elif not part.minimum <= Decimal(text) <= part.maximum:
                self.note(row.places[name], "out_of_range", text, f"{part.minimum}–{part.maximum}")
            else:
                found[part.id] = Decimal(text)
        return found

    def order(self, row: EntryRow) -> int | None:
        raw = self.raw(row, "order")
        text = cells.matching(raw).removesuffix(".0")  # a spreadsheet's number column
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and 0 < len(text) <= 4 and int(text)):
            self.note(row.place("order"), "bad_order", raw)
            return None
        return int(text)
