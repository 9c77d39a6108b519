"""io_uring batches: five hundred sends in one system call, where Linux lets us.

Theory of operation. A ring has `SIZE` entries that are equal (send these bytes, wait for nothing, raise no
signal) but for the descriptor, so a batch is one copy of an array of descriptors and one call. Nothing is
ever left pending: with MSG_DONTWAIT every send is over, or has failed, when the call returns, and a
descriptor may be closed then; the loaded bytes stay for the crowd's next batch. Batches of another length
than `SIZE` are not taken, so the ring never wraps: filled up with sends to descriptor −1, one of less than
some 430 is sooner written one by one. Where the kernel refuses, as in many containers, or is not Linux, or
does once what is not expected, everything is written one by one. The numbers are those of linux/io_uring.h,
the same on all machines of `MACHINES`.
"""

from __future__ import annotations

import ctypes
import errno
import logging
import mmap
import os
import platform
import socket
import struct
import sys
from array import array
from functools import lru_cache

SIZE = 512  # sends in one call
MACHINES = ("x86_64", "aarch64")
_SETUP, _ENTER, _GETEVENTS = 425, 426, 1
_SINGLE_MMAP = 1  # both rings in one piece of memory: Linux 5.4
_ENTRIES_AT = 0x10000000
_SEND, _NOW, _QUIET = 26, 0x40, 0x4000  # IORING_OP_SEND, MSG_DONTWAIT, MSG_NOSIGNAL
# opcode, flags, priority, descriptor, offset, address, length, flags, number, …
_ENTRY = struct.Struct("BBHiQQIIQQQQ")
_DONE = 16  # bytes of a completion: number, result, flags

log = logging.getLogger(__name__)


class Ring:
    """Ring of `size` sends (a power of two). Raises OSError where the kernel has none for us."""

    def __init__(self, size: int = SIZE) -> None:
        self.size = size
        if not sys.platform.startswith("linux") or platform.machine() not in MACHINES:
            raise OSError(errno.ENOSYS, "io_uring is Linux's")
        self._call = ctypes.CDLL(None, use_errno=True).syscall
        layout = ctypes.create_string_buffer(120)
        self._fd = self._call(_SETUP, size, layout)
        if self._fd < 0:
            raise OSError(ctypes.get_errno(), "io_uring is refused")
        self._buffer: bytes | None = None
        try:
            self._map(layout.raw)
            self._try()
        except BaseException:
            self.close()
            raise

    def _map(self, layout: bytes) -> None:
        size = self.size
        # Three tables of ten words: sizes and features, then the offsets within the two rings, in bytes.
        facts, submission, completion = (struct.unpack_from("10I", layout, offset) for offset in (0, 40, 80))
        if not facts[5] & _SINGLE_MMAP or facts[:2] != (size, 2 * size):
            raise OSError(errno.ENOSYS, "this kernel's io_uring is another one")
        self._tail, slots = submission[1] // 4, submission[6] // 4
        self._head, self._completions = completion[0] // 4, completion[5]
        # Both are shared with the kernel, to be read and written.
        self._rings = mmap.mmap(self._fd, max(4 * (slots + size), self._completions + 2 * size * _DONE))
        self._entries = mmap.mmap(self._fd, size * _ENTRY.size, offset=_ENTRIES_AT)
        self._words = memoryview(self._rings).cast("I")
        self._words[slots : slots + size] = array("I", range(size))
        for number in range(size):
            entry = (_SEND, 0, 0, -1, 0, 0, 0, _NOW | _QUIET, number, 0, 0, 0)
            _ENTRY.pack_into(self._entries, number * _ENTRY.size, *entry)
        whole = memoryview(self._entries)
        self._descriptors = whole.cast("i")[1::16]
        self._addresses, self._lengths = whole.cast("Q")[2::8], whole.cast("I")[6::16]

    def _try(self) -> None:
        """Kernels before 5.6 have rings and no sends, and other systems only look like this one."""
        near, far = socket.socketpair()
        with near, far:
            near.setblocking(False)
            nobody = [-1] * (self.size - 1)
            if self.send(array("i", [near.fileno(), *nobody]), b"x") != [1, *nobody] or far.recv(2) != b"x":
                raise OSError(errno.ENOSYS, "this kernel's io_uring cannot send")

    def send(self, descriptors: array[int], buffer: bytes) -> list[int]:
        """Send of `buffer` to `size` descriptors: the bytes that each took, −1 where it is broken; for
        reading only. A shorter list: the kernel took no more of them, and this ring is not to be used
        again."""
        if buffer is not self._buffer:
            self._load(buffer)
        self._descriptors[:] = memoryview(descriptors)
        self._words[self._tail] = (self._words[self._tail] + self.size) & 0xFFFFFFFF
        return self._results(max(0, self._enter()))

    def _load(self, buffer: bytes) -> None:
        """Points all sends of the next calls at a copy of `buffer`: a crowd gets the same in many batches."""
        self._buffer = (
            None  # after an error in here, a partially staged payload is never taken for a loaded one
        )
        copy = ctypes.create_string_buffer(buffer, len(buffer))
        self._addresses[:] = array("Q", [ctypes.addressof(copy)]) * self.size
        self._lengths[:] = array("I", [len(buffer)]) * self.size
        self._whole = [len(buffer)] * self.size
        self._all_whole = array("i", self._whole).tobytes()
        self._copy, self._buffer = copy, buffer

    def _enter(self) -> int:
        """How many the kernel took; each of them is over."""
        return int(self._call(_ENTER, self._fd, self.size, self.size, _GETEVENTS, None, 0))

    def _results(self, taken: int) -> list[int]:
        head = self._words[self._head]
        start = self._completions + head % (2 * self.size) * _DONE
        completions = memoryview(self._rings)[start : start + taken * _DONE].cast("i")
        self._words[self._head] = (head + taken) & 0xFFFFFFFF
        if completions[2::4].tobytes() == self._all_whole:
            return self._whole
        # Sends that failed may complete before others.
        numbered = sorted(zip(completions[0::4], completions[2::4], strict=True))
        return [_took(result) for _, result in numbered]

    def close(self) -> None:
        """End of the ring."""
        os.close(self._fd)


def _took(result: int) -> int:
    return result if result >= 0 else 0 if result == -errno.EAGAIN else -1


class Batch:
    """Batched sends over a ring, where there is one and while the kernel does with it what is expected."""

    def __init__(self, size: int = SIZE) -> None:
        try:
            self._ring: Ring | None = Ring(size)
        except OSError as error:
            log.info("every page gets a call of its own (%s)", error)
            self._ring = None

    def __bool__(self) -> bool:
        return self._ring is not None

    def send(self, descriptors: array[int], buffer: bytes) -> list[int]:
        """Send of `buffer`: the bytes that each of the first descriptors took, −1 where it is broken; for
        reading only. The others, and all where the list is empty, have been sent nothing."""
        ring = self._ring
        if ring is None or len(descriptors) != ring.size:
            return []
        results = ring.send(descriptors, buffer)
        if len(results) != ring.size:
            log.warning(
                "io_uring took %d of %d: every page gets a call of its own now", len(results), ring.size
            )
            self.close()
        return results

    def close(self) -> None:
        """End of batching: every send is a call of its own from now on."""
        if self._ring is not None:
            self._ring.close()
            self._ring = None


@lru_cache(1)
def batch() -> Batch:
    """Batch of this process, probed when it is first asked for."""
    return Batch()
