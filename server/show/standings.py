"""Rankings by category and the winners of awards. Equal results share a rank: 1, 1, 3."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from server.show import rundown
from server.show.events import Refused
from server.show.model import Award, Result, Show
from server.show.scoring import exact


@dataclass(frozen=True, slots=True)
class Standing:
    """One row of a ranking."""

    entry: str
    rank: int
    score: Decimal
    exact: Fraction


def standings(show: Show, category: str, results: Mapping[str, Result]) -> tuple[Standing, ...]:
    """The ranking of `category` over `results` (entry id → result), best first.

    Only competing entries stand in it. Equal exact values share a rank and keep today's running order.
    """
    order = {entry: place for place, entry in enumerate(rundown.order(show))}
    rows = [
        (exact(results[id]), order.get(id, len(order)), id)
        for id, entry in show.entries.items()
        if id in results and entry.category == category and entry.eligibility == "competing"
    ]
    rows.sort(key=lambda row: (-row[0], row[1], row[2]))
    ranked: list[Standing] = []
    for place, (value, _, id) in enumerate(rows, start=1):
        shared = ranked and ranked[-1].exact == value
        rank = ranked[-1].rank if shared else place
        ranked.append(Standing(id, rank, results[id].score, value))
    return tuple(ranked)


def confirmed(show: Show) -> dict[str, Result]:
    """Results as the operator knows them."""
    return {id: sheet.confirmed for id, sheet in show.sheets.items() if sheet.confirmed}


def revealed(show: Show) -> dict[str, Result]:
    """Results as the hall knows them."""
    return {id: sheet.revealed for id, sheet in show.sheets.items() if sheet.revealed}


def awards_of(show: Show, category: str) -> tuple[Award, ...]:
    """The awards given in `category`, from highest to lowest."""
    return tuple(award for award in show.contest.awards if not award.categories or category in award.categories)


def winners(show: Show, award_id: str, category: str) -> tuple[str, ...]:
    """Entry ids that win the award in `category`, best first.

    Refused `award_unconfirmed` while a competing entry has no confirmed score, and `award_tie`
    where a tie crosses the award's border and its rule is to block.
    """
    missing = [
        id
        for id, entry in show.entries.items()
        if entry.category == category and entry.eligibility == "competing"
        and not (id in show.sheets and show.sheets[id].confirmed)
    ]  # fmt: skip
    if missing:
        raise Refused("award_unconfirmed", entries=", ".join(missing[:8]), count=len(missing))
    rows = list(standings(show, category, confirmed(show)))
    for award in awards_of(show, category):
        cut = min(award.quota, len(rows))
        while 0 < cut < len(rows) and rows[cut].rank == rows[cut - 1].rank:
            if award.ties == "block":
                tied = [row.entry for row in rows if row.rank == rows[cut].rank]
                raise Refused("award_tie", award=award.title, entries=", ".join(tied))
            cut += 1
        if award.id == award_id:
            return tuple(row.entry for row in rows[:cut])
        rows = rows[cut:]
    raise Refused("unknown_award", award=award_id)
