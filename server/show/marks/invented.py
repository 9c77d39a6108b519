"""Invented numbers for a rehearsal: the ceremony runs as it will, and nobody's real score is in it.

They come from the entry's number and the moment of the command by SHA-256 (FIPS 180-4), so that each
rehearsal has other winners and the journal of one replays the same. In a live show this is refused.
"""

from __future__ import annotations

import hashlib
from decimal import Decimal
from fractions import Fraction
from typing import Any

from server.show.commands.ceremony import InventMarks
from server.show.events import Event, Recorded
from server.show.events.ceremony import InventedSheet, MarksInvented
from server.show.marks import criteria, judging, reveal_policy, scoring
from server.show.marks.enter import with_marks
from server.show.model import Judge, Refused, ScoringRule, Sheet, Show
from server.show.model.replacing import replace

LOWEST, SPREAD = Fraction(62, 100), Fraction(34, 100)  # of the scale: where the invented levels lie
WOBBLE = (0, 1, -1, 0, 1)  # steps by which the judges differ


def invent(show: Show, command: InventMarks, at: int) -> tuple[Event, ...]:
    """Invented marks for every competing entry without a confirmed score, no two entries on one level."""
    if show.mode != "rehearsal":
        raise Refused("not_in_rehearsal")
    lacking = [id for id in reveal_policy.competing(show) if not reveal_policy.is_confirmed(show, id)]
    lacking.sort(key=lambda id: hashlib.sha256(f"{at}/{id}".encode()).hexdigest())
    sheets = {}
    for place, id in enumerate(lacking):
        level = LOWEST + SPREAD * Fraction(place + 1, len(lacking) + 1)
        sheets[id] = _sheet(show, id, level)
    return (
        (MarksInvented({id: sheet for id, sheet in sheets.items() if sheet is not None}),) if sheets else ()
    )


def _sheet(show: Show, entry: str, level: Fraction) -> InventedSheet | None:
    """An entry's sheet at a level of the scale (0 to 1); None where nobody is there to mark it."""
    rule, judges = show.contest.scoring, judging.judges_of(show, entry)
    sheet = _blank(show, entry)
    for number, judge in enumerate(judges):
        sheet = _marked(rule, sheet, judge, level, WOBBLE[number % len(WOBBLE)])
    for part in rule.parts:
        if part.source == "given":
            span = Fraction(part.maximum) - Fraction(part.minimum)
            value = scoring.round_half_up(Fraction(part.minimum) + span * level, 2)
            sheet = replace(sheet, given={**sheet.given, part.id: value})
    result = scoring.result(rule, judges, sheet)
    return None if result is None else InventedSheet(sheet.marks, result, sheet.criteria, sheet.given)


def _blank(show: Show, entry: str) -> Sheet:
    """A sheet on which every judge counts, whatever stood on the entry's own."""
    return Sheet(given=judging.sheet_of(show, entry).given)


def _marked(rule: ScoringRule, sheet: Sheet, judge: Judge, level: Fraction, wobble: int) -> Sheet:
    if rule.marks == "total":
        return with_marks(sheet, {judge.id: _mark(rule.minimum, rule.maximum, rule.step, level, wobble)})
    values = {}
    for criterion in rule.criteria:
        points = rule.marks == "points"
        low, high = (Decimal(0), criterion.weight) if points else (rule.minimum, rule.maximum)
        values[criterion.id] = _mark(low, high, rule.step, level, wobble)
    return criteria.with_criteria(rule, sheet, judge.id, values)


def _mark(low: Decimal, high: Decimal, step: Decimal, level: Fraction, wobble: int) -> Decimal:
    """A mark that a judge may give: on the grid from `low`, within the range."""
    most = int((Fraction(high) - Fraction(low)) / Fraction(step))
    steps_up = min(most, max(0, int(most * level) + wobble))
    return scoring.plain(low + step * steps_up, max(scoring.places(step), scoring.places(low)))


def invented(show: Show, event: MarksInvented, recorded: Recorded) -> Show:
    sheets: dict[str, Any] = dict(show.sheets)
    for id, invented_sheet in event.sheets.items():
        before = sheets.get(id, Sheet())
        sheets[id] = replace(
            before, marks=invented_sheet.marks, criteria=invented_sheet.criteria,
            given=invented_sheet.given, confirmed=invented_sheet.result,
            confirmed_by=recorded.by, checked_by=recorded.by, excused={}, accepted=None,
        )  # fmt: skip
    return replace(show, sheets=sheets)
