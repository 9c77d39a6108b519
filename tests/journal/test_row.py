"""A file that cannot be opened is named, with what to look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.journal.journal import Journal
from server.journal.lock import Lock
from server.journal.row import JournalError


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match=r"live\.sqlite cannot be opened .*may this user write there"):
        Journal(tmp_path / "nowhere" / "live.sqlite")
    with pytest.raises(JournalError, match=r"lock\.sqlite cannot be opened"):
        Lock(tmp_path / "nowhere")
    (tmp_path / "lock.sqlite").write_bytes(b"not a database at all" * 100)
    with pytest.raises(JournalError, match=r"lock\.sqlite cannot be used .*move it away"):
        Lock(tmp_path)
