"""The bus between a real director and a real Redis: nothing is lost, nobody waits, nothing hidden travels."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import redis.asyncio
from hypothesis import HealthCheck, given, settings

from server.director import Director
from server.replication.bus import MAX_PENDING, Bus
from server.replication.redis_store import LEASE, PUBLIC, VIEWS, WRITER, RedisStore, event_key
from server.replication.redis_url import client_of
from server.replication.renewal import HEARTBEAT
from server.replication.retry import end
from server.show import commands as c
from server.wire import encode
from tests.show.test_view import recognisable, tells
from tests.support.hubs import hub_of
from tests.support.random_shows import runs
from tests.support.redis_server import RedisServer
from tests.support.replicated_show import SMALL, comes, do, mirrored, same, writing
from tests.support.slow_disk import Disk

README = (Path(__file__).parents[2] / "server" / "replication" / "README.md").read_text(encoding="utf-8")
[EDGES_LINE] = re.findall(r"^user edge on .*$", README, re.M)  # what a technician copies is what is tested
USERS = ("user default on nopass ~* &* +@all", EDGES_LINE.replace("SECRET-2", "crowd"))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    folder = tmp_path_factory.mktemp("redis")
    (folder / "users.acl").write_text("\n".join(USERS) + "\n")
    one = RedisServer(folder, aclfile=str(folder / "users.acl")).start()
    yield one
    one.stop()


async def test_what_is_acknowledged_is_in_the_stream_and_on_every_edge(server: RedisServer, tmp_path: Path) -> None:
    server.client().flushall()
    async with writing(server, tmp_path) as (director, _), mirrored(server) as mirror:
        for number in range(20):
            answer = await do(director, c.Message(f"第 {number} 句"))
            last = server.client().xrevrange(f"{WRITER}journal:{director.epoch}", count=1)[0][0]
            assert int(last.partition(b"-")[0]) == answer["seq"]
        await comes(lambda: same(mirror, director), "the edge to catch up")
        assert mirror.clock.precise() == pytest.approx(director.clock.precise(), abs=5000)
        await do(director, c.SwitchMode("rehearsal"))
        await comes(lambda: same(mirror, director), "the edge to forget the live show")
        assert set(mirror.names()) == set(director.public_names())


async def test_the_stream_is_never_ahead_of_the_disk(server: RedisServer, tmp_path: Path, disk: Disk) -> None:
    """Else a power cut, and a start without Redis after it, would make two histories of one show."""
    server.client().flushall()
    async with writing(server, tmp_path) as (director, _):
        await do(director, c.Message("一"))
        disk.halt()
        answer = asyncio.create_task(do(director, c.Message("二")))
        await disk.asked.wait()
        newest = partial(server.client().xrevrange, f"{WRITER}journal:{director.epoch}", count=1)
        seen = {(await asyncio.to_thread(newest))[0][0] for _ in range(50)}  # time enough for one that does not wait
        disk.let.set()
        assert (await answer)["type"] == "ack" and seen == {b"2-0"} and newest()[0][0] == b"3-0"


async def test_a_slow_disk_costs_no_lease(server: RedisServer, tmp_path: Path, disk: Disk) -> None:
    server.client().flushall()
    async with writing(server, tmp_path) as (director, bus):
        await do(director, c.Message("一"))
        disk.halt()
        answer = asyncio.create_task(do(director, c.Message("二")))
        await disk.asked.wait()
        until = bus._renewal.until
        await comes(lambda: bus._renewal.until >= until + 2 * HEARTBEAT, "the lease to be renewed meanwhile")
        disk.let.set()
        assert await answer == {"type": "ack", "id": (await answer)["id"], "seq": 3}


async def test_an_answer_says_that_this_machine_is_alone(server: RedisServer, tmp_path: Path) -> None:
    server.client().flushall()
    async with writing(server, tmp_path) as (director, bus):
        assert "alone" not in await do(director, c.Message("一"))
        server.client().config_set("min-replicas-to-write", 1)
        assert (await do(director, c.Message("二")))["alone"] is True, "the first that is refused, too"
        assert (await do(director, c.Message("三"), id="three"))["alone"] is True
        assert (await do(director, c.Preview("none")))["alone"] is True, "and what the show refuses"
        server.client().config_set("min-replicas-to-write", 0)
        await comes(lambda: bus.state == "shared", "Redis to be well again")
        assert await do(director, c.Message("三"), id="three") == {"type": "ack", "id": "three", "seq": 4}
        assert "alone" not in await do(director, c.Preview("none"))


async def test_a_slow_redis_is_as_good_as_none(
    server: RedisServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.client().flushall()
    async with writing(server, tmp_path) as (director, bus):
        await do(director, c.Message("一"))
        monkeypatch.setattr("server.replication.bus.ACK_TIMEOUT", 0.05)
        server.client().client_pause(500, all=False)
        assert (await do(director, c.Message("二")))["alone"] is True
        assert (await bus.wait_replicated(99), await bus.wait_replicated(1)) == ("alone", "shared")
        server.client().client_unpause()


async def test_a_writer_that_was_alone_claims_what_redis_has_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits for as long as a lease lasts, and behind a journal that goes further."""
    forgetful = RedisServer(tmp_path / "redis", appendonly="no").start()
    monkeypatch.setattr("server.replication.bus.LEASE", 0.3)
    try:
        async with writing(forgetful, tmp_path) as (director, bus):
            await do(director, c.Message("前"))
            forgetful.kill()
            assert (await do(director, c.Message("独自")))["alone"] is True
            monkeypatch.setattr(bus._renewal, "until", -LEASE)
            await asyncio.to_thread(forgetful.start)
            forgetful.client().set(f"{WRITER}claim", "9999999999999 1 other", px=500)
            assert (await do(director, c.Message("还是独自")))["alone"] is True
            await comes(lambda: bus.state == "shared", "the writer to go on")
            assert forgetful.client().xlen(f"{WRITER}journal:{director.epoch}") == director.seq == 4
    finally:
        forgetful.stop()


