"""Redis addresses: clients of Redis or Valkey over plain TCP, TLS, a socket file, Sentinel, a cluster.

    redis://[user:password@]host[:6379][/database]        rediss://… the same over TLS
    unix://[user:password@]/path/to/redis.sock
    sentinel://[user:password@]host[:26379],host…/name[/database]   (sentinels:// : TLS everywhere)
    cluster://[user:password@]host[:6379][,host…]                   (clusters:// : TLS everywhere)

Options of redis-py's own addresses after a `?` (such as `ssl_ca_certs`) work with the first two.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from redis.asyncio import Redis
from redis.asyncio.cluster import ClusterNode, RedisCluster
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel
from redis.backoff import NoBackoff

Client = Any
"""A `Redis` or a `RedisCluster`: they have no common type, and we ask only what both can."""

PLAIN = ("redis", "rediss", "unix")
SCHEMES = (*PLAIN, "sentinel", "sentinels", "cluster", "clusters")
ANSWER_TIMEOUT = 1.0  # seconds for one answer; callers that try again do so by a rule of their own


class BadAddress(ValueError):
    """Address that names no Redis. The text says what was wanted."""


def client_of(url: str) -> Client:
    """Client that has not connected yet. Raises BadAddress."""
    parts = _split(url)
    options: dict[str, Any] = {"socket_timeout": ANSWER_TIMEOUT, "socket_connect_timeout": ANSWER_TIMEOUT}
    if parts.scheme in PLAIN:
        try:
            return Redis.from_url(url, retry=_once(), **options)
        except ValueError as error:
            raise BadAddress(f"{shown(url)}: {error}") from error
    if parts.username is not None or parts.password is not None:
        options |= {
            "username": unquote(parts.username or "") or None,
            "password": unquote(parts.password or ""),
        }
    options["ssl"] = parts.scheme.endswith("s")
    if parts.scheme.startswith("cluster"):
        nodes = [ClusterNode(host, port) for host, port in _hosts(url, 6379)]
        return RedisCluster(startup_nodes=nodes, retry=_once(), **options)
    name, _, database = parts.path.strip("/").partition("/")
    if not name or not (database or "0").isdigit():
        raise BadAddress(f"{shown(url)}: sentinel://host:26379,host:26379/name of the master is wanted")
    sentinels = {
        "socket_timeout": ANSWER_TIMEOUT,
        "socket_connect_timeout": ANSWER_TIMEOUT,
        "ssl": options["ssl"],
    }
    sentinel = Sentinel(  # type: ignore[no-untyped-call]
        _hosts(url, 26379), sentinel_kwargs=sentinels | {"retry": _once()}
    )
    return sentinel.master_for(name, db=int(database or 0), retry=_once(), **options)


def _once() -> Retry:
    return Retry(NoBackoff(), 0)


def shown(url: str) -> str:
    """Address as people may read it in a log: without its password, before the @ or after the ?."""
    before, sign, host = url.rpartition("@")
    address = f"{before.partition('://')[0]}://{host}" if sign else url
    return address.partition("?")[0]


def _split(url: str) -> SplitResult:
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES or not (parts.netloc or parts.path):
        raise BadAddress(
            f"{shown(url)}: redis://host:6379 is wanted, or another scheme of {', '.join(SCHEMES)}"
        )
    return parts


def _hosts(url: str, usual: int) -> list[tuple[str, int]]:
    """The hosts between the password and the path; IPv6 addresses stand in brackets."""
    hosts = []
    for text in urlsplit(url).netloc.rpartition("@")[2].split(","):
        parts = urlsplit(f"//{text}")
        try:
            host, port = parts.hostname, parts.port or usual
        except ValueError as error:
            raise BadAddress(f"{shown(url)}: {error}") from error
        if not host:
            raise BadAddress(f"{shown(url)}: a host is missing")
        hosts.append((host, port))
    return hosts
