"""The people of one event: each with a role and a code of their own, which can be taken away at once.

The codes are kept readable in `people.json` beside the journal, for its owner only (0600): the
operator prints them again for a judge who lost the card, and whoever can read that file can read
every mark in the journal, too. A code is 8 letters out of 31, tried at most `access.TRIES` times a
minute; taking it away or renewing it ends every session that it opened.
"""

from __future__ import annotations

import hmac
import json
import logging
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from server.show.model import Judge
from server.show.model.role import ROLES, Role

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is mistaken for another
CODE_LENGTH = 8
MAX_PEOPLE = 120
MAX_NAME = 60
STANDING: tuple[tuple[Role, int], ...] = (("scorer", 2), ("supervisor", 1), ("host", 1), ("viewer", 1))
"""Who is there without being asked for, beside the event's judges."""

log = logging.getLogger(__name__)


class TooManyPeopleError(Exception):
    """There is no room for one more."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody with a code. `code` is "" once it was taken away. `serial` is another one with every
    code; it begins anywhere, so that no old session counts again where the file was lost."""

    id: str
    role: Role
    name: str = ""
    code: str = ""
    judge: str = ""
    serial: int = 1


def new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def plain(code: str) -> str:
    """As typed or as shown: spaces, hyphens and case make no difference."""
    return "".join(one for one in code.upper() if one not in " -")


def shown(code: str) -> str:
    """A code as people read it: ABCD-EFGH."""
    return f"{code[:4]}-{code[4:]}" if code else ""


class People:
    """The people of one data folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "people.json"
        self._known = self._read()

    def _read(self) -> dict[str, Account]:
        try:
            kept = json.loads(self._path.read_text("utf-8")) if self._path.exists() else []
            return {one["id"]: Account(**one) for one in kept if one["role"] in ROLES}
        except (ValueError, TypeError, KeyError):
            # Lost codes cost new ones; a server that does not start costs the show.
            log.warning("%s cannot be read: everybody gets a new code", self._path)
            return {}

    def _keep(self, *people: Account) -> None:
        self._known |= {one.id: one for one in people}
        new = self._path.with_suffix(".new")
        with open(new, "w", encoding="utf-8", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            json.dump([asdict(one) for one in self._known.values()], file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._path)

    def ensure(self, judges: Iterable[Judge]) -> None:
        """Makes sure that every judge and every standing role has somebody with a code."""
        wanted = [Account(f"judge-{one.id}", "judge", one.name, judge=one.id) for one in judges]
        wanted += [Account(f"{role}-{n}", role) for role, count in STANDING for n in range(1, count + 1)]
        new = [_with_code(one) for one in wanted if one.id not in self._known]
        if new:
            self._keep(*new)

    def __iter__(self) -> Iterator[Account]:
        return iter(sorted(self._known.values(), key=_place))

    def get(self, id: str) -> Account | None:
        return self._known.get(id)

    def by_code(self, code: str) -> Account | None:
        """Whose code this is. Every code is compared, so that the time taken says nothing."""
        typed = plain(code).encode()
        found = [one for one in self._known.values() if one.code and hmac.compare_digest(one.code.encode(), typed)]
        return found[0] if found else None

    def add(self, role: Role, name: str) -> Account:
        """Somebody new, with a code. Raises TooManyPeopleError."""
        if len(self._known) >= MAX_PEOPLE:
            raise TooManyPeopleError
        taken = [int(one.id.rpartition("-")[2]) for one in self if re.fullmatch(rf"{role}-\d+", one.id)]
        person = Account(f"{role}-{max(taken, default=0) + 1}", role, name.strip()[:MAX_NAME])
        person = _with_code(person)
        self._keep(person)
        return person

    def rename(self, id: str, name: str) -> None:
        """Another name for somebody who is not a judge: judges are called as the show calls them."""
        self._keep(replace(self._known[id], name=name.strip()[:MAX_NAME]))

    def revoke(self, id: str) -> None:
        """Takes a code away: every session that it opened has ended."""
        self._keep(replace(self._known[id], code="", serial=self._known[id].serial + 1))

    def renew(self, id: str) -> None:
        """Gives a new code; the old one and its sessions have ended."""
        self._keep(replace(self._known[id], code=new_code(), serial=self._known[id].serial + 1))


def _with_code(person: Account) -> Account:
    return replace(person, code=new_code(), serial=secrets.randbits(32))


def _place(person: Account) -> tuple[int, int, str]:
    """By role, judges by their number."""
    return ROLES.index(person.role), len(person.id), person.id
