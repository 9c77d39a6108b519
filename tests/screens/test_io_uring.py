"""Sends in one call and one by one come to the same, and where there is no ring nobody notices."""

from __future__ import annotations

import ctypes
import errno
import os
import socket
from array import array
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress

import pytest

from server.screens import audience as audience_module
from server.screens import io_uring as module
from server.screens.audience import Audience
from server.screens.io_uring import SIZE, Batch, Ring, batch
from tests.support.paired_reader import End

needs_a_ring = pytest.mark.skipif(not batch(), reason="this kernel has no io_uring for us")
SMALL = 8


class Pairs:
    """Connected sockets: bytes go in at `near` and come out at `far`."""

    def __init__(self, many: int) -> None:
        self.near, self.far = zip(*(socket.socketpair() for _ in range(many)), strict=True)
        for one in (*self.near, *self.far):
            one.setblocking(False)
        self.descriptors = array("i", [one.fileno() for one in self.near])

    def got(self) -> list[bytes]:
        return [_read(one) for one in self.far]

    def close(self) -> None:
        for one in (*self.near, *self.far):
            one.close()


def _read(one: socket.socket) -> bytes:
    with suppress(BlockingIOError):
        return one.recv(1 << 20)
    return b""


def fill(*sockets: socket.socket) -> None:
    for one in sockets:
        with suppress(BlockingIOError):
            while one.send(bytes(65536)):
                pass


@pytest.fixture
def pairs() -> Iterator[Pairs]:
    with closing(Pairs(SMALL)) as made:
        yield made


@needs_a_ring
def test_everybody_gets_every_batch_round_and_round_the_ring(pairs: Pairs) -> None:
    with closing(Batch(SMALL)) as one:
        for number in range(1000):
            text = f"{number}".encode()
            assert one.send(pairs.descriptors, text) == [len(text)] * SMALL
            assert pairs.got() == [text] * SMALL


@needs_a_ring
def test_what_a_socket_does_not_take_is_counted_as_by_a_write_of_its_own(pairs: Pairs) -> None:
    full, half, _, shut, *_ = pairs.near
    half.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    fill(full)
    pairs.far[2].close()
    shut.shutdown(socket.SHUT_WR)
    long = bytes(100_000)
    with closing(Batch(SMALL)) as one:
        taken = one.send(pairs.descriptors, long)
        assert (taken[0], taken[2], taken[3]) == (0, -1, -1) and 0 <= taken[1] < len(long)
        assert taken[4:] == [len(long)] * (SMALL - 4)
        assert [len(_read(far)) for far in pairs.far[4:]] == [len(long)] * (SMALL - 4)
        assert taken[1] == len(_read(pairs.far[1]))


