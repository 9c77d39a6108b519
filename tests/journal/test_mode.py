"""The mode of a folder's show outlives the server, and rubbish is live."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.journal.mode import last_mode, save_mode
from server.journal.row import JournalError


def test_the_mode_is_remembered_and_rubbish_is_live(tmp_path: Path) -> None:
    assert last_mode(tmp_path) == "live"
    save_mode(tmp_path, "rehearsal")
    assert last_mode(tmp_path) == "rehearsal"
    (tmp_path / "mode").write_bytes(b"\xff\xfe")
    assert last_mode(tmp_path) == "live"
    with pytest.raises(JournalError, match="mode cannot be written"):
        save_mode(tmp_path / "nowhere", "live")
