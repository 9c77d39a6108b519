"""The draw: repeatable from its seed by the documented steps, fair, and apart as far as it can be."""

from __future__ import annotations

import hashlib
from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.show.model import lottery

units = st.lists(st.sampled_from("abcd"), min_size=1, max_size=7).map(
    lambda found: {f"{n:02d}": unit for n, unit in enumerate(found, start=1)}
)


def by_hand(seed: str, session: str, entries: list[str]) -> list[str]:
    """Step 1 as somebody with a SHA-256 tool does it."""
    lots = {id: hashlib.sha256(f"{seed}/{session}/1/{id}".encode()).hexdigest() for id in entries}
    return sorted(entries, key=lots.__getitem__)


def test_the_order_is_the_one_that_a_hash_tool_gives() -> None:
    # printf '2024/s1/1/01' | sha256sum, and so on
    assert lottery.lot("2024", "s1", 1, "01") == "3c18abe4621c2f842e4cf3be3a2a502391956a95262d8e6b835d4d4170905d08"
    free = dict.fromkeys(["01", "02", "03", "04", "05"], "")
    assert lottery.draw("2024", "s1", free, apart=False) == (1, tuple(by_hand("2024", "s1", list(free))))


@given(st.text(max_size=60).filter(lambda text: text.isprintable()), units, st.booleans())
def test_a_draw_repeats_exactly_and_loses_nobody(seed: str, pool: dict[str, str], apart: bool) -> None:
    number, order = lottery.draw(seed, "s1", pool, apart)
    assert (number, order) == lottery.draw(seed, "s1", dict(reversed(pool.items())), apart)
    assert sorted(order) == sorted(pool)


def fewest_of_all(pool: dict[str, str]) -> int:
    return min(len(lottery.neighbours(order, pool)) for order in permutations(pool))


@given(units)
def test_no_order_has_fewer_neighbours_than_the_drawn_one(pool: dict[str, str]) -> None:
    fewest = fewest_of_all(pool)
    assert lottery.fewest_neighbours(pool.values()) == fewest
    assert len(lottery.neighbours(lottery.draw("种子", "s1", pool, True)[1], pool)) == fewest
    assert len(lottery.neighbours(lottery.mended(tuple(pool), pool), pool)) == fewest


@given(units)
def test_mending_takes_the_first_entry_that_still_works(pool: dict[str, str]) -> None:
    """Against a slow model: all orders with the fewest neighbours, compared place by place."""
    fewest = fewest_of_all(pool)
    wanted = next(
        candidate for candidate in permutations(pool) if len(lottery.neighbours(candidate, pool)) == fewest
    )
    assert lottery.mended(tuple(pool), pool) == wanted


def test_units_that_no_round_takes_apart_are_mended() -> None:
    pool = {f"{n:02d}": "one" if n <= 21 else f"other {n}" for n in range(1, 42)}
    number, order = lottery.draw("seed", "s1", pool, True)
    assert number == 0
    assert [pool[id] for id in order[::2]] == ["one"] * 21


def chi_square(counts: Counter[object], cells: int) -> float:
    expected = counts.total() / cells
    return sum((count - expected) ** 2 / expected for count in counts.values()) + expected * (cells - len(counts))


def test_each_entry_has_each_place_equally_often() -> None:
    """2000 fixed seeds, 8 entries: 64 cells with 49 degrees of freedom; 99.9 % of fair draws stay under 85.4."""
    pool = dict.fromkeys([f"{n:02d}" for n in range(1, 9)], "")
    found = Counter(
        (place, id) for seed in range(2000) for place, id in enumerate(lottery.draw(str(seed), "s1", pool, False)[1])
    )
    assert chi_square(found, 64) < 85.4


def test_every_order_that_keeps_the_units_apart_is_equally_likely() -> None:
    """Five entries, two of one unit: 72 orders keep them apart; 71 degrees of freedom, 99.9 % under 112.3."""
    pool = {"01": "one", "02": "one", "03": "two", "04": "three", "05": "four"}
    found = Counter(lottery.draw(str(seed), "s1", pool, True)[1] for seed in range(3600))
    assert len(found) == 72
    assert chi_square(found, 72) < 112.3


@pytest.mark.parametrize("changed", [("2025", "s1"), ("2024", "s2")])
def test_another_seed_or_session_is_another_draw(changed: tuple[str, str]) -> None:
    pool = dict.fromkeys([f"{n:02d}" for n in range(1, 13)], "")
    assert lottery.draw("2024", "s1", pool, False) != lottery.draw(*changed, pool, False)
