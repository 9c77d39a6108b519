"""The journal: what was appended is there after any end, in order, and for one process at a time."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.journal.journal import VERSION, Journal
from server.journal.row import JournalError
from server.show import events as e
from tests.support.slow_disk import Disk

FACTS = [
    e.MessageSet("请靠近话筒"),
    e.MarksEntered("01", {"J1": Decimal("91.50"), "J2": None}),
    e.Frozen(True),
]


def filled(path: Path) -> Journal:
    journal = Journal(path)
    for number, fact in enumerate(FACTS):
        journal.append(1000 + number, "panel", fact, f"c{number}")
    return journal


def test_what_was_appended_comes_back_in_order_with_who_and_when(tmp_path: Path) -> None:
    journal = filled(tmp_path / "live.sqlite")
    epoch = journal.epoch
    journal.close()
    again = Journal(tmp_path / "live.sqlite")
    replayed = list(again.replay())
    assert [fact.event for fact in replayed] == FACTS
    assert [(fact.seq, fact.at, fact.by) for fact in replayed] == [
        (n + 1, 1000 + n, "panel") for n in range(3)
    ]
    assert again.epoch == epoch and again.seq == 3
    assert again.append(2000, "panel", e.Frozen(False)).seq == 4


def test_an_event_is_in_the_log_when_it_is_flushed_and_flushed_when_it_is_durable(
    tmp_path: Path, disk: Disk
) -> None:
    """What a test cannot do is cut the power; what it can see is what is flushed to the disk."""
    journal = filled(tmp_path / "live.sqlite")
    assert journal._db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert disk.logs == []
    asyncio.run(journal.wait_durable(3))
    assert len(disk.logs) == 1 and "请靠近话筒".encode() in disk.logs[0] and b"91.50" in disk.logs[0]
    asyncio.run(journal.wait_durable(3))
    assert len(disk.logs) == 1, "it is there already"


async def test_those_who_wait_for_a_slow_disk_share_a_flush_and_nobody_else_waits(
    tmp_path: Path, disk: Disk
) -> None:
    with closing(Journal(tmp_path / "live.sqlite")) as journal:
        disk.halt()
        waiting = [asyncio.create_task(journal.wait_durable(journal.append(1, "panel", FACTS[0]).seq))]
        await disk.asked.wait()  # the loop goes on
        more = [journal.append(1, "panel", FACTS[0]).seq for _ in range(20)]
        waiting += [asyncio.create_task(journal.wait_durable(seq)) for seq in more]
        await asyncio.sleep(0)
        assert not any(one.done() for one in waiting)
        disk.let.set()
        await asyncio.gather(*waiting)
        assert len(disk.logs) == 2


def test_a_disk_that_fails_once_is_not_believed_the_next_time(tmp_path: Path, disk: Disk) -> None:
    """The system has forgotten what it could not write; so the file itself is written and flushed."""
    journal = filled(tmp_path / "live.sqlite")
    disk.fails = True
    with pytest.raises(JournalError, match=r"live\.sqlite: the disk does not confirm .*Input/output error"):
        asyncio.run(journal.wait_durable(3))
    with closing(sqlite3.connect(journal.path)) as reader:
        reader.execute("BEGIN").execute("SELECT * FROM events").fetchone()
        journal._db.execute("PRAGMA busy_timeout = 0")
        with pytest.raises(JournalError, match="another program reads this file"):
            asyncio.run(journal.wait_durable(3))
    asyncio.run(journal.wait_durable(3))
    assert len(disk.logs) == 1
    shutil.copy(journal.path, tmp_path / "copy.sqlite")  # without its log
    assert [fact.event for fact in Journal(tmp_path / "copy.sqlite").replay()] == FACTS
    disk.fails = False
    asyncio.run(journal.wait_durable(journal.append(9, "panel", FACTS[0]).seq))
    assert len(disk.logs) == 2, "the log is believed again"


def test_a_start_does_not_believe_what_the_process_before_could_not_flush(tmp_path: Path, disk: Disk) -> None:
    """It was killed in doubt. The system would confirm to the next one, which asks for the first time."""
    journal = filled(tmp_path / "live.sqlite")
    for suffix in ("", "-wal"):
        shutil.copy(f"{journal.path}{suffix}", tmp_path / f"killed.sqlite{suffix}")
    with closing(Journal(tmp_path / "killed.sqlite")) as after:
        after.flush()
        shutil.copy(after.path, tmp_path / "copy.sqlite")  # all of it is in the file, and needs no log
    assert [fact.event for fact in Journal(tmp_path / "copy.sqlite").replay()] == FACTS
    journal.close()


def test_rows_of_another_machine_that_a_full_disk_does_not_take_are_told_in_words(tmp_path: Path) -> None:
    """A machine that started on a full disk while Redis had more ended with SQLite's own traceback."""
    with closing(filled(tmp_path / "other.sqlite")) as other, closing(Journal(tmp_path / "live.sqlite")) as journal:
        journal._db.execute("PRAGMA max_page_count = 1")  # SQLite's own full disk
        rows = [row._replace(event=row.event + " " * 9000) for row in other.rows()]
        with pytest.raises(JournalError, match=r"live\.sqlite takes no more .*full"):
            journal.append_rows(other.epoch, rows)
        assert journal.rows() == [] and not journal._db.in_transaction


