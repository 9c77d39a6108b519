"""Rows of the event registry: what holds for one where it says nothing else."""

from __future__ import annotations

from server.show import events as e
from server.show.events.row import EventRow, always, fixed


def test_an_event_is_restorable_at_rest_and_named_by_nothing_unless_its_row_says_so() -> None:
    row, event = EventRow(), e.Frozen(True)
    assert row.about(event) == row.touches(event) == () and row.what(event) == ""
    assert (row.cause, row.undo, row.logged, row.hall_saw(event)) == ("other", "restorable", True, False)


def test_shared_readers_of_an_event() -> None:
    assert always(e.Frozen(True)) and fixed("override")(e.Frozen(True)) == ("override",)


def test_every_cause_that_moves_is_one_that_some_event_has() -> None:
    causes = {row.cause for row in e.EVENT_ROWS.values() if isinstance(row.cause, str)} | {"hold", "release", "step"}
    assert causes >= e.MOVING and "other" not in e.MOVING
