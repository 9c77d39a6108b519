"""Weak settings of Redis, on a real server: each is named, and a good one is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.replication.redis_url import client_of
from server.replication.weak_settings import KINDS, in_words, weak_settings
from tests.support.redis_server import KINDS as SERVERS
from tests.support.redis_server import RedisServer
from tests.support.server_process import wait_until


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    folder = tmp_path_factory.mktemp("redis")
    (folder / "users.acl").write_text("user default on nopass ~* &* +@all\nuser guest on nopass ~* &* +@all -config\n")
    one = RedisServer(folder, request.param, aclfile=str(folder / "users.acl")).start()
    yield one
    one.stop()


async def weak(server: RedisServer, **settings: str) -> list[str]:
    one = server.client()
    for name, value in settings.items():
        one.config_set(name.replace("_", "-"), value)
    async with client_of(server.url) as client:
        return await weak_settings(client)


async def test_each_weak_setting_is_named(server: RedisServer, tmp_path: Path) -> None:
    assert await weak(server, appendonly="yes", appendfsync="always", maxmemory="0") == ["replicas 0"]
    assert await weak(server, appendfsync="everysec") == ["appendfsync everysec", "replicas 0"]
    assert await weak(server, appendonly="no") == ["appendonly no", "replicas 0"]
    assert await weak(server, appendonly="yes", appendfsync="always", maxmemory_policy="allkeys-lru") == ["replicas 0"]
    assert await weak(server, maxmemory="1gb") == ["maxmemory-policy allkeys-lru", "replicas 0"]
    assert await weak(server, maxmemory_policy="noeviction") == ["replicas 0"]


async def test_a_replica_counts_where_writes_wait_for_it(server: RedisServer, tmp_path: Path) -> None:
    replica = RedisServer(tmp_path, replicaof=f"127.0.0.1\n{server.port}").start()
    try:
        wait_until(lambda: server.client().info("replication")["connected_slaves"], "the replica")
        assert await weak(server, min_replicas_to_write="0") == ["min-replicas-to-write 0"]
        assert await weak(server, min_replicas_to_write="1") == []
    finally:
        replica.stop()
        server.client().config_set("min-replicas-to-write", 0)


async def test_what_may_not_be_read_is_not_known(server: RedisServer) -> None:
    async with client_of(server.url.replace("//", "//guest:x@")) as client:
        assert await weak_settings(client) == ["config unknown"]


@pytest.mark.parametrize("name", KINDS)
def test_each_has_words_in_both_languages(name: str) -> None:
    assert in_words(f"{name} x", "zh") != in_words(f"{name} x", "en")
    assert all(f"{name} x" in in_words(f"{name} x", lang) for lang in ("zh", "en"))
