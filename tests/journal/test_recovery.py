"""Recovery: what the chain proves up to the damage, and what says something behind it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from server.journal.journal import Journal
from server.journal.pages import pages_of
from server.journal.recovery import recovered, says
from server.journal.row import JournalRow
from tests.support.damaged_journals import fill


@pytest.fixture
def content(tmp_path: Path) -> bytes:
    with closing(Journal(tmp_path / "live.sqlite")) as journal:
        fill(journal, 1, 20)
    return (tmp_path / "live.sqlite").read_bytes()


def seqs(rows: list[JournalRow]) -> list[int]:
    return [row.seq for row in rows]


def test_whole_rows_are_proven_without_any_help(content: bytes) -> None:
    epoch, whole, after, _ = recovered(pages_of(b"\x00" * 100 + content[100:], b""), "", None)
    assert (len(epoch), seqs(whole), after) == (16, list(range(1, 21)), [])


def test_a_hash_that_was_changed_leaves_the_event_whole(content: bytes) -> None:
    place = content.index("请第 7 个项目准备".encode())
    place = content.index(b'"}}', place) + 3
    changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
    assert seqs(recovered(pages_of(changed, b""), "", None)[1]) == list(range(1, 21))


def test_rows_behind_a_lost_one_are_kept_apart(content: bytes) -> None:
    place = content.index("请第 7 个项目准备".encode())
    lost = content[: place - 60] + b"\xff" * 90 + content[place + 30 :]
    _, whole, after, _ = recovered(pages_of(lost, b""), "", None)
    assert seqs(whole) == list(range(1, 7)) and set(range(9, 21)) <= {*seqs(whole), *seqs(after)}


def test_a_row_that_was_changed_is_told_from_those_behind_it(content: bytes) -> None:
    changed = content.replace("请第 7 个".encode(), "请第 8 个".encode())
    _, whole, after, altered = recovered(pages_of(changed, b""), "", None)
    assert seqs(whole) == list(range(1, 7)) and seqs(after) == list(range(7, 21)) and altered == {7}


def test_nothing_is_recovered_from_nothing() -> None:
    assert recovered(pages_of(b"", b""), "", None) == ("", [], [], frozenset())
    assert not says(JournalRow(1, 1, "", None, '{"event": "Teleported", "of": {}}'))
