"""A journal restored from a copy or an export: the same events, another epoch, and nothing thrown away."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from server.journal.copies import copy_journal
from server.journal.export import NotWholeError, exported
from server.journal.inspection import DamagedError, inspect
from server.journal.journal import Journal
from server.journal.mode import Mode, last_mode
from server.journal.restore import restore
from server.journal.row import JournalError
from server.show import events as e
from server.show.model.rundown import build
from tests.support.contests import contest
from tests.support.damaged_journals import bytes_in


def opened(path: Path, mode: Mode = "live") -> Journal:
    """Journal of a show that has begun and said something."""
    journal = Journal(path)
    journal.append(1000, "", e.Opened(contest(), mode, build(contest())))
    journal.append(1001, "panel", e.MessageSet("请靠近话筒"), "c1")
    return journal


@pytest.mark.parametrize("kind", ["copy", "export"])
def test_the_events_of_a_copy_come_back_and_the_journal_of_before_is_kept(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "live.sqlite"
    with closing(opened(path)) as journal:
        epoch, rows = journal.epoch, journal.rows()
        file = copy_journal(path, tmp_path)
        if kind == "export":
            file = tmp_path / "journal.jsonl"
            file.write_text("\n".join(exported(path)), encoding="utf-8")
        journal.append(2000, "panel", e.Frozen(False))
    restored = restore(file, tmp_path)
    assert (restored.mode, restored.events, restored.at) == ("live", 2, 1001)
    with closing(Journal(path)) as journal:
        assert journal.rows() == rows and journal.epoch != epoch
    (kept,) = [one for one in restored.kept if one.suffix == ".sqlite"]
    assert inspect(kept).rows[:2] == rows and len(inspect(kept).rows) == 3


def test_a_rehearsal_comes_back_as_one_into_an_empty_folder(tmp_path: Path) -> None:
    opened(tmp_path / "rehearsal.sqlite", "rehearsal").close()
    copy = copy_journal(tmp_path / "rehearsal.sqlite", tmp_path).rename(tmp_path / "backup.sqlite")
    folder = tmp_path / "other"
    folder.mkdir()
    assert restore(copy, folder).kept == () and last_mode(folder) == "rehearsal"
    assert len(inspect(folder / "rehearsal.sqlite").rows) == 2


def test_what_is_not_whole_changes_nothing(tmp_path: Path) -> None:
    opened(tmp_path / "live.sqlite").close()
    copy = copy_journal(tmp_path / "live.sqlite", tmp_path)
    torn, text, empty = tmp_path / "torn.sqlite", tmp_path / "text", tmp_path / "empty"
    raw = bytearray(copy.read_bytes())
    raw[raw.index("请靠近话筒".encode())] ^= 1
    torn.write_bytes(raw)
    text.write_bytes(b"\xff\xfe no journal")
    empty.touch()
    before = bytes_in(tmp_path)
    for file, error in ((torn, DamagedError), (text, NotWholeError), (empty, NotWholeError)):
        with pytest.raises(error):
            restore(file, tmp_path)
    with pytest.raises(OSError, match="No such file"):
        restore(tmp_path / "nowhere", tmp_path)
    assert issubclass(DamagedError, JournalError) and bytes_in(tmp_path) == before
