"""Sessions: the signed-in devices of everybody, each of which can be ended alone.

A cookie is signed and lasts by itself; what stands here beside it is the list that the operator sees, and the
sessions that have been ended before their time, whose cookies are dead although their signature is right. Both are
kept in `sessions.json`. A disk that takes nothing costs what a restart would have known, never a sign-in; a session
that is lost from the list comes back to it when its device does.

Bounds: MAX_DEVICES for one person, of whom the longest unseen is ended by one more; MAX_ENDED ended ones are
remembered for each person, and where there are more, all that began before the oldest of them are ended, too.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from server.private_files import replace_json
from server.show.model.role import ROLES, Role

SESSION_SECONDS = 7 * 24 * 3600
MAX_DEVICES = 100
MAX_ENDED = 200
MAX_AGENT = 60  # characters of what a browser says it runs on

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Session:
    """Session of one device: `by` stands in the journal; `since` and `seen` in seconds of the epoch."""

    by: str
    role: Role
    person: str = ""
    since: float = 0
    seen: float = 0
    address: str = ""
    agent: str = ""

    @property
    def owner(self) -> str:
        """Person, or the role of those without a code of their own: the operators."""
        return self.person or self.role


class Sessions:
    """Sessions of one data folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "sessions.json"
        self._known: dict[str, Session] = {}
        self._ended: dict[str, list[tuple[float, str]]] = defaultdict(list)  # by owner: since, by
        self._cutoff: dict[str, float] = {}
        self._read()

    def _read(self) -> None:
        try:
            kept: dict[str, Any] = json.loads(self._path.read_text("utf-8")) if self._path.exists() else {}
            known = [Session(**fields) for fields in kept.get("known", []) if fields["role"] in ROLES]
            ended = {owner: [(since, by) for since, by in rows] for owner, rows in kept.get("ended", {}).items()}
            self._cutoff = {owner: float(since) for owner, since in kept.get("cutoff", {}).items()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            log.warning("%s cannot be read: devices that were signed out alone are signed in again", self._path)
            return
        self._known = {session.by: session for session in known}
        self._ended.update(ended)

    def _keep(self) -> bool:
        self._drop_expired()
        known = [asdict(session) for session in self._known.values()]
        try:
            replace_json(self._path, {"known": known, "ended": self._ended, "cutoff": self._cutoff})
        except OSError as error:
            log.warning("%s cannot be written (%s): a restart will not know of it", self._path, error.strerror)
            return False
        return True

    def _drop_expired(self) -> None:
        """An end needs no memory once its cookie would have lasted no longer."""
        first = time.time() - SESSION_SECONDS
        self._known = {by: session for by, session in self._known.items() if session.since > first}
        for owner, rows in list(self._ended.items()):
            self._ended[owner] = [row for row in rows if row[0] > first]
            if not self._ended[owner]:
                del self._ended[owner]
        self._cutoff = {owner: since for owner, since in self._cutoff.items() if since > first}

    def __iter__(self) -> Iterator[Session]:
        """Sessions that last, the one that was seen last first."""
        first = time.time() - SESSION_SECONDS
        living = [session for session in self._known.values() if session.since > first]
        return iter(sorted(living, key=lambda session: -session.seen))

    def get(self, by: str) -> Session | None:
        return self._known.get(by)

    def unused(self, owner: str, prefix: str) -> str:
        """Name of a device that no session of this owner has, nor had until a short while ago."""
        taken = self._known.keys() | {by for _, by in self._ended.get(owner, ())}
        while (by := f"{prefix}{secrets.token_hex(2)}") in taken:
            pass
        return by

    def begin(self, session: Session) -> list[Session]:
        """New session on the list; gives those that it ended, where its owner had MAX_DEVICES already."""
        session.since = session.seen = int(time.time())
        own = sorted((one for one in self if one.owner == session.owner), key=lambda one: one.seen)
        gone = own[: max(0, len(own) + 1 - MAX_DEVICES)]
        for one in gone:
            self._end(one)
        self._known[session.by] = session
        self._keep()
        return gone

    def lasts(self, owner: str, by: str, since: float) -> bool:
        """Session that has neither been ended nor outlived its time."""
        if time.time() - since > SESSION_SECONDS or since <= self._cutoff.get(owner, 0):
            return False
        return not any(ended == by for _, ended in self._ended.get(owner, ()))

    def saw(self, session: Session) -> None:
        """Sign of life of a session, which is listed from now on, wherever it began."""
        known = self._known.setdefault(session.by, session)
        known.seen = time.time()
        known.address = session.address or known.address
        known.agent = session.agent or known.agent

    def end(self, by: str) -> bool:
        """End of one session, for good. False: it has ended, but the disk did not take it."""
        session = self._known.get(by)
        if session is not None:
            self._end(session)
        return self._keep()

    def _end(self, session: Session) -> None:
        del self._known[session.by]
        rows = self._ended[session.owner]
        rows.append((session.since, session.by))
        rows.sort()
        if len(rows) > MAX_ENDED:
            (since, _), *self._ended[session.owner] = rows
            self._cutoff[session.owner] = max(since, self._cutoff.get(session.owner, 0))

    def forget(self, owner: str) -> None:
        """Sessions of an owner off the list: their code is another one now, and they have ended with the old."""
        self._known = {by: session for by, session in self._known.items() if session.owner != owner}
        self._keep()


def system_of(agent: str) -> str:
    """System that a browser's User-Agent (RFC 9110) names first, without the word for every Linux or Unix: `iPad`,
    `Windows NT 10.0`, `Android 13`."""
    found = re.search(r"\(([^()]+)", agent)
    first, *more = (part.strip() for part in found[1].split(";")) if found else [agent.partition("/")[0]]
    named = more[0] if more and first in ("X11", "Linux") else first
    return "".join(sign for sign in named if sign.isprintable()).strip()[:MAX_AGENT]
