"""Copy of the journal on a standby's disk: it has what the stream has, and keeps it whatever Redis forgets."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from server.journal.journal import Journal
from server.journal.mode import Mode, last_mode
from server.journal.row import JournalError, JournalRow
from server.replication import journal_copy
from server.replication.journal_copy import JournalCopy, rank_of
from server.replication.redis_store import PAGE, UNRANKED, Append, Lease, RedisStore
from server.replication.redis_url import client_of
from server.replication.retry import end
from tests.support.redis_server import RedisServer
from tests.support.replicated_show import comes


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    one = RedisServer(tmp_path_factory.mktemp("redis"), appendfsync="no").start()
    yield one
    one.stop()


@dataclass
class Stream:
    """Writer's side of Redis."""

    store: RedisStore
    lease: Lease
    server: RedisServer

    async def add(self, rows: list[JournalRow], epoch: str = "e1", mode: Mode = "live") -> None:
        await self.store.append(self.lease, Append(epoch, mode, rows[0].seq - 1, rows, {}, []))


@pytest.fixture
async def stream(server: RedisServer) -> AsyncIterator[Stream]:
    server.client().flushall()
    async with client_of(server.url) as client:
        store = RedisStore(client, "event")
        yield Stream(store, await store.acquire("writer"), server)


def row(seq: int, at: int = 0, text: str = "{}") -> JournalRow:
    return JournalRow(seq, at or 1000 + seq, "panel", f"id-{seq}-{at}", text)


def on_disk(folder: Path, mode: str = "live") -> tuple[str, list[JournalRow]]:
    journal = Journal(folder / f"{mode}.sqlite")
    try:
        return journal.epoch, journal.rows()
    finally:
        journal.close()


def keep(folder: Path, epoch: str, rows: list[JournalRow], mode: str = "live") -> None:
    journal = Journal(folder / f"{mode}.sqlite")
    journal.append_rows(epoch, rows)
    journal.close()


def archived(folder: Path) -> list[Path]:
    return list(folder.glob("live-*.sqlite"))


async def test_the_copy_grows_with_the_stream_and_outlives_it(stream: Stream, tmp_path: Path) -> None:
    copy, news = JournalCopy(stream.store, tmp_path), asyncio.Event()
    running = asyncio.create_task(copy.run(news))
    rows = [row(seq) for seq in range(1, PAGE + 2)]
    await stream.add(rows[:1])
    await stream.add(rows[1:])
    await comes(lambda: copy.rank == (rows[-1].at, rows[-1].seq), "the copy")
    await stream.add([row(PAGE + 2)])
    news.set()
    await comes(lambda: copy.rank[1] == PAGE + 2, "the copy")
    await stream.add([row(1)], "r1", "rehearsal")
    news.set()
    await comes(lambda: copy.mode == "rehearsal", "the copy")
    stream.server.client().flushall()
    news.set()
    await copy.catch_up()
    await end(running)
    copy.close()
    assert on_disk(tmp_path) == ("e1", [*rows, row(PAGE + 2)])
    assert on_disk(tmp_path, "rehearsal") == ("r1", [row(1)]) and last_mode(tmp_path) == "rehearsal"


async def test_a_stream_that_is_filled_again_is_no_other_history(stream: Stream, tmp_path: Path) -> None:
    copy = JournalCopy(stream.store, tmp_path)
    rows = [row(1), row(2), row(3)]
    await stream.add(rows)
    await copy.catch_up()
    stream.server.client().flushall()
    stream.lease = await stream.store.acquire("writer")
    await stream.add(rows[:2])
    await copy.catch_up()
    await stream.add([row(3), row(4)])
    await copy.catch_up()
    copy.close()
    assert on_disk(tmp_path) == ("e1", [*rows, row(4)])
    assert not archived(tmp_path)


