"""What a table comes to, before anything of it is done."""

from __future__ import annotations

from server.show.playout.imports import Difference, ImportEntries, Plan


def test_a_plan_tells_what_is_taken_over_from_what_is_left() -> None:
    taken, left = Difference("changed", "01", "unit", "甲", "乙"), Difference("added", "99", why="added")
    plan = Plan(ImportEntries("x.csv"), (left, taken))
    assert plan.taken == (taken,) and plan.left == (left,)
