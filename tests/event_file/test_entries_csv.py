"""entries.csv, whatever a spreadsheet did to it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.event_file import entries_csv
from server.event_file.entries_csv import HEADINGS, decode, parse, read_entries
from tests.support.event_folders import codes, seen, table

HEAD = "编号,单位,项目名称"


def found(text: str) -> list[dict]:
    rows, faults = parse(text, "entries.csv")
    assert not faults, [one.say() for one in faults]
    return [row.cells for row in rows]


def wrong(text: str) -> set[tuple[int, str, str]]:
    return seen(parse(text, "entries.csv")[1])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_that_spreadsheets_write(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "entries.csv"
    path.write_bytes(f"{HEAD}\n01,甲单位,㛃䶮𬭎·“项目”\n".encode(encoding))
    rows, faults = read_entries(path)
    assert not faults
    assert rows[0].cells == {"id": "01", "unit": "甲单位", "title": "㛃䶮𬭎·“项目”"}


def test_what_is_no_text_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "entries.csv"
    path.write_bytes(b"PK\x03\x04\xff\xff\xff")  # a spreadsheet that was only renamed
    assert codes(read_entries(path)[1]) == ["bad_encoding"]
    assert codes(read_entries(tmp_path)[1]) == ["unreadable"]
    assert codes(read_entries(tmp_path / "none.csv")[1]) == ["missing_file"]


@pytest.mark.parametrize(("content", "row"), [
    (f"{HEAD}\n01,甲,一\n02,乙,".encode() + b"\xff\n03,c,d\n", 3),  # one broken byte in UTF-8
    (f"\ufeff{HEAD}\r\n01,甲,".encode() + b"\xe4\xff\r\n", 2),  # with its mark; lines as Windows ends them
    (f"{HEAD}\r01,甲,一\r02,乙,二\r03,丙,".encode("gb18030") + b"\xff\r", 4),
    (f"{HEAD}\n01,甲,".encode("utf-16") + b"\x00", 2),  # cut off in the middle of a character
    (b"\xff,a,b\n", 1),
])  # fmt: skip
def test_an_unknown_encoding_names_the_line_that_cannot_be_read(tmp_path: Path, content: bytes, row: int) -> None:
    path = tmp_path / "entries.csv"
    path.write_bytes(content)
    (wrong,) = read_entries(path)[1]
    assert (wrong.code, wrong.place.row) == ("bad_encoding", row)
    assert f"第 {row} 行" in wrong.say("zh") and f"line {row}" in wrong.say("en") and "0x" in wrong.say("en")


def test_a_file_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries_csv, "MAX_FILE_BYTES", 10)
    (tmp_path / "entries.csv").write_bytes(b"x" * 11)
    assert codes(read_entries(tmp_path / "entries.csv")[1]) == ["too_large"]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end(delimiter: str, end: str) -> None:
    text = f"{HEAD}\n01,甲,一;二\n".replace(",", delimiter).replace("一;二", '"一;二"').replace("\n", end)
    assert found(text) == [{"id": "01", "unit": "甲", "title": "一;二"}]


def test_headings_in_both_languages_any_order_and_with_explanations() -> None:
    text = "Title,类别（赛道）,NO.,参赛单位(全称),团队成员(、分隔),Key Figures\n一,a,01,甲,乙、丙,x=1\n"
    assert found(text) == [
        {"title": "一", "category": "a", "id": "01", "unit": "甲", "members": "乙、丙", "figures": "x=1"}
    ]


@pytest.mark.parametrize("heading", [one for headings in HEADINGS.values() for one in headings])
def test_every_heading_is_known(heading: str) -> None:
    assert entries_csv._field(f" {heading} ") is not None


def test_titles_above_the_headings_and_empty_rows_are_passed_over() -> None:
    text = f"参赛项目汇总表,,\n\n{HEAD}\n,,\n01,甲,一\n\n02,乙,二\n,,\n"
    rows, faults = parse(text, "entries.csv")
    assert not faults
    assert [(row.cells["id"], row.here.row, row.place("title").row) for row in rows] == [
        ("01", 5, 5),
        ("02", 7, 7),
    ]


def test_something_else_above_the_headings_is_a_fault() -> None:
    assert wrong(f"00,零,项目\n{HEAD}\n01,甲,一\n") == {(1, "", "above_header")}


def test_rows_count_as_a_spreadsheet_counts_them() -> None:
    rows, _ = parse(f'{HEAD}\n01,甲,"两\n行"\n02,乙,二\n', "entries.csv")
    assert [row.here.row for row in rows] == [2, 3]


def test_the_plain_row_number_is_the_order_unless_there_is_a_better_one() -> None:
    assert found(f"序号,{HEAD}\n3,01,甲,一\n")[0]["order"] == "3"
    both = found(f"序号,出场序号,{HEAD}\n3,9,01,甲,一\n")[0]
    assert (both["order"], both["row_number"]) == ("9", "3")


def test_every_strange_column_is_named_at_once() -> None:
    text = f"{HEAD},手机,联系人,文本评审分,名称,备注,#己用,项目 成效2\n01,甲,一,1,2,3,4,5,6,7\n"
    assert wrong(text) == {
        (1, "手机", "private_column"),
        (1, "联系人", "private_column"),
        (1, "文本评审分", "unknown_column"),
        (1, "名称", "double_column"),
        (1, "项目 成效2", "unknown_column"),
    }


def test_an_unknown_column_says_what_is_near() -> None:
    fault = parse(f"{HEAD},主要作法\n01,甲,一,x\n", "entries.csv")[1][0]
    assert fault.wanted.startswith("主要做法")


def test_missing_columns_are_named() -> None:
    assert [(one.code, one.wanted) for one in parse("编号,场次\n01,一\n", "entries.csv")[1]] == [
        ("missing_column", "单位"),
        ("missing_column", "项目名称"),
    ]


@pytest.mark.parametrize("text", ["", "\n\n", "甲,乙,丙\n1,2,3\n", "编号\n01\n"])
def test_a_table_without_headings(text: str) -> None:
    assert codes(parse(text, "entries.csv")[1]) == ["no_header"]


def test_cells_under_no_heading_are_faults() -> None:
    assert wrong(f"{HEAD},\n01,甲,一,多,余\n02,乙,二, ,\n") == {
        (2, "#4", "no_heading"),
        (2, "#5", "no_heading"),
    }


def test_a_short_row_has_empty_cells() -> None:
    assert found(f"{HEAD},主创\n01,甲\n")[0] == {"id": "01", "unit": "甲", "title": "", "doer": ""}


def test_quotes_gone_wrong_name_their_row() -> None:
    assert (3, "", "bad_csv") in wrong(f'{HEAD}\n01,甲,一\n02,乙,"二\n03,丙,三\n')
    assert (2, "", "bad_csv") in wrong(f'{HEAD}\n01,甲,"一"二\n')


def test_decoding_knows_its_encodings() -> None:
    assert decode("编号".encode("gb18030")) == "编号"
    assert decode(b"\xff\xfe\x00") is None
    assert decode(b"\xfe\x59\xa8\xbc\xfe\x9f") == "\u9fb4\u1e3f\u4dae"  # as the standard of 2022 has them
    assert decode("\ue81e".encode()) == "\ue81e"
    assert decode(b"") == ""


plain = st.text(st.characters(codec="gb18030", exclude_categories=["C", "Z"]), min_size=1, max_size=8)
row_typed = st.fixed_dictionaries({"编号": plain, "单位": plain, "项目名称": plain | st.just("两\n行, 和；")})


@given(
    st.lists(row_typed, min_size=1),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    st.sampled_from([",", "\t", ";"]),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
)
def test_any_dialect_and_encoding_gives_the_same_rows(
    typed: list[dict], encoding: str, delimiter: str, end: str, quoting: int
) -> None:
    text = table(typed, delimiter=delimiter, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    read = decode(text.encode(encoding))
    assert read is not None
    assert found(read) == [
        {"id": one["编号"], "unit": one["单位"], "title": one["项目名称"]} for one in typed
    ]


tablelike = st.text(st.sampled_from('编号单位项目名称,;\t"\n\r|\x00a1'), max_size=80)


@given(st.binary(max_size=300) | tablelike.map(str.encode))
def test_no_bytes_break_it(content: bytes) -> None:
    text = decode(content)
    if text is not None:
        rows, faults = parse(text, "entries.csv")
        assert all(row.here.row > row.header > 0 for row in rows)
        assert all(one.say() for one in faults)
