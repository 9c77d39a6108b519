"""Rows in raw pages: all of them, and no others."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from server.journal.carve import carved, epochs_in, varint
from server.journal.journal import Journal
from server.journal.pages import pages_of
from server.show import events as e
from tests.support.damaged_journals import fill


@pytest.mark.parametrize("number", [0, 1, 127, 128, 16383, 16384, 2**32, 2**48])
def test_a_varint_is_read_as_sqlite_writes_it(number: int) -> None:
    raw = [number & 0x7F]
    while number > 0x7F and (number := number >> 7):
        raw.append(number & 0x7F | 0x80)
    value = sum((byte & 0x7F) << 7 * place for place, byte in enumerate(raw))
    assert varint(b"x" + bytes(reversed(raw)) + b"y", 1) == (value, 1 + len(raw))


def test_every_row_is_found_with_its_hash_short_and_long_with_and_without_an_id(tmp_path: Path) -> None:
    path = tmp_path / "live.sqlite"
    with closing(Journal(path)) as journal:
        fill(journal, 1, 3)  # the first is longer than a page
        for at in (0, 1, 255, 2**33):
            journal.append(at, "", e.MessageSet("长" * at if at < 256 else "x"))
        rows, epoch = journal.rows(), journal.epoch
    with closing(sqlite3.connect(path)) as db:
        hashes = [hash for (hash,) in db.execute("SELECT hash FROM events ORDER BY seq")]
    pages = pages_of(path.read_bytes(), b"")
    found = carved(pages)
    assert [(found[row.seq][0].row, found[row.seq][0].hash) for row in rows] == list(zip(rows, hashes, strict=True))
    assert sorted(found) == [row.seq for row in rows] and epochs_in(pages) == [epoch]


def test_rubbish_holds_no_rows() -> None:
    assert not carved(pages_of(b"\x07\x00\x05" * 9000, b"\xff" * 9000))
