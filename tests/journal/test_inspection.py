"""The inspection: a journal is whole, or it is said what is wrong with it; nothing on the disk is touched."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from server.journal.inspection import DamagedError, check_kinds, inspect, recorded_in
from server.journal.journal import Journal
from server.journal.row import JournalError
from tests.support.damaged_journals import FILES, bytes_in, flipped, killed, laid

EVENTS = 30


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, bytes]]:
    with killed(tmp_path_factory.mktemp("files"), EVENTS) as found:
        yield found


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]) -> dict[str, bytes]:
    """The same journal, closed in peace: everything is in the file."""
    folder = tmp_path_factory.mktemp("closed")
    Journal(laid(folder, files)).close()
    return bytes_in(folder)


def wrong(folder: Path, files: dict[str, bytes]) -> str:
    """What an inspection of these files says, and what an opening raises; neither changes a byte."""
    path = laid(folder, files)
    found = inspect(path)
    assert bytes_in(folder) == files
    if found.damage is None:
        assert [row.seq for row in found.rows] == list(range(1, EVENTS + 1)), "shorter, and without a word"
        return ""
    with pytest.raises(DamagedError, match=r"limelight salvage|newer Limelight"):
        Journal(path)
    assert bytes_in(folder) == files
    assert [fact.seq for fact in recorded_in(found)] == list(range(1, found.damage.whole + 1))
    assert str(found.damage.whole) in found.damage.say("zh") and "read-only" in found.damage.say("en")
    return found.damage.kind


def test_a_journal_that_was_killed_or_closed_is_whole(
    tmp_path: Path, files: dict[str, bytes], closed: dict[str, bytes]
) -> None:
    assert wrong(tmp_path, files) == wrong(tmp_path, closed) == ""


def test_no_cut_anywhere_shortens_a_show_in_silence(
    tmp_path: Path, files: dict[str, bytes], closed: dict[str, bytes]
) -> None:
    chosen = random.Random(14)
    told = 0
    for made in (files, closed):
        for name in FILES[:2]:
            for _ in range(16 if name in made else 0):
                cut = made[name][: chosen.randrange(len(made[name]))]
                told += bool(wrong(tmp_path, made | {name: cut}))
    assert told > 30


def test_no_flipped_bit_shortens_a_show_in_silence(
    tmp_path: Path, files: dict[str, bytes], closed: dict[str, bytes]
) -> None:
    chosen = random.Random(14)
    for made in (files, closed):
        for name in FILES:
            for _ in range(16 if name in made else 0):
                wrong(tmp_path, made | {name: flipped(made[name], chosen.randrange(len(made[name]) * 8))})


def test_each_bit_of_both_headers_may_flip(tmp_path: Path, files: dict[str, bytes]) -> None:
    for name, length in (("live.sqlite", 100), ("live.sqlite-wal", 56)):
        for bit in range(0, length * 8, 29):
            wrong(tmp_path, files | {name: flipped(files[name], bit)})


def test_a_text_that_was_changed_inside_is_found(tmp_path: Path, closed: dict[str, bytes]) -> None:
    text = "请第 9 个项目准备".encode()
    changed = closed["live.sqlite"].replace(text, text.replace(b"9", b"8"))
    assert wrong(tmp_path, closed | {"live.sqlite": changed}) == "changed"
    found = inspect(tmp_path / "live.sqlite")
    assert found.damage is not None and found.damage.whole == 8
    assert [row.seq for row in found.after] == list(range(9, EVENTS + 1)), "it says something: a person decides"


def test_an_event_of_another_version_is_named_before_an_opening(files: dict[str, bytes], tmp_path: Path) -> None:
    found = inspect(laid(tmp_path, files))
    check_kinds(found)
    found.rows[4] = found.rows[4]._replace(event='{"event":"Teleported","of":{}}')
    with pytest.raises(JournalError, match="event 5: not an event of this version"):
        check_kinds(found)


def test_a_row_that_is_gone_is_found(tmp_path: Path, files: dict[str, bytes]) -> None:
    path = laid(tmp_path, files)
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("DELETE FROM events WHERE seq = 5")
    found = inspect(path)
    assert found.damage is not None and found.damage.wrong("en") == "event 5 in live.sqlite is missing or was changed"
    assert found.damage.whole == 4 or found.damage.whole == EVENTS, "the page may still hold it"
    assert found.damage.whole + found.damage.after >= EVENTS - 1


def test_a_missing_file_beside_its_log_or_mark_is_found(
    tmp_path: Path, files: dict[str, bytes], closed: dict[str, bytes]
) -> None:
    files, closed = (
        {name: raw for name, raw in one.items() if name != "live.sqlite"} for one in (files, closed)
    )
    assert wrong(tmp_path, files) == "missing"
    found = inspect(tmp_path / "live.sqlite")
    assert not found.there and found.damage is not None and found.damage.after >= EVENTS - 12
    assert wrong(tmp_path, closed) == "missing"
