"""Sign-in: the operator's code, the signed cookie it gives, bearer tokens for scripts.

The code is shown once, at the first start, and stored as an argon2 hash. A new one makes a new signing key: every
earlier session and token ends with the old key, and what `server/sign_in` has ended is dead before.
"""

from __future__ import annotations

import json
import logging
import secrets
import time
from collections import OrderedDict, deque
from functools import lru_cache
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.concurrency import run_in_threadpool
from starlette.requests import HTTPConnection

from server.private_files import replace_json
from server.screens.by_address import network_of
from server.screens.page_messages import host_of
from server.show.model.role import ROLES, Role, Who
from server.sign_in.access_log import AccessLog
from server.sign_in.sessions import SESSION_SECONDS as SESSION_SECONDS
from server.sign_in.sessions import Session, Sessions, system_of
from server.sign_in.tokens import TOKEN_SECONDS, Tokens
from server.sign_in.turns import BusyError, Rank, Turns
from server.web.people import Account, People, new_code, plain, shown

COOKIE, DEVICE_OF = "limelight", "device of"
MAX_CODE = 128  # characters of a code that anybody may try
TRIES = 10  # sign-ins an address may try …
WINDOW = 60  # … in so many seconds
MAX_ADDRESSES = 1000
MAX_VERIFIED = 1000  # sessions and tokens whose signature is remembered
OPERATOR: Role = "operator"
ON_THE_SERVER = {"127.0.0.1", network_of("::1")}  # who is there may do more than guess
log = logging.getLogger(__name__)


class WrongCodeError(Exception):
    """Error of a code that is nobody's."""


