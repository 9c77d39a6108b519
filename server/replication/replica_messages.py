"""Messages between a primary and its followers, on `/ws/replica`: JSON, each tagged by its `type`.

The primary sends journal rows as they become durable, the files of the codes, the list of the event's files
and, each second, its clock. The follower says what it has at the beginning, tells what it keeps, and asks for
one piece of a file at a time.
"""

from __future__ import annotations

import re

import msgspec

from server.journal.mode import Mode
from server.journal.row import JournalRow

# Files of the data folder that travel: codes, people, sessions that were ended, tokens that were not revoked.
KEY_FILE = re.compile(r"(access|people|sessions)\.json|tokens/[0-9a-f]{6}\.json", re.ASCII)
MAX_KEY_BYTES = 1024 * 1024  # of one of them
PIECE_BYTES = 256 * 1024  # of a file that travel at once
PAGE_ROWS = 500  # of a journal that travel at once, and …
PAGE_BYTES = 512 * 1024  # … after so many bytes the page ends
MAX_DOWN = 64 * 1024 * 1024  # bytes of one message: a row is never cut
HEARTBEAT = 1.0  # seconds between two words of the primary, where nothing happens
SILENCE = 4.0  # seconds without a word after which a link counts as cut


class Have(msgspec.Struct, frozen=True):
    """Journal as the follower has it; `digest` is that of its last row."""

    epoch: str
    seq: int
    digest: str


class Follow(msgspec.Struct, tag="follow", frozen=True):
    """First word of a follower: who it is, where its pages are, what it has."""

    id: str
    number: int
    addresses: list[str]
    have: dict[Mode, Have]


class Kept(msgspec.Struct, tag="kept", frozen=True):
    """Rows up to `seq` are on the follower's disk."""

    epoch: str
    seq: int


class Want(msgspec.Struct, tag="want", frozen=True):
    """Request for a piece of one of the event's files."""

    name: str
    offset: int


class Welcome(msgspec.Struct, tag="welcome", frozen=True):
    """First word of the primary; `key` proves later statements."""

    id: str
    number: int
    key: str


class Rows(msgspec.Struct, tag="rows", frozen=True):
    """Rows after `base` of the journal of `mode`; `base` 0 begins it."""

    mode: Mode
    epoch: str
    base: int
    rows: list[JournalRow]


class Beat(msgspec.Struct, tag="beat", frozen=True):
    """Primary's clock (server ms), and how far its journal is."""

    at: float
    mode: Mode
    epoch: str
    seq: int


class KeyNames(msgspec.Struct, tag="key_names", frozen=True):
    """Every `KEY_FILE` that there is: a token that is not among them was revoked."""

    names: list[str]


class Key(msgspec.Struct, tag="key", frozen=True):
    """One `KEY_FILE`, whole."""

    name: str
    content: bytes


class Listed(msgspec.Struct, frozen=True):
    """File of the event: its bytes, and when it was changed (ns)."""

    size: int
    changed: int


class Files(msgspec.Struct, tag="files", frozen=True):
    """Every file of the event's folder."""

    files: dict[str, Listed]


class Piece(msgspec.Struct, tag="piece", frozen=True):
    """Piece of a file, in answer to a `Want`; an empty one: it is not there any more."""

    name: str
    offset: int
    content: bytes


Up = Follow | Kept | Want
Down = Welcome | Rows | Beat | KeyNames | Key | Files | Piece
encode = msgspec.json.Encoder().encode
decode_up = msgspec.json.Decoder(Up).decode
decode_down = msgspec.json.Decoder(Down).decode
