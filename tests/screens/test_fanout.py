"""The order of the writes, over pairs of connected sockets: who is written to first, and when the loop goes on."""

from __future__ import annotations

import asyncio

import pytest

from server.screens import audience, fanout
from server.screens.fanout import Fanout
from tests.support.paired_reader import PATIENT, End
from tests.support.threaded_server import turns_until


async def test_the_venue_comes_first_and_the_loop_has_its_turn_within_the_crowd(
    monkeypatch: pytest.MonkeyPatch, ends: list[End]
) -> None:
    monkeypatch.setattr(audience, "CHUNK", 2)
    wall, *crowd = ends
    out = Fanout()
    out.audience("stage").add(wall)
    for one in crowd:
        out.audience("watch").add(one)
    out.audience("watch").push(b"crowd")
    out.audience("stage").push(b"wall")
    seen = {}  # how many of the crowd have it → what the wall has got
    while len(crowd) not in seen:
        await asyncio.sleep(0)
        reached = sum(one.next_frame == out.audience("watch").end for one in crowd)
        if reached == 2 and 2 not in seen:
            out.audience("stage").push(b"again")  # a command in the middle of the crowd
        seen.setdefault(reached, wall.got())
    assert (seen[2], seen[4]) == (b"wall", b"again"), "before the crowd goes on"
    assert [one.got() for one in crowd] == [b"crowd"] * len(crowd)


async def test_the_next_frame_goes_out_by_itself_when_its_time_has_come(ends: list[End]) -> None:
    out = Fanout()
    for one in ends:
        out.audience("stage").add(one)
    for frame in (b"1", b"2"):
        out.audience("stage").push(frame)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    loop = asyncio.get_running_loop()
    ends[0].far.setblocking(False)
    first = await asyncio.wait_for(loop.sock_recv(ends[0].far, 9), PATIENT)
    rest = await asyncio.wait_for(loop.sock_recv(ends[0].far, 9), PATIENT) if first == b"1" else b""
    assert first + rest == b"12"


async def test_snapshots_that_are_asked_for_in_many_views_come_with_the_next_pass(ends: list[End]) -> None:
    out = Fanout()
    for number, one in enumerate(ends):
        out.audience(f"{number}").add(one)
    out.audience("0").push(b"old")
    for number, one in enumerate(ends):
        out.audience(f"{number}").request_snapshot(one)
    await turns_until(lambda: all(one.snapshots for one in ends))
    assert [one.got() for one in ends] == [b""] * len(ends)


async def test_a_flush_writes_to_the_venue_at_once_and_leaves_remote_viewers_for_later(ends: list[End]) -> None:
    everybody = Fanout()
    for view, one in (("stage", ends[0]), (fanout.REMOTE_VIEW, ends[1])):
        everybody.audience(view).add(one)
        everybody.audience(view).push(b"1")
    everybody.flush()
    assert (ends[0].got(), ends[1].got()) == (b"1", b"")
    await turns_until(lambda: not everybody.audience(fanout.REMOTE_VIEW).waits)
    assert (ends[0].got(), ends[1].got()) == (b"", b"1"), "nothing twice, nothing left out"
