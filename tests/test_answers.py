"""Answers to commands: the code, the words in the sender's language, and whose command an id is."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from server.answers import fenced, refused_answer
from server.director import Director
from server.journal.journal import Journal
from server.show.commands import Black, Hold, Message, Take
from server.show.events import MessageSet
from server.show.model import Refused
from server.show.model.role import Who
from server.wire import Envelope
from tests.support.contests import contest
from tests.support.hubs import hub_of


def _director(folder: Path) -> Director:
    return Director(folder, contest(entries=4, judges=3), "live", hub_of())


def test_a_refusal_has_its_code_and_the_sender_s_words() -> None:
    english = refused_answer(Envelope("7", Take(), lang="en"), Refused("stale", seconds=3))
    assert english == {"type": "refused", "id": "7", "code": "stale", "why": english["why"]}
    assert "more than 3 s ago" in english["why"]
    assert "3 秒" in refused_answer(Envelope("7", Take()), Refused("stale", seconds=3))["why"]


def test_another_machine_is_named() -> None:
    assert "hall-2:8000" in fenced(Envelope("7", Take()), "hall-2:8000")["why"]


def test_an_id_belongs_to_a_person_and_to_one_body(tmp_path: Path) -> None:
    one = _director(tmp_path)
    judge, operator = Who("operator", "anna/1"), Who("operator", "bert/1")
    said = one.perform(Envelope("1", Message("请靠近话筒")), judge)
    held = one.perform(Envelope("1", Hold(True)), operator)
    assert (said["seq"], held["seq"], one.show.held) == (2, 3, True), "another person's 1 is another command"
    for again in (one, _director(tmp_path)):  # and one that was killed and started again
        assert again.perform(Envelope("1", Message("请靠近话筒")), Who("operator", "anna/2")) == said
        assert again.perform(Envelope("1", Hold(True)), operator) == held
        no = again.perform(Envelope("1", Message("别的")), judge)
        assert (no["type"], no["code"], again.seq) == ("refused", "id_used", 3)
        assert again.perform(Envelope("1", Hold(False)), operator)["code"] == "id_used"
    refused = one.perform(Envelope("2", Take("nowhere")), judge)
    assert refused["code"] == "expected" and one.perform(Envelope("2", Black(False)), judge)["code"] == "id_used"


def test_an_id_is_known_on_the_machine_that_takes_over(tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
    first, who = _director(tmp_path / "first"), Who("operator", "anna/1")
    said = first.perform(Envelope("1", Message("请靠近话筒")), who)
    with closing(Journal(tmp_path / "second" / "live.sqlite")) as copy:
        copy.append_rows(first.epoch, first.journal.rows())  # as the stream in Redis brings them
    second = _director(tmp_path / "second")
    assert second.perform(Envelope("1", Message("请靠近话筒")), who) == said
    assert second.perform(Envelope("1", Hold(True)), who)["code"] == "id_used" and second.seq == 2


def test_an_id_of_a_journal_of_before_counts(tmp_path: Path) -> None:
    one = _director(tmp_path)
    one.journal.append(one.clock.now(), "panel", MessageSet("早"), "old")
    again = _director(tmp_path)
    answer = again.perform(Envelope("old", Take()), Who("operator", "panel"))
    assert answer == {"type": "ack", "id": "old", "seq": 2} and again.seq == 2
