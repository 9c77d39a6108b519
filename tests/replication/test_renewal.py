"""Renewal: a busy writer keeps its lease, a dead or replaced one does not, and nobody relies on it to its end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator

import pytest

from server import failover
from server.replication import renewal as module
from server.replication.redis_store import LEASE, WRITER, FencedError, RedisStore
from server.replication.redis_url import client_of
from server.replication.renewal import HEARTBEAT, MARGIN, MAX_STALL, Renewal, RenewalThread, now
from server.replication.retry import PAUSES, end
from tests.support.redis_server import RedisServer
from tests.support.replicated_show import comes
from tests.support.server_process import PATIENCE
from tests.support.source_tree import ROOT


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    one = RedisServer(tmp_path_factory.mktemp("redis")).start()
    yield one
    one.stop()


@pytest.fixture
async def store(server: RedisServer) -> AsyncIterator[RedisStore]:
    server.client().flushall()
    async with client_of(server.url) as client:
        yield RedisStore(client, "event")


async def held(store: RedisStore) -> Renewal:
    renewal, began = Renewal(), now()
    renewal.hold(await store.acquire("here"), began)
    return renewal


def test_a_takeover_takes_less_than_two_seconds_and_a_writer_has_some_tries_to_renew() -> None:
    assert LEASE + failover.POLL_INTERVAL < 2
    assert 3 * HEARTBEAT < LEASE - MARGIN, "three renewals may fail"
    assert failover.SILENCE < LEASE and failover.SLOW_ANSWER < LEASE - MARGIN
    assert LEASE + PAUSES[1] < failover.AFTER_TROUBLE, "the writer is back before"
    assert MAX_STALL > 2 * LEASE


def test_the_readme_says_how_long_it_takes() -> None:
    text = " ".join((ROOT / "server" / "replication" / "README.md").read_text(encoding="utf-8").split())
    assert f"lease lasts {LEASE} seconds and is renewed every {HEARTBEAT} beside" in text
    assert f"stood still for {MAX_STALL:.0f} seconds" in text
    assert f"It takes over after {LEASE} seconds" in text
    assert f"it waits for {failover.AFTER_TROUBLE:.0f}, since" in text


async def test_a_server_that_is_busy_keeps_its_lease(server: RedisServer, store: RedisStore) -> None:
    renewal = await held(store)
    thread = RenewalThread(renewal, server.url, "event")
    try:
        first, patience = renewal.until, time.monotonic() + PATIENCE
        while renewal.until < first + 2 * HEARTBEAT and time.monotonic() < patience:
            time.sleep(0.01)  # noqa: ASYNC251  # nothing else gets a turn, as while a journal is replayed
        assert renewal.until >= first + 2 * HEARTBEAT and server.client().pttl(f"{WRITER}lease") > 0
    finally:
        await thread.stop()


async def test_a_server_that_hangs_does_not(server: RedisServer, store: RedisStore) -> None:
    renewal = await held(store)
    thread = RenewalThread(renewal, server.url, "event")
    try:
        assert renewal.alive()
        thread._seen = time.monotonic() - MAX_STALL
        assert not renewal.alive(), "its loop has not turned for so long"
        await comes(renewal.alive, "the renewal")  # and goes on
    finally:
        await thread.stop()


async def test_who_was_replaced_learns_it_in_its_own_loop_and_asks_no_more(
    server: RedisServer, store: RedisStore
) -> None:
    renewal, told = await held(store), asyncio.Event()
    renewal.on_failure = told.set
    thread = RenewalThread(renewal, server.url, "event")
    try:
        server.client().set(f"{WRITER}lease", "9:x there")
        async with asyncio.timeout(PATIENCE):
            await told.wait()
        assert isinstance(renewal.failure, FencedError) and renewal.failure.holder == "there"
        until = renewal.until
        server.client().delete(f"{WRITER}lease")
        await asyncio.to_thread(thread._thread.join, 2 * HEARTBEAT)
        assert renewal.until == until
        renewal.hold(await store.acquire("here"), now())
        assert renewal.failure is None
    finally:
        await thread.stop()


async def test_a_heartbeat_travels_with_each_renewal_once_there_is_one(server: RedisServer, store: RedisStore) -> None:
    renewal = await held(store)
    listening = server.client().pubsub(ignore_subscribe_messages=True)
    listening.subscribe("{limelight}:public:patches")
    running = asyncio.create_task(renewal.run(store))
    await comes(lambda: renewal.until > 0 and renewal.failure is None, "the renewal")
    renewal.heartbeat = lambda: b"word"
    seen: list[bytes] = []
    await comes(lambda: (message := listening.get_message()) and seen.append(message["data"]) is None, "the renewal")
    assert seen == [b"word"], "and nothing without words"
    await end(running)
    listening.close()


def test_nobody_relies_on_a_lease_to_its_end_nor_on_one_that_was_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    renewal, lease = Renewal(), object()
    monkeypatch.setattr(module, "now", lambda: 100.0)
    renewal.hold(lease, 100.0)  # type: ignore[arg-type]
    assert renewal.held and renewal.until == 100 + LEASE - MARGIN
    renewal.extend(lease, 100.5)  # type: ignore[arg-type]
    renewal.extend(object(), 200)  # type: ignore[arg-type]  # another lease, which came too late
    assert renewal.until == 100.5 + LEASE - MARGIN
    monkeypatch.setattr(module, "now", lambda: renewal.until)
    assert not renewal.held
    renewal.drop()
    assert renewal.lease is None and renewal.until == 0


def test_the_clock_goes_on_while_the_machine_sleeps(monkeypatch: pytest.MonkeyPatch) -> None:
    assert now() >= time.monotonic() - 1, "no system's counts less"
    monkeypatch.delattr(time, "CLOCK_BOOTTIME", raising=False)
    assert abs(now() - time.monotonic()) < PATIENCE
