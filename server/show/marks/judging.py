"""Judges of an entry: panels, recusals, and what a sheet still waits for."""

from __future__ import annotations

from operator import attrgetter

from server.show.marks import scoring, time_penalty
from server.show.memo import memoised
from server.show.model import Entry, Judge, Result, Sheet, Show
from server.show.model.replacing import replace

SEAT = attrgetter("seat")
EMPTY = Sheet()


def judges_of(show: Show, entry: str) -> tuple[Judge, ...]:
    """Judges who mark an entry, by seat: a panel marks the categories and sessions that it names."""
    entrant = show.entries[entry]
    elsewhere = {
        panel.id for panel in show.contest.panels
        if (panel.categories and entrant.category not in panel.categories)
        or (panel.sessions and entrant.session not in panel.sessions)
    }  # fmt: skip
    return tuple(sorted([judge for judge in show.judges.values() if judge.panel not in elsewhere], key=SEAT))


def seats(show: Show, entry: str) -> tuple[Judge, ...]:
    """Seats of an entry: the judges whose marks it waits for, those who mark it and are not excused."""
    if entry not in show.entries:
        return ()
    excused = show.sheets[entry].excused if entry in show.sheets else {}
    return tuple(judge for judge in judges_of(show, entry) if judge.id not in excused)


def sheet_of(show: Show, entry: str) -> Sheet:
    """Sheet of an entry, empty before its first mark, with the parts that the entry brought along."""
    sheet, given = show.sheets.get(entry, EMPTY), show.entries[entry].given
    return replace(sheet, given={**given, **sheet.given}) if given else sheet


def result_of(show: Show, entry: str, sheet: Sheet | None = None) -> Result | None:
    """Result that an entry's marks come to, or None while something is missing."""
    return scoring.result(show.contest.scoring, judges_of(show, entry), sheet or sheet_of(show, entry))


def recusals(show: Show, entry: str) -> tuple[str, ...]:
    """Recusals (回避) that nobody has excused yet: ids of judges who share a unit or a parent unit with the
    entry."""
    excused, conflicts = sheet_of(show, entry).excused, _conflicts(show, entry)
    return tuple(
        judge.id for judge in judges_of(show, entry) if judge.id not in excused and judge.id in conflicts
    )


@memoised(lambda show, entry: (show.entries[entry], show.judges))
def _conflicts(show: Show, entry: str) -> frozenset[str]:
    """The judges of the entry's own units, by id: asked about for every sheet at every command."""
    return frozenset(judge.id for judge in show.judges.values() if shares_unit(judge, show.entries[entry]))


def shares_unit(judge: Judge, entry: Entry) -> bool:
    """Test for a shared unit: the judge is from the entry's unit or its parent, or has named it; spaces do
    not matter."""
    return not _units_of_entry(entry).isdisjoint(_units_of(judge))


def _units_of_entry(entry: Entry) -> frozenset[str]:
    return _units(entry.unit, entry.parent_unit)


def _units_of(judge: Judge) -> frozenset[str]:
    return _units(judge.unit, judge.parent_unit, *judge.recuse_units)


def _units(*units: str) -> frozenset[str]:
    return frozenset("".join(unit.split()) for unit in units) - {""}


def missing(show: Show, entry: str) -> tuple[Judge, ...]:
    """Judges without a mark of whom nobody has said why."""
    sheet = sheet_of(show, entry)
    return tuple(
        judge
        for judge in judges_of(show, entry)
        if judge.id not in sheet.marks and judge.id not in sheet.excused
    )


def differing(sheet: Sheet) -> tuple[str, ...]:
    """Judges whose mark two people have typed and not alike (double entry), by id."""
    typed = [judge for copy in sheet.copies.values() for judge in copy]
    return tuple(judge for judge in dict.fromkeys(typed) if typed.count(judge) > 1 and judge not in sheet.marks)


def is_open(show: Show, entry: str) -> bool:
    """True while marks may be written on the entry's sheet: it competes, and nobody has signed."""
    sheet = sheet_of(show, entry)
    return show.entries[entry].eligibility == "competing" and not sheet.checked_by and sheet.confirmed is None


def missing_parts(show: Show, sheet: Sheet) -> tuple[str, ...]:
    """Given parts that are not on the sheet, by name."""
    return tuple(
        part.name
        for part in show.contest.scoring.parts
        if part.source == "given" and part.id not in sheet.given
    )


def needs(show: Show, entry: str) -> tuple[str, ...]:
    """Needs of a sheet before its confirmation, in order: marks, given, accept, deduction, check."""
    sheet = sheet_of(show, entry)
    judges = judges_of(show, entry)
    waits = {
        "marks": bool(missing(show, entry)) or not judges,
        "given": bool(missing_parts(show, sheet)),
        "accept": not_accepted(show, entry),
        "deduction": time_waits(show, entry),
        "check": show.contest.chain.check and not sheet.checked_by,
    }
    return tuple(name for name, waits_for in waits.items() if waits_for)


def not_accepted(show: Show, entry: str) -> bool:
    """Test for a count to accept: judges are left out and nobody has said yet that the rest may do."""
    sheet, judges = sheet_of(show, entry), judges_of(show, entry)
    if not any(judge.id in sheet.excused for judge in judges):
        return False
    return sheet.accepted is None or sheet.accepted.count != scoring.counted(sheet, judges)


def time_waits(show: Show, entry: str) -> bool:
    """Test for a time penalty to decide: the clock proposes points off about which nobody has decided."""
    off = time_penalty.proposed(show, entry)
    return off is not None and off.points > 0 and not sheet_of(show, entry).deducted
