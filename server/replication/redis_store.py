"""Redis store: the writer's lease, the journals as streams, the public views and pictures.

Everything that the writer changes goes through a script that first checks the lease, so a writer
that was replaced can append nothing, however late its messages arrive. All keys hold the hash tag
`{limelight}`: on a cluster they live together. Edges need `{limelight}:public:*` and nothing else; a
journal holds marks that nobody has revealed and stands under `{limelight}:writer:*`.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.journal.mode import MODES, Mode
from server.journal.row import JournalRow
from server.replication.redis_url import Client
from server.show.model import Contest

LEASE = 1.5  # seconds for which nobody else may write; renewed every `renewal.HEARTBEAT`
WRITER = "{limelight}:writer:"
PUBLIC = "{limelight}:public:"
VIEWS = f"{PUBLIC}views"
PATCHES = f"{PUBLIC}patches"  # the name to subscribe to
PICTURES = f"{PUBLIC}pictures"
NOBODY = "?"
Rank = tuple[int, int]
"""How far a journal goes: the moment of its newest event (server ms), and its number."""
UNRANKED: Rank = (0, 0)  # of a journal in which nothing has happened
PAGE = 500  # rows of a journal that travel at once

# Returns nothing where the lease is ours (renewed where it ran out and nobody has written since), else its
# holder: the one of now, or the last one; '?' where Redis has forgotten who wrote.
_OURS = """
local function others()
  local held = redis.call('GET', KEYS[1])
  local token, holder = string.match(held or '', '^(%S+) (.*)$')
  if token and token ~= ARGV[1] then return holder end
  local fence = redis.call('GET', KEYS[2]) or ''
  if string.match(fence, '^%S+') ~= ARGV[1] then return string.match(fence, ' (.*)$') or '?' end
  redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. ARGV[2], 'PX', ARGV[3])
  return nil
end
"""
# Returns who has claimed the next lease with a journal that goes at least as far, or '' where that is ours.
_RANKS = """
local function outranked(key, at, seq)
  local theirs, number, holder = string.match(redis.call('GET', key) or '', '^(%d+) (%d+) (.*)$')
  if not theirs or holder == ARGV[1] then return '' end
  local ahead = tonumber(theirs) - tonumber(at)
  if ahead == 0 then ahead = tonumber(number) - tonumber(seq) end
  return ahead >= 0 and holder or ''
end
"""
_CLAIM = (
    _RANKS
    + """
local other = outranked(KEYS[1], ARGV[3], ARGV[4])
if other == '' then redis.call('SET', KEYS[1], ARGV[3] .. ' ' .. ARGV[4] .. ' ' .. ARGV[1], 'PX', ARGV[2])
else redis.call('SET', KEYS[2], '1', 'PX', ARGV[2]) end
return other
"""
)
_ACQUIRE = (
    _RANKS
    + """
local token, holder = string.match(redis.call('GET', KEYS[1]) or '', '^(%S+) (.*)$')
if token and holder ~= ARGV[1] then return {'', holder} end
local other = token and '' or outranked(KEYS[3], ARGV[4], ARGV[5])
if other ~= '' then return {'', other} end
local number = tonumber(string.match(redis.call('GET', KEYS[2]) or '', '^%d+') or 0) + 1
token = string.format('%d:%s', number, ARGV[3])
redis.call('SET', KEYS[2], token .. ' ' .. ARGV[1])
redis.call('SET', KEYS[1], token .. ' ' .. ARGV[1], 'PX', ARGV[2])
redis.call('DEL', KEYS[3])
return {token, ARGV[1]}
"""
)
_RENEW = (
    _OURS
    + """
local holder = others()
if holder then return {'fenced', holder} end
if ARGV[4] ~= '' then redis.call('PUBLISH', KEYS[3], ARGV[4]) end
return {'ok', ''}
"""
)
_RELEASE = """
local token = string.match(redis.call('GET', KEYS[1]) or '', '^(%S+) ')
if token == ARGV[1] then
  redis.call('DEL', KEYS[1])
  redis.call('PUBLISH', KEYS[2], ARGV[2])
