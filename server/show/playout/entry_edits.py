"""Edits of entries and judges minutes before air: names, withdrawals, eligibility."""

from __future__ import annotations

from typing import Any

from server.show import commands, lengths
from server.show.events import EligibilitySet, EntryEdited, Event, JudgeEdited, Recorded
from server.show.model import Entry, Refused, Show, rundown
from server.show.model.replacing import replace

MAX_TITLE_LINES = 3


def edit_entry(show: Show, command: commands.EditEntry, at: int) -> tuple[Event, ...]:
    entry = entry_of(show, command.entry)
    wanted = _wanted(command, ("unit", "doer", "title", "speaker", "category"))
    if "title" in wanted:
        wanted["title"] = tuple(line for line in wanted["title"] if line)
        if not 1 <= len(wanted["title"]) <= MAX_TITLE_LINES:
            raise Refused("bad_title", most=MAX_TITLE_LINES)
    if wanted.get("unit") == "":
        raise Refused("empty_name", field="unit")
    if "category" in wanted and wanted["category"] not in {
        category.id for category in show.contest.categories
    }:
        raise Refused("unknown_category", category=wanted["category"])
    changes = {key: value for key, value in wanted.items() if getattr(entry, key) != value}
    if "category" in changes and command.entry in show.sheets and show.sheets[command.entry].revealed:
        raise Refused("already_revealed", entry=command.entry)
    return (EntryEdited(command.entry, changes),) if changes else ()


def _wanted(command: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """The fields that the command names, trimmed."""
    named = {name: getattr(command, name) for name in names if getattr(command, name) is not None}

    def fitted(name: str, value: Any) -> Any:
        if isinstance(value, (tuple, list)):
            return tuple(lengths.trimmed(name, line, lengths.NAME) for line in value)
        return lengths.trimmed(name, value, lengths.NAME)

    return {name: fitted(name, value) for name, value in named.items()}


def entry_of(show: Show, id: str) -> Entry:
    """Entry of this id. Raises Refused `unknown_entry`."""
    if id not in show.entries:
        raise Refused("unknown_entry", entry=id)
    return show.entries[id]


def set_eligibility(show: Show, command: commands.SetEligibility, at: int) -> tuple[Event, ...]:
    entry = entry_of(show, command.entry)
    if entry.eligibility == command.eligibility:
        return ()
    sheet = show.sheets.get(command.entry)
    reason = lengths.trimmed("reason", command.reason, lengths.PASSAGE)
    if sheet and sheet.revealed and not reason:
        raise Refused("reason_needed")
    return (EligibilitySet(command.entry, command.eligibility, reason),)


def edit_judge(show: Show, command: commands.EditJudge, at: int) -> tuple[Event, ...]:
    if command.judge not in show.judges:
        raise Refused("unknown_judge", judge=command.judge)
    wanted = _wanted(command, ("name", "unit", "post"))
    if wanted.get("name") == "":
        raise Refused("empty_name", field="name")
    judge = show.judges[command.judge]
    changes = {key: value for key, value in wanted.items() if getattr(judge, key) != value}
    return (JudgeEdited(command.judge, changes),) if changes else ()


def _entry_edited(show: Show, event: EntryEdited, recorded: Recorded) -> Show:
    wanted: dict[str, Any] = {key: tuple(value) if key == "title" else value for key, value in event.fields.items()}
    return replace(show, entries={**show.entries, event.entry: replace(show.entries[event.entry], **wanted)})


def _eligibility_set(show: Show, event: EligibilitySet, recorded: Recorded) -> Show:
    entry = replace(show.entries[event.entry], eligibility=event.eligibility)
    out = event.eligibility != "competing" and show.armed == event.entry
    after = replace(
        show, entries={**show.entries, event.entry: entry}, armed=None if out else show.armed
    )  # fmt: skip
    after = rundown.reposition_reveals(show, after)
    waiting = rundown.find(after, after.preview)
    if waiting is None or waiting.entry != event.entry or rundown.plays(after, waiting):
        return after
    return rundown.leave_preview(after, waiting.id)


def _judge_edited(show: Show, event: JudgeEdited, recorded: Recorded) -> Show:
    wanted: dict[str, Any] = event.fields
    return replace(show, judges={**show.judges, event.judge: replace(show.judges[event.judge], **wanted)})


DECIDERS: dict[type, Any] = {
    commands.EditEntry: edit_entry,
    commands.SetEligibility: set_eligibility,
    commands.EditJudge: edit_judge,
}

EVOLUTIONS: dict[type, Any] = {
    EntryEdited: _entry_edited,
    EligibilitySet: _eligibility_set,
    JudgeEdited: _judge_edited,
}
