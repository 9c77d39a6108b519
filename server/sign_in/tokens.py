"""Tokens for scripts: each ends by itself, names whose it is, and can be revoked alone.

A token is signed; beside it stands one small file in `tokens/` of the data folder, and a token whose file is gone is
dead. So `limelight token --revoke` needs no server, and a server that runs sees it at once.
"""

from __future__ import annotations

import json
import logging
import os
import re
import secrets
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from server.private_files import private
from server.show.model.role import ROLES, Role

TOKEN_SECONDS = 30 * 24 * 3600  # a token's life where nobody says another
MAX_TOKEN_SECONDS = 366 * 24 * 3600
MAX_TOKENS = 2000
MAX_NAME = 60
UNITS = {"m": 60, "h": 3600, "d": 24 * 3600, "w": 7 * 24 * 3600}
ID = re.compile(r"[0-9a-f]{6}", re.ASCII)

log = logging.getLogger(__name__)


class TooManyTokensError(Exception):
    """Error of a folder that has MAX_TOKENS tokens already."""


@dataclass(frozen=True, slots=True)
class Token:
    """Token by its id: `name` says whose it is, `ends` when it dies (seconds of the epoch)."""

    id: str
    role: Role
    judge: str = ""
    name: str = ""
    made: float = 0
    ends: float = 0

    @property
    def by(self) -> str:
        """Name in the journal: whose token, and which."""
        owner = self.judge or self.name
        return f"{owner}/token-{self.id}" if owner else f"token-{self.id}"


class Tokens:
    """Tokens of one data folder that have not been revoked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "tokens"
        self._seen: dict[str, tuple[float, str]] = {}  # id → when and from where it was used last

    def add(self, role: Role, judge: str, name: str, seconds: float) -> Token:
        """New token. Raises TooManyTokensError, and OSError where nothing can be written."""
        known = list(self)  # those that ended have gone by now
        if len(known) >= MAX_TOKENS:
            raise TooManyTokensError
        self._folder.mkdir(mode=0o700, exist_ok=True)
        taken = {token.id for token in known}
        while (id := secrets.token_hex(3)) in taken:
            pass
        made = int(time.time())
        token = Token(id, role, judge, name, made, made + seconds)
        with open(self._file(id), "x", encoding="utf-8", opener=private) as file:
            json.dump(asdict(token), file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        return token

    def lasts(self, id: str, ends: float) -> bool:
        """Token that has neither ended nor been revoked."""
        return time.time() <= ends and bool(ID.fullmatch(id)) and self._file(id).exists()

    def get(self, id: str) -> Token | None:
        """Token by its id, where it lasts."""
        token = self._read(self._file(id)) if ID.fullmatch(id) else None
        return token if token and time.time() <= token.ends else None

    def __iter__(self) -> Iterator[Token]:
        """Tokens that last, the newest first; the files of those that ended are removed."""
        read = [(path, self._read(path)) for path in self._folder.glob("*.json")]
        for path, token in read:
            if token is not None and time.time() > token.ends:
                path.unlink(missing_ok=True)
        living = [token for _, token in read if token is not None and time.time() <= token.ends]
        return iter(sorted(living, key=lambda token: -token.made))

    def revoke(self, id: str) -> Token | None:
        """End of one token, for good; None where there is none of that id. Raises OSError where its file can't
        be removed: it still lasts then."""
        token = self.get(id)
        if token is not None:
            self._file(id).unlink(missing_ok=True)
            self._seen.pop(id, None)
        return token

    def saw(self, id: str, address: str) -> None:
        """Sign of life of a token."""
        self._seen[id] = time.time(), address or self.seen(id)[1]

    def seen(self, id: str) -> tuple[float, str]:
        """Moment and address of a token's last use since the server started; 0 and "" for none."""
        return self._seen.get(id, (0, ""))

    def _file(self, id: str) -> Path:
        return self._folder / f"{id}.json"

    def _read(self, path: Path) -> Token | None:
        try:
            token = Token(**json.loads(path.read_text("utf-8")))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError):
            log.warning("%s cannot be read: this token is not listed", path)
            return None
        return token if token.role in ROLES and token.id == path.stem else None


def seconds_of(words: str) -> int | None:
    """Seconds of a duration such as `90m`, `12h`, `2d` or `1w`; None for anything else."""
    found = re.fullmatch(r"([1-9]\d{0,5})([mhdw])", words, re.ASCII)
    seconds = int(found[1]) * UNITS[found[2]] if found else 0
    return seconds if 0 < seconds <= MAX_TOKEN_SECONDS else None
