"""A table's keys come out as their kinds; what does not fit is a fault with its line."""

from __future__ import annotations

import tomllib
from decimal import Decimal

import pytest

from server.event_file import toml_lines
from server.event_file.toml_table import TomlSource, TomlTable
from tests.support.event_folders import codes


def table(text: str) -> TomlTable:
    content = tomllib.loads(text, parse_float=Decimal)
    return TomlTable(content, "", TomlSource("event.toml", toml_lines.rows(text)))


def faults(one: TomlTable) -> list[str]:
    return codes(one.source.faults)


def test_texts_are_trimmed_and_numbers_may_be_texts() -> None:
    one = table('a = "  张 三 "\nb = 2024')
    assert (one.text("a"), one.text("b"), one.text("c", "none")) == ("张 三", "2024", "none")
    assert not faults(one)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("true", "not_text"),
        ("[1]", "not_text"),
        ('"a\\u0007b"', "control_character"),
        ('"' + "长" * 201 + '"', "too_long"),
    ],
)
def test_what_is_no_text_is_a_fault_at_its_line(value: str, code: str) -> None:
    one = table(f"\n\na = {value}")
    assert one.text("a", "default") == "default"
    assert [(fault.row, fault.column, fault.code) for fault in one.source.faults] == [(3, "a", code)]


def test_a_needed_key_is_missed_where_its_table_begins() -> None:
    root = table('x = 1\n[[outputs]]\n[[outputs]]\nname = ""')
    tables = root.tables("outputs")
    for one in tables:
        one.text("name", needed=True)
    assert [(fault.row, fault.column, fault.code) for fault in root.source.faults] == [
        (2, "outputs[1].name", "missing"),
        (4, "outputs[2].name", "missing"),
    ]


def test_unknown_keys_name_what_is_near() -> None:
    one = table("widht = 1")
    one.whole("width", 0, 0, 9)
    one.whole("height", 0, 0, 9)
    one.close()
    assert [(fault.code, fault.found, fault.wanted) for fault in one.source.faults] == [
        ("unknown_key", "widht", "width")
    ]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ('"5"', "not_whole"),
        ("true", "not_whole"),
        ("5.0", "not_whole"),
        ("-1", "out_of_range"),
        ("10", "out_of_range"),
    ],
)
def test_whole_numbers_stay_in_their_range(value: str, code: str) -> None:
    one = table(f"a = {value}")
    assert one.whole("a", 4, 0, 9) == 4
    assert faults(one) == [code]


@pytest.mark.parametrize(
    ("value", "number"), [("0.1", "0.1"), ("70", "70"), ('"0.01"', "0.01"), ('"９０"', "90")]
)
def test_numbers_are_exact(value: str, number: str) -> None:
    assert table(f"a = {value}").decimal("a", Decimal(0), Decimal(0), Decimal(100)) == Decimal(number)


@pytest.mark.parametrize(
    "value", ["nan", "inf", "-inf", "1e999999", "0.0000001", '"x"', "true", "[]", '"1e3"']
)
def test_what_is_no_number_is_a_fault(value: str) -> None:
    one = table(f"a = {value}")
    assert one.decimal("a", Decimal(7), Decimal(0), Decimal(100)) == 7
    assert faults(one) == ["not_number"]


def test_flags_are_true_or_false() -> None:
    one = table('a = true\nb = "yes"')
    assert (one.flag("a"), one.flag("b"), one.flag("c", True)) == (True, False, True)
    assert faults(one) == ["not_flag"]


def test_choices_are_known_by_any_of_their_words() -> None:
    words = {"stage": "stage", "主屏": "stage", "monitor": "monitor"}
    one = table('a = "主 屏"\nb = "STAGE"\nc = "wall"\nd = 1')
    assert [one.choice(key, words, "monitor") for key in "abcde"] == [
        "stage",
        "stage",
        "monitor",
        "monitor",
        "monitor",
    ]
    assert [(fault.code, fault.wanted) for fault in one.source.faults] == [
        ("not_choice", "stage, monitor")
    ] * 2


