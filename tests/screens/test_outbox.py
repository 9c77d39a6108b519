"""What waits for one screen: in order while it keeps up, bounded, and then one snapshot."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.screens.outbox import MAX_ANSWERS, MAX_BYTES, Outbox


def reading() -> Outbox:
    """An outbox whose screen has its snapshot."""
    outbox = Outbox()
    outbox.owed = False
    return outbox


def waiting(outbox: Outbox) -> list[str]:
    return list(iter(outbox.take_patch, None))


def test_a_new_screen_is_owed_a_snapshot_and_no_patch_before_it() -> None:
    outbox = Outbox()
    outbox.patch("early")
    assert outbox.owed and outbox.take_patch() is None


def test_patches_come_out_in_order() -> None:
    outbox = reading()
    for number in range(5):
        outbox.patch(f"{number}")
    assert waiting(outbox) == ["0", "1", "2", "3", "4"]


@given(st.lists(st.integers(1, MAX_BYTES // 2), max_size=30))
def test_it_never_holds_more_than_its_bound_and_never_leaves_a_gap(lengths: list[int]) -> None:
    outbox, sent = reading(), []
    for length in lengths:
        if outbox.owed:
            break
        outbox.patch("x" * length)
        sent.append(length)
    kept = [len(text) for text in waiting(outbox)]
    assert sum(kept) <= MAX_BYTES
    assert kept == ([] if outbox.owed else sent)
    assert outbox.owed == (sum(sent) > MAX_BYTES)


def test_what_was_read_makes_room() -> None:
    outbox = reading()
    for _ in range(50):
        outbox.patch("x" * (MAX_BYTES // 2))
        assert outbox.take_patch() is not None
    assert not outbox.owed


def test_what_was_dropped_makes_room() -> None:
    outbox = reading()
    for _ in range(3):
        outbox.patch("x" * MAX_BYTES)
        outbox.owe()
        outbox.owed = False
    outbox.patch("x" * MAX_BYTES)
    assert not outbox.owed and len(waiting(outbox)) == 1


def test_answers_are_never_dropped_and_too_many_are_told() -> None:
    outbox = reading()
    assert all(outbox.answer(f"{number}") for number in range(MAX_ANSWERS))
    outbox.owe()
    assert not outbox.answer("one more")
    assert outbox.take_answer() == "0"


def test_only_the_newest_presence_is_worth_sending() -> None:
    outbox = reading()
    outbox.presence("old")
    outbox.presence("new")
    assert (outbox.take_presence(), outbox.take_presence()) == ("new", None)


FILLS = [lambda o: o.patch("p"), lambda o: o.answer("a"), lambda o: o.presence("x"), Outbox.owe]


@pytest.mark.parametrize("fill", FILLS)
async def test_waiting_ends_when_there_is_something(fill: Callable[[Outbox], object]) -> None:
    outbox = reading()
    waits = asyncio.create_task(outbox.wait())
    await asyncio.sleep(0)
    assert not waits.done()
    fill(outbox)
    await asyncio.wait_for(waits, 10)
