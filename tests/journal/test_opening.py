"""The opening of a journal: everything in it, for the mode that it was begun in."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from server.journal.journal import Journal
from server.journal.opening import evolved, replayed
from server.journal.row import JournalError
from server.show import events as e
from server.show.model.rundown import build
from tests.support.contests import contest


def test_a_journal_of_another_mode_is_refused(tmp_path: Path) -> None:
    with closing(Journal(tmp_path / "live.sqlite")) as journal:
        journal.append(1, "", e.Opened(contest(), "live", build(contest())))
    journal, recorded = replayed(tmp_path / "live.sqlite", "live")
    journal.close()
    assert evolved(recorded).seq == 1
    with pytest.raises(JournalError, match="does not begin as a rehearsal journal"):
        replayed(tmp_path / "live.sqlite", "rehearsal")
