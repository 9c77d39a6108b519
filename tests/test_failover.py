"""Two machines and one Redis, as processes: one writes, the other waits, and no acknowledged command is lost."""

from __future__ import annotations

import json
import signal
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.replication.redis_store import PATCHES, WRITER
from tests.support.fleet import Edge, Machine
from tests.support.redis_server import RedisServer
from tests.support.server_process import PATIENCE, wait_until
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
