"""Event's folder on its way to a follower: what of it travels, and how it is written there.

Two machines hold a file to be the same when its size and its moment of change are, as rsync does. A file
that is replaced is kept in the data folder under `replaced/`; nothing is deleted.
"""

from __future__ import annotations

import logging
import os
from datetime import datetime
from pathlib import Path

from server.private_files import write_beside
from server.replication.replica_messages import KEY_FILE, PIECE_BYTES, Listed

MAX_FILES = 5000
MAX_BYTES = 16 * 1024**3  # of all of them together; what is beyond is named in the log
PARTIAL = ".partial"

log = logging.getLogger(__name__)


def files_in(folder: Path, data_dir: Path) -> dict[str, Listed]:
    """Files of an event that travel, the small ones first: all but hidden ones and the data folder."""
    found: list[tuple[int, str, int]] = []
    for at, folders, names in os.walk(folder):
        here = Path(at)
        folders[:] = [name for name in folders if not name.startswith(".") and here / name != data_dir]
        for name in names:
            path = here / name
            if not name.startswith(".") and path.is_file() and not path.is_symlink():
                facts = path.stat()
                found.append((facts.st_size, path.relative_to(folder).as_posix(), facts.st_mtime_ns))
    return _bounded(sorted(found), folder)


def _bounded(found: list[tuple[int, str, int]], folder: Path) -> dict[str, Listed]:
    files: dict[str, Listed] = {}
    room = MAX_BYTES
    for size, name, changed in found:
        room -= size
        if room < 0 or len(files) == MAX_FILES:
            log.warning("%s and what is larger in %s do not travel to followers", name, folder)
            break
        files[name] = Listed(size, changed)
    return files


def within(folder: Path, name: str) -> Path:
    """Path of a named file inside a folder. Raises ValueError for a name that leads out of it."""
    parts = name.split("/")
    if any(not part or part.startswith(".") or "\\" in part or ":" in part for part in parts):
        raise ValueError(f"{name!r} is no file of an event")
    return folder.joinpath(*parts)


def is_there(folder: Path, name: str, wanted: Listed) -> bool:
    """True where a file has come whole."""
    try:
        facts = within(folder, name).stat()
    except OSError:
        return False
    return (facts.st_size, facts.st_mtime_ns) == (wanted.size, wanted.changed)


def read_piece(folder: Path, name: str, offset: int) -> bytes:
    """Piece of a file; empty where there is none."""
    try:
        with open(within(folder, name), "rb") as file:
            file.seek(offset)
            return file.read(PIECE_BYTES)
    except (OSError, ValueError):
        return b""


def write_piece(folder: Path, name: str, offset: int, content: bytes) -> int:
    """Store of a piece beside the file that it belongs to; the bytes that are there then."""
    path = _partial(within(folder, name))
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "r+b" if offset and path.exists() else "wb") as file:
        file.seek(offset)
        file.write(content)
        return file.tell()


def finish(folder: Path, data_dir: Path, name: str, listed: Listed) -> None:
    """The file that has come whole, in its place; one that stood there is kept under `replaced/`."""
    path = within(folder, name)
    partial = _partial(path)
    if not listed.size:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.touch()
    with open(partial, "r+b") as file:
        os.fsync(file.fileno())
    os.utime(partial, ns=(listed.changed, listed.changed))
    keep_old(path, data_dir, name)
    partial.replace(path)


def keep_old(path: Path, data_dir: Path, name: str) -> None:
    """A file that is about to be replaced, moved to `replaced/` of the data folder."""
    if path.exists():
        stamp = datetime.now().strftime("%Y%m%d-%H%M%S-%f")
        kept = data_dir / "replaced" / stamp / name
        kept.parent.mkdir(mode=0o700, parents=True)
        path.replace(kept)


def key_files(data_dir: Path) -> list[str]:
    """Names of the files of codes, people, sessions and tokens."""
    paths = (path.relative_to(data_dir).as_posix() for at in ("", "tokens") for path in (data_dir / at).glob("*.json"))
    return sorted(name for name in paths if KEY_FILE.fullmatch(name))


def write_key(data_dir: Path, name: str, content: bytes, keep: bool) -> bool:
    """Store of a file of codes, for its owner only, on disk when this returns; False: it was so already.
    `keep`: what stood there is kept under `replaced/`."""
    path = data_dir / name
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(mode=0o700, exist_ok=True)
    new = write_beside(path, content)
    if keep:
        keep_old(path, data_dir, name)
    new.replace(path)
    return True


def remove_tokens(data_dir: Path, names: list[str]) -> None:
    """End of the tokens whose files the primary has no more."""
    for name in key_files(data_dir):
        if name.startswith("tokens/") and name not in names:
            (data_dir / name).unlink()


def _partial(path: Path) -> Path:
    return path.with_name(f".{path.name}{PARTIAL}")
