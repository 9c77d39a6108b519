"""Entries from rows as typed: one reader for entries.csv, for a workbook's sheet and for [[entries]]."""

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
from server.show.lengths import unseen
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
    """The entries of an event while its rows are read: what they may name, the entries so far, what is wrong.
    `entries`, `rows` and `orders` go by index; `numbers` is number key → index."""

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
        """Addition of a row's entry; faults are noted. `claimed` is number key → session id, from running
        orders that name it."""
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
        """Fault for an empty cell; a column that is not there at all is noted once, not in every row."""
        if name in row.places or not row.header:
            self.note(row.place(name), "missing")
        elif name not in NEEDED and name not in self.absent:
            self.absent.add(name)
            self.note(Place(row.here.file, row.header), "missing_column", wanted=HEADINGS[name][0])

    def raw(self, row: EntryRow, name: str) -> str:
        value = row.cells.get(name, "")
        return value if isinstance(value, str) else "；".join(value)

    def text(self, row: EntryRow, name: str, *, needed: bool = False) -> str:
        """Text of a cell as one line, trimmed; a line break inside a cell becomes a space. "" where it is at
        fault."""
        text = " ".join(cells.trimmed(self.raw(row, name)).splitlines())
        if needed and not text:
            self.missing(row, name)
        return text if self.sound(row, name, text) else ""

    def sound(self, row: EntryRow, name: str, text: str) -> bool:
        if strange := unseen(text):
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
        """Number of the entry: unique, and usable in an address. A fault is noted, the number stays."""
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
        """Id of the category or session that a cell names; where there is only one, an empty cell names
        it."""
        key = cells.matching(self.raw(row, name))
        if not key:
            if len(known) == 1:
                return known[0].id
            if needed:
                self.missing(row, name)
            return ""
        id = next(
            (group.id for group in known if key in (cells.matching(group.id), cells.matching(group.name))), ""
        )
        if not id:
            names = "、".join(group.name for group in known)
            self.note(row.place(name), f"unknown_{name}", cells.trimmed(self.raw(row, name)), names)
        return id

    def title(self, row: EntryRow) -> tuple[str, ...]:
        """Lines of the title: two columns, or divided by | inside one column."""
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
        figures = []
        for text in self.texts(row, "figures"):
            figure = key_figures.parse(text)
            if figure is None:
                wanted = f"{key_figures.EXAMPLE} / {key_figures.EXAMPLE_FIELDS}"
                self.note(row.place("figures"), "bad_figure", text, wanted)
            else:
                figures.append(figure)
        return tuple(figures)

    def word(self, row: EntryRow, name: str, words: dict[str, T], default: T) -> T:
        raw = self.raw(row, name)
        value = words.get(cells.matching(raw))
        if value is None:
            self.note(row.place(name), "not_choice", raw, "、".join(word for word in words if word))
        return default if value is None else value

    def given(self, row: EntryRow) -> dict[str, Decimal]:
        """Values of the parts that come from elsewhere, by part id; a blank stays a blank."""
        values = {}
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
                values[part.id] = Decimal(text)
        return values

    def order(self, row: EntryRow) -> int | None:
        raw = self.raw(row, "order")
        text = cells.matching(raw).removesuffix(".0")  # a spreadsheet's number column
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and 0 < len(text) <= 4 and int(text)):
            self.note(row.place("order"), "bad_order", raw)
            return None
        return int(text)