async def test_a_redis_that_dies_stops_nobody_and_gets_what_it_missed(server: RedisServer, tmp_path: Path) -> None:
    server.client().flushall()
    states: list[str] = []
    on_state = lambda: states.append(bus.state)  # noqa: E731
    async with writing(server, tmp_path, on_state=on_state) as (director, bus), mirrored(server) as mirror:
        await do(director, c.Message("前"))
        await comes(lambda: same(mirror, director), "the edge to catch up")
        server.kill()
        for number in range(MAX_PENDING + 50):  # more than may wait for a Redis that is away
            assert (await do(director, c.Message(f"第 {number} 句")))["type"] == "ack"
        assert bus.state == "degraded" and mirror.snapshot("monitor")["view"]["message"] == "前"
        server.start()
        await comes(lambda: same(mirror, director) and bus.state == "shared", "everybody to catch up again")
        assert states == ["degraded", "shared"], "each once, for the panel"
        replicated = server.client().xlen(f"{WRITER}journal:{director.epoch}")
        assert replicated == director.seq == len(director.journal.rows())


async def test_a_machine_that_stops_in_the_middle_of_a_step_leaves_every_view_to_edges(
    server: RedisServer, tmp_path: Path
) -> None:
    """The step that is under way when its loop ends never arrives; an edge then found a show without views."""
    server.client().flushall()
    async with client_of(server.url) as client:
        director = Director(tmp_path, SMALL, "live", hub_of())
        store = RedisStore(client, event_key(SMALL))
        bus = Bus(store, director, "here", await store.acquire("here"), lambda: None)
        director.share(bus)
        sent, append = asyncio.Event(), store.append

        async def lost(*_: Any) -> None:
            sent.set()
            await asyncio.Event().wait()

        store.append = lost  # type: ignore[method-assign]
        running = asyncio.create_task(bus.run())
        await sent.wait()
        await end(running)
        store.append = append  # type: ignore[method-assign]
        await bus.release()
        director.close()
    stored = server.client().hkeys(VIEWS)
    assert set(stored) == {b"show", *(f"view:{name}".encode() for name in director.public_names())}


async def test_a_redis_that_lost_everything_is_filled_again(server: RedisServer, tmp_path: Path) -> None:
    server.client().flushall()
    async with writing(server, tmp_path) as (director, _), mirrored(server) as mirror:
        await do(director, c.Message("前"))
        await comes(lambda: same(mirror, director), "the edge to catch up")
        server.client().flushall()
        await do(director, c.Message("后"))
        assert server.client().xlen(f"{WRITER}journal:{director.epoch}") == director.seq == 3
        await comes(lambda: same(mirror, director), "the edge to catch up")


