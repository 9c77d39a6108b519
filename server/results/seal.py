"""Seal of a printed sheet: a chained hash that ties it to the journal.

Each row's hash is SHA-256 (FIPS 180-4) over the hash before it and the row itself (seq, moment, person,
event), the first over the journal's epoch. A sheet carries the hash at its seq; `limelight verify` computes
it again and makes the same sheet from the journal as it was then: a number that was changed, in the file or
in the journal, does not match.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from typing import Any

MARK = "LIMELIGHT-SEAL"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Origin of a sheet: the journal's epoch, seq and hash (64 hex digits), the moment of printing (server
    ms), and what was printed, so that it can be made again."""

    epoch: str
    seq: int
    hash: str
    at: int
    what: str
    mode: str = "live"
    lang: str = "zh"
    category: str = ""
    revealed: bool = False

    @property
    def short(self) -> str:
        """Check code: twelve digits of the hash in three groups, as they stand on paper."""
        digits = self.hash[:12].upper()
        return "-".join(digits[start : start + 4] for start in (0, 4, 8))

    def text(self) -> str:
        """The stamp as it stands inside a file."""
        return f"{MARK} {json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)}"


def chained(epoch: str, rows: Any) -> str:
    """Chained hash, 64 hex digits, over rows of (seq, at, by, event text), in order."""
    digest = hashlib.sha256(epoch.encode()).digest()
    for seq, at, by, text in rows:
        digest = hashlib.sha256(digest + f"{seq}|{at}|{by}|{text}".encode()).digest()
    return digest.hex()


def stamp_in(text: str) -> Stamp | None:
    """Stamp that stands in a text, or None."""
    match = re.search(rf"{MARK} (\{{.*?\}})", text, re.S)
    try:
        return Stamp(**json.loads(match[1])) if match else None
    except (ValueError, TypeError):
        return None
