"""Criteria, submitted sheets, excuses and given parts: what is written on a sheet beside typed totals."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from server.show import commands, lengths
from server.show.events import Event
from server.show.events.marks import (
    CriteriaEntered,
    JudgeExcused,
    JudgesAccepted,
    MarksDrafted,
    MarksSubmitted,
    MarksWithdrawn,
    PartGiven,
)
from server.show.marks import enter, judging, scoring
from server.show.model import Accepted, Excused, Judge, Refused, ScoringRule, Sheet, Show
from server.show.model.replacing import replace

TOTAL = "total"  # the one value of a sheet on which judges give one number


def checked_criteria(
    show: Show, entry: str, judge: str, values: Mapping[str, Decimal | None]
) -> dict[str, Decimal | None]:
    """Checked marks by criterion id (or "total"), at the scale's decimals; None is a blank. Raises Refused
    `unknown_judge`, `unknown_criterion`, `out_of_range` and `off_step`."""
    known = {seat.id: seat for seat in judging.judges_of(show, entry)}
    if judge not in known:
        raise Refused("unknown_judge", judge=judge)
    rule, name = show.contest.scoring, known[judge].name
    criteria = {criterion.id: criterion for criterion in rule.criteria} if rule.marks != "total" else {}
    checked: dict[str, Decimal | None] = {}
    for id, mark in values.items():
        if id not in criteria and (id != TOTAL or criteria):
            raise Refused("unknown_criterion", criterion=id, criteria=", ".join(criteria) or TOTAL)
        if mark is None:
            checked[id] = None
        elif criteria:
            checked[id] = scoring.check_criterion(rule, criteria[id], name, mark)
        else:
            checked[id] = scoring.check_mark(rule, name, mark)
    return checked


def with_criteria(rule: ScoringRule, sheet: Sheet, judge: str, values: Mapping[str, Decimal | None]) -> Sheet:
    """Sheet with `values` written over a judge's criteria; the judge's mark is there once they all are."""
    merged = {**sheet.criteria.get(judge, {}), **values}
    kept = {id: mark for id, mark in merged.items() if mark is not None}
    sheet = replace(sheet, criteria={**sheet.criteria, judge: kept})
    return enter.with_marks(sheet, {judge: scoring.total_of(rule, kept)})


def with_excused(
    sheet: Sheet, judges: Iterable[Judge], wanted: Mapping[str, Excused | None], by: str, why: str
) -> Sheet:
    """Sheet with other judges excused, and the number that is left accepted by the person who changed it."""
    if not wanted:
        return sheet
    excused = {id: state for id, state in {**sheet.excused, **wanted}.items() if state is not None}
    sheet = replace(sheet, excused=excused)
    return replace(sheet, accepted=Accepted(scoring.counted(sheet, judges), by, why) if excused else None)


def with_given(sheet: Sheet, wanted: Mapping[str, Decimal | None]) -> Sheet:
    """Sheet with `wanted` written over the parts that come from elsewhere; None blanks."""
    merged = {**sheet.given, **wanted}
    return replace(sheet, given={part: value for part, value in merged.items() if value is not None})


def checked_given(show: Show, wanted: Mapping[str, Decimal | None]) -> dict[str, Decimal | None]:
    """Checked values of given parts by part id; None is a blank. Raises Refused `unknown_part` and
    `bad_part`."""
    parts = {part.id: part for part in show.contest.scoring.parts if part.source == "given"}
    checked: dict[str, Decimal | None] = {}
    for id, value in wanted.items():
        if id not in parts:
            raise Refused("unknown_part", part=id, parts=", ".join(parts) or "—")
        part = parts[id]
        if value is None:
            checked[id] = None
            continue
        fits = value.is_finite() and part.minimum <= value <= part.maximum
        if not fits or Fraction(value) * 10**4 % 1:
            raise Refused(
                "bad_part", part=part.name, found=str(value), minimum=str(part.minimum), maximum=str(part.maximum)
            )  # fmt: skip
        checked[id] = scoring.plain(value, scoring.places(value))
    return checked


def enter_criteria(show: Show, command: commands.EnterCriteria, at: int) -> tuple[Event, ...]:
    sheet = enter.open_sheet(show, command.entry)
    values = checked_criteria(show, command.entry, command.judge, command.values)
    if TOTAL in values:
        raise Refused("unknown_criterion", criterion=TOTAL, criteria="enter_marks")
    enter.refuse_spoken(show, sheet, command.judge)
    kept = sheet.criteria.get(command.judge, {})
    changes = {id: mark for id, mark in values.items() if kept.get(id) != mark}
    return (CriteriaEntered(command.entry, command.judge, changes),) if changes else ()


def _own_sheet(show: Show, entry: str, judge: str) -> Sheet:
    """The sheet, if this judge may write on it now. Once somebody signed it, it is `locked`."""
    sheet = enter.sheet_of(show, entry)
    if sheet.confirmed is not None or sheet.checked_by:
        raise Refused("locked", entry=entry)
    enter.open_sheet(show, entry)
    if judge in sheet.excused:
        raise Refused("judge_excused", judge=show.judges[judge].name)
    return sheet


def draft(show: Show, command: commands.DraftMarks, at: int) -> tuple[Event, ...]:
    values = checked_criteria(show, command.entry, command.judge, command.values)
    sheet = _own_sheet(show, command.entry, command.judge)
    if command.judge in sheet.submitted:
        raise Refused("already_submitted", judge=show.judges[command.judge].name)
    kept = {id: mark for id, mark in values.items() if mark is not None}
    if kept == sheet.drafts.get(command.judge, {}):
        return ()
    return (MarksDrafted(command.entry, command.judge, kept),)


def submit(show: Show, command: commands.SubmitMarks, at: int) -> tuple[Event, ...]:
    values = checked_criteria(show, command.entry, command.judge, command.values)
    given = {id: mark for id, mark in values.items() if mark is not None}
    sheet = _own_sheet(show, command.entry, command.judge)
    rule = show.contest.scoring
    mark = given.get(TOTAL) if rule.marks == "total" else scoring.total_of(rule, given)
    if mark is None:
        blank = (
            [criterion.name for criterion in rule.criteria if criterion.id not in given]
            if rule.marks != "total"
            else [TOTAL]
        )
        raise Refused("criteria_missing", criteria="、".join(blank))
    criteria = {} if rule.marks == "total" else given
    if command.judge in sheet.submitted:
        if (sheet.marks.get(command.judge), sheet.criteria.get(command.judge, {})) == (mark, criteria):
            return ()  # another tablet of the same judge sent the same
        raise Refused("already_submitted", judge=show.judges[command.judge].name)
    return (MarksSubmitted(command.entry, command.judge, mark, criteria),)


def withdraw(show: Show, command: commands.WithdrawMarks, at: int) -> tuple[Event, ...]:
    if command.judge not in show.judges:
        raise Refused("unknown_judge", judge=command.judge)
    sheet = _own_sheet(show, command.entry, command.judge)
    if command.judge not in sheet.submitted:
        raise Refused("not_submitted", judge=show.judges[command.judge].name)
    return (MarksWithdrawn(command.entry, command.judge),)


def excuse(show: Show, command: commands.Excuse, at: int) -> tuple[Event, ...]:
    sheet = enter.open_sheet(show, command.entry)
    if command.judge not in {judge.id for judge in judging.judges_of(show, command.entry)}:
        raise Refused("unknown_judge", judge=command.judge)
    reason = lengths.trimmed("reason", command.reason, lengths.PASSAGE)
    if command.state == "revoked" and not reason:
        raise Refused("reason_needed")
    if sheet.excused.get(command.judge) == command.state:
        return ()
    return (JudgeExcused(command.entry, command.judge, command.state, reason),)


def accept(show: Show, command: commands.AcceptJudges, at: int) -> tuple[Event, ...]:
    sheet = enter.open_sheet(show, command.entry)
    reason = lengths.trimmed("reason", command.reason, lengths.PASSAGE)
    if not reason:
        raise Refused("reason_needed")
    missing = judging.missing(show, command.entry)
    if missing:
        names = ", ".join(judge.name for judge in missing)
        raise Refused("marks_missing", entry=command.entry, judges=names, count=len(missing))
    left = scoring.counted(sheet, judging.judges_of(show, command.entry))
    if command.count != left:
        raise Refused("judges_count", now=left, count=left, found=command.count)
    if not judging.not_accepted(show, command.entry):
        return ()
    return (JudgesAccepted(command.entry, command.count, reason),)


def give(show: Show, command: commands.Give, at: int) -> tuple[Event, ...]:
    sheet = enter.open_sheet(show, command.entry)
    value = checked_given(show, {command.part: command.value})[command.part]
    if sheet.given.get(command.part) == value:
        return ()
    return (PartGiven(command.entry, command.part, value),)


DECIDERS: dict[type, Any] = {
    commands.EnterCriteria: enter_criteria,
    commands.DraftMarks: draft,
    commands.SubmitMarks: submit,
    commands.WithdrawMarks: withdraw,
    commands.Excuse: excuse,
    commands.AcceptJudges: accept,
    commands.Give: give,
}
