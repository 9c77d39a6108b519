"""Answers to commands that are not carried out: the code, and the words in the sender's language."""

from __future__ import annotations

from server.answers import fenced, refused_answer
from server.show.commands import Take
from server.show.model import Refused
from server.wire import Envelope


def test_a_refusal_has_its_code_and_the_sender_s_words() -> None:
    english = refused_answer(Envelope("7", Take(), lang="en"), Refused("stale", seconds=3))
    assert english == {"type": "refused", "id": "7", "code": "stale", "why": english["why"]}
    assert "more than 3 s ago" in english["why"]
    assert "3 秒" in refused_answer(Envelope("7", Take()), Refused("stale", seconds=3))["why"]


def test_another_machine_is_named() -> None:
    assert "hall-2:8000" in fenced(Envelope("7", Take()), "hall-2:8000")["why"]
