"""The order and the number of writes: over pairs of connected sockets, and a clock that the test sets."""

from __future__ import annotations

import os
import re
from contextlib import ExitStack, closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.screens import audience as audience_module
from server.screens.audience import DROPPED, MAX_BURST, SMALL_AUDIENCE, Audience
from server.screens.io_uring import SIZE, Batch, batch
from tests.support.paired_reader import End

PACE = 1 / 60
SIZES = [SIZE, *([2] if batch() else [])]  # of a batch: one that is never full here, and the least


def audience_of(ends: list[End]) -> Audience:
    """They have all had a first pass, and are caught up."""
    audience = Audience(PACE, lambda: None)
    for one in ends:
        audience.add(one)
    audience.push(b"0")
    finish(audience, 0)
    audience.ready = 0
    assert [one.got() for one in ends] == [b"0"] * len(ends)
    assert len(audience.caught_up) == len(audience) == len(ends)
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
        audience.write(PACE / 2)
        assert audience.waits
    assert [one.got() for one in ends] == [b"1"] * len(ends), "the first at once, the others with the next frame"
    finish(audience, PACE)
    assert [one.got() for one in ends] == [b"23456"] * len(ends)


def test_few_screens_wait_for_no_frame(ends: list[End]) -> None:
    audience = audience_of(ends[:SMALL_AUDIENCE])
    for frame in (b"1", b"2"):
        audience.push(frame)
        finish(audience, 0)
        assert ends[0].got() == frame


def test_what_comes_during_a_pass_goes_with_the_next_as_one_write(
    ends: list[End], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audience_module, "CHUNK", 3)
    audience = audience_of(ends)
    audience.push(b"1")
    audience.write(0)
    audience.push(b"2")
    audience.write(0)
    audience.push(b"3")
    assert [one.got() for one in ends[:7]] == [b"1"] * 6 + [b""]
    finish(audience, 9)
    assert [one.got() for one in ends] == [b"23"] * 6 + [b"123"] * 3, "nothing twice, nothing left out"
    assert not audience._frames and audience._bytes == 0


def test_a_socket_that_comes_during_a_pass_gets_newer_frames_and_one_that_goes_gets_none(
    ends: list[End], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audience_module, "CHUNK", 3)
    first, new = ends[:-1], ends[-1]
    audience = audience_of(first)
    audience.push(b"1")
    audience.write(0)
    audience.remove(first[-1])
    os.dup2(new.near.fileno(), first[-1].fd)  # the system gives its descriptor to the next socket
    new.fd = first[-1].fd
    audience.add(new)
    audience.push(b"2")
    finish(audience, 9)
    assert (new.got(), first[-1].got()) == (b"2", b"")


def test_a_socket_that_cannot_be_written_to_gets_the_rest_later_and_holds_nobody_up(ends: list[End]) -> None:
    full, gone, blocked, *others = ends
    audience = audience_of(ends)
    while True:
        try:
            full.near.send(bytes(65536))
        except BlockingIOError:
            break
    gone.far.close()
    audience.hold(blocked)
    blocked.fd = -1
    audience.push(b"news")
    finish(audience, 0)
    assert (full.rest, gone.rest, blocked.sent_late) == ([(4, 0)], [(4, -1)], [b"news"])
    assert [one.got() for one in others] == [b"news"] * len(others)


def test_too_much_at_once_is_a_snapshot_for_everybody(ends: list[End]) -> None:
    audience = audience_of(ends)
    for _ in range(5):
        audience.push(bytes(MAX_BURST // 2))
    finish(audience, 0)
    assert [one.snapshots for one in ends] == [1] * len(ends) and audience._bytes <= MAX_BURST


def test_a_snapshot_for_one_is_no_write_to_the_others(ends: list[End]) -> None:
    asking, *others = ends
    audience = audience_of(ends)
    audience.request_snapshot(asking)
    audience.request_snapshot(asking)
    assert audience.waits
    finish(audience, 0)
    assert asking.snapshots == 1 and [one.got() for one in ends] == [b""] * len(ends)
    audience.push(b"next")
    finish(audience, 9)
    assert [one.got() for one in others] == [b"next"] * len(others)


class Page(End):
    """An end that follows: a snapshot with the number of the next frame is “S7;”, the frame 7 “7;”."""

    def __init__(self, audience: Audience) -> None:
        super().__init__()
        self.audience = audience
        self.needs_snapshot = False
        self.came = b""
        self.send_snapshot()

    def send(self, buffer: bytes) -> None:
        if self.fd < 0:
            self.needs_snapshot = True
        else:
            self.near.sendall(buffer)

    def send_snapshot(self) -> None:
        self.needs_snapshot = self.fd < 0
        if not self.needs_snapshot:
            self.audience.add(self)
            self.send(b"S%d;" % self.next_frame)

    def pause(self) -> None:
        self.audience.hold(self)
        self.fd = -1

    def resume(self) -> None:
        self.fd = self.near.fileno()
        if self.needs_snapshot:
            self.send_snapshot()

    def newest(self) -> int:
        """The frame that it wants next; fails where one was missed, or came twice."""
        self.came += self.got()
        wants = DROPPED
        for snapshot, number in re.findall(rb"(S?)(\d+);", self.came):
            assert snapshot or int(number) == wants, self.came
            wants = int(number) + (not snapshot)
        return wants


ACTIONS = st.sampled_from(["push", "write", "pause", "resume"] * 4 + ["resync", "request", "join", "leave", "burst"])


@pytest.mark.parametrize("size", SIZES)
@settings(max_examples=300)
@given(actions=st.lists(st.tuples(ACTIONS, st.integers(0, 7)), min_size=30, max_size=80))
def test_nobody_misses_a_frame_or_gets_one_twice_whatever_happens(
    size: int, actions: list[tuple[str, int]]
) -> None:
    with pytest.MonkeyPatch.context() as patched, ExitStack() as everybody:
        patched.setattr(audience_module, "CHUNK", 2)
        ring = everybody.enter_context(closing(Batch(size)))
        patched.setattr(audience_module, "batch", lambda: ring)
        audience, now = Audience(PACE, lambda: None), 0.0
        come = lambda: everybody.enter_context(closing(Page(audience)))  # noqa: E731
        pages = [come() for _ in range(5)]
        audience.push(b"0;")
        finish(audience, now)
        for action, which in actions:
            page = pages[which % len(pages)]
            match action:
                case "push":
                    audience.push(b"%d;" % audience.end)
                case "burst":
                    audience.drop_frames()
                case "write":
                    audience.write(now := now + PACE)
                case "resync":
                    page.send_snapshot()
                case "request":
                    audience.request_snapshot(page)
                case "join":
                    pages.append(come())
                case "leave" if len(pages) > 1:
                    audience.remove(page)
                    page.newest()
                    pages.remove(page)
                case "pause" | "resume":
                    getattr(page, action)()
        for page in pages:
            page.resume()
        audience.push(b"%d;" % audience.end)
        while audience.waits:
            audience.write(now := now + PACE)
        assert {page.newest() for page in pages} == {audience.end} and len(audience) == len(pages)
