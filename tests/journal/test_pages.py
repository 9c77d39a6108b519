"""Pages of a file and its log: read as SQLite reads them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from server.journal.pages import PAGE_BYTES, Pages, pages_of
from tests.support.damaged_journals import flipped, killed


@pytest.fixture
def files(tmp_path: Path) -> dict[str, bytes]:
    with killed(tmp_path) as found:
        return found


def pages(files: dict[str, bytes]) -> Pages:
    return pages_of(files["live.sqlite"], files["live.sqlite-wal"])


def newest(image: bytes | None) -> int:
    assert image is not None
    with closing(sqlite3.connect(":memory:")) as db:
        db.deserialize(image)
        seq: int = db.execute("SELECT max(seq) FROM events").fetchone()[0]
        return seq


def test_the_log_stands_over_the_file(files: dict[str, bytes]) -> None:
    whole = pages(files)
    assert (whole.size, whole.committed, whole.torn) == (PAGE_BYTES, len(whole.frames), False)
    assert newest(whole.image()) == 30
    assert newest(pages_of(files["live.sqlite"], b"").image()) == 12


def test_a_log_ends_at_the_first_frame_that_is_not_good(files: dict[str, bytes]) -> None:
    log = files["live.sqlite-wal"]
    torn = pages(files | {"live.sqlite-wal": flipped(log, len(log) * 4)})
    assert torn.torn and 12 < newest(torn.image()) < 30
    cut = pages(files | {"live.sqlite-wal": log[: len(log) // 2]})
    assert not cut.torn and 12 < newest(cut.image()) < 30


def test_an_earlier_turn_of_the_log_is_no_damage(tmp_path: Path, files: dict[str, bytes]) -> None:
    log = files["live.sqlite-wal"]
    older = log[:32] + b"".join(log[start : start + 24 + PAGE_BYTES] for start in (32, 32 + 24 + PAGE_BYTES))
    stale = bytearray(log[-2 * (24 + PAGE_BYTES) :])
    for frame in (0, 24 + PAGE_BYTES):
        stale[frame + 8 : frame + 16] = b"\x00" * 8
    assert not pages(files | {"live.sqlite-wal": older + bytes(stale)}).torn


def test_a_page_that_is_nowhere_leaves_no_image(files: dict[str, bytes]) -> None:
    assert pages_of(files["live.sqlite"][:PAGE_BYTES], b"").image() is None
    assert pages_of(b"", b"").image() is None
