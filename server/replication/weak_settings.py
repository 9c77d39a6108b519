"""Weak settings of Redis: those under which it may lose what was acknowledged, named as redis.conf names them."""

from __future__ import annotations

from redis.asyncio.cluster import RedisCluster
from redis.exceptions import ResponseError

from server.replication.redis_store import WRITER
from server.replication.redis_url import Client
from server.texts.say import say

# The settings by the last part of the key of their words.
KINDS = {
    "appendonly": "appendonly",
    "appendfsync": "appendfsync",
    "maxmemory-policy": "policy",
    "replicas": "replicas",
    "min-replicas-to-write": "unconfirmed",
    "config": "unknown",
}


async def weak_settings(client: Client) -> list[str]:
    """Weak settings, each with its value: `appendonly no`. `config unknown` where this user may not ask. Raises
    redis-py's errors where Redis does not answer."""
    where = {"target_nodes": client.get_node_from_key(WRITER)} if isinstance(client, RedisCluster) else {}
    try:
        config = await client.config_get("append*", "maxmemory*", "min-replicas-to-write", **where)
        replicas = (await client.info("replication", **where)).get("connected_slaves", 0)
    except ResponseError:  # no right to it, or a hosted Redis that has no such command
        return ["config unknown"]
    return [*_persistence(config), *_eviction(config), *_replication(config, int(replicas))]


def _persistence(config: dict[str, str]) -> list[str]:
    if config["appendonly"] != "yes":
        return [f"appendonly {config['appendonly']}"]
    return [] if config["appendfsync"] == "always" else [f"appendfsync {config['appendfsync']}"]


def _eviction(config: dict[str, str]) -> list[str]:
    evicts = config["maxmemory"] != "0" and config["maxmemory-policy"] != "noeviction"
    return [f"maxmemory-policy {config['maxmemory-policy']}"] if evicts else []


def _replication(config: dict[str, str], replicas: int) -> list[str]:
    if not replicas:
        return ["replicas 0"]
    return ["min-replicas-to-write 0"] if config["min-replicas-to-write"] == "0" else []


def in_words(setting: str, lang: str) -> str:
    """Words for people on what a weak setting may cost."""
    return say(f"terminal.weak_{KINDS[setting.partition(' ')[0]]}", lang, setting=setting)
