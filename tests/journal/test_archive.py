"""A copy of another machine's journal loses nothing of what this machine had."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from server.journal.archive import copy_to
from server.journal.journal import Journal
from tests.journal.test_journal import filled


def test_a_copy_continues_the_journal_it_agrees_with_and_archives_another(tmp_path: Path) -> None:
    with closing(filled(tmp_path / "theirs.sqlite")) as theirs:
        epoch, rows = theirs.epoch, theirs.rows()
    own = tmp_path / "live.sqlite"
    copy_to(own, epoch, rows[:2])
    copy_to(own, epoch, rows)
    with closing(Journal(own)) as journal:
        assert (journal.epoch, journal.rows()) == (epoch, rows)
    assert len(list(tmp_path.glob("live-*.sqlite"))) == 0, "the two agreed"
    copy_to(own, "another", rows[:1])
    with closing(Journal(own)) as journal:
        assert (journal.epoch, journal.rows()) == ("another", rows[:1])
    (archived,) = tmp_path.glob("live-*.sqlite")
    with closing(Journal(archived)) as journal:
        assert (journal.epoch, journal.rows()) == (epoch, rows)
