"""The read-only journal: the whole part of a damaged one, and nothing goes in."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from server.journal.inspection import inspect
from server.journal.read_only import ReadOnlyJournal
from server.journal.row import JournalError
from server.show import events as e
from tests.support.damaged_journals import bytes_in, killed, laid


def test_it_says_what_is_whole_and_takes_nothing(tmp_path: Path) -> None:
    with killed(tmp_path) as files:
        damaged = files | {"live.sqlite-wal": files["live.sqlite-wal"][:50_000]}
    journal = ReadOnlyJournal(inspect(laid(tmp_path / "cut", damaged)))
    assert 12 < journal.seq < 30 and [fact.seq for fact in journal.replay()] == list(range(1, journal.seq + 1))
    assert [row.seq for row in journal.rows(3, 2)] == [4, 5] and len(journal.rows()) == journal.seq
    assert journal.seq_of("command-5", "panel·1") == 5 and journal.seq_of("command-30", "panel·1") is None
    with pytest.raises(JournalError, match="limelight salvage"):
        journal.append(1, "panel", e.Frozen(True))
    asyncio.run(journal.wait_durable(1))
    journal.flush()
    journal.close()
    assert bytes_in(tmp_path / "cut") == damaged
