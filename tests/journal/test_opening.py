"""The opening of a journal: everything in it, for the mode that it was begun in."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from server.director import Director
from server.journal import journal as journal_file
from server.journal.journal import Journal
from server.journal.opening import begun_beside, evolved, replayed, take_place
from server.journal.row import JournalError
from server.show import events as e
from server.show.commands import Message, RestartRehearsal
from server.show.model.role import Who
from server.show.model.rundown import build
from server.wire import Envelope
from tests.support.contests import contest
from tests.support.hubs import hub_of


def test_a_journal_of_another_mode_is_refused(tmp_path: Path) -> None:
    with closing(Journal(tmp_path / "live.sqlite")) as journal:
        journal.append(1, "", e.Opened(contest(), "live", build(contest())))
    journal, recorded = replayed(tmp_path / "live.sqlite", "live")
    journal.close()
    assert evolved(recorded).seq == 1
    with pytest.raises(JournalError, match="does not begin as a rehearsal journal"):
        replayed(tmp_path / "live.sqlite", "rehearsal")


def test_a_new_journal_takes_the_place_of_the_old_one_whole(tmp_path: Path) -> None:
    path = tmp_path / "rehearsal.sqlite"
    Journal(path).close()
    for _ in range(2):  # the second time over what a killed restart left
        new = begun_beside(path, 7, e.Opened(contest(), "rehearsal", build(contest())))
    take_place(new, path)
    journal, recorded = replayed(path, "rehearsal")
    journal.close()
    assert [fact.at for fact in recorded] == [7] and not list(tmp_path.glob("*-next*"))


def test_a_full_disk_leaves_a_rehearsal_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, who = Director(tmp_path, contest(), "rehearsal", hub_of()), Who("operator", "panel")
    one.perform(Envelope("1", Message("彩排")), who)

    def full(path: Path) -> None:
        raise JournalError(f"{path} cannot be made (database or disk is full)")

    with monkeypatch.context() as disk:
        disk.setattr(journal_file, "_create", full)
        assert one.perform(Envelope("2", RestartRehearsal()), who)["code"] == "journal_trouble"
    assert one.show.message == "彩排" and len(list(tmp_path.glob("*.sqlite"))) == 1, "nothing was archived"
    assert one.perform(Envelope("3", Message("继续")), who) == {"type": "ack", "id": "3", "seq": 3}
    assert one.perform(Envelope("4", RestartRehearsal()), who)["type"] == "ack" and one.show.message == ""
    assert len(list(tmp_path.glob("rehearsal-*.sqlite"))) == 1
