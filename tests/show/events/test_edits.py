"""What edits change, and that a draw is seen by the hall."""

from __future__ import annotations

from server.show import events as e
from tests.show.events.test_marks import touched
from tests.support.contests import contest


def test_an_edit_changes_whom_it_names_and_the_order_where_it_moves_them() -> None:
    assert touched(e.EntryEdited("07", {})) == ("entry/07",) and touched(e.JudgeEdited("J1", {})) == ("judge/J1",)
    assert touched(e.EligibilitySet("07", "withdrawn", "")) == ("entry/07", "rundown")


def test_a_table_changes_all_that_it_names() -> None:
    entries = {entry.id: entry for entry in contest(entries=2).entries}
    assert touched(e.EntriesImported("a.csv", entries, {}, {"s1": ("02",)})) == ("entry/01", "entry/02", "entry/02")


def test_a_draw_was_seen_whatever_becomes_of_it() -> None:
    drawn = e.Drawn("s1", "39", "r", 1, True, {}, ("07",))
    assert e.row_of(drawn).hall_saw(drawn) and e.action_of(drawn).of == ("s1",)
