"""An exported journal: every event a line, and known where it was cut or changed."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from server.journal.export import NotWholeError, exported, read_lines
from server.journal.row import JournalError
from tests.journal.test_journal import filled


@pytest.fixture
def lines(tmp_path: Path) -> list[str]:
    filled(tmp_path / "rehearsal.sqlite").close()
    return list(exported(tmp_path / "rehearsal.sqlite", "rehearsal"))


def test_what_is_exported_is_read_again(lines: list[str], tmp_path: Path) -> None:
    with closing(filled(tmp_path / "live.sqlite")) as journal:
        assert read_lines("\n".join(lines) + "\n") == ("rehearsal", journal.rows())
    assert "请靠近话筒" in lines[1] and len(lines) == 5


def test_what_was_cut_or_changed_is_known(lines: list[str]) -> None:
    for broken in (lines[:-1], lines[1:], [*lines[:2], *lines[3:]], [], ["{}"], ["[]", "[]"], ["no", "json"]):
        with pytest.raises(NotWholeError):
            read_lines("\n".join(broken))
    with pytest.raises(NotWholeError, match="changed"):
        read_lines("\n".join(lines).replace("91.50", "99.50"))


def test_a_journal_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match=r"there is no .*live\.sqlite"):
        list(exported(tmp_path / "live.sqlite", "live"))
