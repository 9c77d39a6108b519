"""Ties: parted by the rules' keys in order, then by people, else the same rank (1, 1, 3)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from server.show import commands, lengths
from server.show.events import Event
from server.show.events.marks import TieBroken
from server.show.marks import standings
from server.show.model import Refused, Show

MAX_VOTE = Decimal(10_000)


def tied(show: Show, category: str) -> tuple[tuple[str, ...], ...]:
    """Tied groups of entries, sharing a rank among the confirmed results of a category, best first."""
    groups: dict[int, list[str]] = {}
    for row in standings.standings(show, category, standings.confirmed(show)):
        groups.setdefault(row.rank, []).append(row.entry)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def on_borders(show: Show, category: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Ties that an award's border runs through: the award's id and the entries that are tied."""
    rows = standings.standings(show, category, standings.confirmed(show))
    borders, cut = [], 0
    for award in standings.awards_of(show, category):
        cut += standings.quota(show, award, category)
        if 0 < cut < len(rows) and rows[cut].rank == rows[cut - 1].rank:
            borders.append((award.id, tuple(row.entry for row in rows if row.rank == rows[cut].rank)))
    return tuple(borders)


def break_tie(show: Show, command: commands.BreakTie, at: int) -> tuple[Event, ...]:
    values: Mapping[str, Decimal] = command.values
    reason = lengths.trimmed("reason", command.reason, lengths.PASSAGE)
    if not reason:
        raise Refused("reason_needed")
    if command.category not in {category.id for category in show.contest.categories}:
        raise Refused("unknown_category", category=command.category)
    groups = for_people(show, command.category)
    group = next((group for group in groups if set(group) == set(values)), None)
    if group is None:
        raise Refused("not_tied", tied=" / ".join(", ".join(group) for group in groups) or "—")
    for entry, value in values.items():
        if not value.is_finite() or not 0 <= value <= MAX_VOTE or Fraction(value) * 10**4 % 1:
            raise Refused("tie_value", entry=entry, found=str(value), maximum=str(MAX_VOTE))
    if {entry: show.tiebreaks.get(entry) for entry in values} == dict(values):
        return ()
    return (TieBroken(command.category, dict(values), command.how, reason),)


def for_people(show: Show, category: str) -> tuple[tuple[str, ...], ...]:
    """Groups of entries that only people can part: those that they have parted may be parted again."""
    rows = standings.equals(show, category, standings.confirmed(show))
    return tuple(tuple(group) for group in rows if len(group) > 1)


DECIDERS: dict[type, Any] = {commands.BreakTie: break_tie}
