"""Faults of an event file: the place, the code, what was found and what was wanted.

`found` and `wanted` hold words of the file itself (numbers, names, lists); the sentence around them belongs
to the code and stands in `server/texts/faults.py`. Faults are gathered and never raised one by one: a
technician mends a file once, not twelve times.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from server.texts.say import say

Level = Literal["fault", "warning"]
MAX_QUOTE = 120  # characters of the file that one fault repeats

WARNINGS = frozenset({
    "order_gap", "step_decimals", "trim_idle", "no_judges", "first_too_big", "title_long", "odd_size",
    "no_sound", "empty_session", "empty_category", "hidden_row", "sheet_unread", "workbook_holds", "unused_column",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Place in a file. `row` counts from 1 as an editor or a spreadsheet does, 0: the whole file; `column` is
    a table path counted from 1 (`outputs[2].width`) or a column's heading."""

    file: str
    row: int = 0
    column: str = ""

    @property
    def brief(self) -> str:
        """The place in no language, for a fault that names another's: entries.csv:4."""
        return f"{self.file}:{self.row}"

    def say(self, lang: str = "zh") -> str:
        row = say("place.row", lang, row=self.row) if self.row else ""
        column = say("place.column", lang, column=self.column) if self.column else ""
        return f"{self.file}{row}{column}"


@dataclass(frozen=True, slots=True)
class Fault:
    """Fault of an event file, or (level "warning") something that somebody should look at."""

    file: str
    row: int
    column: str
    code: str
    found: str = ""
    wanted: str = ""

    @property
    def level(self) -> Level:
        return "warning" if self.code in WARNINGS else "fault"

    @property
    def place(self) -> Place:
        return Place(self.file, self.row, self.column)

    def __str__(self) -> str:
        return self.say()

    def say(self, lang: str = "zh") -> str:
        """One line for people, in Chinese ("zh") or English ("en"): the place, and what is wrong there."""
        return say("place.fault", lang, place=self.place.say(lang), words=self.words(lang))

    def words(self, lang: str = "zh") -> str:
        """Words of the fault without its place; a warning says that it is one."""
        words = say(f"fault.{self.code}", lang, found=self.found, wanted=self.wanted)
        return say("place.warning", lang, words=words) if self.level == "warning" else words


def gathered(faults: Iterable[Fault]) -> list[Fault]:
    """Faults as somebody mends them: file by file, from the top down, each once."""
    unique = dict.fromkeys(faults)
    return sorted(unique, key=lambda fault: (fault.file != "event.toml", fault.file, fault.row))


def fault(place: Place, code: str, found: object = "", wanted: object = "") -> Fault:
    """Fault at `place`; what was found is cut to MAX_QUOTE characters, so that one bad cell cannot fill a
    screen."""
    try:
        quoted = " ".join(str(found).split())
    except ValueError:  # Python prints no whole number of thousands of digits
        quoted = "…"
    if len(quoted) > MAX_QUOTE:
        quoted = quoted[: MAX_QUOTE - 1] + "…"
    return Fault(place.file, place.row, place.column, code, quoted, str(wanted))


class EventFileErrors(Exception):
    """Error of an event that cannot be read, with every fault that was found, warnings left out."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.say("en") for fault in self.faults))
