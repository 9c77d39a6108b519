"""Event's own pictures on their way to edges: what of a folder travels, and when."""

from __future__ import annotations

import logging
from collections.abc import Collection
from pathlib import Path

MAX_PICTURE_BYTES = 64 * 1024 * 1024  # of the event's pictures that travel to edges

log = logging.getLogger(__name__)


def pictures_in(folder: Path, suffixes: Collection[str]) -> dict[str, bytes]:
    """Pictures of a folder by their paths in it, those with these suffixes, up to `MAX_PICTURE_BYTES`."""
    pictures: dict[str, bytes] = {}
    room = MAX_PICTURE_BYTES
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if not path.is_file() or path.suffix.lower() not in suffixes:
            continue
        room -= path.stat().st_size
        if room < 0:
            log.warning(
                "%s and what follows do not travel to edges: at most %d bytes do", path, MAX_PICTURE_BYTES
            )
            break
        pictures[path.relative_to(folder).as_posix()] = path.read_bytes()
    return pictures
