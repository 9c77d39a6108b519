"""Marks from paper to the reveal: enter, deduct, arm, reveal, hide. The signatures are in `sign`."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from server.show import commands, lengths
from server.show.events import (
    Armed,
    Deducted,
    Disarmed,
    Event,
    Hidden,
    MarksEntered,
    Recorded,
    Revealed,
    ScoringChosen,
)
from server.show.marks import judging, reveal_policy, scoring
from server.show.model import Refused, Result, Sheet, Show


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


def arm(show: Show, command: commands.Arm, at: int) -> tuple[Event, ...]:
    sheet, result = confirmed_sheet(show, command.entry)
    if sheet.revealed == result:
        raise Refused("already_revealed", entry=command.entry)
    reveal_policy.check(show, command.entry)
    return () if show.armed == command.entry else (Armed(command.entry),)


def disarm(show: Show, command: commands.Disarm, at: int) -> tuple[Event, ...]:
    return (Disarmed(show.armed),) if show.armed else ()


def reveal(show: Show, command: commands.Reveal, at: int) -> tuple[Event, ...]:
    sheet, result = confirmed_sheet(show, command.entry)
    if sheet.revealed == result:
        return ()
    reveal_policy.check(show, command.entry)
    if show.armed != command.entry:
        raise Refused("not_armed", entry=command.entry)
    return (Revealed(command.entry, {command.entry: result}),)


def hide(show: Show, command: commands.Hide, at: int) -> tuple[Event, ...]:
    if sheet_of(show, command.entry).revealed is None:
        raise Refused("not_revealed", entry=command.entry)
    return (Hidden(command.entry, lengths.trimmed("reason", command.reason, lengths.PASSAGE)),)


def _scoring_chosen(show: Show, event: ScoringChosen, recorded: Recorded) -> Show:
    return replace(show, scoring=event.entry)


def _armed(show: Show, event: Armed, recorded: Recorded) -> Show:
    return replace(show, armed=event.entry)


def _disarmed(show: Show, event: Disarmed, recorded: Recorded) -> Show:
    return replace(show, armed=None)


def _revealed(show: Show, event: Revealed, recorded: Recorded) -> Show:
    sheets = dict(show.sheets)
    for entry, result in event.results.items():
        sheets[entry] = replace(sheets.get(entry, Sheet()), revealed=result, seen=result)
    fresh = tuple(entry for entry in event.results if entry not in show.reveals)
    after = replace(
        show,
        sheets=sheets,
        armed=None,
        reveals=(*show.reveals, *fresh),
        last_go=recorded.at if event.go else show.last_go,
    )
    on_air = show.program.cue if show.program else None
    if on_air is None or on_air.scene != "ranking":
        return after
    seen = {**after.ranked, str(on_air.args.get("category")): len(after.reveals)}
    return replace(after, fresh=fresh or tuple(event.results), ranked=seen)


def _hidden(show: Show, event: Hidden, recorded: Recorded) -> Show:
    sheet = replace(show.sheets[event.entry], revealed=None)
    left = tuple(entry for entry in show.reveals if entry != event.entry)
    before = show.reveals.index(event.entry) if event.entry in show.reveals else len(show.reveals)
    ranked = {category: count - (before < count) for category, count in show.ranked.items()}
    return replace(show, sheets={**show.sheets, event.entry: sheet}, reveals=left, ranked=ranked)


DECIDERS: dict[type, Any] = {
    commands.ScoreEntry: choose,
    commands.EnterMarks: enter,
    commands.Deduct: deduct,
    commands.Arm: arm,
    commands.Disarm: disarm,
    commands.Reveal: reveal,
    commands.Hide: hide,
}

EVOLUTIONS: dict[type, Any] = {
    ScoringChosen: _scoring_chosen,
    Armed: _armed,
    Disarmed: _disarmed,
    Revealed: _revealed,
    Hidden: _hidden,
}