async def test_what_waits_at_the_end_is_flushed(tmp_path: Path, disk: Disk) -> None:
    journal = Journal(tmp_path / "live.sqlite")
    disk.halt()
    first = asyncio.create_task(journal.wait_durable(journal.append(1, "panel", FACTS[0]).seq))
    await disk.asked.wait()
    second = asyncio.create_task(journal.wait_durable(journal.append(1, "panel", FACTS[1]).seq))
    await asyncio.sleep(0)
    disk.let.set()
    journal.close()
    await asyncio.gather(first, second)
    assert b"91.50" in disk.logs[-1]


def test_a_journal_that_was_closed_in_doubt_says_so_to_a_caller_that_still_waits(
    tmp_path: Path, disk: Disk
) -> None:
    journal = filled(tmp_path / "live.sqlite")
    disk.fails = True
    journal.close()
    with pytest.raises(JournalError, match="was closed before the disk confirmed"):
        asyncio.run(journal.wait_durable(3))


def test_a_folder_that_can_keep_no_log_is_told_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a network share: there SQLite stays with another kind of journal, in silence."""
    address = f"file:{tmp_path / 'live.sqlite'}?vfs=unix-none"
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, *a, **k: connect(address, *a, **k, uri=True))
    with pytest.raises(JournalError, match=r"live\.sqlite lies where no journal can be kept"):
        Journal(tmp_path / "live.sqlite")


def test_a_journal_that_does_not_open_is_let_go_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows moves no file that somebody holds, and the words tell people to move it."""
    opened: list[sqlite3.Connection] = []
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: (opened.append(connect(*a, **k)), opened[-1])[1])
    (tmp_path / "rubbish.sqlite").write_bytes(b"not a database at all" * 100)
    newer = connect(tmp_path / "newer.sqlite")
    newer.execute(f"PRAGMA user_version = {VERSION + 1}")
    newer.close()
    for name in ("rubbish", "newer"):
        with pytest.raises(JournalError):
            Journal(tmp_path / f"{name}.sqlite")
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            opened[-1].execute("SELECT 1")


def test_each_journal_has_an_epoch_of_its_own(tmp_path: Path) -> None:
    assert Journal(tmp_path / "live.sqlite").epoch != Journal(tmp_path / "rehearsal.sqlite").epoch


def test_a_command_is_known_by_its_id_and_written_once(tmp_path: Path) -> None:
    journal = filled(tmp_path / "live.sqlite")
    assert journal.seq_of("c1", "panel") == 2 and journal.seq_of("other", "panel") is None
    with pytest.raises(ValueError, match="c1 is event 2 already"):
        journal.append(9, "panel", e.Frozen(True), "c1")
    assert journal.seq == 3 and len(list(journal.replay())) == 3


