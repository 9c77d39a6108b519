"""Pages of a SQLite file and of its write-ahead log, read without SQLite, which would change them.

Formats: https://sqlite.org/fileformat2.html, sections 1.3 (header of the file) and 4 (write-ahead log). What the
log has committed stands over the file's pages, as SQLite itself would read it. A frame is good if its salts are
those of the log's header and its checksum goes on from the frame before; the log ends at the first that is
not, and frames of an earlier turn of the log may follow.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

MAGIC = b"SQLite format 3\x00"
PAGE_BYTES = 4096  # of every journal of ours, where neither file says so any more
LOG_HEADER = 32
FRAME_HEADER = 24
_LOG_MAGIC = (0x377F0682, 0x377F0683)  # checksums of little-endian words, of big-endian words
_MASK = 0xFFFFFFFF


@dataclass(slots=True)
class Pages:
    """Pages of a journal by number. `base`: of the file; `frames`: every frame of the log in its order, good or
    not, of which the first `committed` count; `count`: pages of the whole; `torn`: a frame of this turn of the
    log stands behind its end."""

    size: int
    base: dict[int, bytes]
    frames: list[tuple[int, bytes]] = field(default_factory=list)
    committed: int = 0
    count: int = 0
    torn: bool = False

    @property
    def newest(self) -> dict[int, bytes]:
        """Pages of the file under those of the whole log."""
        return self.base | dict(self.frames)

    @property
    def oldest(self) -> dict[int, bytes]:
        """Pages of the file over those of the log."""
        return dict(self.frames) | self.base

    def versions(self) -> Iterator[tuple[int, bytes]]:
        """Every version of every page, older ones first."""
        yield from self.base.items()
        yield from self.frames

    def image(self) -> bytes | None:
        """The file as SQLite reads it under its log, no log wanted. None: a page is missing."""
        whole = self.base | dict(self.frames[: self.committed])
        if self.count > len(whole):
            return None
        parts = [whole.get(number, b"") for number in range(1, self.count + 1)]
        if not parts or any(len(part) != self.size for part in parts):
            return None
        parts[0] = parts[0][:18] + b"\x01\x01" + parts[0][20:]  # read and written without a log
        return b"".join(parts)


def pages_of(main: bytes, log: bytes) -> Pages:
    """Pages in the bytes of a file and of its log."""
    size = _page_size(main, log)
    base = {number + 1: main[start : start + size] for number, start in enumerate(range(0, len(main), size))}
    pages = Pages(size, base, count=_count(main, size))
    _read_log(pages, log)
    return pages


def _page_size(main: bytes, log: bytes) -> int:
    for size in (int.from_bytes(main[16:18]), int.from_bytes(log[8:12])):
        size = 65536 if size == 1 else size
        if 512 <= size <= 65536 and size & (size - 1) == 0:
            return size
    return PAGE_BYTES


def _count(main: bytes, size: int) -> int:
    """Pages of the file alone, by its header, else by its length."""
    said = int.from_bytes(main[28:32])
    return said if said and main[24:28] == main[92:96] else -(-len(main) // size)


def _read_log(pages: Pages, log: bytes) -> None:
    salts, good, sums = log[16:24], *_log_header(log)
    for start in range(LOG_HEADER, len(log), FRAME_HEADER + pages.size):
        header = log[start : start + FRAME_HEADER]
        page = log[start + FRAME_HEADER : start + FRAME_HEADER + pages.size]
        pages.frames.append((int.from_bytes(header[:4]), page))
        ours = header[8:16] == salts and len(page) == pages.size
        if good and ours:
            sums = _checksum(page, _checksum(header[:8], sums, log), log)
            good = sums == struct.unpack(">II", header[16:24])
            if good and (count := int.from_bytes(header[4:8])):
                pages.committed, pages.count = len(pages.frames), count
        else:
            good = False
        pages.torn |= ours and not good
    pages.torn |= len(log) >= LOG_HEADER and not _log_header(log)[0]


def _log_header(log: bytes) -> tuple[bool, tuple[int, int]]:
    """Whether the log's header is whole, and the checksum that its first frame goes on from."""
    if len(log) < LOG_HEADER or int.from_bytes(log[:4]) not in _LOG_MAGIC:
        return False, (0, 0)
    sums = _checksum(log[:24], (0, 0), log)
    return sums == struct.unpack(">II", log[24:32]), sums


def _checksum(raw: bytes, sums: tuple[int, int], log: bytes) -> tuple[int, int]:
    """Checksum of SQLite's log over `raw`, going on from another, in the byte order that the log names."""
    order = ">" if log[3] & 1 else "<"
    words = iter(struct.unpack(f"{order}{len(raw) // 4}I", raw))
    one, two = sums
    for first, second in zip(words, words, strict=True):
        one = (one + first + two) & _MASK
        two = (two + second + one) & _MASK
    return one, two
