"""Journals to damage: a small real one, its files as bytes, and one bit or one end of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from server.journal.journal import Journal
from server.show import events as e
from server.show.model.rundown import build
from tests.support.contests import contest

FILES = ("live.sqlite", "live.sqlite-wal", "live.mark")
CONTEST = contest()


def fill(journal: Journal, first: int, last: int) -> None:
    """Events `first` to `last` of a show, flushed one by one."""
    for seq in range(first, last + 1):
        event = e.MessageSet(f"请第 {seq} 个项目准备") if seq > 1 else e.Opened(CONTEST, "live", build(CONTEST))
        journal.append(1_700_000_000_000 + seq, "panel·1", event, f"command-{seq}")
        journal.flush()


@contextmanager
def killed(folder: Path, events: int = 30, copied: int = 12) -> Iterator[dict[str, bytes]]:
    """Files of a journal whose server was killed: the first `copied` events are in the file, all others only
    in its log."""
    path = folder / "made" / "live.sqlite"
    path.parent.mkdir()
    with closing(Journal(path)) as journal:
        fill(journal, 1, copied)
        journal._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        fill(journal, copied + 1, events)
        yield {name: (path.parent / name).read_bytes() for name in FILES}


def laid(folder: Path, files: dict[str, bytes]) -> Path:
    """A data folder with these files, and no others; the journal's path."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder / "live.sqlite"


def flipped(content: bytes, bit: int) -> bytes:
    """The same bytes but for one bit."""
    changed = bytearray(content)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def bytes_in(folder: Path) -> dict[str, bytes]:
    """Every file of a folder and what it holds, but for SQLite's index of the log, which holds nothing."""
    return {one.name: one.read_bytes() for one in folder.iterdir() if one.is_file() and one.suffix != ".sqlite-shm"}