def test_a_journal_of_before_loses_its_index_and_knows_its_commands(tmp_path: Path) -> None:
    filled(tmp_path / "live.sqlite").close()
    with closing(sqlite3.connect(tmp_path / "live.sqlite")) as older:
        older.execute(
            "CREATE UNIQUE INDEX events_command ON events (command_id) WHERE command_id IS NOT NULL"
        )
    journal = Journal(tmp_path / "live.sqlite")
    assert [journal.seq_of(f"c{number}", "panel") for number in range(3)] == [1, 2, 3]
    (left,) = journal._db.execute(
        "SELECT count(*) FROM sqlite_master WHERE name = 'events_command'"
    ).fetchone()
    assert left == 0
    journal.append(9, "panel", FACTS[0], "c9")
    assert journal.seq_of("c9", "panel") == 4


@pytest.mark.parametrize("rubbish", [b"not a database at all" * 100, b"SQLite format 3\x00" + b"\xff" * 4000])
def test_a_file_that_is_no_journal_is_named_with_what_to_do(tmp_path: Path, rubbish: bytes) -> None:
    path = tmp_path / "live.sqlite"
    path.write_bytes(rubbish)
    with pytest.raises(JournalError, match=r"live\.sqlite is no journal .*restore it"):
        Journal(path)
    assert path.read_bytes() == rubbish, "nothing of it is lost"


def test_a_gap_and_an_unknown_event_are_named(tmp_path: Path) -> None:
    journal = filled(tmp_path / "live.sqlite")
    db = sqlite3.connect(tmp_path / "live.sqlite")
    db.execute("""UPDATE events SET event = '{"event": "Teleported", "of": {}}' WHERE seq = 3""")
    db.commit()
    with pytest.raises(JournalError, match="event 3: not an event of this version"):
        list(journal.replay())
    db.execute("DELETE FROM events WHERE seq = 2")
    db.commit()
    with pytest.raises(JournalError, match="event 2 is missing"):
        list(journal.replay())


WRITER = """
import sys
from pathlib import Path
from server.journal.journal import Journal
from server.show import events as e
journal = Journal(Path(sys.argv[1]))
while True:
    print(journal.append(1, "panel", e.MessageSet("x" * 200)).seq, flush=True)
"""


def test_every_append_that_was_acknowledged_survives_a_kill(tmp_path: Path) -> None:
    path = tmp_path / "live.sqlite"
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    acknowledged = [int(writer.stdout.readline()) for _ in range(40)]
    writer.send_signal(signal.SIGKILL)
    acknowledged += [int(line) for line in writer.stdout.read().splitlines()]
    writer.wait()
    writer.stdout.close()
    replayed = [fact.seq for fact in Journal(path).replay()]
    assert replayed[: len(acknowledged)] == acknowledged == list(range(1, len(acknowledged) + 1))


@given(st.integers(min_value=0, max_value=60_000))
def test_half_of_the_last_pages_never_gives_half_an_event(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    """A copy of the files as a power cut might leave them: a write-ahead log that ends anywhere."""
    folder = tmp_path_factory.mktemp("cut")
    journal = filled(folder / "a.sqlite")
    for suffix in ("", "-wal"):
        shutil.copy(folder / f"a.sqlite{suffix}", folder / f"b.sqlite{suffix}")
    journal.close()
    log = folder / "b.sqlite-wal"
    whole = log.stat().st_size
    os.truncate(log, min(cut, whole))
    replayed = [fact.event for fact in Journal(folder / "b.sqlite").replay()]
    assert replayed == FACTS[: len(replayed)]
    assert len(replayed) == len(FACTS) or cut < whole, "all that reached the disk is there"


def test_a_journal_of_a_newer_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "live.sqlite"
    filled(path).close()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (VERSION,)
        db.execute(f"PRAGMA user_version = {VERSION + 1}")
    before = path.read_bytes()
    with pytest.raises(JournalError, match=r"live\.sqlite was written by a newer Limelight: start that one"):
        Journal(path)
    assert path.read_bytes() == before
