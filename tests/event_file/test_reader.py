"""An event folder becomes a Contest, or says everything that is wrong with it at once."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.event_file.faults import EventFileErrors
from server.event_file.reader import draft_event, read_event
from server.show.model import Contest, Entry, Judge
from tests.support.broken_event_files import broken_events
from tests.support.event_folders import ENTRIES, EVENT, codes, folder, seen, without

LISTED = """
[[entries]]
id = "01"
category = "a"
session = "s1"
unit = "甲单位"
title = ["第一个项目", "第二行"]
members = "李四、王五"
practice = ["甲；乙", "丙"]
figures = ["数=超1万份"]
sample = true
"""


def faults(path: Path, event: str = EVENT, entries: str | bytes | None = ENTRIES) -> set[tuple[int, str, str]]:
    with pytest.raises(EventFileErrors) as caught:
        read_event(folder(path, event, entries))
    assert all(one.level == "fault" for one in caught.value.faults)
    return seen(caught.value.faults)


def test_a_small_event(tmp_path: Path) -> None:
    contest = read_event(folder(tmp_path))
    assert contest.name == "工作创新大赛"
    assert contest.order == ("02", "01", "03", "04")
    assert contest.entries[2] == Entry("03", "a", "s2", "丙单位", ("第三", "个项目"))
    assert contest.judges[4] == Judge("J5", 5, "评委五")
    assert [one.name for one in contest.outputs] == ["stage", "monitor", "backstage", "overlay"]
    assert (contest.lang, contest.utc_offset) == ("zh", 480)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_editors_that_save_differently(tmp_path: Path, encoding: str, end: str) -> None:
    plain = read_event(folder(tmp_path))
    (tmp_path / "event.toml").write_bytes(EVENT.replace("\n", end).encode(encoding))
    (tmp_path / "entries.csv").write_bytes(ENTRIES.replace("\n", end).encode(encoding))
    assert read_event(tmp_path) == plain


def test_entries_may_stand_in_the_event_file(tmp_path: Path) -> None:
    contest = read_event(folder(tmp_path, EVENT + LISTED, None))
    (entry,) = contest.entries
    assert (entry.title, entry.members) == (("第一个项目", "第二行"), ("李四", "王五"))
    assert entry.practice == ("甲；乙", "丙")
    assert (entry.figures[0].before, entry.sample, contest.order) == ("超", True, ("01",))


def test_entries_stand_in_one_place(tmp_path: Path) -> None:
    row = EVENT.count("\n") + 2
    assert faults(tmp_path, EVENT + LISTED) == {(row, "entries", "entries_twice")}
    assert faults(tmp_path, EVENT, None) == {(0, "", "no_entries")}
    assert faults(tmp_path, EVENT, ENTRIES.splitlines()[0]) == {(0, "", "no_entries")}


def test_an_unknown_key_of_an_entry_is_a_fault(tmp_path: Path) -> None:
    row = EVENT.count("\n") + 12
    assert faults(tmp_path, EVENT + LISTED + 'phone = "1"\n', None) == {
        (row, "entries[1].phone", "unknown_key")
    }


def test_no_folder_and_no_file(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none", "missing_folder"), (tmp_path, "missing_file")):
        with pytest.raises(EventFileErrors) as caught:
            read_event(path)
        assert codes(caught.value.faults) == [code]


@pytest.mark.parametrize(
    ("event", "row"),
    [("name = \n", 1), ("a = 1\na = 2\n", 2), ("x = 1e99999999999999999999\n[", 2), ("a = " + "[" * 5000, 0)],
)
def test_broken_toml_names_its_line(tmp_path: Path, event: str, row: int) -> None:
    assert {(found[0], found[2]) for found in faults(tmp_path, event)} == {(row, "bad_toml")}


def test_a_broken_event_file_does_not_hide_the_other_file(tmp_path: Path) -> None:
    assert faults(tmp_path, "name = 赛事", ENTRIES.replace("单位", "单元")) == {
        (1, "", "unquoted"),
        (1, "", "missing_column"),
        (1, "单元", "unknown_column"),
    }


def test_every_fault_of_a_broken_event_is_there_at_once(tmp_path: Path) -> None:
    event = (
        without(EVENT, 'name = "工作')
        .replace("date = 2024-08-14", 'date = "tomorrow"', 1)
        .replace('id = "b"', 'id = "a"')
        .replace('end = "17:00"', 'end = "5pm"')
    ) + (
        'colour = "red"\n[[breaks]]\nsession = "s9"\ntitle = "茶歇"\nbefore = "99"\n'
        '[[breaks]]\nsession = "s1"\ntitle = "茶歇"\nminutes = 5\nbefore = "03"\n'
        '[[outputs]]\nname = "wall"\nwidth = 0\n[scoring]\nstep = 0\n'
    )
    entries = ENTRIES.replace("04,服务增效", "3,没有") + ",,,,,,\n05,发展提质,第一场,1,,,\n"
    found = faults(tmp_path, event, entries)
    assert {(column, code) for _, column, code in found} == {
        ("name", "missing"), ("sessions[1].date", "bad_date"), ("categories[2].id", "double"),
        ("sessions[2].end", "bad_clock"), ("judges[5].colour", "unknown_key"),
        ("breaks[1].session", "unknown_session"), ("breaks[1].before", "unknown_entry"),
        ("breaks[1].minutes", "missing"), ("breaks[2].before", "order_elsewhere"),
        ("outputs[1].width", "out_of_range"), ("scoring.step", "out_of_range"),
        ("编号", "double_number"), ("类别", "unknown_category"), ("单位", "missing"), ("项目名称", "missing"),
        ("出场序号", "order_twice"),
    }  # fmt: skip
    assert all(row for row, column, _ in found if column != "name")


def test_seats_and_offsets(tmp_path: Path) -> None:
    event = f'utc_offset = "+25:00"\n{EVENT}[[judges]]\nseat = 3\nname = "评委六"\n'
    assert {one[1:] for one in faults(tmp_path, event)} == {
        ("utc_offset", "bad_offset"),
        ("judges[6].seat", "double"),
        ("judges[6].id", "double"),
    }
    event = f'utc_offset = "-03:30"\n{EVENT}'
    assert read_event(folder(tmp_path, event)).utc_offset == -210


def test_sessions_and_categories_are_needed(tmp_path: Path) -> None:
    assert faults(tmp_path, 'name = "x"', "编号,单位,项目名称\n01,甲,一\n") >= {
        (0, "sessions", "missing"),
        (0, "categories", "missing"),
    }


def test_a_draft_keeps_what_could_be_read(tmp_path: Path) -> None:
    draft = draft_event(folder(tmp_path, EVENT.replace("date = 2024-08-14", "date = 7")))
    assert codes(draft.faults) == ["bad_date", "bad_date"]
    assert len(draft.contest.entries) == 4


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(broken_events(), st.booleans())
def test_reading_raises_nothing_but_its_own_errors(text: str, beside: bool) -> None:
    with tempfile.TemporaryDirectory() as path:
        try:
            found = read_event(folder(Path(path), text, ENTRIES if beside else None))
        except EventFileErrors as error:
            assert error.faults
            assert all(one.say("zh") and one.say("en") for one in error.faults)
        else:
            assert isinstance(found, Contest)


@settings(deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_bytes_are_never_a_surprise(event: bytes, entries: bytes) -> None:
    with tempfile.TemporaryDirectory() as path:
        folder(Path(path), "", entries)
        (Path(path) / "event.toml").write_bytes(event)
        with pytest.raises(EventFileErrors):
            read_event(Path(path))