@needs_a_ring
def test_completions_are_matched_by_their_numbers_in_any_order(
    pairs: Pairs, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter = Ring._enter

    def backwards(ring: Ring) -> int:
        taken = enter(ring)
        first, size = ring._completions + ring._words[ring._head] % (2 * SMALL) * module._DONE, module._DONE
        answers = [ring._rings[at : at + size] for at in range(first, first + taken * size, size)]
        ring._rings[first : first + taken * size] = b"".join(reversed(answers))
        return taken

    fill(pairs.near[1])
    with closing(Batch(SMALL)) as one:
        monkeypatch.setattr(Ring, "_enter", backwards)
        for _ in range(3):
            assert one.send(pairs.descriptors, b"x") == [1, 0, *[1] * (SMALL - 2)]


@needs_a_ring
def test_nothing_is_pending_when_the_call_returns(pairs: Pairs) -> None:
    """What a full socket did not take does not come when it has room again."""
    fill(*pairs.near)
    with closing(Batch(SMALL)) as one:
        assert one.send(pairs.descriptors, b"lost") == [0] * SMALL
        while any(pairs.got()):
            pass
        assert one.send(pairs.descriptors, b"new") == [3] * SMALL and pairs.got() == [b"new"] * SMALL
    assert not [name for name in _threads() if name.startswith("iou-")], "no kernel worker was needed"


def _threads() -> list[str]:
    names = []
    for number in os.listdir("/proc/self/task"):
        with open(f"/proc/self/task/{number}/comm") as name:
            names.append(name.read())
    return names


@needs_a_ring
def test_each_text_is_the_one_that_was_given(pairs: Pairs) -> None:
    """The last payload stays loaded, for the next batch of the same crowd."""
    texts = [b"one", b"two", b"two", b"three, a longer one", b"one"]
    with closing(Batch(SMALL)) as one:
        for text in texts:
            again = bytes(bytearray(text))  # another object that says the same, then that one once more
            for same in (text, again, again):
                assert one.send(pairs.descriptors, same) == [len(text)] * SMALL and pairs.got() == [text] * SMALL


@needs_a_ring
def test_a_payload_that_could_not_be_loaded_leaves_none_behind(
    pairs: Pairs, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Batch(SMALL)) as one:
        assert one.send(pairs.descriptors, b"before") == [6] * SMALL and pairs.got() == [b"before"] * SMALL
        with monkeypatch.context() as patched, pytest.raises(MemoryError):
            patched.setattr(module, "array", _no_memory)
            one.send(pairs.descriptors, after := b"after it")
        assert one.send(pairs.descriptors, after) == [8] * SMALL and pairs.got() == [b"after it"] * SMALL


def _no_memory(*_: object) -> None:
    raise MemoryError


def test_batches_of_another_length_are_not_taken(pairs: Pairs) -> None:
    with closing(Batch(SMALL)) as one:
        for descriptors in (array("i"), pairs.descriptors[:-1], pairs.descriptors * 2):
            assert one.send(descriptors, b"x") == []
    assert pairs.got() == [b""] * SMALL


@pytest.mark.parametrize("lacks", ["machine", "kernel", "size", "send"])
def test_without_a_ring_nothing_is_taken(pairs: Pairs, monkeypatch: pytest.MonkeyPatch, lacks: str) -> None:
    if lacks == "machine":
        monkeypatch.setattr(module.platform, "machine", lambda: "mips")
    if lacks == "kernel":
        refuses = type("Refuses", (), {"syscall": staticmethod(lambda *_: (ctypes.set_errno(errno.EPERM), -1)[1])})
        monkeypatch.setattr(module.ctypes, "CDLL", lambda *_, **__: refuses)
    if lacks == "send":
        monkeypatch.setattr(module, "_SEND", 250)  # an operation that no kernel has
    with closing(Batch(3 if lacks == "size" else SMALL)) as one:  # a kernel would round 3 up
        assert not one and one.send(pairs.descriptors, b"x") == []
    assert pairs.got() == [b""] * SMALL


def taking(many: int) -> Callable[[Ring], int]:
    """A kernel that stops early."""
    return lambda ring: int(ring._call(module._ENTER, ring._fd, many, many, module._GETEVENTS, None, 0))


@needs_a_ring
def test_a_kernel_that_takes_fewer_is_not_asked_again(
    pairs: Pairs, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with closing(Batch(SMALL)) as one:
        monkeypatch.setattr(Ring, "_enter", taking(5))
        assert one.send(pairs.descriptors, b"x") == [1] * 5 and "took 5 of 8" in caplog.text
        assert not one and one.send(pairs.descriptors, b"y") == []
    assert pairs.got() == [b"x"] * 5 + [b""] * 3


@pytest.mark.parametrize("takes", [SIZE, 100, 0])
def test_a_crowd_of_batches_and_a_rest_gets_the_same_once(monkeypatch: pytest.MonkeyPatch, takes: int) -> None:
    """Two full batches and some; also where the kernel gives up in the middle of the first."""
    with ExitStack() as everybody:
        ring = everybody.enter_context(closing(Batch()))
        monkeypatch.setattr(Ring, "_enter", taking(takes))
        monkeypatch.setattr(audience_module, "batch", lambda: ring)
        crowd = [everybody.enter_context(closing(End())) for _ in range(2 * SIZE + 20)]
        audience = Audience(0, lambda: None)
        for one in crowd:
            audience.add(one)
        for number in range(3):
            if number == 2:
                crowd[7].far.close()
            audience.push(b"%d" % number)
            while audience.waits:
                audience.write(number)
            assert {one.got() for one in crowd if one is not crowd[7]} == {b"%d" % number}
        assert crowd[7].rest == [(1, -1)]
