"""The running order, from the table's numbers or from the lists of a draw."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from server.event_file.entries_csv import parse
from server.event_file.entry_rows import EntryTable
from server.event_file.reader import Draft, draft_event
from server.event_file.running_order import claimed, running_order
from server.event_file.toml_table import TomlSource
from server.show.model import Category, Session
from tests.support.event_folders import EVENT, folder, seen

HEAD = "编号,类别,场次,出场序号,单位,项目名称"


def draft(path: Path, rows: str, first: str = "", second: str = "") -> Draft:
    """An event whose sessions have these order lines."""
    event = EVENT.replace('end = "12:00"\n', f'end = "12:00"\n{first}\n').replace(
        'end = "17:00"\n', f'end = "17:00"\n{second}\n'
    )
    return draft_event(folder(path, event, f"{HEAD}\n{rows}"))


def test_numbers_order_each_session(tmp_path: Path) -> None:
    one = draft(tmp_path, "01,a,s2,2,甲,一\n02,a,s1,10,乙,二\n03,a,s1,9,丙,三\n04,a,s2,1,丁,四\n")
    assert (one.contest.order, one.faults) == (("03", "02", "04", "01"), ())


def test_without_numbers_the_rows_stand(tmp_path: Path) -> None:
    one = draft(tmp_path, "03,a,s1,,甲,一\n01,a,s2,,乙,二\n02,a,s1,,丙,三\n")
    assert (one.contest.order, one.faults) == (("03", "02", "01"), ())


def test_a_number_twice_or_missing_or_skipped(tmp_path: Path) -> None:
    one = draft(
        tmp_path, "01,a,s1,1,甲,一\n02,a,s1,1,乙,二\n03,a,s1,,丙,三\n04,a,s1,4,丁,四\n05,a,s1,x,戊,五\n"
    )
    assert seen(one.faults) == {
        (3, "出场序号", "order_twice"),
        (4, "出场序号", "order_misses"),
        (5, "出场序号", "order_gap"),
        (6, "出场序号", "bad_order"),
    }
    assert len(one.contest.order) == 5


def test_a_withdrawn_entry_needs_no_number_and_stands_last(tmp_path: Path) -> None:
    rows = "编号,类别,场次,出场序号,单位,项目名称,参赛状态\n01,a,s1,,甲,一,弃权\n02,a,s1,2,乙,二,\n03,a,s1,1,丙,三,\n"
    one = draft_event(folder(tmp_path, EVENT, rows))
    assert (one.contest.order, one.faults) == (("03", "02", "01"), ())


def test_a_draw_wins_and_gives_the_session(tmp_path: Path) -> None:
    rows = "01,a,,1,甲,一\n02,a,,2,乙,二\n03,a,,3,丙,三\n"
    one = draft(tmp_path, rows, 'order = ["3", 1]', 'order = ["０2"]')
    assert (one.contest.order, one.faults) == (("03", "01", "02"), ())
    assert [entry.session for entry in one.contest.entries] == ["s1", "s2", "s1"]


def test_a_draw_names_each_entry_of_its_session_once(tmp_path: Path) -> None:
    rows = "01,a,s1,,甲,一\n02,a,s1,,乙,二\n03,a,s2,,丙,三\n"
    one = draft(tmp_path, rows, 'order = [\n  "01",\n  "1",\n  "99",\n  "03",\n]')
    assert seen(one.faults) == {
        (9, "sessions[1].order", "order_misses"),
        (11, "sessions[1].order[2]", "order_twice"),
        (12, "sessions[1].order[3]", "unknown_entry"),
        (13, "sessions[1].order[4]", "order_elsewhere"),
    }
    assert next(fault.found for fault in one.faults if fault.code == "order_misses") == "02"


def test_claims_go_to_the_first_that_makes_them() -> None:
    assert claimed({"s1": ("01", "2"), "s2": ("1",)}) == {"1": "s1", "2": "s1"}


@given(st.permutations(range(1, 13)), st.integers(0, 12))
def test_the_order_of_the_rows_changes_nothing(draw: list[int], cut: int) -> None:
    """Two sessions, numbers running on from the first into the second."""
    sessions = (Session("s1", "第一场", "", "", ""), Session("s2", "第二场", "", "", ""))
    rows = "".join(f"{n:02d},a,{'s1' if n <= cut else 's2'},{n},甲,一\n" for n in draw)
    reading = EntryTable((Category("a", "甲类"),), sessions)
    for row in parse(f"{HEAD}\n{rows}", "entries.csv")[0]:
        reading.add(row, {})
    assert running_order(reading, {}, TomlSource("event.toml")) == tuple(f"{n:02d}" for n in range(1, 13))
    assert not reading.faults