@pytest.mark.parametrize("own", [[row(1), row(2), row(3, 9)], [row(1), row(2, 9)], [row(1, 9)]])
async def test_what_was_done_here_alone_gives_way_and_is_kept(
    stream: Stream, tmp_path: Path, own: list[JournalRow], caplog: pytest.LogCaptureFixture
) -> None:
    keep(tmp_path, "e1", own)
    await stream.add([row(1), row(2), row(3)])
    copy = JournalCopy(stream.store, tmp_path)
    await copy.catch_up()
    copy.close()
    assert on_disk(tmp_path) == ("e1", [row(1), row(2), row(3)])
    [kept] = archived(tmp_path)
    assert str(kept) in caplog.text
    kept.rename(tmp_path / "rehearsal.sqlite")
    assert on_disk(tmp_path, "rehearsal")[1] == own


async def test_two_who_went_apart_later_are_seen_too(stream: Stream, tmp_path: Path) -> None:
    """This machine had rows of its own when the other took over: first the stream is shorter, then another."""
    keep(tmp_path, "e1", [row(1), row(2), row(3, 9)])
    copy = JournalCopy(stream.store, tmp_path)
    await stream.add([row(1), row(2)])
    await copy.catch_up()
    assert copy.rank == (9, 3)
    await stream.add([row(3)])
    await copy.catch_up()
    copy.close()
    assert on_disk(tmp_path) == ("e1", [row(1), row(2), row(3)]) and copy.rank == (1003, 3)


async def test_another_show_is_followed_and_no_show_is_not(stream: Stream, tmp_path: Path) -> None:
    keep(tmp_path, "old", [row(1), row(2)])
    copy = JournalCopy(stream.store, tmp_path)
    await copy.catch_up()
    assert copy.rank == (1002, 2), "Redis knows of nothing, this disk does"
    await stream.add([row(1, 5)])
    await copy.catch_up()
    await stream.add([row(1, 6)], "e2")
    await copy.catch_up()
    copy.close()
    assert on_disk(tmp_path) == ("e2", [row(1, 6)]) and len(archived(tmp_path)) == 2
    assert copy.rank == UNRANKED


async def test_a_disk_that_takes_nothing_is_told_and_tried_again(
    stream: Stream, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await stream.add([row(1), row(2)])
    copy, news = JournalCopy(stream.store, tmp_path), asyncio.Event()
    await copy.catch_up()
    full = monkeypatch.context()
    with full as patched:
        patched.setattr(Journal, "append_rows", _full)
        await stream.add([row(3)])
        with pytest.raises(JournalError, match="disk full"):
            await copy.catch_up()
        running = asyncio.create_task(copy.run(news))
        await comes(lambda: "does not grow" in caplog.text, "the copy")
    await comes(lambda: copy.rank[1] == 3, "the copy")
    await end(running)
    copy.close()
    assert on_disk(tmp_path)[1] == [row(1), row(2), row(3)]


def _full(*_: object) -> None:
    raise sqlite3.OperationalError("database or disk is full")


async def test_at_a_start_the_show_that_went_on_later_wins_but_never_an_empty_one(
    stream: Stream, tmp_path: Path
) -> None:
    await stream.add([row(1), row(2)])
    for own, wins in (([row(1, 9000), row(2, 9001)], "own"), ([row(1, 9000)], "e1"), ([row(1, 5), row(2, 6)], "e1")):
        folder = tmp_path / f"{own[-1].at}"
        folder.mkdir()
        keep(folder, "own", own)
        await JournalCopy(stream.store, folder).fetch_newer()
        assert on_disk(folder)[0] == wins
    (tmp_path / "blank").mkdir()
    await JournalCopy(stream.store, tmp_path / "blank").fetch_newer()
    assert on_disk(tmp_path / "blank") == ("e1", [row(1), row(2)])


def test_a_journal_that_was_only_opened_has_no_rank(tmp_path: Path) -> None:
    keep(tmp_path, "e", [row(1, 9)])
    journal = Journal(tmp_path / "live.sqlite")
    assert rank_of(journal) == UNRANKED
    journal.append_rows("e", [row(2, 10)])
    assert rank_of(journal) == (10, 2)
    journal.close()


def test_the_copy_is_looked_after_even_where_nobody_says_that_there_is_news() -> None:
    assert journal_copy.COPY_INTERVAL < 1.5
