"""Redis store, on a real server: nobody writes without the lease, nothing is written twice."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import redis.asyncio

from server.journal.row import JournalRow
from server.replication.redis_store import (
    LEASE,
    NOBODY,
    PICTURES,
    PUBLIC,
    UNRANKED,
    VIEWS,
    WRITER,
    Append,
    FencedError,
    GapError,
    Lease,
    RedisStore,
    event_key,
)
from tests.support.contests import contest
from tests.support.redis_server import KINDS, RedisServer

ROWS = [JournalRow(1, 1000, "", None, '{"a":1}'), JournalRow(2, 2000, "panel", "id-2", '{"b":"题"}')]


@pytest.fixture(scope="module", params=KINDS)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    one = RedisServer(tmp_path_factory.mktemp("redis"), request.param).start()
    yield one
    one.stop()


@pytest.fixture
async def client(server: RedisServer) -> AsyncIterator[redis.asyncio.Redis]:
    server.client().flushall()
    async with redis.asyncio.Redis(port=server.port) as one:
        yield one


def number(lease: Lease) -> int:
    return int(lease.token.partition(":")[0])


def step(base: int, rows: list[JournalRow], **public: bytes) -> Append:
    return Append("e1", "live", base, rows, public, [b"patch"] if public else [])


async def test_one_machine_at_a_time_holds_the_lease_and_each_has_its_own_token(client: redis.asyncio.Redis) -> None:
    store = RedisStore(client, "event")
    lease = await store.acquire("a")
    with pytest.raises(FencedError, match="a"):
        await store.acquire("b")
    again = await store.acquire("a")
    assert number(again) > number(lease), "the same folder, started again"
    await client.delete(f"{WRITER}lease")  # it ran out
    assert (await store.acquire("b")).holder == "b"


async def test_a_redis_that_refuses_writes_is_told_from_one_that_takes_them(
    client: redis.asyncio.Redis,
) -> None:
    store = RedisStore(client, "event")
    await store.claim("a", UNRANKED)
    await client.config_set("min-replicas-to-write", 1)
    try:
        with pytest.raises(redis.asyncio.RedisError, match="NOREPLICAS"):
            await store.claim("a", UNRANKED)
        with pytest.raises(redis.asyncio.RedisError, match="NOREPLICAS"):
            await store.claim("b", UNRANKED)
        assert await store.journals() == (None, {}), "though it answers"
    finally:
        await client.config_set("min-replicas-to-write", 0)


async def test_a_replaced_writer_appends_nothing(client: redis.asyncio.Redis) -> None:
    store = RedisStore(client, "event")
    old = await store.acquire("old")
    await store.append(old, step(0, ROWS[:1], show=b"one"))
    await client.delete(f"{WRITER}lease")
    new = await store.acquire("new")
    for attempt in (store.append(old, step(1, ROWS[1:], show=b"two")), store.renew(old, b"beat")):
        with pytest.raises(FencedError, match="new"):
            await attempt
    await store.release(old)  # no business of theirs any more
    assert await store.rows("e1") == ROWS[:1] and await client.hget(VIEWS, "show") == b"one"
    await client.delete(f"{WRITER}lease")  # and when the new one's lease has run out, too
    with pytest.raises(FencedError):
        await store.append(old, step(1, ROWS[1:]))
    await store.append(new, step(1, ROWS[1:]))
    assert await store.rows("e1") == ROWS


async def test_the_same_rows_again_are_written_once_and_a_gap_is_told(client: redis.asyncio.Redis) -> None:
    store = RedisStore(client, "event")
    lease = await store.acquire("a")
    await store.append(lease, step(0, ROWS))
    await store.append(lease, step(0, ROWS))
    await store.append(lease, step(1, ROWS[1:]))
    assert await store.rows("e1") == ROWS and await store.last_row("e1") == ROWS[-1]
    with pytest.raises(GapError) as gap:
        await store.append(lease, step(5, [JournalRow(6, 1, "", None, "{}")], show=b"x"))
    assert gap.value.have == 2 and not await client.exists(VIEWS), "all of a step or nothing of it"
    assert await store.journals() == ("live", {"live": "e1"})


class Recorded:
    """Client that notes each script, to send it again late."""

    def __init__(self, client: redis.asyncio.Redis) -> None:
        self._client = client
        self.scripts: list[tuple[Any, ...]] = []

    async def eval(self, *words: Any) -> Any:
        self.scripts.append(words)
        return await self._client.eval(*words)


async def test_a_step_that_was_given_up_and_arrives_late_changes_nothing(client: redis.asyncio.Redis) -> None:
    """Its views are older: an edge that came later kept them until they changed again."""
    recorded = Recorded(client)
    store = RedisStore(recorded, "event")
    lease = await store.acquire("a")
    await store.append(lease, step(0, ROWS[:1], show=b"one", stage=b"old"))
    late = recorded.scripts[-1]
    await store.append(lease, step(1, ROWS[1:], show=b"two", stage=b"new"))
    assert await client.eval(*late) == [b"ok", b""]
    assert await client.hgetall(VIEWS) == {b"show": b"two", b"stage": b"new"}
    assert await RedisStore(client, "event").rows("e1") == ROWS, "and what is to come is taken"
    await store.append(lease, step(2, [], stage=b"newest"))
    assert await client.hget(VIEWS, "stage") == b"newest"


async def test_a_redis_that_lost_everything_knows_no_lease_and_never_gives_a_token_twice(
    client: redis.asyncio.Redis,
) -> None:
    store = RedisStore(client, "event")
    lease = await store.acquire("a")
    await client.flushall()
    for attempt in (store.renew(lease, b"beat"), store.append(lease, step(0, ROWS))):
        with pytest.raises(FencedError, match=re.escape(NOBODY)):
            await attempt
    other = await store.acquire("b")
    assert number(other) == number(lease) and other.token != lease.token
    for attempt in (store.renew(lease, b"beat"), store.append(lease, step(0, ROWS))):
        with pytest.raises(FencedError, match="b"):
            await attempt
    assert not await store.rows("e1")
    with pytest.raises(GapError):
        await store.append(other, step(2, []))


async def test_who_has_the_longest_journal_comes_first(client: redis.asyncio.Redis) -> None:
    store = RedisStore(client, "event")
    assert await store.claim("short", (1000, 5)) == ""
    assert await store.claim("as short", (1000, 5)) == "short", "the first of equals"
    assert await store.claim("long", (1000, 6)) == "" and await store.claim("short", (1000, 5)) == "long"
    assert await store.claim("late", (2000, 1)) == "" and await store.claim("long", (1000, 6)) == "late"
    for outranked in (("long", (1000, 6)), ("new", UNRANKED)):
        with pytest.raises(FencedError, match="late"):
            await store.acquire(*outranked)
    await store.acquire("late", (2000, 1))
    assert not await client.exists(f"{WRITER}claim"), "there is nothing to claim any more"


async def test_a_claim_ends_by_itself_and_takes_no_lease_from_who_has_it(client: redis.asyncio.Redis) -> None:
    store = RedisStore(client, "event")
    lease = await store.acquire("writer")
    await store.claim("standby", (9000, 9))
    assert 0 < await client.pttl(f"{WRITER}claim") <= 1000 * LEASE
    await store.renew(lease, b"")
    again = await store.acquire("writer")
    assert again.holder == "writer", "the same folder, started again while its lease lasts"


async def test_a_replaced_writer_is_told_by_whom_even_where_that_lease_has_run_out(client: redis.asyncio.Redis) -> None:
    store = RedisStore(client, "event")
    old = await store.acquire("old")
    await client.delete(f"{WRITER}lease")
    await store.acquire("new one")
    await client.delete(f"{WRITER}lease")
    with pytest.raises(FencedError, match="new one"):
        await store.renew(old, b"")


async def test_a_lease_that_is_given_back_is_free_and_everybody_gets_the_message(client: redis.asyncio.Redis) -> None:
    store = RedisStore(client, "event")
    async with client.pubsub(ignore_subscribe_messages=True) as listening:
        await listening.subscribe(f"{PUBLIC}patches")
        await store.release(await store.acquire("a"))
        message = None
        while message is None:
            message = await listening.get_message(timeout=5)
    assert message["data"] == b'{"left":true}'
    assert (await store.acquire("b")).holder == "b"


async def test_pictures_travel_once_and_go_when_they_are_gone(client: redis.asyncio.Redis) -> None:
    store = RedisStore(client, "event")
    await store.set_pictures({"logo.png": b"1", "画/底.webp": b"2"})
    assert await client.get(f"{PUBLIC}picture:画/底.webp") == b"2"
    await store.set_pictures({"logo.png": b"3"})
    assert await client.hlen(PICTURES) == 1 and await client.get(f"{PUBLIC}picture:logo.png") == b"3"
    assert not await client.exists(f"{PUBLIC}picture:画/底.webp")


def test_an_event_has_one_name_on_every_machine() -> None:
    assert event_key(contest(entries=2)) == event_key(contest(entries=3)), "its names are what counts"
