"""Addresses of Redis: each form gives its client, a bad one says what was wanted, none shows its password."""

from __future__ import annotations

import pytest
from redis.asyncio.cluster import RedisCluster
from redis.asyncio.connection import SSLConnection
from redis.asyncio.sentinel import SentinelConnectionPool

from server.replication.redis_url import BadAddress, client_of, shown


def test_plain_addresses_and_tls_ones() -> None:
    plain = client_of("redis://panel:pa%3Ass@10.0.0.5:6380/2").connection_pool
    options = plain.connection_kwargs
    assert (options["host"], options["port"], options["db"]) == ("10.0.0.5", 6380, 2)
    assert (options["username"], options["password"]) == ("panel", "pa:ss")
    assert client_of("rediss://10.0.0.5").connection_pool.connection_class is SSLConnection
    assert client_of("unix:///run/redis.sock").connection_pool.connection_kwargs["path"] == "/run/redis.sock"


def test_sentinels_are_asked_for_the_master_by_its_name() -> None:
    pool = client_of("sentinels://u:p@a,b:26380,[::1]/hall/3").connection_pool
    assert isinstance(pool, SentinelConnectionPool) and pool.service_name == "hall"
    options = [sentinel.connection_pool.connection_kwargs for sentinel in pool.sentinel_manager.sentinels]
    assert [(each["host"], each["port"]) for each in options] == [("a", 26379), ("b", 26380), ("::1", 26379)]
    assert (pool.connection_kwargs["db"], pool.connection_kwargs["password"]) == (3, "p")


def test_a_cluster_is_reached_through_any_of_its_nodes() -> None:
    cluster = client_of("cluster://a:7000,b:7001")
    assert isinstance(cluster, RedisCluster)
    assert {node.name for node in cluster.nodes_manager.startup_nodes.values()} == {"a:7000", "b:7001"}


@pytest.mark.parametrize(
    ("url", "words"),
    [("http://hall", "redis://host:6379 is wanted"), ("10.0.0.5:6379", "redis://host:6379 is wanted"),
     ("redis://", "redis://host:6379 is wanted"), ("sentinel://a,b", "name of the master"),
     ("sentinel://a,b/hall/x", "name of the master"), ("cluster://:1", "a host is missing"),
     ("sentinel://a:port/hall", "Port"), ("redis://u:secret@a:port", "Port")],
)  # fmt: skip
def test_a_bad_address_says_what_was_wanted(url: str, words: str) -> None:
    with pytest.raises(BadAddress, match=words) as error:
        client_of(url)
    assert "secret" not in str(error.value)


def test_no_log_shows_a_password() -> None:
    assert shown("redis://u:secret@10.0.0.5/1") == "redis://10.0.0.5/1"
    assert shown("redis://10.0.0.5/1") == "redis://10.0.0.5/1"
    assert shown("rediss://10.0.0.5/1?password=secret&ssl_ca_certs=a") == "rediss://10.0.0.5/1"
    assert shown("redis://u:se?cret@10.0.0.5/1") == "redis://10.0.0.5/1"
