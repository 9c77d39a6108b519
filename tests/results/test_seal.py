"""The chained hash and the stamp."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.results.seal import Stamp, chained, stamp_in

STAMP = Stamp("e1", 7, "0123456789abcdef" * 4, 1, "csv", category="发展“提质”\\")
ROWS = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9), st.text(max_size=3), st.text(max_size=9)), max_size=6)


@given(ROWS, st.data())
def test_any_change_of_any_row_changes_the_hash(rows: list[tuple[int, int, str, str]], draw: st.DataObject) -> None:
    seal = chained("e1", rows)
    assert chained("e1", list(rows)) == seal != chained("e2", rows)
    if rows:
        index = draw.draw(st.integers(0, len(rows) - 1))
        seq, moment, by, text = rows[index]
        changed = [*rows[:index], (seq, moment, by, text + "!"), *rows[index + 1 :]]
        assert chained("e1", changed) != seal and chained("e1", rows[:index] + rows[index + 1 :]) != seal


def test_a_stamp_is_stamp_in_what_it_stands_in() -> None:
    assert stamp_in(f"… {STAMP.text()} …") == STAMP and STAMP.short == "0123-4567-89AB"
    assert stamp_in("LIMELIGHT-SEAL {not json}") is None and stamp_in('LIMELIGHT-SEAL {"seq": 1}') is None
    assert stamp_in("") is None
