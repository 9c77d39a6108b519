"""A fault says where it is and what to do, in both languages, and nothing breaks its words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.event_file import faults
from server.event_file.faults import EventFileErrors, Fault, Place, fault, gathered
from server.texts.faults import WORDS

SERVER = Path(faults.__file__).parents[1]


def test_a_fault_names_file_row_and_column() -> None:
    one = fault(Place("entries.csv", 12, "类别"), "unknown_category", "发展", "发展提质、服务增效")
    assert one.say("zh") == "entries.csv 第 12 行「类别」：没有类别「发展」，已有：发展提质、服务增效"
    assert (
        one.say("en") == "entries.csv line 12 “类别”: There is no category “发展”; known: 发展提质、服务增效"
    )
    assert str(one) == one.say()
    assert one.place == Place("entries.csv", 12, "类别")
    assert one.place.brief == "entries.csv:12"


def test_a_fault_of_a_whole_file_has_no_row() -> None:
    assert fault(Place("event.toml"), "missing_file").say("en") == "event.toml: There is no such file"


def test_a_warning_says_so() -> None:
    one = fault(Place("event.toml", 3, "outputs[1].width"), "odd_size", 5333)
    assert one.level == "warning"
    assert one.say("zh").startswith("event.toml 第 3 行「outputs[1].width」：提醒：5333")
    assert one.say("en").startswith("event.toml line 3 “outputs[1].width”: warning: 5333")


def test_what_was_found_is_cut_and_put_on_one_line() -> None:
    one = fault(Place("event.toml"), "not_text", "a\nb" * 500)
    assert len(one.found) == faults.MAX_QUOTE
    assert "\n" not in one.say("zh")


def test_what_cannot_be_printed_is_still_a_fault() -> None:
    assert fault(Place("event.toml"), "not_text", 10**5000).found == "…"


def test_errors_hold_them_all() -> None:
    both = [fault(Place("event.toml", n), "missing") for n in (1, 2)]
    error = EventFileErrors(both)
    assert error.faults == tuple(both)
    assert str(error).count("\n") == 1


def test_gathered_goes_file_by_file_from_the_top_and_says_nothing_twice() -> None:
    late, early = Fault("event.toml", 9, "", "missing"), Fault("event.toml", 2, "", "missing")
    other = Fault("entries.csv", 1, "", "missing")
    assert gathered([other, late, early, late]) == [early, late, other]


def codes_used() -> set[str]:
    """Every code that some module of the event file notes."""
    found = set()
    for path in SERVER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and "AccessLog" not in ast.unparse(node.func):
                called = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if (
                    called in ("fault", "note")
                    and len(node.args) > 1
                    and isinstance(node.args[1], ast.Constant)
                ):
                    found.add(node.args[1].value)
    found |= {"wide_punctuation", "unquoted", "bad_toml"}  # from tomlrows.mistake
    return found | {"unknown_category", "unknown_session"}  # made from the column's name


def test_every_code_has_words_and_every_words_a_code() -> None:
    assert codes_used() == set(WORDS)
    assert set(WORDS) >= faults.WARNINGS


@pytest.mark.parametrize("code", WORDS)
def test_both_languages_say_the_same_facts(code: str) -> None:
    zh, en = WORDS[code]
    assert set(re.findall(r"\{\w+\}", zh)) == set(re.findall(r"\{\w+\}", en))
    assert not re.search(r"[\u4e00-\u9fff]", en)
    assert re.search(r"[\u4e00-\u9fff]", zh)


@given(st.sampled_from(sorted(WORDS)), st.text(), st.text(), st.sampled_from(["zh", "en"]))
def test_saying_never_fails(code: str, found: str, wanted: str, lang: str) -> None:
    said = fault(Place("entries.csv", 1, found), code, found, wanted).say(lang)
    assert said.startswith("entries.csv")
