"""Rows of a journal found in its raw pages, wherever SQLite itself finds its way no more.

A row is a record of SQLite's file format (https://sqlite.org/fileformat2.html, sections 1.6 and 2.1): the
length of its payload, its rowid, a header of serial types, the columns. Records are looked for by the shape of
their header at every place of every page, of the file and of each version of a page in the write-ahead log,
so neither a tree, nor a table of contents, nor a log's header has to be whole. What is found is a candidate:
whether it is true is for the chain to say.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from server.journal.pages import Pages
from server.journal.row import JournalRow

HASH_BYTES = 32
MAX_ROW_BYTES = 64 * 1024 * 1024  # a longer payload is no row of ours
# Header length, NULL for the rowid's column, and an integer: the moment.
_HEADER = re.compile(rb"(?=[\x05-\x14]\x00[\x01-\x06\x08\x09])", re.S)
_EPOCH = re.compile(rb"epoch([0-9a-f]{16})")  # name and value, as they stand in the table of names
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}  # serial type → bytes


class Candidate(NamedTuple):
    """Row that was found, with the hash that stands beside it (None: a journal of version 1)."""

    row: JournalRow
    hash: bytes | None


def epochs_in(pages: Pages) -> list[str]:
    """Epochs that are written anywhere in these pages, each once."""
    found = (match[1].decode() for _, page in pages.versions() for match in _EPOCH.finditer(page))
    return list(dict.fromkeys(found))


def carved(pages: Pages) -> dict[int, list[Candidate]]:
    """Rows found anywhere in these pages, by seq; where two versions differ the newest comes first."""
    found: dict[int, dict[Candidate, None]] = defaultdict(dict)
    for overflow in (pages.newest, pages.oldest):
        for _, page in pages.versions():
            for candidate in _in_page(page, pages.size, overflow):
                found[candidate.row.seq].setdefault(candidate)
    return {seq: list(candidates)[::-1] for seq, candidates in found.items()}


def _in_page(page: bytes, size: int, overflow: Mapping[int, bytes]) -> Iterator[Candidate]:
    for match in _HEADER.finditer(page):
        candidate = _record_at(page, match.start(), size, overflow)
        if candidate is not None:
            yield candidate


def _record_at(page: bytes, start: int, size: int, overflow: Mapping[int, bytes]) -> Candidate | None:
    types = _serial_types(page, start)
    if types is None:
        return None
    length = page[start] + sum(map(_bytes_of, types))
    seq = _seq_before(page, start, length)
    payload = _payload(page, start, length, size, overflow) if seq and length <= MAX_ROW_BYTES else None
    return _decoded(seq, types, payload[page[start] :]) if seq and payload else None


def _serial_types(page: bytes, start: int) -> list[int] | None:
    """Serial types of a row of ours, with a hash or without one."""
    types, place, end = [], start + 1, start + page[start]
    while place < end <= len(page):
        number, place = varint(page, place)
        types.append(number)
    texts = types[2:5]
    if place != end or len(types) not in (5, 6) or not all(kind >= 13 and kind % 2 for kind in texts if kind):
        return None
    if not (types[2] and types[4]) or types[5:] not in ([], [0], [12 + 2 * HASH_BYTES]):
        return None
    return types


def varint(raw: bytes, place: int) -> tuple[int, int]:
    """Variable-length integer at a place, and the place behind it; at the end of `raw` it ends, too."""
    number = 0
    for count in range(9):
        byte = raw[place] if place < len(raw) else 0
        place += 1
        if count == 8:
            return number << 8 | byte, place
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return number, place


def _bytes_of(kind: int) -> int:
    return (kind - 12) // 2 if kind >= 12 else _INTEGERS.get(kind, 0)


def _seq_before(page: bytes, start: int, length: int) -> int | None:
    """Rowid in front of a payload: the varint that ends there, behind the one that says `length`."""
    for width in range(1, 6):
        seq, end = varint(page, start - width) if start >= width else (0, 0)
        if end != start or not seq:
            continue
        for ahead in range(1, 6):
            if start - width >= ahead and varint(page, start - width - ahead) == (length, start - width):
                return seq
    return None


def _payload(page: bytes, start: int, length: int, size: int, overflow: Mapping[int, bytes]) -> bytes | None:
    """The payload, of which a long one goes on in overflow pages."""
    if length <= size - 35:
        local = page[start : start + length]
        return local if len(local) == length else None
    least = (size - 12) * 32 // 255 - 23
    kept = least + (length - least) % (size - 4)
    kept = kept if kept <= size - 35 else least
    parts, place = [page[start : start + kept]], page[start + kept : start + kept + 4]
    for _ in range(-(-(length - kept) // (size - 4))):
        following = overflow.get(int.from_bytes(place))
        if following is None:
            return None
        place = following[:4]
        parts.append(following[4:size])
    payload = b"".join(parts)[:length]
    return payload if len(payload) == length else None


def _decoded(seq: int, types: list[int], body: bytes) -> Candidate | None:
    columns: list[bytes] = []
    for kind in types:
        columns.append(body[: _bytes_of(kind)])
        body = body[_bytes_of(kind) :]
    _, at, by, command_id, event, *hash = columns
    moment = types[1] - 8 if types[1] >= 8 else int.from_bytes(at, signed=True)
    try:
        named = command_id.decode() if types[3] else None
        row = JournalRow(seq, moment, by.decode(), named, event.decode())
    except UnicodeDecodeError:
        return None
    return Candidate(row, hash[0] if hash and hash[0] else None)
