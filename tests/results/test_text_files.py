"""CSV, JSON and the page to publish."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest

from server.results.sealed_files import made
from server.results.tables import results
from server.results.text_files import csv_of, headings, moment
from tests.support.results_show import RARE, final, prized, stamp, trimmed


@pytest.mark.parametrize(("what", "encoding"), [("csv", "utf-8-sig"), ("csv-gb18030", "gb18030")])
def test_a_csv_opens_in_a_spreadsheet_and_holds_no_formula(what: str, encoding: str) -> None:
    show = final()
    content = made(show, stamp(show, what))
    assert content.startswith(b"\xef\xbb\xbf") == (what == "csv")
    rows = list(csv.reader(io.StringIO(content.decode(encoding))))
    assert rows[0][:6] == ["类别", "名次", "出场序号", "编号", "单位", "项目"]
    assert rows[1][4] == f"'=甲单位{RARE}" and "95.50" in rows[1] and "回避" in rows[1]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "@", "＝", "＋", "－", "＠"))]


def test_what_fell_stands_in_brackets() -> None:
    show = trimmed()
    text = csv_of(results(show), stamp(show, "csv")).decode("utf-8-sig")
    assert "(91.00),92.00,93.00,94.00,(95.00),95.00,91.00,93.00" in text


def test_json_says_numbers_exactly() -> None:
    show = final()
    content = json.loads(made(show, stamp(show, "json")))
    row = content["tables"][0]["rows"][0]
    assert row["score"] == "89.55" and row["marks"][0] == {"mark": "95.50", "dropped": False, "why": ""}
    assert row["parts"] == {"文本评审": "88.50", "现场展示": "90.00"} and content["corrections"][0]["entry"] == "03"


def test_the_page_is_alone_and_holds_only_what_the_hall_has_seen() -> None:
    show = final()
    page = made(show, stamp(show, "html", revealed=True)).decode()
    assert RARE in page and "89.55" in page and "<script" not in page and "src=" not in page and "http" not in page
    hidden = results(show).tables[0].rows[1].score
    assert str(hidden) not in page
    assert "Rank" in made(show, stamp(show, "html", "en", revealed=True)).decode()


def test_special_prizes_are_a_table_of_their_own_everywhere_but_not_before_the_stage() -> None:
    show = prized()
    lines = list(csv.reader(io.StringIO(csv_of(results(show), stamp(show, "csv")).decode("utf-8-sig"))))
    place = lines.index(["单项奖", "编号", "单位", "项目", "类别"])
    assert lines[place + 1] == ["最佳人气奖", "02", "单位02", "项目02第二行", "服务增效"]
    prize = json.loads(made(show, stamp(show, "json")))["prizes"][1]
    assert (prize["prize"], prize["id"], prize["category"]) == ("最佳人气奖", "01", "发展提质")
    assert "最佳人气奖" not in made(show, stamp(show, "html", revealed=True)).decode()
    page = made(show, stamp(show, "html", "en")).decode()
    assert "<h2>Special prize</h2>" in page and page.count("最佳人气奖") == 4
    only = replace(stamp(show, "json"), category="发展提质")
    assert [one["id"] for one in json.loads(made(show, only))["prizes"]] == ["01"]


def test_headings_and_moments() -> None:
    table = results(final()).tables[0]
    assert headings(table, "zh")[5:10] == ["评委1", "评委2", "评委3", "评委4", "评委5"]
    assert headings(table, "en")[-3:] == ["Score", "Award", "Note"]
    assert moment(1_723_593_600_000, 480) == "2024-08-14 08:00:00"


@pytest.mark.parametrize("text", ["=1+1", "＝1+1", "＋1", "－1", "＠SUM(1)", "\t=1", " =1", "\u3000＝1", "\n=1"])
def test_a_text_that_a_spreadsheet_takes_for_a_formula_gets_a_quote(text: str) -> None:
    show = final()
    entry = replace(show.entries["01"], unit=text)
    csv = made(replace(show, entries=show.entries | {"01": entry}), stamp(show, "csv")).decode("utf-8-sig")
    assert f"'{text}" in csv
