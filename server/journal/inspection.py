"""Inspection of a journal before anything opens it: read into memory, held against its chain and its mark,
and nothing on the disk touched.

SQLite changes what it opens: it shortens a log that it does not understand, and empties one that has lost its
file. So the file and its log are read as bytes, SQLite is given a copy in memory, and a journal is *sound* when
that copy is whole in SQLite's own eyes, every row's hash follows from the row before, and the last event that was
ever confirmed (the mark) is there. Only then is the file opened. Else the rows are found one by one (`carve`),
and the chain says how far they are whole.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from server.journal.carve import Candidate
from server.journal.chain import first_link, link
from server.journal.mark import Mark, mark_path, read_mark
from server.journal.pages import MAGIC, Pages, pages_of
from server.journal.recovery import recovered, says
from server.journal.row import JournalError, JournalRow
from server.show.events import EVENTS, Recorded
from server.texts.say import say
from server.wire import BadMessage, decode_event

VERSION = 2  # of the tables and events; a journal of a newer one is refused, not half understood
COLUMNS = ", ".join(JournalRow._fields)
MAX_READS = 20  # of files that a running server writes to meanwhile


@dataclass(frozen=True, slots=True)
class Damage:
    """Damage of a journal: `kind` and `facts` are the words (texts/damage_words.py), `whole` the number of
    whole events up to it, `after` the number that can be read behind it, `confirmed` how many there were."""

    file: Path
    kind: str
    facts: Mapping[str, object]
    whole: int
    after: int
    confirmed: int

    def wrong(self, lang: str) -> str:
        """Words for the fault alone."""
        return say(f"damage.{self.kind}", lang, file=self.file.name, **self.facts)

    def say(self, lang: str) -> str:
        """Words for the fault, what the show does and what a person does about it."""
        return say(
            "damage.read_only", lang, wrong=self.wrong(lang), whole=self.whole, folder=self.file.parent
        )


@dataclass(slots=True)
class Inspection:
    """Content of a journal's files: the whole rows from the first on, and behind damage those that can still
    be read (`after`), of which some were `altered`. `there`: there is a journal at all. `epoch` is empty where
    none can be read."""

    path: Path
    there: bool = True
    epoch: str = ""
    version: int = VERSION
    rows: list[JournalRow] = field(default_factory=list)
    after: list[JournalRow] = field(default_factory=list)
    altered: frozenset[int] = frozenset()
    damage: Damage | None = None


class DamagedError(JournalError):
    """Journal that is damaged, and was left as it is."""

    def __init__(self, inspection: Inspection) -> None:
        damage = inspection.damage
        assert damage is not None
        wrong = damage.wrong("en")
        no_journal = f"{damage.file} is no journal any more ({wrong}): restore it from a copy, or run"
        super().__init__(wrong if damage.kind == "newer" else f"{no_journal} limelight salvage")
        self.inspection, self.damage = inspection, damage


class _Unsound(Exception):
    """Reason why a journal is not sound: a kind of damage and its facts."""

    def __init__(self, kind: str, **facts: object) -> None:
        self.kind, self.facts = kind, facts


def inspect(path: Path) -> Inspection:
    """Inspection of a journal's files. Raises JournalError where they may not be read, or were written by a
    newer Limelight."""
    mark = read_mark(path)  # before the rest: a running server moves it on behind what it writes
    main, log = _read(path)
    found = Inspection(path, there=main is not None)
    if main is None and not log and not mark_path(path).exists():
        return found
    pages = pages_of(main or b"", log)
    try:
        if main is None:
            beside = f"{path.name}-wal" if log else mark_path(path).name
            raise _Unsound("missing", beside=beside)
        _load(found, pages, main, mark)
    except _Unsound as unsound:
        found.epoch, found.rows, found.after, found.altered = recovered(pages, found.epoch, mark)
        confirmed = mark.seq if mark else 0
        found.damage = Damage(
            path, unsound.kind, unsound.facts, len(found.rows), len(found.after), confirmed
        )
    return found


def sound(path: Path) -> Inspection:
    """Inspection of a journal that is whole. Raises DamagedError."""
    found = inspect(path)
    if found.damage is not None:
        raise DamagedError(found)
    return found


def check_kinds(found: Inspection) -> None:
    """Quick look at a journal's kinds of events, before it is opened. Raises JournalError at one that this version
    does not know."""
    for row in found.rows:
        kind = row.event.split('"', 4)[3:4]
        if not kind or kind[0] not in EVENTS:
            raise JournalError(f"{found.path}, event {row.seq}: not an event of this version: {kind}")


def recorded_in(found: Inspection) -> list[Recorded]:
    """Events of the whole rows, in order. Raises JournalError at one that this version does not know."""
    recorded = []
    for row in found.rows:
        try:
            recorded.append(Recorded(row.seq, row.at, row.by, decode_event(row.event)))
        except BadMessage as error:
            raise JournalError(f"{found.path}, event {row.seq}: {error}") from error
    return recorded


def _read(path: Path) -> tuple[bytes | None, bytes]:
    """The file and its log, of one moment: a running server may copy the one into the other."""
    log_path = path.with_name(f"{path.name}-wal")
    try:
        for _ in range(MAX_READS):
            before = _changed(path), _head(log_path)
            log = log_path.read_bytes() if log_path.exists() else b""
            main = path.read_bytes() if path.exists() else None
            if before == (_changed(path), _head(log_path)):
                return main, log
    except OSError as error:
        raise JournalError(f"{path} cannot be read ({error.strerror}): may this user read there?") from error
    raise JournalError(f"{path} is written to all the time: try again when the show is quiet")


def _changed(path: Path) -> tuple[int, int]:
    return (path.stat().st_mtime_ns, path.stat().st_size) if path.exists() else (0, 0)


def _head(log: Path) -> bytes:
    """Header of the log, which is another one each time that the log begins again."""
    if not log.exists():
        return b""
    with open(log, "rb") as file:
        return file.read(32)


# --- a journal that is whole ---------------------------------------------------------------------------


def _load(found: Inspection, pages: Pages, main: bytes, mark: Mark | None) -> None:
    """The rows of a sound journal. Raises _Unsound."""
    stored = _stored(found, pages.image() or main)
    if pages.image() is None or main[:16] != MAGIC or len(main) < pages.size:
        raise _Unsound("unreadable", why="a page is missing")
    if found.version == VERSION:
        _check_chain(found, stored)
    else:
        _check_words(stored)
    if mark is None and pages.torn:
        raise _Unsound("unreadable", why="its log is torn")
    found.rows = [candidate.row for candidate in stored]
    if mark is not None:
        _check_mark(found, stored, mark)


def _stored(found: Inspection, image: bytes) -> list[Candidate]:
    """What SQLite reads in a copy of the file."""
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            db.deserialize(image)
            _check_version(found, db)
            (verdict,) = db.execute("PRAGMA integrity_check(1)").fetchone()
            if verdict != "ok":
                raise _Unsound("unreadable", why=verdict.splitlines()[-1])
            (found.epoch,) = db.execute("SELECT value FROM meta WHERE name = 'epoch'").fetchone()
            hash = "hash" if found.version == VERSION else "NULL"
            rows = db.execute(f"SELECT {COLUMNS}, {hash} FROM events ORDER BY seq").fetchall()
        except (sqlite3.Error, UnicodeError, TypeError, MemoryError) as error:
            raise _Unsound("unreadable", why=error) from error
    return [Candidate(JournalRow(*fields), hash) for *fields, hash in rows]


def _check_version(found: Inspection, db: sqlite3.Connection) -> None:
    """The version, which stands in two places: where they differ one of them was changed."""
    (version,) = db.execute("PRAGMA user_version").fetchone()
    try:
        written = dict(db.execute("SELECT name, value FROM meta")).get("version")
    except sqlite3.DatabaseError:
        written = None
    if version > VERSION and written != str(VERSION):
        raise JournalError(f"{found.path} was written by a newer Limelight: start that one, or move it away")
    if version > VERSION:
        raise _Unsound("newer")
    if (version, written) not in ((1, None), (VERSION, str(VERSION))):
        raise _Unsound("unreadable", why=f"version {version}")
    found.version = version


def _check_chain(found: Inspection, stored: list[Candidate]) -> None:
    before = first_link(found.epoch)
    for due, (row, hash) in enumerate(stored, start=1):
        if row.seq != due or not _texts(row) or link(before, row) != hash:
            raise _Unsound("changed", seq=due)
        before = hash


def _texts(row: JournalRow) -> bool:
    return isinstance(row.by, str) and isinstance(row.event, str)


def _check_words(stored: list[Candidate]) -> None:
    """Rows of version 1, which had no hash: they follow each other, and each says something."""
    for due, (row, _) in enumerate(stored, start=1):
        if row.seq != due or not says(row):
            raise _Unsound("changed", seq=due)


def _check_mark(found: Inspection, stored: list[Candidate], mark: Mark) -> None:
    if mark.epoch != found.epoch:
        raise _Unsound("other", beside=mark_path(found.path).name)
    if mark.seq > len(stored):
        raise _Unsound("short", confirmed=mark.seq, found=len(stored))
    if found.version == VERSION and mark.seq and stored[mark.seq - 1].hash != mark.hash:
        raise _Unsound("changed", seq=mark.seq)
