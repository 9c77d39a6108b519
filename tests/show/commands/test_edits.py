"""What edits touch: the entry or judge that they name, and the running order where they move it."""

from __future__ import annotations

from server.show import commands as c
from tests.show.commands.test_marks import touched
from tests.support.contests import contest


def test_an_edit_touches_whom_it_names() -> None:
    assert touched(c.EditEntry("07")) == ("entry/07",) and touched(c.EditJudge("J1")) == ("judge/J1",)
    assert touched(c.BringBack("07")) == ("entry/07", "rundown") and touched(c.MoveCue("x")) == ("rundown",)


def test_a_table_touches_all_that_it_names_and_the_order_only_where_it_gives_one() -> None:
    entries = {entry.id: entry for entry in contest(entries=2).entries}
    assert touched(c.ImportEntries("a.csv", entries)) == ("entry/01", "entry/02")
    assert touched(c.ImportEntries("a.csv", order={"s1": ("01",)})) == ("rundown",)
