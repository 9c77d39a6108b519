"""Words that people type: trimmed, and refused with both numbers where no screen could show them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.show.lengths import trimmed, unseen
from server.show.model import Refused


@given(st.text(alphabet="字a 　\n", max_size=30), st.integers(0, 30))
def test_what_fits_is_kept_and_only_trimmed(text: str, most: int) -> None:
    if len(text.strip()) <= most:
        assert trimmed("name", text, most) == text.strip()
    else:
        with pytest.raises(Refused) as refused:
            trimmed("name", text, most)
        assert refused.value.params == {"field": "name", "found": len(text.strip()), "most": most}
        assert refused.value.code == "too_long"


def test_characters_that_nobody_sees_are_named() -> None:
    assert unseen("甲\x07乙\x07\n") == "U+0007 U+000A"
    assert unseen("张\u200b三\u202e") == "U+200B U+202E"
    assert unseen("张㛃䶮𬭎\U00031350·A\u200d") == ""


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b", "\u200f", "\u2028", "\ufeff甲", "\U000e0041"])
def test_what_turns_or_hides_other_words_is_refused(sign: str) -> None:
    with pytest.raises(Refused) as refused:
        trimmed("name", f"张{sign}三", 60)
    assert (refused.value.code, refused.value.params["found"][:2]) == ("unseen_characters", "U+")
    assert trimmed("text", "一\n\t二", 60) == "一\n\t二", "lines are meant"
