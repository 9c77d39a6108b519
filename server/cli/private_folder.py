"""Data folder that is its owner's alone: what is written from now on, and what an earlier start left open."""

from __future__ import annotations

import logging
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

MASK = 0o077
OURS = re.compile(r"mode|demo-code|.*\.(sqlite(-\w+)?|json|jsonl|new|log(\.\d+)?)")
"""Names of what we write: a folder that somebody shares with other programs keeps theirs as they are."""
FOLDERS = ("tokens",)

log = logging.getLogger(__name__)


def close_to_others(folder: Path) -> None:
    """Mask of everything that this process writes from now on (files 0600, folders 0700), and the same for what
    is there. A file that belongs to another user, who may have reasons, is left as it is and named."""
    os.umask(MASK)
    if os.name != "posix":
        return  # Windows gives a user's folders to that user
    for path in (folder, *_ours(folder)):
        try:
            _tighten(path)
        except OSError as error:
            log.warning("%s stays readable for others (%s)", path, error.strerror)


def _ours(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in FOLDERS and path.is_dir() and not path.is_symlink():
            yield path
            yield from path.iterdir()
        elif OURS.fullmatch(path.name):
            yield path


def _tighten(path: Path) -> None:
    mode = path.lstat().st_mode
    shared = stat.S_ISDIR(mode) and mode & stat.S_ISVTX  # such as /tmp, which is everybody's
    if (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) and not shared and mode & MASK:
        path.chmod(stat.S_IMODE(mode) & ~MASK)
