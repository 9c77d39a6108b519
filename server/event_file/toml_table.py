"""Table of an event file (TOML 1.0.0), read key by key: each value has its kind, each fault its line.

A wrong value is noted and replaced by the default, so that reading goes on and finds the others.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from server.event_file import cells
from server.event_file.faults import Fault, Place, fault
from server.event_file.toml_lines import join
from server.show.lengths import unseen

MAX_TEXT = 200  # characters of one text
MAX_NUMBER = 1_000_000
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")
_LENGTH = re.compile(r"(\d{1,3})[:：]([0-5]\d)")
_DATE = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")


def _outer(path: str) -> str:
    """The table around a path: a.b[2].c → a.b[2] → a.b."""
    return re.sub(r"(\[\d+\]|\.?[^.\[\]]*)$", "", path)


@dataclass(slots=True)
class TomlSource:
    """File that the tables are from: its name, the line of each key, and what is wrong so far. `elsewhere`:
    the places of tables and keys that a workbook's sheets have given."""

    file: str
    rows: Mapping[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    elsewhere: dict[str, Place] = field(default_factory=dict)

    def place(self, path: str) -> Place:
        """Place of `path`; of a key that is missing, the line at which its table begins."""
        around = path
        while around and around not in self.elsewhere:
            around = _outer(around)
        if around:
            return self.elsewhere[around]
        around = path
        while around and around not in self.rows:
            around = _outer(around)
        return Place(self.file, self.rows.get(around, 0), path)


class TomlTable:
    """Table at `path`. Its keys are read one by one and the table is closed then: keys that nobody asked for
    are faults. A value of the wrong kind or out of bounds is a fault, and the default stands in for it."""

    def __init__(self, content: object, path: str, source: TomlSource) -> None:
        self.path = path
        self.source = source
        self.asked: list[str] = []
        self.content: dict[str, Any] = content if isinstance(content, dict) else {}
        if not isinstance(content, dict):
            self.note("", "not_table", content, f"[{path}]")

    def __contains__(self, key: str) -> bool:
        return key in self.content

    def note(self, key: str, code: str, found: object = "", wanted: object = "") -> None:
        """Fault at `key` ("" is the table itself)."""
        path = join(self.path, key) if key else self.path
        self.source.faults.append(fault(self.source.place(path), code, found, wanted))

    def take(self, key: str) -> Any:
        self.asked.append(key)
        return self.content.get(key)

    def close(self) -> None:
        for key in self.content:
            if key not in self.asked:
                close = difflib.get_close_matches(key, self.asked, 3, 0.6) or self.asked
                self.note(key, "unknown_key", key, ", ".join(close))

    def text(self, key: str, default: str = "", *, needed: bool = False, most: int = MAX_TEXT) -> str:
        """Text without line breaks, at most `most` characters; a whole number is taken as it is written."""
        value = self.take(key)
        if value is None:
            if needed:
                self.note(key, "missing")
            return default
        if _is_number(value):
            value = str(value)
        if not isinstance(value, str):
            self.note(key, "not_text", value)
            return default
        text = cells.trimmed(value)
        if needed and not text:
            self.note(key, "missing")
        return text if self.sound(key, text, most) else default

    def sound(self, key: str, text: str, most: int = MAX_TEXT) -> bool:
        """True for a text that may be shown: no control characters, at most `most` characters. Else a fault
        is noted."""
        if strange := unseen(text):
            self.note(key, "control_character", strange)
        elif len(text) > most:
            self.note(key, "too_long", len(text), most)
        else:
            return True
        return False

    def ident(self, default: str, seen: dict[str, Place], key: str = "id") -> str:
        """Id, unique among `seen` (matching form → place), which it joins."""
        id = cells.tidy_number(self.text(key, default)) or default
        if wrong := cells.bad_id(id):
            self.note(key, "bad_id", id, wrong)
        else:
            self.once(key, id, seen)
        return id

    def name(self, seen: dict[str, Place]) -> str:
        """The needed `name`, unique among `seen`: the table of entries may use it for the id."""
        name = self.text("name", needed=True)
        if name:
            self.once("name", name, seen)
        return name

    def once(self, key: str, text: str, seen: dict[str, Place]) -> None:
        first, own = seen.get(cells.matching(text)), self.source.place(join(self.path, key))
        if first and not first.column.startswith(f"{self.path}."):
            self.note(key, "double", text, first.brief)
        seen.setdefault(cells.matching(text), own)

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """List of texts; one text alone is a list of one."""
        value = self.take(key)
        if value is None:
            return default
        parts = value if isinstance(value, list) else [value]
        parts = [str(part) if _is_number(part) else part for part in parts]
        if not all(isinstance(part, str) for part in parts):
            self.note(key, "not_texts", value, '["甲", "乙"]')
            return default
        texts = [cells.trimmed(part) for part in parts]
        return tuple(text for text in texts if text and self.sound(key, text))

    def whole(self, key: str, default: int, low: int, high: int, *, needed: bool = False) -> int:
        """Whole number from `low` to `high`."""
        value = self.take(key)
        if value is None:
            if needed:
                self.note(key, "missing")
            return default
        if not isinstance(value, int) or isinstance(value, bool):
            self.note(key, "not_whole", value)
            return default
        if not low <= value <= high:
            self.note(key, "out_of_range", value, f"{low}–{high}")
            return default
        return value

    def decimal(
        self, key: str, default: Decimal, low: Decimal, high: Decimal, *, needed: bool = False
    ) -> Decimal:
        """Number from `low` to `high` with at most six decimals, written bare (0.5) or in quotes ("0.5")."""
        value = self.take(key)
        if value is None:
            if needed:
                self.note(key, "missing")
            return default
        number = _decimal(value)
        if number is None:
            self.note(key, "not_number", value)
            return default
        if not low <= number <= high:
            self.note(key, "out_of_range", value, f"{low}–{high}")
            return default
        return number

    def flag(self, key: str, default: bool = False) -> bool:
        value = self.take(key)
        if value is None or isinstance(value, bool):
            return default if value is None else value
        self.note(key, "not_flag", value, "true, false")
        return default

    def choice(self, key: str, words: Mapping[str, str], default: str) -> str:
        """Choice among `words`' values, typed as any of its keys; a fault lists the values."""
        value = self.take(key)
        if value is None:
            return default
        chosen = words.get(cells.matching(value)) if isinstance(value, str) else None
        if chosen is None:
            self.note(key, "not_choice", value, ", ".join(dict.fromkeys(words.values())))
        return default if chosen is None else chosen

    def date(self, key: str) -> str:
        """Date as ISO 8601 writes it, from TOML's own date or from text (2024-08-14, 2024年8月14日); "" for a
        fault."""
        value = self.take(key)
        if value is None:
            self.note(key, "missing")
            return ""
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return value.isoformat()
        match = _DATE.fullmatch(cells.matching(value)) if isinstance(value, str) else None
        try:
            return (
                datetime.date(*(int(part) for part in match.groups())).isoformat()
                if match
                else self.no_date(key)
            )
        except ValueError:
            return self.no_date(key)

    def no_date(self, key: str) -> str:
        self.note(key, "bad_date", self.content[key], "2024-08-14")
        return ""

    def clock(self, key: str, *, needed: bool = False) -> str:
        """Time of day as "HH:MM", or "" where there is none."""
        value = self.take(key)
        if value is None:
            if needed:
                self.note(key, "missing")
            return ""
        if isinstance(value, datetime.time) and not value.second and not value.microsecond:
            return value.strftime("%H:%M")
        match = _CLOCK.fullmatch(cells.matching(value)) if isinstance(value, str) else None
        if match is None:
            self.note(key, "bad_clock", value, "08:30")
            return ""
        return f"{int(match[1]):02d}:{match[2]}"

    def seconds(self, key: str, default: int, high: int = 86_400) -> int:
        """Duration in seconds: 360, or "6:00" (minutes and seconds)."""
        value = self.content.get(key)
        match = _LENGTH.fullmatch(cells.matching(value)) if isinstance(value, str) else None
        if isinstance(value, str) and match is None:
            self.take(key)
            self.note(key, "bad_duration", value, '"6:00"')
            return default
        if match is None:
            return self.whole(key, default, 0, high)
        self.take(key)
        return int(match[1]) * 60 + int(match[2])

    def table(self, key: str) -> TomlTable:
        """Table inside; where there is none, an empty one."""
        value = self.take(key)
        return TomlTable({} if value is None else value, join(self.path, key), self.source)

    def tables(self, key: str) -> list[TomlTable]:
        """Array of tables. An element that is no table stays as an empty one, so places agree."""
        value = self.take(key)
        path = join(self.path, key)
        if value is not None and not isinstance(value, list):
            plain = re.sub(r"\[\d+\]", "", path)
            self.note(key, "not_tables", value, f"[[{plain}]]")
            return []
        return [
            TomlTable(inner, f"{path}[{number}]", self.source) for number, inner in enumerate(value or [], 1)
        ]


def close(tables: Iterable[TomlTable]) -> None:
    for table in tables:
        table.close()


def _is_number(value: object) -> bool:
    """True for a whole number that somebody wrote without quotes where a text is wanted."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < MAX_NUMBER


def _decimal(value: object) -> Decimal | None:
    if isinstance(value, str):
        text = cells.matching(value)
        value = Decimal(text) if re.fullmatch(r"-?\d{1,9}(\.\d{1,6})?", text, re.ASCII) else None
    if isinstance(value, bool) or not isinstance(value, (int, Decimal)):
        return None
    number = Decimal(value)
    if not number.is_finite() or abs(number) > MAX_NUMBER:
        return None
    exponent = number.as_tuple().exponent
    return number if isinstance(exponent, int) and -6 <= exponent <= 6 else None
