"""The draw (抽签): an order from a seed, which anybody can repeat with a SHA-256 tool years later.

Rule "sha256-rounds-1":
1. Round 1: for each entry take the SHA-256 of the UTF-8 text `seed/session/round/entry`, with the
   seed, the session's id and the entry's number as the record prints them (`2024/s1/1/07`). Sorted
   by these 64 hexadecimal digits, smallest first, the entries stand in the order of the round.
2. Without the constraint this is the result. With it, two entries of one parent unit (of one unit,
   where no parent is named) should not follow each other. F is the fewest such neighbours that any
   order of these entries has: with c the most entries of one unit among n, F = max(0, 2c - n - 1).
   The result is the order of the first round with exactly F of them; else step 1 with the next round.
   So every order that keeps the constraint is equally likely.
3. If none of 500 rounds has so few, the order of round 1 is mended and the round is recorded as 0:
   place by place, the first entry left in it that does not rule out F neighbours in all.

Three of four entries of one unit cannot stand apart: the draw is made all the same, with the fewest
neighbours, and these are named in the record.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from server.show.model.event import Event

RULE = "sha256-rounds-1"
MAX_ROUNDS = 500


@dataclass(frozen=True, slots=True)
class Drawn(Event):
    """Event of a draw: the order and how it came about. `units`: each entry's unit as it counted then;
    `round` 0: mended."""

    session: str
    seed: str
    rule: str
    round: int
    apart: bool
    units: dict[str, str]
    order: tuple[str, ...]
    adjacent: tuple[tuple[str, str], ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draw in the record, which it never leaves. `taken_back` is the moment (server ms) of its undo."""

    seq: int
    at: int
    by: str
    drawn: Drawn
    taken_back: int | None = None


def draw(seed: str, session: str, units: Mapping[str, str], apart: bool) -> tuple[int, tuple[str, ...]]:
    """Round that decided (0: mended) and the order of the entries of `units` (entry id → unit)."""
    if not apart:
        return 1, ranked(seed, session, 1, units)
    fewest = fewest_neighbours(units.values())
    for number in range(1, MAX_ROUNDS + 1):
        order = ranked(seed, session, number, units)
        if len(neighbours(order, units)) == fewest:
            return number, order
    return 0, mended(ranked(seed, session, 1, units), units)


def ranked(seed: str, session: str, number: int, entries: Mapping[str, str]) -> tuple[str, ...]:
    """Order of the entries in one round, by their lots."""
    return tuple(sorted(entries, key=lambda id: (lot(seed, session, number, id), id)))


def lot(seed: str, session: str, number: int, entry: str) -> str:
    """Lot of an entry in a round: 64 hexadecimal digits of a SHA-256 (FIPS 180-4)."""
    return hashlib.sha256(f"{seed}/{session}/{number}/{entry}".encode()).hexdigest()


def neighbours(order: Sequence[str], units: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Neighbours of one unit: the pairs that follow each other."""
    return tuple((earlier, later) for earlier, later in pairwise(order) if units[earlier] == units[later])


def fewest_neighbours(units: Iterable[str], last: str | None = None) -> int:
    """Fewest neighbours of one unit in any order of entries of these units, after one of `last`."""
    counts = Counter(units)
    among = counts.total()
    return max([0, *(2 * count - among - (unit != last) for unit, count in counts.items())])


def mended(order: Sequence[str], units: Mapping[str, str]) -> tuple[str, ...]:
    """Order nearest to `order`, from the front, among all those with the fewest neighbours."""
    left, done, last = list(order), list[str](), None
    while left:
        fewest = fewest_neighbours([units[id] for id in left], last)

        def fits(id: str, fewest: int = fewest, last: str | None = last) -> bool:
            rest = [units[other] for other in left if other != id]
            return (units[id] == last) + fewest_neighbours(rest, units[id]) == fewest

        chosen = next(filter(fits, left))
        left.remove(chosen)
        done.append(chosen)
        last = units[chosen]
    return tuple(done)
