"""Tables of a contest's results: the content of the workbook, the CSV, the pages and the printed sheets.

Ranks and awards are the show's own (`standings`); nothing is computed a second time here. Columns follow the
summary sheet that organizers know (评分汇总表): rank, order, number, unit, project, each judge, the marks that
were dropped, the mean, points off, score, award, note.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from server.show.marks import judging, reveal_policy, standings
from server.show.model import (
    Category,
    Correction,
    Eligibility,
    Entry,
    JudgeMark,
    Refused,
    Result,
    Sheet,
    Show,
    rundown,
)
from server.show.views import ceremony
from server.texts.say import refusal, say

NOT_SCORED: dict[Eligibility, str] = {
    "exhibition": "results.exhibition",
    "withdrawn": "eligibility.withdrawn",
    "cancelled": "eligibility.cancelled",
    "postponed": "eligibility.postponed",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """Cell of a judge in a row: a mark (struck where it fell) with what it was made of, or the word why there
    is none."""

    mark: Decimal | None
    fell: bool = False
    word: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """Row of an entry. `rank` is None and `note` says why where it has no place in the ranking."""

    rank: int | None
    order: int
    id: str
    unit: str
    title: str
    marks: tuple[Cell, ...]
    high: tuple[Decimal, ...] = ()
    low: tuple[Decimal, ...] = ()
    mean: Decimal | None = None
    deduction: Decimal | None = None
    parts: tuple[Decimal | None, ...] = ()
    score: Decimal | None = None
    award: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ResultTable:
    """Ranking of one category: judges by seat, the parts' names where there are parts, rows by rank."""

    category: str
    judges: tuple[str, ...]
    parts: tuple[str, ...]
    rows: tuple[ResultRow, ...]
    ties: str = ""
    combine: str = "mean"


@dataclass(frozen=True, slots=True)
class CorrectionNote:
    """Note of a correction: entry, the two scores, the reason, the people, the moment (server ms)."""

    entry: str
    unit: str
    before: Decimal
    after: Decimal
    reason: str
    people: str
    at: int


@dataclass(frozen=True, slots=True)
class Prized:
    """Entry that gets a special prize; it may have no place in any ranking."""

    prize: str
    id: str
    unit: str
    title: str
    category: str


@dataclass(frozen=True, slots=True)
class Results:
    """Results of a contest, in one language: a table a category, the corrections, the special prizes."""

    contest: str
    cup: str
    edition: str
    organizer: str
    mode: str
    tables: tuple[ResultTable, ...]
    changes: tuple[CorrectionNote, ...]
    prized: tuple[Prized, ...] = ()


def results(show: Show, lang: str = "zh", revealed: bool = False) -> Results:
    """Results as they are now; `revealed`: only what the hall has seen, for publishing."""
    contest = show.contest
    known = standings.revealed(show) if revealed else standings.confirmed(show)
    tables = tuple(_table(show, category, known, lang, revealed) for category in contest.categories)
    changes = tuple(
        _correction(show.entries[id], change)
        for id, sheet in show.sheets.items()
        for change in sheet.corrections
        if not revealed or sheet.revealed == sheet.confirmed
    )
    return Results(
        contest.name, contest.cup, contest.edition, contest.organizer, show.mode, tables,
        tuple(sorted(changes, key=lambda note: note.at)), tuple(_prized(show, revealed)),
    )  # fmt: skip


def _prized(show: Show, revealed: bool) -> Iterator[Prized]:
    """The entries that get a special prize; `revealed`: that have been called for it on stage."""
    names = {category.id: category.name for category in show.contest.categories}
    for prize in show.prizes:
        for id in ceremony.called(show, prize.id, "", shown=True) if revealed else prize.entries:
            entry = show.entries[id]
            yield Prized(prize.title, id, entry.unit, "".join(entry.title), names[entry.category])


def _correction(entry: Entry, change: Correction) -> CorrectionNote:
    people = f"{change.by} / {change.approved_by}" if change.approved_by else change.by
    scores = change.before.score, change.after.score
    return CorrectionNote(entry.id, entry.unit, *scores, change.reason, people, change.at)


