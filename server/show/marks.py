"""Marks from paper to the reveal: enter, confirm, arm, reveal; correct without forgetting."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from server.show import commands, lengths, reveals, scoring
from server.show.events import (
    Armed,
    Confirmed,
    Corrected,
    Deducted,
    Disarmed,
    Event,
    Hidden,
    MarksEntered,
    Refused,
    Revealed,
    ScoringChosen,
    Unconfirmed,
)
from server.show.model import Result, Sheet, Show

MOST_CORRECTIONS = 50  # of one sheet: each keeps both results, and the panel shows them all


def sheet_of(show: Show, entry: str) -> Sheet:
    """The entry's sheet; an empty one before its first mark. Refused for an unknown entry."""
    if entry not in show.entries:
        raise Refused("unknown_entry", entry=entry)
    return show.sheets.get(entry, Sheet())


def _open_sheet(show: Show, entry: str) -> Sheet:
    sheet = sheet_of(show, entry)
    if show.entries[entry].eligibility != "competing":
        raise Refused("not_competing", entry=entry)
    if sheet.confirmed is not None:
        raise Refused("already_confirmed", entry=entry)
    return sheet


def _checked(show: Show, marks: dict[str, Decimal | None]) -> dict[str, Decimal | None]:
    for judge in marks:
        if judge not in show.judges:
            raise Refused("unknown_judge", judge=judge)
    rule = show.contest.scoring
    named = {id: show.judges[id].name for id in marks}
    return {
        judge: None if mark is None else scoring.check_mark(rule, named[judge], mark) for judge, mark in marks.items()
    }


def with_marks(sheet: Sheet, marks: dict[str, Decimal | None]) -> Sheet:
    """The sheet with `marks` written over it; None blanks."""
    merged = {**sheet.marks, **marks}
    return replace(sheet, marks={judge: mark for judge, mark in merged.items() if mark is not None})


def choose(show: Show, command: commands.ScoreEntry, at: int) -> tuple[Event, ...]:
    sheet_of(show, command.entry)
    return () if show.scoring == command.entry else (ScoringChosen(command.entry),)


def enter(show: Show, command: commands.EnterMarks, at: int) -> tuple[Event, ...]:
    sheet = _open_sheet(show, command.entry)
    marks = _checked(show, command.marks)
    changes = {judge: mark for judge, mark in marks.items() if sheet.marks.get(judge) != mark}
    return (MarksEntered(command.entry, changes),) if changes else ()


def deduct(show: Show, command: commands.Deduct, at: int) -> tuple[Event, ...]:
    sheet = _open_sheet(show, command.entry)
    points = _points(show, command.points)
    reason = lengths.trimmed("reason", command.reason, lengths.PASSAGE)
    if (points, reason) == (sheet.deduction, sheet.deduction_reason):
        return ()
    return (Deducted(command.entry, points, reason),)


def _points(show: Show, points: Decimal) -> Decimal:
    rule = show.contest.scoring
    fits = points.is_finite() and 0 <= points <= rule.maximum
    if not fits or Fraction(points) * 10**rule.decimals % 1:
        raise Refused(
            "bad_deduction", found=str(points), maximum=str(rule.maximum), decimals=rule.decimals
        )  # fmt: skip
    return scoring.plain(points, rule.decimals)


def confirm(show: Show, command: commands.Confirm, at: int) -> tuple[Event, ...]:
    sheet = _open_sheet(show, command.entry)
    return (Confirmed(command.entry, _computed(show, command.entry, sheet)),)


def _computed(show: Show, entry: str, sheet: Sheet) -> Result:
    result = scoring.result(show.contest.scoring, show.judges.values(), sheet)
    if result is None:
        missing = [judge.name for id, judge in show.judges.items() if id not in sheet.marks]
        raise Refused("marks_missing", entry=entry, judges=", ".join(missing), count=len(missing))
    return result


def _confirmed(show: Show, entry: str) -> tuple[Sheet, Result]:
    sheet = sheet_of(show, entry)
    if sheet.confirmed is None:
        raise Refused("not_confirmed", entry=entry)
    return sheet, sheet.confirmed


def _reason(text: str) -> str:
    text = lengths.trimmed("reason", text, lengths.PASSAGE)
    if not text:
        raise Refused("reason_needed")
    return text


def unconfirm(show: Show, command: commands.Unconfirm, at: int) -> tuple[Event, ...]:
    sheet, _ = _confirmed(show, command.entry)
    if sheet.seen is not None:
        raise Refused("already_revealed", entry=command.entry)
    return (Unconfirmed(command.entry, _reason(command.reason)),)


def correct(show: Show, command: commands.Correct, at: int) -> tuple[Event, ...]:
    sheet, before = _confirmed(show, command.entry)
    if len(sheet.corrections) >= MOST_CORRECTIONS:
        raise Refused("too_many_corrections", entry=command.entry, most=MOST_CORRECTIONS)
    reason = _reason(command.reason)
    marks = _checked(show, command.marks)
    deduction = sheet.deduction if command.deduction is None else _points(show, command.deduction)
    corrected = replace(with_marks(sheet, marks), deduction=deduction)
    after = _computed(show, command.entry, corrected)
    if after == before:
        return ()
    return (Corrected(command.entry, reason, marks, deduction, before, after),)


def arm(show: Show, command: commands.Arm, at: int) -> tuple[Event, ...]:
    sheet, result = _confirmed(show, command.entry)
    if sheet.revealed == result:
        raise Refused("already_revealed", entry=command.entry)
    reveals.check(show, command.entry)
    return () if show.armed == command.entry else (Armed(command.entry),)


def disarm(show: Show, command: commands.Disarm, at: int) -> tuple[Event, ...]:
    return (Disarmed(show.armed),) if show.armed else ()


def reveal(show: Show, command: commands.Reveal, at: int) -> tuple[Event, ...]:
    sheet, result = _confirmed(show, command.entry)
    if sheet.revealed == result:
        return ()
    reveals.check(show, command.entry)
    if show.armed != command.entry:
        raise Refused("not_armed", entry=command.entry)
    return (Revealed(command.entry, {command.entry: result}),)


def hide(show: Show, command: commands.Hide, at: int) -> tuple[Event, ...]:
    if sheet_of(show, command.entry).revealed is None:
        raise Refused("not_revealed", entry=command.entry)
    return (Hidden(command.entry, lengths.trimmed("reason", command.reason, lengths.PASSAGE)),)


DECIDERS: dict[type, Any] = {
    commands.ScoreEntry: choose,
    commands.EnterMarks: enter,
    commands.Deduct: deduct,
    commands.Confirm: confirm,
    commands.Unconfirm: unconfirm,
    commands.Correct: correct,
    commands.Arm: arm,
    commands.Disarm: disarm,
    commands.Reveal: reveal,
    commands.Hide: hide,
}
