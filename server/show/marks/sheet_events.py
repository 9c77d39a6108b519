"""Sheet evolution: the change that each event makes to a sheet. Each function says only what is different
afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from server.show import events as e
from server.show.marks import criteria, judging
from server.show.marks.enter import with_marks
from server.show.marks.sign import person
from server.show.model import Accepted, Correction, Proposal, Sheet, Show, Version
from server.show.model.replacing import replace

MAX_VERSIONS = 500  # of one sheet, the newest: every one of them is in the journal


def _sheet(show: Show, entry: str) -> Sheet:
    return show.sheets.get(entry, Sheet())


def _with_sheet(show: Show, entry: str, sheet: Sheet) -> Show:
    return replace(show, sheets={**show.sheets, entry: sheet})


def _without(kept: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if name != key}


def _typed(sheet: Sheet, recorded: e.Recorded) -> Sheet:
    who = person(recorded.by)
    return sheet if who in sheet.typed_by else replace(sheet, typed_by=(*sheet.typed_by, who))


def versioned(
    before: Sheet, after: Sheet, judges: Mapping[str, Any], recorded: e.Recorded, why: str = ""
) -> Sheet:
    """Sheet `after` with a version for each of `judges` whose mark is another one now."""
    new = tuple(
        Version(recorded.at, recorded.by, judge, after.marks.get(judge), why)
        for judge in judges
        if before.marks.get(judge) != after.marks.get(judge)
    )
    return replace(after, versions=(*before.versions, *new)[-MAX_VERSIONS:])


def _marks_entered(show: Show, event: e.MarksEntered, recorded: e.Recorded) -> Show:
    before = _sheet(show, event.entry)
    if show.contest.chain.double_entry:
        after = _compared(before, event.marks, person(recorded.by))
    else:
        after = with_marks(before, event.marks)
    return _with_sheet(show, event.entry, versioned(before, _typed(after, recorded), event.marks, recorded))


def _compared(sheet: Sheet, marks: Mapping[str, Decimal | None], who: str) -> Sheet:
    """Double entry: a mark is the sheet's own once two people have typed the same."""
    own = {**sheet.copies.get(who, {}), **{judge: mark for judge, mark in marks.items() if mark is not None}}
    own = {judge: mark for judge, mark in own.items() if marks.get(judge, mark) is not None}
    copies = {**sheet.copies, who: own}
    agreed: dict[str, Decimal | None] = {}
    for judge in marks:
        typed = [copy[judge] for copy in copies.values() if judge in copy]
        agreed[judge] = next((mark for mark in typed if typed.count(mark) > 1), None)
    return with_marks(replace(sheet, copies=copies), agreed)


def _criteria_entered(show: Show, event: e.CriteriaEntered, recorded: e.Recorded) -> Show:
    before = _sheet(show, event.entry)
    after = criteria.with_criteria(show.contest.scoring, before, event.judge, event.values)
    after = versioned(before, _typed(after, recorded), {event.judge: None}, recorded)
    return _with_sheet(show, event.entry, after)


def _drafted(show: Show, event: e.MarksDrafted, recorded: e.Recorded) -> Show:
    sheet = _sheet(show, event.entry)
    return _with_sheet(show, event.entry, replace(sheet, drafts={**sheet.drafts, event.judge: event.values}))


def _submitted(show: Show, event: e.MarksSubmitted, recorded: e.Recorded) -> Show:
    before = _sheet(show, event.entry)
    after = replace(
        with_marks(before, {event.judge: event.mark}),
        criteria={**before.criteria, event.judge: event.criteria} if event.criteria else before.criteria,
        drafts=_without(before.drafts, event.judge),
        submitted={**before.submitted, event.judge: recorded.at},
    )
    after = versioned(before, _typed(after, recorded), {event.judge: None}, recorded)
    return _with_sheet(show, event.entry, after)


def _withdrawn(show: Show, event: e.MarksWithdrawn, recorded: e.Recorded) -> Show:
    before = _sheet(show, event.entry)
    own = before.criteria.get(event.judge) or {criteria.TOTAL: before.marks[event.judge]}
    after = replace(
        with_marks(before, {event.judge: None}),
        criteria=_without(before.criteria, event.judge),
        drafts={**before.drafts, event.judge: own},
        submitted=_without(before.submitted, event.judge),
    )
    return _with_sheet(show, event.entry, versioned(before, after, {event.judge: None}, recorded))


def _excused(show: Show, event: e.JudgeExcused, recorded: e.Recorded) -> Show:
    sheet = _sheet(show, event.entry)
    excused = _without(sheet.excused, event.judge)
    if event.state is not None:
        excused[event.judge] = event.state
    return _with_sheet(show, event.entry, replace(sheet, excused=excused, accepted=None))


