"""Cells as people type them: compared loosely, shown as typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.event_file import cells


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("张 三", "张三"),
        ("张　三", "张三"),
        ("第１场", "第1场"),
        ("ＡＰＰ", "app"),
        ("类别（赛道）", "类别(赛道)"),
    ],
)
def test_two_spellings_of_one_name_match(one: str, other: str) -> None:
    assert cells.matching(one) == cells.matching(other)


def test_different_names_do_not_match() -> None:
    assert cells.matching("张三") != cells.matching("张山")


@pytest.mark.parametrize("typed", ["7", "07", "０７", " 007 "])
def test_a_number_matches_whatever_the_spreadsheet_did_to_its_zeros(typed: str) -> None:
    assert cells.number_key(typed) == "7"


def test_numbers_of_letters_keep_their_zeros() -> None:
    assert cells.number_key("A-07") == "a-07"
    assert cells.number_key("00") == "0"


def test_trimming_takes_the_ends_and_nothing_inside() -> None:
    assert cells.trimmed("\u200b 　张 三\t\n") == "张 三"


def test_a_number_is_kept_narrow_with_its_zeros() -> None:
    assert cells.tidy_number(" ０ ７ ") == "07"


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("甲、乙、丙", ("甲", "乙", "丙")),
        ("甲；乙;丙", ("甲", "乙", "丙")),
        ("甲\n乙", ("甲", "乙")),
        ("建机制、强队伍；促发展", ("建机制、强队伍", "促发展")),
        ("建机制、强队伍；", ("建机制、强队伍",)),
        ("“合作查验、一次放行”、AI辅助", ("“合作查验、一次放行”", "AI辅助")),
        ("三条通道（水、陆、空）；监管", ("三条通道（水、陆、空）", "监管")),
        ("没有关上的（括号、后面照分", ("没有关上的（括号", "后面照分")),
        ("", ()),
        (" ； 、 ", ("、",)),
    ],
)
def test_a_cell_divides_where_a_person_means_it(typed: str, parts: tuple[str, ...]) -> None:
    assert cells.split(typed) == parts


def test_names_divide_at_commas_too() -> None:
    assert cells.split_names("张三，李四,王 五、阿依·示例") == ("张三", "李四", "王 五", "阿依·示例")


def test_a_title_breaks_where_it_is_approved() -> None:
    assert cells.split_lines("构建体系｜打造 示范区") == ("构建体系", "打造 示范区")
    assert cells.split_lines("“圆梦计划 为爱启航”") == ("“圆梦计划 为爱启航”",)


@pytest.mark.parametrize("good", ["07", "A-07", "发展07", "d1am"])
def test_good_ids(good: str) -> None:
    assert cells.bad_id(good) == ""


@pytest.mark.parametrize("bad", ["a/b", "a.b", "", "0" * 21, "awards", "Closing", "#3", "a b"])
def test_bad_ids(bad: str) -> None:
    assert cells.bad_id(bad) or not bad


@given(st.text())
def test_matching_settles_and_splitting_loses_no_character_but_the_marks(text: str) -> None:
    assert cells.matching(cells.trimmed(text)) == cells.matching(text)
    kept = "".join(cells.split(text))
    gone = set(text) - set(kept)
    assert all(one in ";；、\n" or one.isspace() or one in "\u200b\u2060\ufeff" for one in gone)


word = (
    st.text(st.sampled_from("甲乙丙丁AB12 +%“”（）《》"), min_size=1, max_size=8).map(str.strip).filter(bool)
)


@given(st.lists(word.filter(lambda one: not set(one) & set("“”（）《》")), max_size=6))
def test_what_was_joined_by_semicolons_comes_back(parts: list[str]) -> None:
    assert cells.split("；".join(parts) + "；") == tuple(parts)