class Access:
    """Keys of one data folder: the code's hash, the signing key, people's codes."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "access.json"
        self.people = People(folder)
        self.sessions, self.tokens, self.log = Sessions(folder), Tokens(folder), AccessLog(folder)
        self._hasher = PasswordHasher()
        self._turns = Turns()
        # A signature is looked at again for each command of a page; to compute it takes longer than the rest.
        self._verified = lru_cache(MAX_VERIFIED)(self._verify)
        self._keys = self._read_keys()
        if "key" not in self._keys:
            self._write_keys(key=secrets.token_hex(32))

    def _read_keys(self) -> dict[str, str]:
        try:
            return json.loads(self._path.read_text()) if self._path.exists() else {}
        except ValueError:
            # A lost code costs a new one; a server that does not start costs the show.
            log.warning("%s cannot be read: there is a new code, and every session has ended", self._path)
            return {}

    def _write_keys(self, **changes: str) -> None:
        self._keys |= changes
        replace_json(self._path, self._keys)

    def ensure_code(self, preset: str | None, new: bool = False) -> str | None:
        """The operator's code where it may be shown: preset, or just made; None where there was one
        already."""
        if preset:
            if not self.verify(preset):
                self._set(preset)
            return preset
        if new or "hash" not in self._keys:
            code = new_code()
            self._set(code)
            return shown(code)
        return None

    def _set(self, code: str) -> None:
        self._write_keys(hash=self._hasher.hash(plain(code)), key=secrets.token_hex(32))
        self._verified.cache_clear()
        for token in self.tokens:
            self.tokens.revoke(token.id)

    def verify(self, code: str) -> bool:
        """True for the operator's code. Takes some 50 ms and 64 MiB on purpose: see `verify_soon`."""
        if len(code) > MAX_CODE:
            return False
        try:
            return self._hasher.verify(self._keys.get("hash", ""), plain(code))
        except (Argon2Error, InvalidHashError):
            return False

    async def verify_soon(self, code: str, rank: Rank = Rank.GUESSER) -> bool:
        """`verify` off the event loop, one at a time: a crowd that guesses takes no more memory than one. Raises
        BusyError where too many wait."""
        async with self._turns.turn(rank):
            return await run_in_threadpool(self.verify, code)

    async def account_of(self, code: str, tries: Tries, address: str) -> Account | None:
        """Account that a code opens, None for the operator's; `tries` has allowed this one. Raises
        WrongCodeError, and BusyError where too many try."""
        person = self.people.by_code(code)
        try:
            if not (person or await self.verify_soon(code, tries.rank(address))):
                raise WrongCodeError
        except BusyError:
            tries.take_back(address)
            raise
        tries.take_back(address) if person else tries.forget(address)
        tries.right(address)
        return person

    def counted_as(self, connection: HTTPConnection) -> str:
        """Name under which tries of a code are counted: that of the person who was signed in on this device, even
        if that is over, else the address."""
        try:
            facts, _ = self._verified("session", connection.cookies.get(COOKIE, ""))
        except BadSignature:
            return network_of(host_of(connection))
        return f"{DEVICE_OF} {facts.get('person') or facts.get('role')}"

    def _signer(self, purpose: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self._keys["key"], salt=purpose)

    def session(self, person: Account | None = None, address: str = "", agent: str = "") -> str:
        """A new cookie's value, for somebody with a code of their own or for the operator; each
        browser has a name of its own in the journal."""
        prefix = f"{person.judge or person.id}/" if person else "panel-"
        role, id = (person.role, person.id) if person else (OPERATOR, "")
        by = self.sessions.unused(id or role, prefix)
        self.sessions.begin(Session(by, role, id, address=address, agent=system_of(agent)))
        named = {"person": id, "serial": person.serial, "judge": person.judge} if person else {}
        return self._signer("session").dumps({"role": role, "by": by, **named})

    def seal(self, purpose: str, facts: dict[str, object]) -> str:
        """Facts signed for one purpose: every machine that has this folder's keys can read them."""
        return self._signer(purpose).dumps(facts)

    def unseal(self, purpose: str, sealed: str) -> dict[str, Any] | None:
        """Facts that were sealed for this purpose; None for anything else."""
        try:
            facts = self._signer(purpose).loads(sealed)
        except BadSignature:
            return None
        return facts if isinstance(facts, dict) else None

    def token(self, role: Role, judge: str = "", name: str = "", seconds: float = TOKEN_SECONDS) -> str:
        """A bearer token for scripts, which lasts so many seconds unless it is revoked or the code changes.
        Raises TooManyTokensError."""
        if role not in ROLES:
            raise ValueError(f"role: one of {', '.join(ROLES)} is wanted")
        if (role == "judge") != bool(judge):
            raise ValueError("a judge's token, and no other, names its judge")
        token = self.tokens.add(role, judge, name, seconds)
        facts = {"role": role, "by": token.by, "judge": judge, "token": token.id, "ends": token.ends}
        return self._signer("token").dumps(facts)

    def who(self, connection: HTTPConnection) -> Who | None:
        """Person who is signed in on this page, or by this bearer token; None for nobody."""
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        address = host_of(connection)
        if scheme:
            return self._signed_in("token", token.strip(), None, address) if scheme.lower() == "bearer" else None
        if not same_origin(connection):
            return None
        agent = connection.headers.get("user-agent", "")
        cookie = connection.cookies.get(COOKIE, "")
        return self._signed_in("session", cookie, SESSION_SECONDS, address, agent)

    def who_of(self, cookie: str) -> Who | None:
        """Person whose cookie this is; None for a dead one."""
        return self._signed_in("session", cookie, SESSION_SECONDS)

    def _signed_in(
        self, purpose: str, signed: str, max_age: int | None, address: str = "", agent: str = ""
    ) -> Who | None:
        try:
            facts, since = self._verified(purpose, signed)
        except BadSignature:
            return None
        if max_age is not None and time.time() - since > max_age:
            return None
        if not isinstance(facts, dict) or facts.get("role") not in ROLES:
            return None
        person = self.people.get(facts.get("person", ""))
        if facts.get("person") and (person is None or person.serial != facts.get("serial")):
            return None  # the code that opened this session was taken away
        who = Who(facts["role"], facts["by"], facts.get("person", ""), facts.get("judge", ""))
        lasts = self._token_lasts(facts, address) if purpose == "token" else self._lasts(who, since, address, agent)
        return who if lasts else None

    def _token_lasts(self, facts: dict[str, Any], address: str) -> bool:
        id = str(facts.get("token", ""))
        lasts = self.tokens.lasts(id, facts.get("ends", 0))
        if lasts:
            self.tokens.saw(id, address)
        return lasts

    def _lasts(self, who: Who, since: float, address: str, agent: str) -> bool:
        session = Session(who.by, who.role, who.person, since, since, address, system_of(agent))
        lasts = self.sessions.lasts(session.owner, who.by, since)
        if lasts:
            self.sessions.saw(session)
        return lasts

    def lasts(self, by: str) -> bool:
        """Device or token of this name in the journal that has not ended: its sockets may stay open."""
        _, is_token, id = by.rpartition("token-")
        if is_token:
            return self.tokens.get(id) is not None
        session = self.sessions.get(by)
        return session is not None and self.sessions.lasts(session.owner, by, session.since)

    def note(self, what: str, who: Who, address: str = "", **facts: object) -> None:
        """Line of the access log about somebody who is signed in."""
        owner, _, device = who.by.rpartition("/")
        session = self.sessions.get(who.by)
        known = session.address if session else self.tokens.seen(device.removeprefix("token-"))[1]
        self.log.note(what, who.person or owner or who.role, device, address or known, role=who.role, **facts)

    def _verify(self, purpose: str, signed: str) -> tuple[Any, float]:
        """The signed facts, and when they were signed (seconds of the epoch). Raises BadSignature."""
        facts, moment = self._signer(purpose).loads(signed, return_timestamp=True)
        return facts, moment.timestamp()


