"""A sheet as those see it who may see marks: the operator, the scorer, the supervisor."""

from __future__ import annotations

from typing import Any

from server.show.marks import judging, scoring, time_penalty
from server.show.memo import memoised
from server.show.model import Criterion, JudgeMark, Proposal, Result, ScoringRule, Sheet, Show

View = dict[str, Any]


def marking_facts(rule: ScoringRule) -> View:
    """The rules that a page reads a typed mark by, and works a judge's total out by before it is sent.

    `rounding`: half up to `decimals` places, without zeros beyond the `least` that are written."""
    decimals, least = scoring.rounding(rule)
    return {
        "marks": rule.marks,
        "minimum": str(rule.minimum),
        "maximum": str(rule.maximum),
        "step": str(rule.step),
        "rounding": {"decimals": decimals, "least": least},
        "criteria": [_criterion(rule, one) for one in rule.criteria],
    }


def _criterion(rule: ScoringRule, one: Criterion) -> View:
    least, most = scoring.range_of(rule, one)
    weight = scoring.short(one.weight)
    points = weight if rule.marks == "points" else str(most)
    return {
        "id": one.id, "name": one.name, "weight": weight, "note": one.note,
        "minimum": str(least), "maximum": points,
    }  # fmt: skip


def result_facts(result: Result | None) -> View | None:
    """Facts of a result with its way, or None."""
    if result is None:
        return None
    return {
        "marks": [_mark(mark) for mark in result.marks],
        "mean": str(result.mean),
        "deduction": str(result.deduction),
        "score": str(result.score),
        "counted": result.counted or len(result.marks),
        "parts": [
            {"id": part.id, "name": part.name, "value": str(part.value), "given": part.given}
            for part in result.parts
        ],
    }


def _mark(mark: JudgeMark) -> View:
    return {
        "judge": mark.judge,
        "mark": None if mark.mark is None else str(mark.mark),
        "dropped": mark.dropped,
        "excused": mark.excused,
    }


def sheet_facts(show: Show, id: str, rank: int | None) -> View:
    """Slice of one entry's sheet."""
    return _facts(show, id) | {"rank": rank}


@memoised(lambda show, id: (
    show.contest, show.judges, show.entries[id], show.sheets.get(id), show.armed == id,
    show.timers.get(f"{id}/talk"),
))  # fmt: skip
def _facts(show: Show, id: str) -> View:
    sheet = judging.sheet_of(show, id)
    result = sheet.confirmed or judging.result_of(show, id, sheet)
    return {
        "marks": {judge: str(mark) for judge, mark in sheet.marks.items()},
        "criteria": {judge: _texts(values) for judge, values in sheet.criteria.items()},
        "copies": {who: _texts(values) for who, values in sheet.copies.items()},
        "given": _texts(sheet.given),
        "judges": [judge.id for judge in judging.judges_of(show, id)],
        "submitted": sheet.submitted,
        "excused": sheet.excused,
        "recusals": list(judging.recusals(show, id)),
        "open": judging.is_open(show, id),
        "missing": [judge.id for judge in judging.missing(show, id)],
        "counted": scoring.counted(sheet, judging.judges_of(show, id)),
        "differing": list(judging.differing(sheet)),
        "accepted": _signed(sheet.accepted),
        "needs": list(judging.needs(show, id)) if sheet.confirmed is None else [],
        "deduction": str(sheet.deduction),
        "deduction_reason": sheet.deduction_reason,
        "time": _time(show, id, sheet),
        "state": sheet_state(show, id, sheet, result),
        "result": result_facts(result),
        "revealed": result_facts(sheet.revealed),
        "typed_by": list(sheet.typed_by),
        "checked_by": sheet.checked_by,
        "confirmed_by": sheet.confirmed_by,
        "proposed": _proposed(sheet.proposed),
        "corrections": [
            {
                "at": correction.at, "by": correction.by, "reason": correction.reason,
                "approved_by": correction.approved_by,
                "before": result_facts(correction.before), "after": result_facts(correction.after),
            }
            for correction in sheet.corrections
        ],
    }  # fmt: skip


def _texts(values: Any) -> dict[str, str | None]:
    return {name: None if value is None else str(value) for name, value in values.items()}


def _signed(accepted: Any) -> View | None:
    return None if accepted is None else {"count": accepted.count, "by": accepted.by, "reason": accepted.reason}


def _time(show: Show, id: str, sheet: Sheet) -> View | None:
    """What the clock proposes to take off, and whether a person has decided."""
    off = time_penalty.proposed(show, id)
    return None if off is None else {"seconds": off.seconds, "points": str(off.points), "decided": sheet.deducted}


def _proposed(waiting: Proposal | None) -> View | None:
    if waiting is None:
        return None
    return {
        "at": waiting.at, "by": waiting.by, "reason": waiting.reason, "marks": _texts(waiting.marks),
        "criteria": {judge: _texts(values) for judge, values in waiting.criteria.items()},
        "deduction": str(waiting.deduction), "excused": waiting.excused, "given": _texts(waiting.given),
    }  # fmt: skip


def sheet_state(show: Show, id: str, sheet: Sheet, result: Result | None) -> str:
    """State of a sheet: empty, partial, complete, checked, confirmed, armed, revealed, or corrected
    (revealed, then changed)."""
    if sheet.revealed is not None:
        if sheet.revealed == sheet.confirmed:
            return "revealed"
        return "armed" if show.armed == id else "corrected"
    if sheet.confirmed is not None:
        return "armed" if show.armed == id else "confirmed"
    if sheet.checked_by:
        return "checked"
    if result is not None:
        return "complete"
    return "partial" if sheet.marks or sheet.copies or sheet.criteria else "empty"
