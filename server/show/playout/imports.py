"""What a table of entries would change in a show that is running: the command, the event, the differences.

A table that comes in mid-show names entries that the show knows; what it says of them is taken over in one go or
not at all. Who is new or gone in it is told and left alone: their segments, marks and signatures are the show's.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from server.show.model.contest import Entry, Judge

Why = Literal["", "added", "removed", "passed", "confirmed_given", "typed_given", "revealed_category", "sealed"]


@dataclass(frozen=True, slots=True)
class ImportEntries:
    """Take over what the table called `table` says: whole entries and judges by id, and by session the order of
    its entries. It has no name on the wire: its door is the upload page, which reads the table first."""

    table: str
    entries: dict[str, Entry] = field(default_factory=dict)
    judges: dict[str, Judge] = field(default_factory=dict)
    order: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EntriesImported:
    """A table was taken over; entries and judges are as they are from now on."""

    table: str
    entries: dict[str, Entry]
    judges: dict[str, Judge]
    order: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a table says otherwise than the show; `why` says why it is not taken over ("": it is)."""

    kind: Literal["changed", "moved", "added", "removed", "judge", "sealed"]
    about: str
    field: str = ""
    before: Any = None
    after: Any = None
    why: Why = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a table comes to: the command, and every difference, the ones that it leaves alone too."""

    command: ImportEntries
    differences: tuple[Difference, ...]

    @property
    def taken(self) -> tuple[Difference, ...]:
        return tuple(one for one in self.differences if not one.why)

    @property
    def left(self) -> tuple[Difference, ...]:
        return tuple(one for one in self.differences if one.why)
