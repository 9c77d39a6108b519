"""Entry of marks from paper: choose whose, enter, deduct. Signatures are in `sign`, the reveal in `reveal`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from server.show import commands, lengths
from server.show.events import (
    Deducted,
    Event,
    MarksEntered,
    Recorded,
    ScoringChosen,
)
from server.show.marks import judging, scoring
from server.show.model import Refused, Result, Sheet, Show
from server.show.model.replacing import replace


def sheet_of(show: Show, entry: str) -> Sheet:
    """Sheet of an entry, an empty one before its first mark. Raises Refused `unknown_entry`."""
    if entry not in show.entries:
        raise Refused("unknown_entry", entry=entry)
    return judging.sheet_of(show, entry)


def unconfirmed_sheet(show: Show, entry: str) -> Sheet:
    """Unconfirmed sheet of a competing entry. Raises Refused `not_competing` and `already_confirmed`."""
    sheet = sheet_of(show, entry)
    if show.entries[entry].eligibility != "competing":
        raise Refused("not_competing", entry=entry)
    if sheet.confirmed is not None:
        raise Refused("already_confirmed", entry=entry)
    return sheet


def open_sheet(show: Show, entry: str) -> Sheet:
    """Sheet on which marks may still be written. Raises Refused `not_competing`, `already_confirmed` and
    `already_checked`."""
    sheet = unconfirmed_sheet(show, entry)
    if sheet.checked_by:
        raise Refused("already_checked", entry=entry)
    return sheet


def checked_marks(show: Show, entry: str, marks: dict[str, Decimal | None]) -> dict[str, Decimal | None]:
    """Checked marks by judge id, at the scale's decimals; None is a blank. Raises Refused `unknown_judge`,
    `criteria_wanted`, `out_of_range` and `off_step`."""
    rule = show.contest.scoring
    judges = {judge.id: judge for judge in judging.judges_of(show, entry)}
    for judge in marks:
        if judge not in judges:
            raise Refused("unknown_judge", judge=judge)
    if marks and rule.marks != "total":
        raise Refused("criteria_wanted", criteria="、".join(criterion.name for criterion in rule.criteria))
    return {
        judge: None if mark is None else scoring.check_mark(rule, judges[judge].name, mark)
        for judge, mark in marks.items()
    }


def with_marks(sheet: Sheet, marks: dict[str, Decimal | None]) -> Sheet:
    """Sheet with `marks` written over it; None blanks."""
    merged = {**sheet.marks, **marks}
    return replace(sheet, marks={judge: mark for judge, mark in merged.items() if mark is not None})


def choose(show: Show, command: commands.ScoreEntry, at: int) -> tuple[Event, ...]:
    sheet_of(show, command.entry)
    return () if show.scoring == command.entry else (ScoringChosen(command.entry),)


def enter(show: Show, command: commands.EnterMarks, at: int) -> tuple[Event, ...]:
    sheet = open_sheet(show, command.entry)
    marks = checked_marks(show, command.entry, command.marks)
    for judge in marks:
        refuse_spoken(show, sheet, judge)
    if show.contest.chain.double_entry:  # each typist's own copy is compared with the other's
        return (MarksEntered(command.entry, marks),) if marks else ()
    changes = {judge: mark for judge, mark in marks.items() if sheet.marks.get(judge) != mark}
    return (MarksEntered(command.entry, changes),) if changes else ()


def refuse_spoken(show: Show, sheet: Sheet, judge: str) -> None:
    """Guard of a judge's own word: nobody writes over it, nor for a judge who does not count. Raises Refused
    `already_submitted` and `judge_excused`."""
    name = show.judges[judge].name
    if judge in sheet.submitted:
        raise Refused("already_submitted", judge=name)
    if judge in sheet.excused:
        raise Refused("judge_excused", judge=name)


def deduct(show: Show, command: commands.Deduct, at: int) -> tuple[Event, ...]:
    sheet = open_sheet(show, command.entry)
    points = checked_points(show, command.points)
    reason = lengths.trimmed("reason", command.reason, lengths.PASSAGE)
    decided = sheet.deducted or not judging.time_waits(show, command.entry)
    if decided and (points, reason) == (sheet.deduction, sheet.deduction_reason):
        return ()
    return (Deducted(command.entry, points, reason),)


def checked_points(show: Show, points: Decimal) -> Decimal:
    """Checked points off, at the rule's decimals. Raises Refused `bad_deduction`."""
    rule = show.contest.scoring
    fits = points.is_finite() and 0 <= points <= rule.maximum
    if not fits or Fraction(points) * 10**rule.decimals % 1:
        raise Refused(
            "bad_deduction", found=str(points), maximum=str(rule.maximum), decimals=rule.decimals
        )  # fmt: skip
    return scoring.plain(points, rule.decimals)


def confirmed_sheet(show: Show, entry: str) -> tuple[Sheet, Result]:
    """Sheet and its confirmed result. Raises Refused `not_confirmed`."""
    sheet = sheet_of(show, entry)
    if sheet.confirmed is None:
        raise Refused("not_confirmed", entry=entry)
    return sheet, sheet.confirmed


def _scoring_chosen(show: Show, event: ScoringChosen, recorded: Recorded) -> Show:
    return replace(show, scoring=event.entry)


DECIDERS: dict[type, Any] = {
    commands.ScoreEntry: choose,
    commands.EnterMarks: enter,
    commands.Deduct: deduct,
}

EVOLUTIONS: dict[type, Any] = {ScoringChosen: _scoring_chosen}
