"""Accounts of an event's people: each with a role and a code, which can be taken away at once.

The codes are kept readable in `people.json` beside the journal, for its owner only (0600): the
operator prints them again for a judge who lost the card, and a person who can read that file can read
every mark in the journal, too. A code is 8 letters out of 31, tried at most `access.TRIES` times a
minute; taking it away or renewing it ends every session that it opened.
"""

from __future__ import annotations

import hmac
import json
import logging
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from server.private_files import replace_json
from server.show.model import Judge
from server.show.model.role import ROLES, Role

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is mistaken for another
CODE_LENGTH = 8
MAX_PEOPLE = 120
MAX_NAME = 60
STANDING: tuple[tuple[Role, int], ...] = (("scorer", 2), ("supervisor", 1), ("host", 1), ("viewer", 1))
"""The accounts that each event has beside its judges'."""

log = logging.getLogger(__name__)


class TooManyPeopleError(Exception):
    """Error of a list of people that is full (MAX_PEOPLE)."""


@dataclass(frozen=True, slots=True)
class Account:
    """Account of a person. `code` is "" once it was taken away. `serial` is another with every code; it
    begins anywhere, so that no old session counts again where the file was lost."""

    id: str
    role: Role
    name: str = ""
    code: str = ""
    judge: str = ""
    serial: int = 1


def new_code() -> str:
    """Random code of CODE_LENGTH letters that are not mistaken for each other."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def plain(code: str) -> str:
    """Code without spaces and hyphens, in capitals: as typed or as shown makes no difference."""
    return "".join(sign for sign in code.upper() if sign not in " -")


def shown(code: str) -> str:
    """Code as people read it: ABCD-EFGH."""
    return f"{code[:4]}-{code[4:]}" if code else ""


class People:
    """Accounts of one data folder, kept in its `people.json`."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "people.json"
        self._known = self._read()

    def _read(self) -> dict[str, Account]:
        try:
            kept = json.loads(self._path.read_text("utf-8")) if self._path.exists() else []
            return {fields["id"]: Account(**fields) for fields in kept if fields["role"] in ROLES}
        except (ValueError, TypeError, KeyError):
            # Lost codes cost new ones; a server that does not start costs the show.
            log.warning("%s cannot be read: everybody gets a new code", self._path)
            return {}

    def _keep(self, *accounts: Account) -> None:
        self._known |= {account.id: account for account in accounts}
        replace_json(self._path, [asdict(account) for account in self._known.values()])

    def ensure(self, judges: Iterable[Judge]) -> None:
        """An account with a code for every judge and for every standing role, where there is none yet."""
        wanted = [Account(f"judge-{judge.id}", "judge", judge.name, judge=judge.id) for judge in judges]
        wanted += [Account(f"{role}-{n}", role) for role, count in STANDING for n in range(1, count + 1)]
        new = [_with_code(account) for account in wanted if account.id not in self._known]
        if new:
            self._keep(*new)

    def __iter__(self) -> Iterator[Account]:
        return iter(sorted(self._known.values(), key=_rank))

    def get(self, id: str) -> Account | None:
        return self._known.get(id)

    def by_code(self, code: str) -> Account | None:
        """Account with this code, or None. Every code is compared, so that the time taken says nothing."""
        typed, coded = plain(code).encode(), [account for account in self._known.values() if account.code]
        matching = [account for account in coded if hmac.compare_digest(account.code.encode(), typed)]
        return matching[0] if matching else None

    def add(self, role: Role, name: str) -> Account:
        """New account with a code. Raises TooManyPeopleError where there are MAX_PEOPLE."""
        if len(self._known) >= MAX_PEOPLE:
            raise TooManyPeopleError
        taken = [int(known.id.rpartition("-")[2]) for known in self if re.fullmatch(rf"{role}-\d+", known.id)]
        account = _with_code(Account(f"{role}-{max(taken, default=0) + 1}", role, name.strip()[:MAX_NAME]))
        self._keep(account)
        return account

    def rename(self, id: str, name: str) -> None:
        """Another name for somebody who is not a judge: judges are called as the show calls them."""
        self._keep(replace(self._known[id], name=name.strip()[:MAX_NAME]))

    def revoke(self, id: str) -> None:
        """End of a code and of every session that it opened."""
        self._keep(replace(self._known[id], code="", serial=self._known[id].serial + 1))

    def renew(self, id: str) -> None:
        """New code for an account; the old code and its sessions have ended."""
        self._keep(replace(self._known[id], code=new_code(), serial=self._known[id].serial + 1))


def _with_code(account: Account) -> Account:
    return replace(account, code=new_code(), serial=secrets.randbits(32))


def _rank(account: Account) -> tuple[int, int, str]:
    """By role, judges by their number."""
    return ROLES.index(account.role), len(account.id), account.id