async def test_a_writer_that_slept_while_redis_forgot_it_does_not_write_beside_the_next_one(
    server: RedisServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.client().flushall()
    async with writing(server, tmp_path) as (director, bus):
        await do(director, c.Message("前"))
        monkeypatch.setattr(bus._renewal, "until", -LEASE)
        server.client().flushall()
        no = await do(director, c.Message("后"))
        assert (no["type"], no["code"], bus.state) == ("refused", "fenced", "fenced")
        assert not server.client().exists(f"{WRITER}lease"), "a fence that is gone makes nobody a writer"


async def test_a_writer_that_slept_past_its_lease_asks_before_it_acts(
    server: RedisServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.client().flushall()
    async with writing(server, tmp_path) as (director, bus):
        await do(director, c.Message("前"))
        monkeypatch.setattr(bus._renewal, "until", -LEASE)
        server.client().set(f"{WRITER}fence", "9:other")
        server.client().set(f"{WRITER}lease", "9:other there")
        no = await do(director, c.Message("后"))
        assert (no["type"], no["code"]) == ("refused", "fenced") and "“there”, has taken over" in no["why"]
        assert (bus.state, director.show.message) == ("fenced", "前")


async def test_a_show_that_began_degraded_joins_and_another_history_is_let_be(
    server: RedisServer, tmp_path: Path
) -> None:
    server.client().flushall()
    async with writing(server, tmp_path, lease=False) as (director, bus):
        await do(director, c.Message("前"))
        await comes(lambda: bus.state == "shared", "Redis to be reached")
        epoch = director.epoch
    server.client().delete(f"{WRITER}lease")
    last = server.client().xrevrange(f"{WRITER}journal:{epoch}", count=1)[0][1]
    server.client().xadd(f"{WRITER}journal:{epoch}", last, id="3-0")  # somebody else went on from here
    async with writing(server, tmp_path, lease=False) as (director, bus):
        await comes(lambda: bus.state == "diverged", "the other history to be seen")
        assert (await do(director, c.Message("后")))["type"] == "ack", "the hall goes on"
        assert server.client().xlen(f"{WRITER}journal:{epoch}") == 3
        assert not server.client().exists(f"{WRITER}lease"), "and holds nobody up"


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=runs(SMALL, most=16))
def test_no_mark_or_score_is_in_what_edges_may_read_before_its_reveal(
    server: RedisServer, tmp_path_factory: pytest.TempPathFactory, steps: list[Any]
) -> None:
    server.client().flushall()
    asyncio.run(_search(server, tmp_path_factory.mktemp("show"), steps))


async def _search(server: RedisServer, folder: Path, steps: list[Any]) -> None:
    """Everything that the ACL lets an edge read, looked through after each command."""
    edge = redis.asyncio.Redis(port=server.port, username="edge", password="crowd")
    async with writing(server, folder) as (director, _), edge, edge.pubsub() as listening:
        await listening.subscribe(f"{PUBLIC}patches")
        revealed: set[str] = set()
        for command in steps:
            answer = await do(director, recognisable(command))
            revealed |= set(director.show.reveals)
            seen = b"".join((await edge.hgetall(f"{PUBLIC}views")).values()).decode()
            while answer["type"] == "ack":
                message = await listening.get_message(ignore_subscribe_messages=True, timeout=0)
                if message is None:
                    break
                seen += message["data"].decode()
            for entry in set(director.show.entries) - revealed:
                assert not tells(seen, entry)


def test_an_edge_may_read_what_is_public_and_nothing_else(server: RedisServer) -> None:
    server.client().set(f"{WRITER}lease", "1 here")
    edge = server.client(username="edge", password="crowd")
    for forbidden in (lambda: edge.get(f"{WRITER}lease"), lambda: edge.xrange(f"{WRITER}journal:e"),
                      lambda: edge.set(f"{PUBLIC}views", "x"), lambda: edge.publish(f"{PUBLIC}patches", "x"),
                      lambda: edge.eval("return 1", 0), lambda: edge.keys("*")):  # fmt: skip
        with pytest.raises(Exception, match=r"(?i)no permission|permissions"):
            forbidden()


async def test_hidden_numbers_change_no_size_and_no_count_of_what_travels(server: RedisServer, tmp_path: Path) -> None:
    travelled = []
    for mark in ("81.25", "97.50"):
        server.client().flushall()
        folder = tmp_path / mark
        folder.mkdir()
        sizes: list[int] = []
        async with writing(server, folder) as (director, _), mirrored(server) as mirror:
            await comes(lambda mirror=mirror: mirror.epoch, "the edge to listen")
            on_message = mirror.on_message
            monitor = lambda message, take=on_message, sizes=sizes: ("set" in message and sizes.append(  # noqa: E731
                len(encode({key: value for key, value in message.items() if key != "at"})))) or take(message)
            mirror.on_message = monitor  # type: ignore[method-assign]
            await do(director, c.EnterMarks("01", dict.fromkeys(director.show.judges, Decimal(mark))))
            await do(director, c.Confirm("01"))
            await do(director, c.Preview("01.reveal"))
            await do(director, c.Take())
            await comes(lambda mirror=mirror, director=director: same(mirror, director), "the edge to catch up")
        views = {name: mirror.snapshot(name)["view"] for name in mirror.names()}
        travelled.append((sizes, len(json.dumps(views))))
    assert travelled[0] == travelled[1] and len(travelled[0][0]) >= 4
