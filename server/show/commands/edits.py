"""Commands of edits minutes before air: names, eligibility, the running order, extra rows, draws, tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from server.show.commands.command import Command
from server.show.commands.row import PLAIN, CommandRow, Keys, fixed
from server.show.model import Eligibility, Entry, Judge

Scene = Literal[
    "key_visual", "holding", "countdown", "opening", "judge", "judges", "rules", "next", "story",
    "talk", "qa", "scoring", "reveal", "previous", "ranking", "award", "break", "message",
    "black", "test", "draw", "ceremony",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class EditEntry(Command):
    """Change how an entry is named, minutes before air. The files stay as they were."""

    entry: str
    unit: str | None = None
    doer: str | None = None
    title: tuple[str, ...] | None = None
    speaker: str | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True)
class SetEligibility(Command):
    """Competing 正式, exhibition 展演不计分, withdrawn 弃权, cancelled 取消 or postponed 延后."""

    entry: str
    eligibility: Eligibility
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BringBack(Command):
    """Bring a postponed entry back into the running order with all its cues, before a segment that is
    still to come; without one at the end of its session's entries, or of the session that is on now."""

    entry: str
    before: str | None = None
    eligibility: Literal["competing", "exhibition"] = "competing"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EditJudge(Command):
    """Change how a judge is named."""

    judge: str
    name: str | None = None
    unit: str | None = None
    post: str | None = None


@dataclass(frozen=True, slots=True)
class MoveSegment(Command):
    """Move a segment before another one, or to the end."""

    segment: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class MoveCue(Command):
    """Move a cue before another one (of any segment), or to the end of its own segment."""

    cue: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Skip(Command):
    """Leave a cue out of the running order without removing it, or take it in again."""

    cue: str
    on: bool


@dataclass(frozen=True, slots=True)
class Extend(Command):
    """Plan more (or less) time for a cue."""

    cue: str
    seconds: int


@dataclass(frozen=True, slots=True)
class AddCue(Command):
    """Add a row after another one: a message, a break, a ranking, anything a scene can show."""

    after: str
    scene: Scene
    title: str
    args: dict[str, Any] = field(default_factory=dict)
    entry: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveCue(Command):
    """Remove a row that was added by hand."""

    cue: str


@dataclass(frozen=True, slots=True)
class Draw(Command):
    """Draw the order of a session's entries that have not played. The show is pure: who carries the
    command out brings a seed where none was spoken. A session's second draw needs a reason."""

    session: str
    seed: str = ""
    apart: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ImportEntries(Command):
    """Take over what the table called `table` says: whole entries and judges by id, and by session the order of
    its entries. It has no name on the wire: its door is the upload page, which reads the table first."""

    table: str
    entries: dict[str, Entry] = field(default_factory=dict)
    judges: dict[str, Judge] = field(default_factory=dict)
    order: dict[str, tuple[str, ...]] = field(default_factory=dict)


def _of_table(command: ImportEntries) -> Keys:
    named = [f"entry/{id}" for id in command.entries] + [f"judge/{id}" for id in command.judges]
    return (*named, *(("rundown",) if command.order else ()))


def _of_entry(command: Any) -> Keys:
    return (f"entry/{command.entry}",)


_RUNDOWN = CommandRow(touches=fixed("rundown"))

ROWS: dict[type[Command], CommandRow] = {
    EditEntry: CommandRow(touches=_of_entry),
    SetEligibility: CommandRow(touches=_of_entry),
    BringBack: CommandRow(touches=lambda command: (f"entry/{command.entry}", "rundown")),
    EditJudge: CommandRow(touches=lambda command: (f"judge/{command.judge}",)),
    Draw: _RUNDOWN,
    MoveSegment: _RUNDOWN,
    MoveCue: _RUNDOWN,
    Skip: PLAIN,
    Extend: _RUNDOWN,
    AddCue: PLAIN,
    RemoveCue: _RUNDOWN,
    ImportEntries: CommandRow(touches=_of_table, wire=False),  # its door is the upload page, which reads the table
}