def _accepted(show: Show, event: e.JudgesAccepted, recorded: e.Recorded) -> Show:
    accepted = Accepted(event.count, recorded.by, event.reason)
    return _with_sheet(show, event.entry, replace(_sheet(show, event.entry), accepted=accepted))


def _given(show: Show, event: e.PartGiven, recorded: e.Recorded) -> Show:
    sheet = _sheet(show, event.entry)
    given = _without(sheet.given, event.part)
    if event.value is not None:
        given[event.part] = event.value
    return _with_sheet(show, event.entry, _typed(replace(sheet, given=given), recorded))


def _deducted(show: Show, event: e.Deducted, recorded: e.Recorded) -> Show:
    sheet = replace(
        _sheet(show, event.entry), deduction=event.points, deduction_reason=event.reason, deducted=True
    )
    return _with_sheet(show, event.entry, _typed(sheet, recorded))


def _checked(show: Show, event: e.Checked, recorded: e.Recorded) -> Show:
    return _with_sheet(show, event.entry, replace(_sheet(show, event.entry), checked_by=recorded.by))


def _unchecked(show: Show, event: e.Unchecked, recorded: e.Recorded) -> Show:
    return _with_sheet(show, event.entry, replace(_sheet(show, event.entry), checked_by=""))


def _confirmed(show: Show, event: e.Confirmed, recorded: e.Recorded) -> Show:
    sheet = replace(_sheet(show, event.entry), confirmed=event.result, confirmed_by=recorded.by)
    return _with_sheet(show, event.entry, sheet)


def _unconfirmed(show: Show, event: e.Unconfirmed, recorded: e.Recorded) -> Show:
    sheet = replace(_sheet(show, event.entry), confirmed=None, confirmed_by="", checked_by="", proposed=None)
    return _disarmed(_with_sheet(show, event.entry, sheet), event.entry)


def _disarmed(show: Show, entry: str) -> Show:
    return replace(show, armed=None) if show.armed == entry else show


def _corrected(show: Show, event: e.Corrected, recorded: e.Recorded) -> Show:
    before = _sheet(show, event.entry)
    after = with_marks(before, event.marks)
    for judge, values in event.criteria.items():
        after = criteria.with_criteria(show.contest.scoring, after, judge, values)
    by, approved = (event.proposed_by, recorded.by) if event.proposed_by else (recorded.by, "")
    after = criteria.with_given(after, event.given)
    after = criteria.with_excused(after, judging.judges_of(show, event.entry), event.excused, by, event.reason)
    note = Correction(recorded.at, by, event.reason, event.before, event.after, approved)
    after = replace(
        after,
        deduction=event.deduction,
        confirmed=event.after,
        corrections=(*before.corrections, note),
        proposed=None,
    )
    after = versioned(before, after, {**event.marks, **event.criteria}, recorded, event.reason)
    return _disarmed(_with_sheet(show, event.entry, after), event.entry)


def _proposed(show: Show, event: e.CorrectionProposed, recorded: e.Recorded) -> Show:
    waiting = Proposal(
        recorded.at, recorded.by, event.reason, event.marks, event.deduction, event.criteria, event.excused,
        event.given,
    )  # fmt: skip
    return _with_sheet(show, event.entry, replace(_sheet(show, event.entry), proposed=waiting))


def _rejected(show: Show, event: e.CorrectionRejected, recorded: e.Recorded) -> Show:
    return _with_sheet(show, event.entry, replace(_sheet(show, event.entry), proposed=None))


def _tie_broken(show: Show, event: e.TieBroken, recorded: e.Recorded) -> Show:
    return replace(show, tiebreaks={**show.tiebreaks, **event.values})


EVOLUTIONS: dict[type, Any] = {
    e.MarksEntered: _marks_entered,
    e.Deducted: _deducted,
    e.Confirmed: _confirmed,
    e.Unconfirmed: _unconfirmed,
    e.Corrected: _corrected,
    e.CriteriaEntered: _criteria_entered,
    e.MarksDrafted: _drafted,
    e.MarksSubmitted: _submitted,
    e.MarksWithdrawn: _withdrawn,
    e.JudgeExcused: _excused,
    e.JudgesAccepted: _accepted,
    e.PartGiven: _given,
    e.Checked: _checked,
    e.Unchecked: _unchecked,
    e.CorrectionProposed: _proposed,
    e.CorrectionRejected: _rejected,
    e.TieBroken: _tie_broken,
}
