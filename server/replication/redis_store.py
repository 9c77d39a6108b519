"""What stands in Redis: the writer's lease, the journals as streams, the public views and pictures.

Everything that the writer changes goes through a script that first looks at the lease, so a writer
that was replaced can append nothing, however late its words arrive. All keys hold the hash tag
`{limelight}`: on a cluster they live together. Edges need `{limelight}:public:*` and nothing else; a
journal holds marks that nobody has revealed and stands under `{limelight}:writer:*`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.journal import Row
from server.replication.redis_url import Client
from server.show.model import Contest

LEASE = 5.0  # seconds for which nobody else may write; renewed every second
WRITER = "{limelight}:writer:"
PUBLIC = "{limelight}:public:"
VIEWS = f"{PUBLIC}views"
PATCHES = f"{PUBLIC}patches"  # the name to subscribe to
PICTURES = f"{PUBLIC}pictures"
PAGE = 500  # rows of a journal that travel at once

# Returns nothing where the lease is ours (taken up again where it ran out and nobody has written since),
# else who holds it.
_OURS = """
local function others()
  local held = redis.call('GET', KEYS[1])
  local token, holder = string.match(held or '', '^(%d+) (.*)$')
  if token and token ~= ARGV[1] then return holder end
  if not token then
    local newest = redis.call('GET', KEYS[2])
    if newest and newest ~= ARGV[1] then return '?' end
    redis.call('SET', KEYS[2], ARGV[1])
  end
  redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. ARGV[2], 'PX', ARGV[3])
  return nil
end
"""
_ACQUIRE = """
local token, holder = string.match(redis.call('GET', KEYS[1]) or '', '^(%d+) (.*)$')
if token and holder ~= ARGV[1] then return {'', holder} end
token = redis.call('INCR', KEYS[2])
redis.call('SET', KEYS[1], token .. ' ' .. ARGV[1], 'PX', ARGV[2])
return {tostring(token), ARGV[1]}
"""
_RENEW = _OURS + """
local holder = others()
if holder then return {'fenced', holder} end
redis.call('PUBLISH', KEYS[3], ARGV[4])
return {'ok', ''}
"""
_RELEASE = """
local token = string.match(redis.call('GET', KEYS[1]) or '', '^(%d+) ')
if token == ARGV[1] then
  redis.call('DEL', KEYS[1])
  redis.call('PUBLISH', KEYS[2], ARGV[2])
end
"""
# ARGV: token, holder, lease, event, mode, epoch, base, then three lists, each after its length: rows of
# five fields, facts of the public hash as pairs, messages.
_APPEND = _OURS + """
local holder = others()
if holder then return {'fenced', holder} end
local last = redis.call('XREVRANGE', KEYS[4], '+', '-', 'COUNT', 1)
local have = last[1] and tonumber(string.match(last[1][1], '^%d+')) or 0
if have < tonumber(ARGV[7]) then return {'gap', tostring(have)} end
redis.call('HSET', KEYS[3], ARGV[4], ARGV[5], ARGV[4] .. ':' .. ARGV[5], ARGV[6])
local at = 9
for _ = 1, tonumber(ARGV[8]) do
  if tonumber(ARGV[at]) > have then
    redis.call('XADD', KEYS[4], ARGV[at] .. '-0', 'at', ARGV[at + 1], 'by', ARGV[at + 2],
               'id', ARGV[at + 3], 'event', ARGV[at + 4])
  end
  at = at + 5
end
local facts = tonumber(ARGV[at])
for one = 1, facts do redis.call('HSET', KEYS[5], ARGV[at + 2 * one - 1], ARGV[at + 2 * one]) end
at = at + 2 * facts + 1
for one = 1, tonumber(ARGV[at]) do redis.call('PUBLISH', KEYS[6], ARGV[at + one]) end
return {'ok', ''}
"""


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to write: `token` grows with each writer, `holder` names this one."""

    token: str
    holder: str


