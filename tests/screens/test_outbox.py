"""Outbox: payloads in order while the screen keeps up, bounded, and then one snapshot."""

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
    outbox.needs_snapshot = False
    return outbox


def waiting(outbox: Outbox) -> list[bytes]:
    return list(iter(outbox.next_patch, None))


def test_a_new_screen_needs_a_snapshot_and_gets_no_patch_before_it() -> None:
    outbox = Outbox()
    outbox.patch(b"early")
    assert outbox.needs_snapshot and outbox.next_patch() is None


def test_patches_come_out_in_order() -> None:
    outbox = reading()
    for number in range(5):
        outbox.patch(b"%d" % number)
    assert waiting(outbox) == [b"0", b"1", b"2", b"3", b"4"]


@given(st.lists(st.integers(1, MAX_BYTES // 2), max_size=30))
def test_it_never_holds_more_than_its_bound_and_never_leaves_a_gap(lengths: list[int]) -> None:
    outbox, sent = reading(), []
    for length in lengths:
        if outbox.needs_snapshot:
            break
        outbox.patch(b"x" * length)
        sent.append(length)
    queued = [len(payload) for payload in waiting(outbox)]
    assert sum(queued) <= MAX_BYTES
    assert queued == ([] if outbox.needs_snapshot else sent)
    assert outbox.needs_snapshot == (sum(sent) > MAX_BYTES)


def test_what_was_read_makes_room() -> None:
    outbox = reading()
    for _ in range(50):
        outbox.patch(b"x" * (MAX_BYTES // 2))
        assert outbox.next_patch() is not None
    assert not outbox.needs_snapshot


def test_what_was_dropped_makes_room() -> None:
    outbox = reading()
    for _ in range(3):
        outbox.patch(b"x" * MAX_BYTES)
        outbox.request_snapshot()
        outbox.needs_snapshot = False
    outbox.patch(b"x" * MAX_BYTES)
    assert not outbox.needs_snapshot and len(waiting(outbox)) == 1


def test_answers_are_never_dropped_and_too_many_are_refused() -> None:
    outbox = reading()
    assert all(outbox.answer(b"%d" % number) for number in range(MAX_ANSWERS))
    outbox.request_snapshot()
    assert not outbox.answer(b"one more")
    assert outbox.next_answer() == b"0"


def test_only_the_newest_presence_is_worth_sending() -> None:
    outbox = reading()
    outbox.presence(b"old")
    outbox.presence(b"new")
    assert (outbox.next_presence(), outbox.next_presence()) == (b"new", None)


FILLS = [
    lambda outbox: outbox.patch(b"p"),
    lambda outbox: outbox.answer(b"a"),
    lambda outbox: outbox.presence(b"x"),
    lambda outbox: outbox.close("why"),
    Outbox.request_snapshot,
]


@pytest.mark.parametrize("fill", FILLS)
async def test_waiting_ends_when_there_is_something(fill: Callable[[Outbox], object]) -> None:
    outbox = reading()
    waits = asyncio.create_task(outbox.wait())
    await asyncio.sleep(0)
    assert not waits.done()
    fill(outbox)
    await asyncio.wait_for(waits, 10)
