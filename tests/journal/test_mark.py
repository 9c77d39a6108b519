"""The mark: never ahead of the disk, and there after whatever a power cut tears."""

from __future__ import annotations

import logging
from contextlib import closing
from pathlib import Path

import pytest

from server.journal.inspection import inspect
from server.journal.journal import Journal
from server.journal.mark import SLOT_BYTES, SLOTS, Mark, MarkFile, mark_path, read_mark
from tests.support.damaged_journals import fill
from tests.support.slow_disk import Disk

ONE, TWO, THREE = (Mark("epoch", seq, bytes([seq]) * 32) for seq in (1, 2, 3))


def test_the_newest_of_two_slots_counts_and_the_older_one_when_it_is_torn(tmp_path: Path) -> None:
    path = tmp_path / "live.sqlite"
    assert read_mark(path) is None
    with closing(MarkFile(path)) as file:
        for mark in (ONE, TWO, THREE):
            file.write(mark)
            assert read_mark(path) == mark
    raw = mark_path(path).read_bytes()
    assert len(raw) == SLOTS * SLOT_BYTES
    slot = raw.index(b"epoch 3")
    mark_path(path).write_bytes(raw[:slot] + b"\x00" * 40 + raw[slot + 40 :])
    assert read_mark(path) == TWO


@pytest.mark.parametrize("bit", range(0, 100 * 8, 7))
def test_no_flipped_bit_makes_another_mark(tmp_path: Path, bit: int) -> None:
    path = tmp_path / "live.sqlite"
    with closing(MarkFile(path)) as file:
        file.write(ONE)
    raw = bytearray(mark_path(path).read_bytes())
    raw[bit // 8] ^= 1 << bit % 8
    mark_path(path).write_bytes(raw)
    assert read_mark(path) == ONE


def test_a_mark_that_cannot_be_read_is_kept_and_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "live.sqlite"
    mark_path(path).write_bytes(b"rubbish")
    with caplog.at_level(logging.WARNING), closing(MarkFile(path)) as file:
        file.write(ONE)
    assert "could not be read and is kept as" in caplog.text and read_mark(path) == ONE
    assert [one.read_bytes() for one in tmp_path.glob("live.mark-*")] == [b"rubbish"]


def test_a_disk_without_room_for_a_mark_is_said_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = MarkFile(tmp_path / "nowhere" / "live.sqlite")
    with caplog.at_level(logging.WARNING):
        file.write(ONE)
        file.write(TWO)
    assert caplog.text.count("takes no mark") == 1


def test_what_no_disk_confirmed_has_no_mark(tmp_path: Path, disk: Disk) -> None:
    """A power cut takes what nobody was told of: a shorter log then is no damage."""
    path = tmp_path / "live.sqlite"
    with closing(Journal(path)) as journal:
        fill(journal, 1, 3)
        log = (tmp_path / "live.sqlite-wal").read_bytes()
        disk.fails = True
        journal.append(4, "panel", next(journal.replay()).event)
        mark = read_mark(path)
        assert mark is not None and (mark.epoch, mark.seq) == (journal.epoch, 3)
        copy = tmp_path / "after" / "live.sqlite"
        copy.parent.mkdir()
        copy.write_bytes(path.read_bytes())
        copy.with_name("live.sqlite-wal").write_bytes(log)
        mark_path(copy).write_bytes(mark_path(path).read_bytes())
    found = inspect(copy)
    assert found.damage is None and len(found.rows) == 3
