"""Copies of an open journal: whole at any moment, so many, and none of the show's business where they fail."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from server.journal import copies
from server.journal.copies import Copies, copies_of, copy_journal
from server.journal.inspection import inspect
from server.show import events as e
from tests.journal.test_journal import filled


def test_a_copy_of_an_open_journal_is_one_whole_file_and_the_journal_goes_on(tmp_path: Path) -> None:
    with closing(filled(tmp_path / "live.sqlite")) as journal:
        (tmp_path / "copies").mkdir()
        copy = copy_journal(journal.path, tmp_path / "copies")
        journal.append(2000, "panel", e.Frozen(False))
        found = inspect(copy)
        assert found.damage is None and found.epoch == journal.epoch and found.rows == journal.rows()[:3]
        assert list((tmp_path / "copies").iterdir()) == [copy], "no log beside it, nothing half written"


def test_the_newest_are_kept_of_each_journal_though_the_clock_was_set_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "MAX_COPIES", 2)
    folder = tmp_path / "copies"
    folder.mkdir()
    for name in ("live-000008-20990814-090000", "live-000009-20990814-090500", "rehearsal-000010-20990813-090000",
                 "live-notes"):  # fmt: skip
        (folder / f"{name}.sqlite").touch()
    filled(tmp_path / "live.sqlite").close()
    copy = copy_journal(tmp_path / "live.sqlite", folder)
    assert copies_of("live", folder) == [folder / "live-000009-20990814-090500.sqlite", copy] and copy.exists()
    assert (folder / "rehearsal-000010-20990813-090000.sqlite").exists() and (folder / "live-notes.sqlite").exists()


def test_a_copy_is_its_owners_alone_and_of_a_journal_that_is_there(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        filled(tmp_path / "live.sqlite").close()
        assert copy_journal(tmp_path / "live.sqlite", tmp_path).stat().st_mode & 0o077 == 0
    finally:
        os.umask(before)
    with pytest.raises(sqlite3.OperationalError):
        copy_journal(tmp_path / "rehearsal.sqlite", tmp_path)
    assert not [*tmp_path.glob("rehearsal*")], "neither the journal nor half a copy"


async def test_a_stick_that_is_gone_is_told_of_and_tried_again(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    with closing(filled(tmp_path / "live.sqlite")) as journal:
        both = Copies(tmp_path, stick, lambda: journal)
        await both.copy()
        assert list(both.trouble) == [stick] and len(copies_of("live", tmp_path / "copies")) == 1
        assert not stick.exists(), "a folder of that name on this disk is no stick"
        stick.mkdir()
        await both.copy()
        assert both.trouble == {} and len(copies_of("live", stick)) == 1
        assert len(copies_of("live", tmp_path / "copies")) == 1, "nothing has happened since"


async def test_without_an_open_show_nothing_is_copied(tmp_path: Path) -> None:
    await Copies(tmp_path, None, lambda: None).copy()
    assert not (tmp_path / "copies").exists()
