"""Rankings by category and the winners of awards. Equal results share a rank and leave a gap: standard
competition ranking, "1224"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from math import ceil, floor

from server.show.marks.scoring import exact, round_half_up
from server.show.model import Award, Refused, Result, Show, rundown


@dataclass(frozen=True, slots=True)
class Standing:
    """Row of a ranking: an entry, its score and its rank from 1."""

    entry: str
    rank: int
    score: Decimal
    exact: Fraction


def standings(show: Show, category: str, results: Mapping[str, Result]) -> tuple[Standing, ...]:
    """Rank of each entry of `category` in `results` (entry id → result), best first, equal results sharing
    one (1, 1, 3).

    Only competing entries stand in it. Equal scores are parted by the rules' tie keys, then by votes
    or an extra round; what stays equal shares a rank and keeps today's running order.
    """
    ranked: list[Standing] = []
    for group in equals(show, category, results):
        for equal in _parted(show, group):
            rank = len(ranked) + 1
            ranked += [Standing(id, rank, results[id].score, exact(results[id])) for id in equal]
    return tuple(ranked)


def equals(show: Show, category: str, results: Mapping[str, Result]) -> list[list[str]]:
    """Groups of entries of a category that arithmetic can't part, best first."""
    order = {entry: place for place, entry in enumerate(rundown.order(show))}
    rows = [
        ((exact(results[id]), *(Fraction(*key) for key in results[id].keys)), id)
        for id, entry in show.entries.items()
        if id in results and entry.category == category and entry.eligibility == "competing"
    ]
    rows.sort(key=lambda row: (order.get(row[1], len(order)), row[1]))
    rows.sort(key=lambda row: row[0], reverse=True)
    return [[id for _, id in group] for _, group in groupby(rows, key=lambda row: row[0])]


def _parted(show: Show, group: list[str]) -> list[list[str]]:
    """A group parted by what people decided; only a decision about all of it counts."""
    votes = [(show.tiebreaks[id], id) for id in group if id in show.tiebreaks]
    if len(votes) < len(group):
        return [group]
    votes.sort(key=lambda vote: -vote[0])
    return [[id for _, id in equal] for _, equal in groupby(votes, key=lambda vote: vote[0])]


def confirmed(show: Show) -> dict[str, Result]:
    """Confirmed results by entry id, as the operator knows them."""
    return {id: sheet.confirmed for id, sheet in show.sheets.items() if sheet.confirmed}


def revealed(show: Show) -> dict[str, Result]:
    """Revealed results by entry id, as the hall knows them."""
    return {id: sheet.revealed for id, sheet in show.sheets.items() if sheet.revealed}


def awards_of(show: Show, category: str) -> tuple[Award, ...]:
    """Awards given in `category`, from highest to lowest."""
    return tuple(award for award in show.contest.awards if not award.categories or category in award.categories)


def quota(show: Show, award: Award, category: str) -> int:
    """Quota of an award in a category of this show: the number that people have set, else the event file's."""
    given = show.quotas.get(f"{award.id}/{category}")
    return share(award, len(field(show, category))) if given is None else given


def field(show: Show, category: str) -> list[str]:
    """Entries that compete in a category."""
    return [
        id
        for id, entry in show.entries.items()
        if entry.category == category and entry.eligibility == "competing"
    ]


def unconfirmed(show: Show, category: str) -> list[str]:
    """Competing entries of a category without a confirmed score."""
    return [id for id in field(show, category) if not (id in show.sheets and show.sheets[id].confirmed)]


def share(award: Award, entries: int) -> int:
    """Share of an award among so many competing entries: its number, or its per cent of them, rounded as the
    award says."""
    if award.percent is None:
        return award.quota
    part = Fraction(award.percent) * entries / 100
    if award.rounding == "half_up":
        return int(round_half_up(part, 0))
    return ceil(part) if award.rounding == "up" else floor(part)


@dataclass(frozen=True, slots=True)
class Allotted:
    """Allotment of an award in a category: its winners, best first, with those admitted by a tie; `tied` is
    who shares a rank across its border."""

    award: Award
    rows: tuple[Standing, ...]
    tied: tuple[str, ...] = ()


def allotted(show: Show, category: str) -> tuple[Allotted, ...]:
    """Allotment of every award of `category` among the confirmed results, from highest to lowest. Whether a
    tie blocks is for the caller to say."""
    rows, allotments = list(standings(show, category, confirmed(show))), []
    for award in awards_of(show, category):
        cut = min(quota(show, award, category), len(rows))
        tied: tuple[str, ...] = ()
        while 0 < cut < len(rows) and rows[cut].rank == rows[cut - 1].rank:
            tied = tuple(row.entry for row in rows if row.rank == rows[cut].rank)
            cut += 1
        allotments.append(Allotted(award, tuple(rows[:cut]), tied))
        rows = rows[cut:]
    return tuple(allotments)


def winners(show: Show, award_id: str, category: str) -> tuple[str, ...]:
    """Winners of the award in `category` by entry id, best first.

    Raises Refused `award_unconfirmed` while a competing entry has no confirmed score, and `award_tie` where a
    tie crosses the award's border and its rule is to block.
    """
    missing = unconfirmed(show, category)
    if missing:
        raise Refused("award_unconfirmed", entries=", ".join(missing[:8]), count=len(missing))
    for allotment in allotted(show, category):
        if allotment.tied and allotment.award.ties == "block":
            raise Refused("award_tie", award=allotment.award.title, entries=", ".join(allotment.tied))
        if allotment.award.id == award_id:
            return tuple(row.entry for row in allotment.rows)
    raise Refused("unknown_award", award=award_id)