class FencedError(RuntimeError):
    """Another writer holds the lease; `holder` says which."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


class GapError(RuntimeError):
    """The stream ends before what was to be appended; `have` is its last number."""

    def __init__(self, have: int) -> None:
        super().__init__(f"the stream ends at {have}")
        self.have = have


@dataclass(frozen=True, slots=True)
class Append:
    """One step of the writer: rows of the journal, and what the public may know of them."""

    epoch: str
    mode: str
    base: int
    rows: Sequence[Row]
    facts: Mapping[str, bytes]
    messages: Sequence[bytes]


def event_key(contest: Contest) -> str:
    """Names an event over machines: its names are the same in every copy of its file."""
    names = "\0".join((contest.cup, contest.name, contest.edition))
    return hashlib.sha256(names.encode()).hexdigest()[:12]


def stream_of(epoch: str) -> str:
    return f"{WRITER}journal:{epoch}"


class Shared:
    """The writer's side of Redis. Every call raises what redis-py raises where Redis does not answer."""

    def __init__(self, client: Client, event: str) -> None:
        self._client = client
        self._event = event
        self._lease, self._fence, self._journals = f"{WRITER}lease", f"{WRITER}fence", f"{WRITER}journals"

    async def acquire(self, holder: str) -> Lease:
        """The lease, where nobody else has it. Raises FencedError."""
        answer = await self._client.eval(_ACQUIRE, 2, self._lease, self._fence, holder, _ms(LEASE))
        token, held = (one.decode() for one in answer)
        if not token:
            raise FencedError(held)
        return Lease(token, holder)

    async def renew(self, lease: Lease, message: bytes) -> None:
        """Keeps the lease and tells everybody who listens the time. Raises FencedError."""
        keys = (self._lease, self._fence, PATCHES)
        _settled(await self._client.eval(_RENEW, 3, *keys, lease.token, lease.holder, _ms(LEASE), message))

    async def release(self, lease: Lease) -> None:
        """Gives the lease back, so that whoever waits need not wait."""
        await self._client.eval(_RELEASE, 2, self._lease, PATCHES, lease.token, b'{"left":true}')

    async def append(self, lease: Lease, step: Append) -> None:
        """All of one step or nothing of it. Raises FencedError, GapError."""
        keys = (self._lease, self._fence, self._journals, stream_of(step.epoch), VIEWS, PATCHES)
        told: list[Any] = [lease.token, lease.holder, _ms(LEASE), self._event, step.mode, step.epoch, step.base]
        told += [len(step.rows), *(field for row in step.rows for field in _fields(row))]
        told += [len(step.facts), *(word for fact in step.facts.items() for word in fact)]
        told += [len(step.messages), *step.messages]
        _settled(await self._client.eval(_APPEND, len(keys), *keys, *told))

    async def journal(self, mode: str = "") -> tuple[str, str]:
        """The mode and the epoch of this event's journal; empty texts where it has none."""
        named = mode or (await self._client.hget(self._journals, self._event) or b"").decode()
        epoch = await self._client.hget(self._journals, f"{self._event}:{named}") if named else None
        return (named, epoch.decode()) if epoch else ("", "")

    async def rows(self, epoch: str) -> list[Row]:
        """Everything in a journal's stream, in order."""
        found: list[Row] = []
        while True:
            after = f"({found[-1].seq}-0" if found else "-"
            page = await self._client.xrange(stream_of(epoch), after, "+", count=PAGE)
            found += [_row(id, fields) for id, fields in page]
            if len(page) < PAGE:
                return found

    async def last_row(self, epoch: str) -> Row | None:
        page = await self._client.xrevrange(stream_of(epoch), count=1)
        return _row(*page[0]) if page else None

    async def keep_pictures(self, pictures: Mapping[str, bytes]) -> None:
        """Puts the event's own pictures where edges find them, and takes away those that are gone."""
        kept = {name.decode(): tag for name, tag in (await self._client.hgetall(PICTURES)).items()}
        for name, content in pictures.items():
            if kept.pop(name, b"") != tag_of(content):
                await self._client.set(f"{PUBLIC}picture:{name}", content)
                await self._client.hset(PICTURES, name, tag_of(content))
        for name in kept:
            await self._client.hdel(PICTURES, name)
            await self._client.delete(f"{PUBLIC}picture:{name}")


def tag_of(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest()[:12].encode()


def _ms(seconds: float) -> int:
    return int(seconds * 1000)


def _settled(answer: Iterable[bytes]) -> None:
    word, told = (one.decode() for one in answer)
    if word == "fenced":
        raise FencedError(told)
    if word == "gap":
        raise GapError(int(told))


def _fields(row: Row) -> tuple[Any, ...]:
    return (row.seq, row.at, row.by, row.command_id or "", row.event)


def _row(id: bytes, fields: Mapping[bytes, bytes]) -> Row:
    seq, text = int(id.partition(b"-")[0]), {name.decode(): value.decode() for name, value in fields.items()}
    return Row(seq, int(text["at"]), text["by"], text["id"] or None, text["event"])
