"""Two machines and one Redis, as processes: one writes, the other waits, and no acknowledged command is lost."""

from __future__ import annotations

import json
import signal
import sqlite3
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from server.app import build
from server.event_file.reader import read_event
from server.failover import SLOW_ANSWER, Failover
from server.journal.row import JournalError
from server.replication.journal_copy import JournalCopy
from server.replication.redis_store import LEASE, PATCHES, WRITER
from server.settings import Settings
from tests.support.fault_proxy import bad_line
from tests.support.fleet import Edge, Machine
from tests.support.redis_server import RedisServer
from tests.support.server_process import PATIENCE, SAMPLE, wait_until
from tests.support.socket_clients import open_, receive

LEASE_KEY = f"{WRITER}lease"


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[RedisServer]:
    one = RedisServer(tmp_path / "redis").start()
    yield one
    one.stop()


def test_a_standby_takes_over_with_everything_and_the_old_writer_knows_it(redis: RedisServer, tmp_path: Path) -> None:
    first, second = Machine(tmp_path / "first"), Machine(tmp_path / "second")
    edge = Edge(tmp_path / "edge.log")
    try:
        first.begin(redis.url)
        wait_until(lambda: first.ready()[0] == 200, "the first to write")
        second.begin(redis.url)
        edge.begin(redis.url)
        assert [first.ready()[1]["role"], second.ready()[1]["role"]] == ["writer", "standby"]
        wait_until(lambda: "STANDBY" in _log(second), "its terminal to say so")
        assert _code(second.url("/control")) == 503
        assert second.do("go")["type"] == "problem", "and does nothing"
        assert _code(second.url("/display/stage?preview=1"), second.token) == 503, "nor shows what comes next"
        redis.client().publish(PATCHES, b"no message of the writer's")
        with open_(edge, "monitor") as page:  # type: ignore[arg-type]
            epoch = receive(page, "hello")["epoch"]
            for number in range(5):
                first.do("message", text=f"第 {number} 句")
            seq = first.do("message", text="接管之前")["seq"]
            assert first.process is not None
            first.process.send_signal(signal.SIGSTOP)  # it sleeps past its lease, as a laptop does
            wait_until(lambda: second.ready()[0] == 200, "the standby to take over: it still listens")
            assert second.view("monitor")["message"] == "接管之前" and second.ready()[1]["epoch"] == epoch
            assert second.do("message", text="接管之后")["seq"] == seq + 1
            reaches(page, seq + 1)
            first.process.send_signal(signal.SIGCONT)
            no = first.do("message", text="太晚了")
            assert no.get("code") in ("fenced", 503), no
            wait_until(lambda: first.ready()[1].get("role") == "standby", "the old writer to step down")
            wait_until(lambda: first.ready()[1]["seq"] == seq + 1, "and to show what the other one writes")
            assert "has taken over the show" in _log(first)
            second.stop()  # gives the lease back
            wait_until(lambda: first.ready()[1].get("role") == "writer", "the first to write again")
            assert first.view("monitor")["message"] == "接管之后"
            assert first.do("message", text="又回来")["seq"] == seq + 2
            reaches(page, seq + 2)
        assert redis.client().xlen(f"{{limelight}}:writer:journal:{epoch}") == seq + 2
    finally:
        edge.end()
        assert first.process is not None
        first.process.send_signal(signal.SIGCONT)
        first.stop()
        second.stop()


def test_a_redis_that_refuses_to_write_deposes_nobody_when_it_is_well_again(
    redis: RedisServer, tmp_path: Path
) -> None:
    first, second = Machine(tmp_path / "first"), Machine(tmp_path / "second")
    try:
        first.begin(redis.url)
        wait_until(lambda: first.ready()[0] == 200, "the first to write")
        second.begin(redis.url)
        first.do("message", text="之前")
        redis.client().config_set("min-replicas-to-write", 1)  # as after the loss of the only replica
        wait_until(lambda: first.ready()[1]["redis"] == "degraded", "the writer to be refused")
        wait_until(lambda: not redis.client().exists(LEASE_KEY), "its lease to run out")
        seq = [first.do("message", text=f"第 {number} 句")["seq"] for number in range(5)][-1]
        redis.client().config_set("min-replicas-to-write", 0)
        wait_until(lambda: redis.client().exists(LEASE_KEY), "one of them to hold the lease again")
        wait_until(lambda: first.ready()[1]["redis"] == "shared", "the writer to be the one")
        assert second.ready()[1]["role"] == "standby"
        stream = f"{{limelight}}:writer:journal:{first.ready()[1]['epoch']}"
        wait_until(lambda: redis.client().xlen(stream) == seq, "everything acknowledged to be in the stream")
        assert first.view("monitor")["message"] == "第 4 句"
    finally:
        first.stop()
        second.stop()


