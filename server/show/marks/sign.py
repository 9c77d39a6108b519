"""Signatures of a result: checked, confirmed, corrected. Each step may be off.

The scorer checks a sheet against the paper, somebody else than who typed it confirms it (as in the
published procedure of 郫县's interviews of 2016), and a correction after that takes a reason and two
people. Every signature carries the name that the journal records; nothing is ever written over.
"""

from __future__ import annotations

from typing import Any

from server.show import commands, lengths
from server.show.events import Confirmed, Corrected, Event, Unconfirmed
from server.show.events.marks import Checked, CorrectionProposed, CorrectionRejected, Unchecked
from server.show.marks import criteria, enter, judging, scoring
from server.show.model import Refused, Result, Sheet, Show
from server.show.model.replacing import replace

MAX_CORRECTIONS = 50  # of one sheet: each keeps both results, and the panel shows them all


def person(by: str) -> str:
    """Person behind a name in the journal, whatever the device: "J3/a1b2" → "J3"."""
    return by.partition("/")[0]


def reason_of(text: str) -> str:
    """Reason that has to be given, trimmed. Raises Refused `reason_needed` and `too_long`."""
    text = lengths.trimmed("reason", text, lengths.PASSAGE)
    if not text:
        raise Refused("reason_needed")
    return text


def check(show: Show, command: commands.Check, at: int, by: str) -> tuple[Event, ...]:
    sheet = enter.unconfirmed_sheet(show, command.entry)
    if sheet.checked_by:
        return ()
    _computed(show, command.entry, sheet)
    return (Checked(command.entry),)


def uncheck(show: Show, command: commands.Uncheck, at: int, by: str) -> tuple[Event, ...]:
    sheet = enter.sheet_of(show, command.entry)
    if sheet.confirmed is not None:
        raise Refused("already_confirmed", entry=command.entry)
    if not sheet.checked_by:
        raise Refused("not_checked", entry=command.entry)
    return (Unchecked(command.entry, reason_of(command.reason)),)


def confirm(show: Show, command: commands.Confirm, at: int, by: str) -> tuple[Event, ...]:
    sheet = enter.unconfirmed_sheet(show, command.entry)
    result = _computed(show, command.entry, sheet)
    if show.contest.chain.check and not sheet.checked_by:
        raise Refused("not_checked", entry=command.entry)
    if show.contest.chain.supervise and person(by) in sheet.typed_by:
        raise Refused("same_person", entry=command.entry, who=person(by))
    return (Confirmed(command.entry, result),)


def _computed(show: Show, entry: str, sheet: Sheet) -> Result:
    """The result, or a refusal that names what it waits for."""
    judges = judging.judges_of(show, entry)
    missing = [
        judge.name for judge in judges if judge.id not in sheet.marks and judge.id not in sheet.excused
    ]
    if missing or not judges:
        raise Refused("marks_missing", entry=entry, judges=", ".join(missing), count=len(missing))
    parts = judging.missing_parts(show, sheet)
    if parts:
        raise Refused("parts_missing", entry=entry, parts=", ".join(parts))
    result = scoring.result(show.contest.scoring, judges, sheet)
    if result is None:
        left = scoring.counted(sheet, judges)
        if not left:
            raise Refused("no_judge_left", entry=entry)
        raise Refused("judges_not_accepted", entry=entry, count=left, of=len(judges))
    if judging.time_waits(show, entry):
        raise Refused("deduction_waiting", entry=entry)
    return result


def unconfirm(show: Show, command: commands.Unconfirm, at: int, by: str) -> tuple[Event, ...]:
    sheet, _ = enter.confirmed_sheet(show, command.entry)
    if sheet.seen is not None:
        raise Refused("already_revealed", entry=command.entry)
    return (Unconfirmed(command.entry, reason_of(command.reason)),)


def correct(show: Show, command: commands.Correct, at: int, by: str) -> tuple[Event, ...]:
    sheet, before = enter.confirmed_sheet(show, command.entry)
    if len(sheet.corrections) >= MAX_CORRECTIONS:
        raise Refused("too_many_corrections", entry=command.entry, most=MAX_CORRECTIONS)
    if sheet.proposed is not None:
        raise Refused("correction_waits", entry=command.entry, who=person(sheet.proposed.by))
    known = {judge.id for judge in judging.judges_of(show, command.entry)}
    for judge in command.excused:
        if judge not in known:
            raise Refused("unknown_judge", judge=judge)
    proposed = CorrectionProposed(
        command.entry,
        reason_of(command.reason),
        enter.checked_marks(show, command.entry, command.marks),
        sheet.deduction if command.deduction is None else enter.checked_points(show, command.deduction),
        {
            judge: criteria.checked_criteria(show, command.entry, judge, values)
            for judge, values in command.criteria.items()
        },
        {judge: state for judge, state in command.excused.items() if sheet.excused.get(judge) != state},
        criteria.checked_given(show, command.given),
    )
    corrected = _corrected(show, proposed, before)
    if corrected is None:
        return ()
    return (proposed,) if show.contest.chain.supervise else (corrected,)


def _corrected(show: Show, wanted: CorrectionProposed, before: Result, proposed_by: str = "") -> Corrected | None:
    """The correction as it would be made now; None: it changes nothing."""
    rule, sheet = show.contest.scoring, enter.with_marks(enter.sheet_of(show, wanted.entry), wanted.marks)
    for judge, values in wanted.criteria.items():
        sheet = criteria.with_criteria(rule, sheet, judge, values)
    sheet = criteria.with_given(sheet, wanted.given)
    sheet = criteria.with_excused(sheet, judging.judges_of(show, wanted.entry), wanted.excused, "", wanted.reason)
    after = _computed(show, wanted.entry, replace(sheet, deduction=wanted.deduction))
    if after == before:
        return None
    return Corrected(
        wanted.entry, wanted.reason, wanted.marks, wanted.deduction, before, after, wanted.criteria, proposed_by,
        wanted.excused, wanted.given,
    )  # fmt: skip


def approve(show: Show, command: commands.ApproveCorrection, at: int, by: str) -> tuple[Event, ...]:
    sheet, before = enter.confirmed_sheet(show, command.entry)
    waiting = sheet.proposed
    if waiting is None:
        raise Refused("no_proposal", entry=command.entry)
    if person(by) == person(waiting.by):
        raise Refused("same_person", entry=command.entry, who=person(by))
    wanted = CorrectionProposed(
        command.entry, waiting.reason, waiting.marks, waiting.deduction, waiting.criteria, waiting.excused,
        waiting.given,
    )  # fmt: skip
    corrected = _corrected(show, wanted, before, waiting.by)
    return (corrected,) if corrected else (CorrectionRejected(command.entry, waiting.reason),)


def reject(show: Show, command: commands.RejectCorrection, at: int, by: str) -> tuple[Event, ...]:
    if enter.sheet_of(show, command.entry).proposed is None:
        raise Refused("no_proposal", entry=command.entry)
    return (CorrectionRejected(command.entry, reason_of(command.reason)),)


SIGNED: dict[type, Any] = {
    commands.Check: check,
    commands.Uncheck: uncheck,
    commands.Confirm: confirm,
    commands.Unconfirm: unconfirm,
    commands.Correct: correct,
    commands.ApproveCorrection: approve,
    commands.RejectCorrection: reject,
}
