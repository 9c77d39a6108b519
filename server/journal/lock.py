"""Lock of a data folder: one server at a time."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from server.journal.row import JournalError, connect


class Lock:
    """Lock of a data folder for one process. It goes with the process, however that ends. Raises
    JournalError."""

    def __init__(self, folder: Path) -> None:
        path = folder / "lock.sqlite"
        self._db = connect(path, timeout=0)
        try:
            self._db.execute("BEGIN EXCLUSIVE")
        except sqlite3.DatabaseError as error:
            self._db.close()
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise JournalError(f"{path} cannot be used ({error}): move it away") from error
            raise JournalError(
                f"another Limelight runs on {folder}: stop it, or give this one a folder of its own (--data)"
            ) from error

    def release(self) -> None:
        """Release of the folder for another process."""
        self._db.close()