@contextmanager
def pair(redis: RedisServer, folder: Path, writers_url: str = "") -> Iterator[tuple[Machine, Machine]]:
    """A writer, and a standby that follows it."""
    first, second = Machine(folder / "first"), Machine(folder / "second")
    try:
        first.begin(writers_url or redis.url)
        wait_until(lambda: first.ready()[0] == 200, "the first to write")
        second.begin(redis.url)
        yield first, second
    finally:
        assert first.process is not None
        first.process.send_signal(signal.SIGCONT)
        first.stop()
        second.stop()


def says(machine: Machine, text: str) -> dict[str, Any]:
    return machine.do("message", text=text)


def copied(machine: Machine) -> int:
    """Number of the newest event on that machine's disk."""
    try:
        with closing(sqlite3.connect(f"file:{machine.folder / 'live.sqlite'}?mode=ro", uri=True)) as disk:
            return int(disk.execute("SELECT coalesce(max(seq), 0) FROM events").fetchone()[0])
    except sqlite3.OperationalError:  # it is being made
        return 0


def test_a_redis_that_forgets_while_the_writer_sleeps_costs_nothing(redis: RedisServer, tmp_path: Path) -> None:
    with pair(redis, tmp_path) as (first, second):
        seq = [says(first, f"第 {number} 句")["seq"] for number in range(9)][-1]
        epoch = first.ready()[1]["epoch"]
        wait_until(lambda: copied(second) == seq, "the standby's disk to have it all")
        assert first.process is not None
        first.process.send_signal(signal.SIGSTOP)
        redis.client().flushall()
        wait_until(lambda: second.ready()[0] == 200, "the standby to take over")
        assert (second.ready()[1]["epoch"], second.view("monitor")["message"]) == (epoch, "第 8 句"), "no empty show"
        assert says(second, "接管").items() >= {"type": "ack", "seq": seq + 1}.items()
        first.process.send_signal(signal.SIGCONT)
        no = says(first, "太晚了")
        assert no.get("code") in ("fenced", 503), no
        wait_until(lambda: first.ready()[1].get("role") == "standby", "the old writer to step down")
        wait_until(lambda: copied(first) == seq + 1, "and to copy what the other one writes")
        stream = f"{WRITER}journal:{epoch}"
        assert redis.client().xlen(stream) == seq + 1 == len(redis.client().xrange(stream)), "filled again, each once"


def test_a_writer_that_is_cut_off_says_so_and_gives_way_though_redis_comes_back_empty(tmp_path: Path) -> None:
    redis = RedisServer(tmp_path / "redis", appendonly="no").start()
    with bad_line(redis.port, (0, 0), (0, 0)) as line, pair(redis, tmp_path, line.redis_url) as (first, second):
        assert first.ready()[1]["weak"] == ["appendonly no", "replicas 0"] and "appendonly no" in _log(first)
        seq = says(first, "之前")["seq"]
        wait_until(lambda: copied(second) == seq, "the standby's disk to have it all")
        redis.kill()
        assert says(first, "独自")["alone"] is True
        redis.start()  # with nothing in it
        wait_until(lambda: first.ready()[1]["redis"] == "shared", "the writer to go on: its journal is the longer one")
        assert second.ready()[1]["role"] == "standby" and says(first, "又有备机").keys() == {"type", "id", "seq"}
        wait_until(lambda: copied(second) == seq + 2, "the standby to have what was done alone")
        line.stall(True)
        redis.kill()
        redis.start()
        wait_until(lambda: second.ready()[0] == 200, "the standby to take over from its own disk")
        assert second.view("monitor")["message"] == "又有备机"
        both = says(first, "只在此机"), says(second, "接管")
        assert [one.get("alone", False) for one in both] == [True, False], "one writer, and one that says what it is"
        line.stall(False)
        wait_until(lambda: first.ready()[1].get("role") == "standby", "the old writer to step down")
        wait_until(lambda: "what was done here alone is in" in _log(first), "its file to be named")
        wait_until(lambda: first.view("monitor")["message"] == "接管", "and to show the other's show")
        redis.stop()


