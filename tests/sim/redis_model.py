"""Redis of the simulation: what our store, mirror and bus ask of a server, in memory and over simulated time.

The scripts are the program's own (`lua`). What can go wrong with a Redis is a switch here: it refuses writes, it
forgets, it is paused, a machine is cut off from it. `tests/sim/test_redis_model.py` holds it against a real server.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from redis.exceptions import ResponseError

from tests.sim.lua import script

WRITES = {"SET", "DEL", "HSET", "HDEL", "XADD", "FLUSHALL", "PEXPIRE", "XTRIM", "INCR"}
REFUSED = "NOREPLICAS Not enough good replicas to write."


class RedisModel:
    """Keys of one server. Texts are `str` (bytes that are no UTF-8 as surrogates); `now` gives seconds."""

    def __init__(
        self,
        now: Callable[[], float],
        publish: Callable[[str, str], None],
        watch: Callable[[str, tuple[Any, ...]], None] = lambda name, words: None,
    ) -> None:
        self._now, self._publish, self._watch = now, publish, watch
        self._keys: dict[str, Any] = {}
        self._ends: dict[str, float] = {}
        self.refuses = False

    def call(self, name: str, *words: Any) -> Any:
        """One command, as `redis.call` of a script makes it. Raises ResponseError."""
        name = name.upper()
        if self.refuses and name in WRITES:
            raise ResponseError(REFUSED)
        if name in ("HSET", "SET", "PUBLISH"):
            self._watch(name, words)
        command = self._publish_ if name == "PUBLISH" else getattr(self, f"_{name.lower()}")
        return command(*(_text(word) for word in words))

    def eval(self, source: str, keys: list[Any], arguments: list[Any]) -> Any:
        """A script, which nothing interrupts."""
        run = script(source)
        return _reply(run([_text(key) for key in keys], [_text(word) for word in arguments], self._from_script))

    def _from_script(self, name: str, *words: Any) -> Any:
        answer = self.call(name, *words)
        return False if answer is None else answer

    def forget(self) -> None:
        """Everything is gone, as after FLUSHALL or the restart of a server that keeps nothing."""
        self._keys.clear()
        self._ends.clear()

    def _find(self, key: str, kind: type) -> Any:
        end = self._ends.get(key)
        if end is not None and self._now() >= end:
            self._del(key)
        found = self._keys.get(key)
        if found is not None and not isinstance(found, kind):
            raise ResponseError("WRONGTYPE Operation against a key holding the wrong kind of value")
        return found

    # --- commands ------------------------------------------------------------------------------------

    def _get(self, key: str) -> str | None:
        return self._find(key, str)

    def _set(self, key: str, value: str, *options: str) -> str | None:
        words = [word.upper() for word in options]
        if "NX" in words and self._find(key, object) is not None:
            return None
        self._keys[key] = value
        self._ends.pop(key, None)
        if "PX" in words:
            self._ends[key] = self._now() + int(options[words.index("PX") + 1]) / 1000
        return "OK"

    def _pexpire(self, key: str, milliseconds: str) -> int:
        if self._find(key, object) is None:
            return 0
        self._ends[key] = self._now() + int(milliseconds) / 1000
        return 1

    def _pttl(self, key: str) -> int:
        if self._find(key, object) is None:
            return -2
        return int((self._ends[key] - self._now()) * 1000) if key in self._ends else -1

    def _exists(self, *keys: str) -> int:
        return sum(self._find(key, object) is not None for key in keys)

    def _del(self, *keys: str) -> int:
        for key in keys:
            self._ends.pop(key, None)
        return sum(self._keys.pop(key, None) is not None for key in keys)

    def _hget(self, key: str, field: str) -> str | None:
        return (self._find(key, dict) or {}).get(field)

    def _hmget(self, key: str, *fields: str) -> list[str | None]:
        stored = self._find(key, dict) or {}
        return [stored.get(field) for field in fields]

    def _hgetall(self, key: str) -> list[str]:
        return [word for pair in (self._find(key, dict) or {}).items() for word in pair]

    def _hset(self, key: str, *pairs: str) -> int:
        stored = self._find(key, dict)
        stored = self._keys.setdefault(key, {}) if stored is None else stored
        before = len(stored)
        stored.update(zip(pairs[::2], pairs[1::2], strict=True))
        return len(stored) - before

    def _hdel(self, key: str, *fields: str) -> int:
        stored = self._find(key, dict) or {}
        gone = sum(stored.pop(field, None) is not None for field in fields)
        if not stored:
            self._keys.pop(key, None)
        return gone

    def _xadd(self, key: str, id: str, *pairs: str) -> str:
        rows = self._find(key, list)
        rows = self._keys.setdefault(key, []) if rows is None else rows
        if rows and _order(id) <= _order(rows[-1][0]):
            raise ResponseError("ERR The ID specified in XADD is equal or smaller than the target stream top item")
        rows.append([id, list(pairs)])
        return id

    def _xlen(self, key: str) -> int:
        return len(self._find(key, list) or [])

    def _xrange(self, key: str, first: str, last: str, *count: str) -> list[Any]:
        rows = [row for row in self._find(key, list) or [] if _within(row[0], first, last)]
        return rows[: int(count[1])] if count else rows

    def _xrevrange(self, key: str, last: str, first: str, *count: str) -> list[Any]:
        rows = [row for row in self._find(key, list) or [] if _within(row[0], first, last)][::-1]
        return rows[: int(count[1])] if count else rows

    def _publish_(self, topic: str, message: str) -> int:
        self._publish(topic, message)
        return 0

    def _time(self) -> list[str]:
        return [str(int(self._now())), str(int(self._now() % 1 * 1e6))]

    def _info(self, *_: str) -> str:
        return "aof_enabled:1\r\n"

    def _ping(self) -> str:
        return "PONG"

    def __getattr__(self, name: str) -> Any:
        if name == "_publish":
            raise AttributeError(name)
        raise ResponseError(f"ERR unknown command '{name.strip('_').upper()}': the model has none yet")


def _text(word: Any) -> str:
    return word.decode("utf-8", "surrogateescape") if isinstance(word, bytes) else str(word)


def _reply(answer: Any) -> Any:
    if isinstance(answer, bool):
        return 1 if answer else None
    if isinstance(answer, float):
        return int(answer)
    if isinstance(answer, (list, tuple)):
        return [_reply(one) for one in answer]
    return answer


def wire(answer: Any) -> Any:
    """Answer as a client gets it: texts are bytes."""
    if isinstance(answer, str):
        return answer.encode("utf-8", "surrogateescape")
    if isinstance(answer, (list, tuple)):
        return [wire(one) for one in answer]
    return answer


def _order(id: str) -> tuple[int, int]:
    first, _, second = id.partition("-")
    return int(first), int(second or 0)


def _within(id: str, first: str, last: str) -> bool:
    if first.startswith("(") and _order(id) <= _order(first[1:]):
        return False
    if last.startswith("(") and _order(id) >= _order(last[1:]):
        return False
    after = first[0] in "-(" or _order(id) >= _order(first)
    return after and (last[0] in "+(" or _order(id) <= _order(last))
