"""Sign-in: the operator's code, the signed cookie it gives, bearer tokens for scripts.

The code is shown once, at the first start, and stored as an argon2 hash. A new code, or another
preset one, makes a new signing key: every earlier session and token ends with the old key.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
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

from server.show.model.role import ROLES, Role, Who
from server.web.people import Account, People, new_code, plain, shown

COOKIE = "limelight"
SESSION_SECONDS = 7 * 24 * 3600
MAX_CODE = 128  # characters of a code that anybody may try
TRIES = 10  # sign-ins an address may try …
WINDOW = 60  # … in so many seconds
MAX_ADDRESSES = 1000
MAX_VERIFIED = 1000  # sessions and tokens whose signature is remembered
log = logging.getLogger(__name__)


class Access:
    """Keys of one data folder: the code's hash, the signing key, people's codes."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "access.json"
        self.people = People(folder)
        self._hasher = PasswordHasher()
        self._one_at_a_time = asyncio.Lock()
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
        new = self._path.with_suffix(".new")
        with open(new, "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            json.dump(self._keys, file)
            file.flush()
            os.fsync(file.fileno())  # a power cut leaves the old keys or the new ones
        new.replace(self._path)

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

    def verify(self, code: str) -> bool:
        """True for the operator's code. Takes some 50 ms and 64 MiB on purpose: see `verify_soon`."""
        if len(code) > MAX_CODE:
            return False
        try:
            return self._hasher.verify(self._keys.get("hash", ""), plain(code))
        except (Argon2Error, InvalidHashError):
            return False

    async def verify_soon(self, code: str) -> bool:
        """`verify` off the event loop, one at a time: a crowd that guesses takes no more memory than one."""
        async with self._one_at_a_time:
            return await run_in_threadpool(self.verify, code)

    def _signer(self, purpose: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self._keys["key"], salt=purpose)

    def session(self, person: Account | None = None) -> str:
        """A new cookie's value, for somebody with a code of their own or for the operator; each
        browser has a name of its own in the journal."""
        device = secrets.token_hex(2)
        if person is None:
            return self._signer("session").dumps({"role": "operator", "by": f"panel-{device}"})
        return self._signer("session").dumps(_named(person, device))

    def token(self, role: Role, judge: str = "") -> str:
        """A bearer token for scripts. It lasts until the code changes."""
        if role not in ROLES:
            raise ValueError(f"role: one of {', '.join(ROLES)} is wanted")
        if (role == "judge") != bool(judge):
            raise ValueError("a judge's token, and no other, names its judge")
        by = f"{judge}/token-{secrets.token_hex(2)}".removeprefix("/")
        return self._signer("token").dumps({"role": role, "by": by, "judge": judge})

    def who(self, connection: HTTPConnection) -> Who | None:
        """Person who is signed in on this page, or by this bearer token; None for nobody."""
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme:
            return self._signed_in("token", token.strip(), None) if scheme.lower() == "bearer" else None
        if not same_origin(connection):
            return None
        return self._signed_in("session", connection.cookies.get(COOKIE, ""), SESSION_SECONDS)

    def _signed_in(self, purpose: str, signed: str, max_age: int | None) -> Who | None:
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
        return Who(facts["role"], facts["by"], facts.get("person", ""), facts.get("judge", ""))

    def _verify(self, purpose: str, signed: str) -> tuple[Any, float]:
        """The signed facts, and when they were signed (seconds of the epoch). Raises BadSignature."""
        facts, moment = self._signer(purpose).loads(signed, return_timestamp=True)
        return facts, moment.timestamp()


def _named(person: Account, device: str) -> dict[str, object]:
    by = f"{person.judge or person.id}/{device}"
    named = {"person": person.id, "serial": person.serial, "judge": person.judge}
    return {"role": person.role, "by": by, **named}


def same_origin(connection: HTTPConnection) -> bool:
    """True unless a browser says that another site's page made this request. No browser: no claim to
    check."""
    origin = connection.headers.get("origin")
    if origin is None:
        return connection.headers.get("sec-fetch-site", "same-origin") in ("same-origin", "none", "same-site")
    scheme, _, host = origin.partition("://")
    return scheme in ("http", "https") and host == connection.headers.get("host")


class Tries:
    """Limit on the tries of a code: `TRIES` an address in `WINDOW` seconds, for bounded addresses."""

    def __init__(self) -> None:
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

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
