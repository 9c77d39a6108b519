"""Mode of a data folder: which of its two journals, live or rehearsal, is the show.

It stands in a file of its own, so that a server that was killed comes back as the operator left it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from server.journal.row import JournalError
from server.private_files import replace_file

Mode = Literal["live", "rehearsal"]
MODES: tuple[Mode, ...] = ("live", "rehearsal")


def last_mode(folder: Path) -> Mode:
    """Mode that the show of this folder was in. Live where nobody ever chose another."""
    try:
        return "rehearsal" if (folder / "mode").read_text("ascii").strip() == "rehearsal" else "live"
    except (OSError, UnicodeError):
        return "live"


def save_mode(folder: Path, mode: Mode) -> None:
    """Mode of the folder's show, stored for restarts and power cuts. Raises JournalError."""
    path = folder / "mode"
    try:
        replace_file(path, f"{mode}\n".encode("ascii"))
    except OSError as error:
        raise JournalError(
            f"{path} cannot be written ({error.strerror}): may this user write there?"
        ) from error
