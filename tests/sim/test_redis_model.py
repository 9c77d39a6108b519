"""Redis of the simulation held against a real server: the same scripts and commands, the same answers."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from redis.exceptions import ResponseError

from server.replication import redis_store as store
from tests.sim.redis_model import RedisModel, wire
from tests.support.redis_server import RedisServer

KEYS = [f"{store.WRITER}{name}" for name in ("lease", "fence", "journals")]
CLAIM = f"{store.WRITER}claim"
TOKENS = ["1:aa", "2:aa", "2:bb", "3:cc"]
STEPS = 400


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[redis.Redis]:
    one = RedisServer(tmp_path_factory.mktemp("redis")).start()
    with one.client() as client:
        yield client
    one.stop()


def answered(call: Any, *words: Any) -> Any:
    try:
        return call(*words)
    except ResponseError as error:
        return str(error).partition(" ")[0]


def scripted(chance: random.Random) -> tuple[str, int, list[Any]]:
    """One call of one of the writer's scripts."""
    token, holder = chance.choice(TOKENS), chance.choice(["a", "b"])
    lease, fence = KEYS[:2]
    kind = chance.choice(["acquire", "claim", "renew", "release", "append", "append", "append"])
    if kind == "acquire":
        rank = [chance.randrange(3), chance.randrange(3)]
        return store._ACQUIRE, 3, [lease, fence, CLAIM, holder, 60_000, chance.choice(["aa", "bb", "cc"]), *rank]
    if kind == "claim":
        rank = [chance.randrange(3), chance.randrange(3)]
        return store._CLAIM, 2, [CLAIM, f"{store.WRITER}check", holder, 60_000, *rank]
    if kind == "renew":
        return store._RENEW, 3, [lease, fence, store.PATCHES, token, holder, 60_000, b"{}"]
    if kind == "release":
        return store._RELEASE, 2, [lease, store.PATCHES, token, b"{}"]
    epoch, base, count = chance.choice("ef"), chance.randrange(4), chance.randrange(3)
    rows = [word for n in range(count) for word in (base + n + 1, 1000, "panel", f"id{n}", '{"题": 1}')]
    facts = [1, "view:stage", chance.random(), 1, "{}"]
    words = [token, holder, 60_000, "event", "live", epoch, base, count, *rows, *facts]
    keys = [*KEYS, store.stream_of(epoch), store.VIEWS, store.PATCHES, f"{store.WRITER}step"]
    return store._APPEND, len(keys), [*keys, *words, chance.randrange(1, 30)]


def plain(chance: random.Random) -> tuple[Any, ...]:
    """One of the commands that are no script."""
    stream = store.stream_of(chance.choice("ef"))
    return chance.choice([
        ("GET", KEYS[0]), ("GET", KEYS[1]), ("HGETALL", store.VIEWS), ("HGETALL", KEYS[2]), ("DEL", KEYS[0]),
        ("XRANGE", stream, "-", "+"), ("XRANGE", stream, f"({chance.randrange(4)}-0", "+", "COUNT", 2),
        ("XREVRANGE", stream, "+", "-", "COUNT", 1), ("SET", "x", chance.random(), "PX", 60_000), ("GET", "x"),
        ("HSET", "h", "a", 1, "b", 2), ("HGET", "h", "a"), ("HDEL", "h", "a"), ("EXISTS", "x", "h"), ("XLEN", stream),
        ("SET", "x", 1, "NX"), ("HGET", "x", "a"), ("HMGET", "h", "a", "c"), ("PING",),
    ])  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_model_answers_as_a_server_does(real: redis.Redis, seed: int) -> None:
    chance = random.Random(seed)
    real.flushall()
    raw = redis.Redis(port=real.connection_pool.connection_kwargs["port"], protocol=2)
    raw.response_callbacks.clear()
    model = RedisModel(lambda: 0.0, lambda topic, text: None)
    for _ in range(STEPS):
        if chance.random() < 0.6:
            source, count, words = scripted(chance)
            given = [word if isinstance(word, bytes) else str(word).encode() for word in words]
            wanted = answered(raw.eval, source, count, *given)
            found = answered(model.eval, source, given[:count], given[count:])
        else:
            words = list(plain(chance))
            wanted, found = answered(raw.execute_command, *words), answered(model.call, *words)
        assert wire(found) == (wanted.encode() if isinstance(wanted, str) else wanted), words
    for key in (*KEYS, store.VIEWS, f"{store.WRITER}step"):
        kind = "HGETALL" if key in (KEYS[2], store.VIEWS) else "GET"
        assert wire(model.call(kind, key)) == raw.execute_command(kind, key)
    raw.close()


def test_a_redis_that_refuses_writes_answers_reads() -> None:
    model = RedisModel(lambda: 0.0, lambda topic, text: None)
    model.call("SET", "a", 1)
    model.refuses = True
    with pytest.raises(ResponseError, match="NOREPLICAS"):
        model.call("SET", "a", 2)
    assert model.call("GET", "a") == "1"


def test_a_key_ends_when_its_time_has_come() -> None:
    now = [0.0]
    model = RedisModel(lambda: now[0], lambda topic, text: None)
    model.call("SET", "lease", "x", "PX", 5000)
    now[0] = 4.9
    assert model.call("GET", "lease") == "x"
    now[0] = 5.0
    assert model.call("GET", "lease") is None