def same_origin(connection: HTTPConnection) -> bool:
    """True unless a browser says that another site's page made this request. No browser: no claim to
    check."""
    origin = connection.headers.get("origin")
    if origin is None:
        return connection.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none", "same-site")
    scheme, _, host = origin.partition("://")
    return scheme in ("http", "https") and host == connection.headers.get("host")


class Tries:
    """Limit on the tries of a code: `TRIES` an address in `WINDOW` seconds, for bounded addresses. Those of a
    person's own devices are counted apart (`Access.counted_as`)."""

    def __init__(self) -> None:
        self._times: OrderedDict[str, deque[float]] = OrderedDict()
        self._signed_in: OrderedDict[str, None] = OrderedDict()

    def rank(self, address: str) -> Rank:
        """Rank of the try that was just allowed."""
        if address.startswith(DEVICE_OF):
            return Rank.DEVICE
        if address in self._signed_in or address in ON_THE_SERVER:
            return Rank.ADDRESS
        return Rank.GUESSER if len(self._times.get(address, ())) > 1 else Rank.STRANGER

    def right(self, address: str) -> None:
        """Somebody has signed in from this address."""
        self._signed_in[address] = None
        self._signed_in.move_to_end(address)
        while len(self._signed_in) > MAX_ADDRESSES:
            self._signed_in.popitem(last=False)

    def allow(self, address: str) -> bool:
        """One more try for an address; False: it has had too many."""
        times = self._times.setdefault(address, deque())
        self._times.move_to_end(address)
        while len(self._times) > MAX_ADDRESSES:
            self._times.popitem(last=False)
        now = time.monotonic()
        while times and now - times[0] > WINDOW:
            times.popleft()
        if len(times) >= TRIES:
            return False
        times.append(now)
        return True

    def take_back(self, address: str) -> None:
        """A person's right code is no try, and does not forgive the wrong ones before it: somebody
        with a code of their own may not guess another's."""
        times = self._times.get(address)
        if times:
            times.pop()

    def forget(self, address: str) -> None:
        """The operator's right code clears the count."""
        self._times.pop(address, None)
