"""Words that people type: trimmed, and refused with both numbers where no screen could show them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.show.lengths import trimmed
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
