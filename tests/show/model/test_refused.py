"""A refusal carries what its words need."""

from __future__ import annotations

from server.show.model import Refused


def test_a_refusal_carries_its_code_its_words_and_what_is_now() -> None:
    no = Refused("expected", now="01.next", expected="a", found="b")
    assert (no.code, no.now, no.params) == ("expected", "01.next", {"expected": "a", "found": "b"})
    assert "expected" in str(no)