def _table(
    show: Show, category: Category, known: Mapping[str, Result], lang: str, revealed: bool
) -> ResultTable:
    judges = sorted(show.judges.values(), key=lambda judge: judge.seat)
    entries = [id for id, entry in show.entries.items() if entry.category == category.id]
    marking = {judge.id for id in entries for judge in judging.judges_of(show, id)}
    seats = [judge for judge in judges if judge.id in marking]
    awards, ties = _awards(show, category.id, lang, revealed)
    ranked = standings.standings(show, category.id, known)
    ids = [judge.id for judge in seats]
    rows = [
        _row(show, standing.entry, known[standing.entry], standing.rank, ids, lang) for standing in ranked
    ]
    placed = {row.id for row in rows}
    order = {id: index for index, id in enumerate(rundown.order(show))}
    rest = sorted((id for id in entries if id not in placed), key=lambda id: order.get(id, len(order)))
    if not revealed:
        rows += [_unplaced(show, id, ids, lang) for id in rest]
    for prized in _prized(show, revealed):
        awards[prized.id] = "、".join(filter(None, (awards.get(prized.id), prized.prize)))
    rows = [replace(row, award=awards.get(row.id, "")) for row in rows]
    parts = tuple(part.name for part in show.contest.scoring.parts)
    combine = show.contest.scoring.combine
    return ResultTable(category.name, tuple(judge.name for judge in seats), parts, tuple(rows), ties, combine)


def _awards(show: Show, category: str, lang: str, revealed: bool) -> tuple[dict[str, str], str]:
    """Entry → award, and in words why some awards are not given yet."""
    given: dict[str, str] = {}
    open_question = ""
    for award in standings.awards_of(show, category):
        try:
            winners = (
                _honoured(show, award.id, category)
                if revealed
                else ceremony.called(show, award.id, category)
                or show.honoured.get(f"{award.id}/{category}")
                or standings.winners(show, award.id, category)
            )
        except Refused as refused:
            open_question = open_question or refusal(refused.code, refused.params, lang)
            continue
        given |= {id: award.title for id in winners if id not in given}
    return given, open_question


def _honoured(show: Show, award: str, category: str) -> tuple[str, ...]:
    """The entries that the hall has seen on the award's pages."""
    pages = {
        cue.id
        for cue in rundown.cues(show)
        if cue.scene == "award" and (cue.args.get("award"), cue.args.get("category")) == (award, category)
    }
    on_pages = tuple(id for cue, winners in show.awarded.items() if cue in pages for id in winners)
    return on_pages or ceremony.called(show, award, category, shown=True)


def _row(show: Show, id: str, result: Result, rank: int | None, seats: list[str], lang: str) -> ResultRow:
    entry, sheet = show.entries[id], show.sheets.get(id, Sheet())
    by_judge = {mark.judge: mark for mark in result.marks}
    fell = {
        side: tuple(mark.mark for mark in result.marks if mark.dropped == side and mark.mark is not None)
        for side in ("high", "low")
    }
    values = {part.id: part.value for part in result.parts}
    return ResultRow(
        rank, _order(show, id), id, entry.unit, "".join(entry.title),
        tuple(_cell(by_judge.get(judge), lang) for judge in seats),
        fell["high"], fell["low"], result.mean, result.deduction,
        tuple(values.get(part.id) for part in show.contest.scoring.parts), result.score,
        note=_note(sheet, result, len([mark for mark in result.marks if mark.judge in seats]), lang),
    )  # fmt: skip


def _cell(mark: JudgeMark | None, lang: str) -> Cell:
    if mark is None:
        return Cell(None)
    if mark.excused:
        return Cell(None, word=say(f"excuse.{mark.excused}", lang))
    return Cell(mark.mark, mark.dropped is not None, detail=" + ".join(map(str, mark.criteria.values())))


def _note(sheet: Sheet, result: Result, seats: int, lang: str) -> str:
    notes = []
    if result.counted and result.counted < seats:
        notes.append(say("results.counted", lang, count=result.counted))
    if result.deduction and sheet.deduction_reason:
        notes.append(sheet.deduction_reason)
    if sheet.corrections:
        notes.append(say("results.corrected", lang))
    return "；".join(notes)


def _unplaced(show: Show, id: str, seats: list[str], lang: str) -> ResultRow:
    """An entry without a place: it does not compete, or nobody has confirmed its score."""
    entry, sheet = show.entries[id], show.sheets.get(id, Sheet())
    note = say(NOT_SCORED.get(entry.eligibility, "results.unconfirmed"), lang)
    cells = tuple(
        Cell(None, word=say(f"excuse.{sheet.excused[judge]}", lang)) if judge in sheet.excused
        else Cell(sheet.marks.get(judge))
        for judge in seats
    )  # fmt: skip
    empty = tuple(None for _ in show.contest.scoring.parts)
    return ResultRow(
        None, _order(show, id), id, entry.unit, "".join(entry.title), cells, parts=empty, note=note
    )


def _order(show: Show, id: str) -> int:
    competing = reveal_policy.competing(show)
    order = [entry for entry in rundown.order(show) if entry in competing]
    return order.index(id) + 1 if id in order else 0