@pytest.fixture
def waiting(redis: RedisServer, tmp_path: Path) -> Failover:
    """The failover of a machine that has not begun."""
    app = build(Settings(SAMPLE, tmp_path, redis_url=redis.url))
    return Failover(app.state, read_event(SAMPLE))  # type: ignore[arg-type]


async def test_a_redis_that_was_slow_or_refused_begins_the_wait_again(redis: RedisServer, waiting: Failover) -> None:
    copy = JournalCopy(waiting._store, waiting._settings.data_dir)
    assert await waiting._come_first(copy) and waiting._patient_until == 0
    redis.client().client_pause(int(1000 * SLOW_ANSWER) + 50, all=False)
    assert await waiting._come_first(copy)
    assert (slow := waiting._patient_until) > time.monotonic() + LEASE, "longer than a lease"
    redis.client().config_set("min-replicas-to-write", 1)
    assert not await waiting._come_first(copy) and waiting._patient_until > slow
    await waiting._client.aclose()


async def test_a_redis_that_was_lost_begins_the_wait_again_but_not_one_that_is_met_first(waiting: Failover) -> None:
    copy = JournalCopy(waiting._store, waiting._settings.data_dir)
    waiting._state.source = waiting._mirror
    assert await waiting._looked(copy) is None and waiting._patient_until == 0, "nothing was lost yet"
    waiting._mirror.knows.set()
    assert await waiting._looked(copy) is None and waiting._patient_until > time.monotonic() + LEASE
    waiting._mirror.link(True)
    waiting._mirror.last_message = waiting._mirror.since = time.monotonic() - LEASE
    assert await waiting._looked(copy) is None, "though the writer is silent for as long as its lease"
    waiting._mirror.on_message({"left": True})
    assert await waiting._looked(copy) is waiting._renewal.lease is not None, "it has given its lease back"
    await waiting._client.aclose()


async def test_who_cannot_copy_the_last_events_takes_nothing_over(
    waiting: Failover, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = JournalCopy(waiting._store, waiting._settings.data_dir)

    async def fails() -> None:
        raise JournalError("the disk is full")

    monkeypatch.setattr(copy, "catch_up", fails)
    assert await waiting._try_for_lease(copy) is None
    assert waiting._renewal.lease is None and waiting._patient_until > 0, "and lets the lease run out"
    monkeypatch.undo()
    assert await waiting._try_for_lease(copy) is waiting._renewal.lease is not None
    await waiting._client.aclose()


def reaches(page: Any, seq: int) -> None:
    """The page gets to a number by patches without a gap, or by a snapshot."""
    newest = None
    while newest != seq:
        message = json.loads(page.recv(timeout=PATIENCE))
        if message["type"] == "snapshot":
            newest = message["seq"]
        elif message["type"] == "patch":
            assert newest is None or message["seq"] == newest + 1
            newest = message["seq"]


def test_a_show_begins_without_its_redis_and_joins_it_later(tmp_path: Path) -> None:
    redis = RedisServer(tmp_path / "redis")
    one = Machine(tmp_path / "one")
    try:
        one.begin(redis.url)
        assert one.do("message", text="先开场")["type"] == "ack"
        assert one.ready()[1]["redis"] == "degraded" and "goes on here" in one.ready()[1]["why"]
        redis.start()
        wait_until(lambda: one.ready()[1]["redis"] == "shared", "Redis to be reached")
        assert redis.client().xlen(f"{{limelight}}:writer:journal:{one.ready()[1]['epoch']}") == one.ready()[1]["seq"]
    finally:
        one.stop()
        redis.stop()


def _log(machine: Machine) -> str:
    return (machine.folder.parent / f"{machine.folder.name}.log").read_text(encoding="utf-8")


def _code(url: str, token: str = "") -> int:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
