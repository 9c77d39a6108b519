"""The order and the number of writes: over pairs of connected sockets, and a clock that the test sets."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator

import pytest

from server import fanout
from server.fanout import FEW, HALL_PACE, MAX_BURST, Audience, Fanout
from tests.runs import turns_until

PATIENT = 30


class End:
    """A reader whose bytes arrive at the other end of a pair of sockets."""

    def __init__(self) -> None:
        self.at = 0
        self.near, self.far = socket.socketpair()
        self.near.setblocking(False)
        self.far.settimeout(PATIENT)
        self.fd = self.near.fileno()
        self.late: list[bytes] = []
        self.rest: list[tuple[int, int]] = []
        self.settled = 0

    def send_late(self, buffer: bytes) -> None:
        self.late.append(buffer)

    def send_rest(self, buffer: bytes, sent: int) -> None:
        self.rest.append((len(buffer), sent))

    def settle(self) -> None:
        self.settled += 1

    def owe(self) -> None: ...

    def end(self, why: str) -> None: ...

    def got(self) -> bytes:
        self.far.setblocking(False)
        try:
            return self.far.recv(1 << 20)
        except BlockingIOError:
            return b""

    def close(self) -> None:
        self.near.close()
        self.far.close()


@pytest.fixture
def ends() -> Iterator[list[End]]:
    made = [End() for _ in range(FEW + 1)]
    yield made
    for one in made:
        one.close()


def audience_of(ends: list[End]) -> Audience:
    audience = Audience(HALL_PACE)
    for one in ends:
        audience.add(one)
    return audience


def finish(audience: Audience, now: float) -> int:
    """Calls until the audience waits for nobody; how many calls that took."""
    for calls in range(1, 100):
        audience.write(now)
        if not audience.waits:
            return calls
    raise AssertionError("it never comes to an end")


def test_everybody_gets_the_same_bytes(ends: list[End]) -> None:
    audience = audience_of(ends)
    audience.push(b"one")
    audience.push(b"two")
    finish(audience, 0)
    assert [one.got() for one in ends] == [b"onetwo"] * len(ends)


def test_a_burst_within_one_frame_is_one_write(ends: list[End]) -> None:
    audience = audience_of(ends)
    audience.push(b"1")
    finish(audience, 0)
    for number in b"23456":
        audience.push(bytes([number]))
        audience.write(HALL_PACE / 2)
        assert audience.waits
    assert [one.got() for one in ends] == [b"1"] * len(ends), "the first at once, the others with the next frame"
    finish(audience, HALL_PACE)
    assert [one.got() for one in ends] == [b"23456"] * len(ends)


def test_few_screens_wait_for_no_frame(ends: list[End]) -> None:
    audience = audience_of(ends[:FEW])
    for frame in (b"1", b"2"):
        audience.push(frame)
        finish(audience, 0)
        assert ends[0].got() == frame


def test_what_comes_during_a_pass_joins_the_writes_that_are_still_to_come(
    ends: list[End], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fanout, "CHUNK", 3)
    audience = audience_of(ends)
    audience.push(b"1")
    audience.write(0)
    audience.push(b"2")
    audience.write(0)
    assert [one.got() for one in ends[:6]] == [b"1"] * 3 + [b"12"] * 3
    finish(audience, 9)
    assert [one.got() for one in ends] == [b"2"] * 3 + [b""] * 3 + [b"12"] * 3, "nothing twice, nothing left out"
    assert not audience._frames and audience._bytes == 0


def test_who_comes_during_a_pass_gets_what_is_newer_and_who_goes_gets_nothing(
    ends: list[End], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fanout, "CHUNK", 3)
    first, late = ends[:-1], ends[-1]
    audience = audience_of(first)
    audience.push(b"1")
    audience.write(0)
    audience.add(late)
    audience.remove(first[-1])
    first[-1].fd = -1
    audience.push(b"2")
    finish(audience, 9)
    assert late.got() == b"2" and first[-1].got() == b""


def test_who_cannot_be_written_to_is_told_and_holds_nobody_up(ends: list[End]) -> None:
    full, gone, blocked, *others = ends
    while True:
        try:
            full.near.send(bytes(65536))
        except BlockingIOError:
            break
    gone.far.close()
    blocked.fd = -1
    audience = audience_of(ends)
    audience.push(b"news")
    finish(audience, 0)
    assert (full.rest, gone.rest, blocked.late) == ([(4, 0)], [(4, -1)], [b"news"])
    assert [one.got() for one in others] == [b"news"] * len(others)


def test_too_much_at_once_is_a_snapshot_for_everybody(ends: list[End]) -> None:
    audience = audience_of(ends)
    for _ in range(5):
        audience.push(bytes(MAX_BURST // 2))
    finish(audience, 0)
    assert [one.settled for one in ends] == [1] * len(ends) and audience._bytes <= MAX_BURST


async def test_the_hall_comes_first_and_the_loop_has_its_turn_within_the_crowd(
    monkeypatch: pytest.MonkeyPatch, ends: list[End]
) -> None:
    monkeypatch.setattr(fanout, "CHUNK", 2)
    wall, *crowd = ends
    out = Fanout()
    out.audience("stage").add(wall)
    for one in crowd:
        out.audience("watch").add(one)
    out.push("watch", b"crowd")
    out.push("stage", b"wall")
    seen = {}  # how many of the crowd have it → what the wall has got
    while len(crowd) not in seen:
        await asyncio.sleep(0)
        reached = sum(one.at == out.audience("watch").end for one in crowd)
        if reached == 2 and 2 not in seen:
            out.push("stage", b"again")  # a command in the middle of the crowd
        seen.setdefault(reached, wall.got())
    assert (seen[2], seen[4]) == (b"wall", b"again"), "before the crowd goes on"
    assert [one.got() for one in crowd] == [b"crowd"] * len(crowd)


async def test_the_next_frame_goes_out_by_itself_when_its_time_has_come(ends: list[End]) -> None:
    out = Fanout()
    for one in ends:
        out.audience("stage").add(one)
    for frame in (b"1", b"2"):
        out.push("stage", frame)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    loop = asyncio.get_running_loop()
    ends[0].far.setblocking(False)
    first = await asyncio.wait_for(loop.sock_recv(ends[0].far, 9), PATIENT)
    rest = await asyncio.wait_for(loop.sock_recv(ends[0].far, 9), PATIENT) if first == b"1" else b""
    assert first + rest == b"12"


async def test_another_journal_is_a_snapshot_for_everybody_in_every_view(ends: list[End]) -> None:
    out = Fanout()
    out.restart()
    for number, one in enumerate(ends):
        out.audience(f"{number}").add(one)
    out.push("0", b"old")
    out.restart()
    await turns_until(lambda: all(one.settled for one in ends))
    assert [one.got() for one in ends] == [b""] * len(ends)


async def test_a_flush_writes_to_the_hall_at_once_and_leaves_the_crowd_for_later(ends: list[End]) -> None:
    everybody = Fanout()
    for view, one in (("stage", ends[0]), (fanout.CROWD, ends[1])):
        everybody.audience(view).add(one)
        everybody.push(view, b"1")
    everybody.flush()
    assert (ends[0].got(), ends[1].got()) == (b"1", b"")
    await turns_until(lambda: not everybody.audience(fanout.CROWD).waits)
    assert (ends[0].got(), ends[1].got()) == (b"", b"1"), "nothing twice, nothing left out"
