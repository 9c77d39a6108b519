"""The chain: every row, its order and all its fields stand in the hash, on each machine the same."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from server.journal.chain import first_link, link, links
from server.journal.journal import VERSION, Journal
from server.journal.row import JournalRow
from server.show import events as e

ROWS = [JournalRow(1, 10, "panel", "c1", "{}"), JournalRow(2, 11, "", None, "{}")]


def stored(path: Path) -> list[bytes]:
    with closing(sqlite3.connect(path)) as db:
        return [hash for (hash,) in db.execute("SELECT hash FROM events ORDER BY seq")]


def filled(path: Path) -> tuple[str, list[JournalRow]]:
    with closing(Journal(path)) as journal:
        for number in range(3):
            journal.append(10 + number, "panel", e.MessageSet(f"请 {number}"), f"c{number}")
        return journal.epoch, journal.rows()


@pytest.mark.parametrize(
    "other",
    [(2, 11, "", "-", "{}"), (3, 11, "", None, "{}"), (2, 12, "", None, "{}"), (2, 11, "x", None, "{}"),
     (2, 11, "", None, "{ }"), (2, 11, "", "", "{}"), (2, 11, "0||-|{", None, "}")],
)  # fmt: skip
def test_no_two_rows_have_one_hash(other: tuple[int, int, str, str | None, str]) -> None:
    before = first_link("epoch")
    assert link(before, JournalRow(*other)) != link(before, ROWS[1])
    assert link(first_link("another"), ROWS[1]) != link(before, ROWS[1])


def test_links_follow_each_other() -> None:
    one, two = links(first_link("epoch"), ROWS)
    assert (one, two) == (link(first_link("epoch"), ROWS[0]), link(one, ROWS[1]))


def test_a_journal_stores_the_chain_and_goes_on_with_it(tmp_path: Path) -> None:
    filled(tmp_path / "live.sqlite")
    with closing(Journal(tmp_path / "live.sqlite")) as journal:
        journal.append(20, "desk", e.Frozen(True))
        rows, epoch, newest = journal.rows(), journal.epoch, journal.hash
    assert stored(tmp_path / "live.sqlite") == list(links(first_link(epoch), rows))
    assert newest == stored(tmp_path / "live.sqlite")[-1]


def test_rows_of_another_machine_keep_its_chain(tmp_path: Path) -> None:
    epoch, rows = filled(tmp_path / "theirs.sqlite")
    with closing(Journal(tmp_path / "live.sqlite")) as journal:
        journal.append_rows(epoch, [])
        assert journal.hash == first_link(epoch)
        journal.append_rows(epoch, rows[:1])
        journal.append_rows(epoch, rows[1:])
        journal.append_rows(epoch, [])
    assert stored(tmp_path / "live.sqlite") == stored(tmp_path / "theirs.sqlite")


def test_a_journal_of_version_1_gets_its_hashes(tmp_path: Path) -> None:
    path = tmp_path / "live.sqlite"
    epoch, rows = filled(path)
    hashes = stored(path)
    with closing(sqlite3.connect(path)) as older, older:
        older.execute("ALTER TABLE events DROP COLUMN hash")
        older.execute("DELETE FROM meta WHERE name = 'version'")
        older.execute("PRAGMA user_version = 1")
    with closing(Journal(path)) as journal:
        assert (journal.epoch, journal.rows(), journal.hash) == (epoch, rows, hashes[-1])
        assert journal._db.execute("PRAGMA user_version").fetchone() == (VERSION,)
    assert stored(path) == hashes
