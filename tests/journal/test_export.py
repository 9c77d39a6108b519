"""An exported journal: every event a line, and known where it was cut or changed."""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from pathlib import Path

import pytest

from server.journal.export import NotWholeError, exported, mode_of, read_lines
from server.journal.journal import Journal
from server.journal.row import JournalError
from server.show import events as e
from server.show.model.rundown import build
from tests.journal.test_journal import filled
from tests.support.contests import contest


def signed(*lines: str) -> list[str]:
    """Lines that somebody has written by hand, with the right end."""
    digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    return [*lines, json.dumps({"end": len(lines) - 1, "sha256": digest})]


@pytest.fixture
def lines(tmp_path: Path) -> list[str]:
    filled(tmp_path / "rehearsal.sqlite").close()
    return list(exported(tmp_path / "rehearsal.sqlite"))


def test_what_is_exported_is_read_again(tmp_path: Path) -> None:
    with closing(filled(tmp_path / "live.sqlite")) as journal:
        journal.append(2000, "panel", e.MessageSet("一\u2028二\x85三"), "c9")
        lines = list(exported(journal.path))
        assert read_lines("\n".join(lines) + "\n") == journal.rows()
    assert "请靠近话筒" in lines[1] and len(lines) == 6


def test_the_mode_is_the_opening_s(tmp_path: Path) -> None:
    for mode in ("live", "rehearsal"):
        opened = e.Opened(contest(), mode, build(contest()))
        with closing(Journal(tmp_path / f"{mode}.sqlite")) as journal:
            journal.append(1, "", opened)
            assert mode_of(journal.rows()) == mode
    with closing(filled(tmp_path / "other.sqlite")) as journal, pytest.raises(NotWholeError, match="opening"):
        mode_of(journal.rows())
    with pytest.raises(NotWholeError):
        mode_of([])


def test_what_was_cut_or_changed_is_known(lines: list[str]) -> None:
    by_hand = (["{}"], ["[]", "[]"], ["no", "json"], ['"x"', '"y"'], signed("{}", "no json"), signed('"journal"', "3"))
    for broken in (lines[:-1], lines[1:], [*lines[:2], *lines[3:]], [], *by_hand):
        with pytest.raises(NotWholeError):
            read_lines("\n".join(broken))
    with pytest.raises(NotWholeError, match="changed"):
        read_lines("\n".join(lines).replace("91.50", "99.50"))


def test_a_journal_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match=r"there is no .*live\.sqlite"):
        list(exported(tmp_path / "live.sqlite"))