end
"""
# ARGV: token, holder, lease, event, mode, epoch, base, then three lists, each after its length: rows of
# five fields, facts of the public hash as pairs, messages; at the end the number of the step. A step that was
# given up and arrives after a later one of this writer changes nothing: its facts are older.
_APPEND = (
    _OURS
    + """
local holder = others()
if holder then return {'fenced', holder} end
local token, newest = string.match(redis.call('GET', KEYS[7]) or '', '^(%S+) (%d+)$')
if token == ARGV[1] and tonumber(newest) >= tonumber(ARGV[#ARGV]) then return {'ok', ''} end
local last = redis.call('XREVRANGE', KEYS[4], '+', '-', 'COUNT', 1)
local have = last[1] and tonumber(string.match(last[1][1], '^%d+')) or 0
if have < tonumber(ARGV[7]) then return {'gap', tostring(have)} end
redis.call('SET', KEYS[7], ARGV[1] .. ' ' .. ARGV[#ARGV])
redis.call('HSET', KEYS[3], ARGV[4], ARGV[5], ARGV[4] .. ':' .. ARGV[5], ARGV[6])
local next = 9
for _ = 1, tonumber(ARGV[8]) do
  if tonumber(ARGV[next]) > have then
    redis.call('XADD', KEYS[4], ARGV[next] .. '-0', 'at', ARGV[next + 1], 'by', ARGV[next + 2],
               'id', ARGV[next + 3], 'event', ARGV[next + 4])
  end
  next = next + 5
end
local facts = tonumber(ARGV[next])
for fact = 1, facts do redis.call('HSET', KEYS[5], ARGV[next + 2 * fact - 1], ARGV[next + 2 * fact]) end
next = next + 2 * facts + 1
for message = 1, tonumber(ARGV[next]) do redis.call('PUBLISH', KEYS[6], ARGV[next + message]) end
return {'ok', ''}
"""
)


@dataclass(frozen=True, slots=True)
class Lease:
    """Right to write: `token` is a number that grows with each writer and a random half, since a Redis that
    has forgotten everything counts from 1 again; `holder` names this writer."""

    token: str
    holder: str


class FencedError(RuntimeError):
    """Lease in another writer's hands; `holder` says whose, `NOBODY` where it was only lost."""

    def __init__(self, holder: str) -> None:
        super().__init__(holder)
        self.holder = holder


class GapError(RuntimeError):
    """Stream that ends before what was to be appended; `have` is its last number."""

    def __init__(self, have: int) -> None:
        super().__init__(f"the stream ends at {have}")
        self.have = have


@dataclass(frozen=True, slots=True)
class Append:
    """Step of the writer: rows of the journal after `base`, fields of the public hash, messages for edges."""

    epoch: str
    mode: str
    base: int
    rows: Sequence[JournalRow]
    facts: Mapping[str, bytes]
    messages: Sequence[bytes]


def event_key(contest: Contest) -> str:
    """Key of an event on every machine: its names are the same in each copy of its file."""
    names = "\0".join((contest.cup, contest.name, contest.edition))
    return hashlib.sha256(names.encode()).hexdigest()[:12]


def stream_of(epoch: str) -> str:
    """Key of a journal's stream."""
    return f"{WRITER}journal:{epoch}"


class RedisStore:
    """Writer's side of Redis. Every call raises redis-py's errors where Redis does not answer."""

    def __init__(self, client: Client, event: str) -> None:
        self._client = client
        self._event = event
        self._lease, self._fence, self._journals = f"{WRITER}lease", f"{WRITER}fence", f"{WRITER}journals"
        self._claim = f"{WRITER}claim"
        self._step, self._steps = f"{WRITER}step", 0  # number of the newest step

    async def acquire(self, holder: str, rank: Rank = UNRANKED) -> Lease:
        """Lease, where nobody else has it, nor has claimed it with a journal that goes as far as `rank`. Raises
        FencedError."""
        keys, half = (self._lease, self._fence, self._claim), secrets.token_hex(8)
        answer = await self._client.eval(_ACQUIRE, 3, *keys, holder, _ms(LEASE), half, *rank)
        token, other = (word.decode() for word in answer)
        if not token:
            raise FencedError(other)
        return Lease(token, holder)

    async def claim(self, holder: str, rank: Rank) -> str:
        """Claim on the next lease: who comes before us, or an empty text. It always writes, since a Redis that
        refuses writes answers reads all the same. Raises its error."""
        keys = (self._claim, f"{WRITER}check")
        return str((await self._client.eval(_CLAIM, 2, *keys, holder, _ms(LEASE), *rank)).decode())

    async def renew(self, lease: Lease, message: bytes) -> None:
        """Renewal of the lease, with a heartbeat for everybody who listens. Raises FencedError."""
        keys = (self._lease, self._fence, PATCHES)
        _check(await self._client.eval(_RENEW, 3, *keys, lease.token, lease.holder, _ms(LEASE), message))

    async def release(self, lease: Lease) -> None:
        """Release of the lease, so that a standby need not wait for its end."""
        await self._client.eval(_RELEASE, 2, self._lease, PATCHES, lease.token, b'{"left":true}')

    async def append(self, lease: Lease, step: Append) -> None:
        """Append of one step, all of it or nothing. Raises FencedError, GapError."""
        keys = (self._lease, self._fence, self._journals, stream_of(step.epoch), VIEWS, PATCHES, self._step)
        self._steps += 1
        arguments: list[Any] = [
            lease.token,
            lease.holder,
            _ms(LEASE),
            self._event,
            step.mode,
            step.epoch,
            step.base,
        ]
        arguments += [len(step.rows), *(field for row in step.rows for field in _fields(row))]
        arguments += [len(step.facts), *(word for fact in step.facts.items() for word in fact)]
        arguments += [len(step.messages), *step.messages, self._steps]
        _check(await self._client.eval(_APPEND, len(keys), *keys, *arguments))

    async def journals(self) -> tuple[Mode | None, dict[Mode, str]]:
        """Mode of this event's show, and the epochs of its journals by mode; nothing where it has none."""
        fields = [self._event, *(f"{self._event}:{mode}" for mode in MODES)]
        named, *epochs = await self._client.hmget(self._journals, fields)
        known = {mode: epoch.decode() for mode, epoch in zip(MODES, epochs, strict=True) if epoch}
        return next((mode for mode in MODES if mode.encode() == named), None), known

    async def rows(self, epoch: str, after: int = 0) -> list[JournalRow]:
        """Rows of a journal's stream after a seq, in order."""
        rows: list[JournalRow] = []
        while True:
            after = rows[-1].seq if rows else after
            page = await self._client.xrange(stream_of(epoch), f"({after}-0", "+", count=PAGE)
            rows += [_row(id, fields) for id, fields in page]
            if len(page) < PAGE:
                return rows

    async def last_row(self, epoch: str) -> JournalRow | None:
        """Newest row of a journal's stream."""
        page = await self._client.xrevrange(stream_of(epoch), count=1)
        return _row(*page[0]) if page else None

    async def set_pictures(self, pictures: Mapping[str, bytes]) -> None:
        """Event's own pictures, by their paths, where edges find them; those that are gone are deleted."""
        stored = {name.decode(): tag for name, tag in (await self._client.hgetall(PICTURES)).items()}
        for name, content in pictures.items():
            if stored.pop(name, b"") != tag_of(content):
                await self._client.set(f"{PUBLIC}picture:{name}", content)
                await self._client.hset(PICTURES, name, tag_of(content))
        for name in stored:
            await self._client.hdel(PICTURES, name)
            await self._client.delete(f"{PUBLIC}picture:{name}")


def tag_of(content: bytes) -> bytes:
    """Tag by which a picture is known to have changed."""
    return hashlib.sha256(content).hexdigest()[:12].encode()


def _ms(seconds: float) -> int:
    return int(seconds * 1000)


def _check(answer: Iterable[bytes]) -> None:
    word, detail = (part.decode() for part in answer)
    if word == "fenced":
        raise FencedError(detail)
    if word == "gap":
        raise GapError(int(detail))


def _fields(row: JournalRow) -> tuple[Any, ...]:
    return (row.seq, row.at, row.by, row.command_id or "", row.event)


def _row(id: bytes, fields: Mapping[bytes, bytes]) -> JournalRow:
    seq, text = int(id.partition(b"-")[0]), {name.decode(): value.decode() for name, value in fields.items()}
    return JournalRow(seq, int(text["at"]), text["by"], text["id"] or None, text["event"])