@pytest.mark.parametrize(
    "typed", ["2024-08-14", '"2024-08-14"', '"2024/8/14"', '"2024年8月14日"', '"２０２４.8.14"']
)
def test_dates(typed: str) -> None:
    assert table(f"a = {typed}").date("a") == "2024-08-14"


@pytest.mark.parametrize(
    "typed", ['"2024-02-30"', '"14 August"', "20240814", "2024-08-14T08:30:00", '"2024-13-01"']
)
def test_bad_dates(typed: str) -> None:
    one = table(f"a = {typed}")
    assert one.date("a") == ""
    assert faults(one) == ["bad_date"]


@pytest.mark.parametrize(
    ("typed", "clock"), [('"8:30"', "08:30"), ('"０８：３０"', "08:30"), ("14:00:00", "14:00")]
)
def test_clocks(typed: str, clock: str) -> None:
    assert table(f"a = {typed}").clock("a") == clock


@pytest.mark.parametrize("typed", ['"24:00"', '"8.30"', "830", "08:30:15", '"8:60"'])
def test_bad_clocks(typed: str) -> None:
    one = table(f"a = {typed}")
    assert one.clock("a") == ""
    assert faults(one) == ["bad_clock"]


@pytest.mark.parametrize(("typed", "seconds"), [("360", 360), ('"6:00"', 360), ('"0：30"', 30), ("0", 0)])
def test_durations(typed: str, seconds: int) -> None:
    assert table(f"a = {typed}").seconds("a", 1) == seconds


@pytest.mark.parametrize(
    ("typed", "code"),
    [('"6 min"', "bad_duration"), ("-1", "out_of_range"), ("6.5", "not_whole"), ('"6:60"', "bad_duration")],
)
def test_bad_durations(typed: str, code: str) -> None:
    one = table(f"a = {typed}")
    assert one.seconds("a", 1) == 1
    assert faults(one) == [code]


def test_a_list_of_texts_may_be_one_text() -> None:
    one = table('a = "甲"\nb = ["甲", " ", 7]\nc = [true]\nd = ["a\\u0000"]')
    assert (one.texts("a"), one.texts("b"), one.texts("c"), one.texts("d")) == (("甲",), ("甲", "7"), (), ())
    assert faults(one) == ["not_texts", "control_character"]


def test_ids_are_unique_whatever_their_width() -> None:
    root = table('[[a]]\nid = "x1"\n[[a]]\nid = "Ｘ1"\n[[a]]\n[[a]]\nid = "a/b"')
    seen: dict = {}
    assert [one.ident(f"n{n}", seen) for n, one in enumerate(root.tables("a"))] == ["x1", "X1", "n2", "a/b"]
    assert [(fault.code, fault.row) for fault in root.source.faults] == [("double", 4), ("bad_id", 7)]
    assert root.source.faults[0].wanted == "event.toml:2"


def test_a_name_is_unique_and_may_equal_its_own_id() -> None:
    root = table(
        '[[a]]\nid = "甲"\nname = "甲"\n[[a]]\nid = "x"\nname = " 甲"\n[[a]]\nname = "y"\n[[a]]\nname = "X"'
    )
    seen: dict = {}
    for n, one in enumerate(root.tables("a")):
        one.ident(f"n{n}", seen)
        one.name(seen)
    assert [(fault.code, fault.column) for fault in root.source.faults] == [
        ("double", "a[2].name"),
        ("double", "a[4].name"),
    ]


def test_what_should_be_tables_stays_countable() -> None:
    root = table("a = [1, {b = 2}]\nc = 3\nd = [4]")
    tables = root.tables("a")
    assert [one.whole("b", 0, 0, 9) for one in tables] == [0, 2]
    assert root.tables("c") == []
    assert root.table("d").content == {}
    assert faults(root) == ["not_table", "not_tables", "not_table"]


def test_a_place_is_found_upwards() -> None:
    source = TomlSource("event.toml", {"outputs": 3, "outputs[2]": 7, "scoring": 9})
    assert source.place("outputs[2].width").row == 7
    assert source.place("outputs[5].width").row == 3
    assert source.place("scoring.criteria[1].weight").row == 9
    assert source.place("reveal.policy").row == 0
