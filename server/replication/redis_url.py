"""From an address to a client of Redis or Valkey: plain, TLS, a socket file, Sentinel, a cluster.

    redis://[user:password@]host[:6379][/database]        rediss://… the same over TLS
    unix://[user:password@]/path/to/redis.sock
    sentinel://[user:password@]host[:26379],host…/name[/database]   (sentinels:// : TLS everywhere)
    cluster://[user:password@]host[:6379][,host…]                   (clusters:// : TLS everywhere)

What redis-py's own addresses take after a `?` (such as `ssl_ca_certs`) works with the first two.
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
PATIENCE = 1.0  # seconds for one answer; whoever tries again does so by a rule of their own


class BadAddress(ValueError):
    """An address that names no Redis. The text says what was wanted."""


def client_of(url: str) -> Client:
    """A client that has not connected yet. Raises BadAddress."""
    parts = _split(url)
    options: dict[str, Any] = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
    if parts.scheme in PLAIN:
        try:
            return Redis.from_url(url, retry=_once(), **options)
        except ValueError as error:
            raise BadAddress(f"{shown(url)}: {error}") from error
    if parts.username is not None or parts.password is not None:
        options |= {"username": unquote(parts.username or "") or None, "password": unquote(parts.password or "")}
    options["ssl"] = parts.scheme.endswith("s")
    if parts.scheme.startswith("cluster"):
        nodes = [ClusterNode(host, port) for host, port in _hosts(url, 6379)]
        return RedisCluster(startup_nodes=nodes, retry=_once(), **options)
    name, _, database = parts.path.strip("/").partition("/")
    if not name or not (database or "0").isdigit():
        raise BadAddress(f"{shown(url)}: sentinel://host:26379,host:26379/name of the master is wanted")
    asked = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE, "ssl": options["ssl"], "retry": _once()}
    sentinel = Sentinel(  # type: ignore[no-untyped-call]
        _hosts(url, 26379), sentinel_kwargs=asked
    )
    return sentinel.master_for(name, db=int(database or 0), retry=_once(), **options)


def _once() -> Retry:
    return Retry(NoBackoff(), 0)


def check(url: str) -> str:
    """The address itself. Raises BadAddress where no client can be made of it."""
    client_of(url)
    return url


def shown(url: str) -> str:
    """The address as people may read it in a log: without its password, before the @ or after the ?."""
    before, at, host = url.rpartition("@")
    address = f"{before.partition('://')[0]}://{host}" if at else url
    return address.partition("?")[0]


def _split(url: str) -> SplitResult:
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES or not (parts.netloc or parts.path):
        raise BadAddress(f"{shown(url)}: redis://host:6379 is wanted, or another scheme of {', '.join(SCHEMES)}")
    return parts


def _hosts(url: str, usual: int) -> list[tuple[str, int]]:
    """The hosts between the password and the path; IPv6 addresses stand in brackets."""
    found = []
    for one in urlsplit(url).netloc.rpartition("@")[2].split(","):
        at = urlsplit(f"//{one}")
        try:
            host, port = at.hostname, at.port or usual
        except ValueError as error:
            raise BadAddress(f"{shown(url)}: {error}") from error
        if not host:
            raise BadAddress(f"{shown(url)}: a host is missing")
        found.append((host, port))
    return found
