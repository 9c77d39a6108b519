"""A newer table for a running show, over real HTTP: looked at, taken over whole, or refused whole."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from server.event_file.workbook import MAX_BOOK_BYTES, OLD_EXCEL
from server.event_file.workbook_cells import MAX_CELLS, MAX_UNPACKED_BYTES
from server.web import import_page
from tests.support import workbooks
from tests.support.app_client import ORIGIN, bearer, client, command, signed_in
from tests.support.event_folders import ENTRIES, EVENT, folder

OWN = {"origin": ORIGIN}
NEWER = ENTRIES.replace("甲单位", "甲新单位").replace("第二场,1,丙单位", "第二场,2,丙单位").replace(
    "第二场,2,丁单位,第四个项目,", "第二场,1,丁单位,第四个项目,"
) + "05,服务增效,第二场,3,戊单位,第五个项目,\n"  # fmt: skip


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[TestClient]:
    with client(tmp_path / "kept", folder(tmp_path / "event")) as one:
        yield one


def show(hall: TestClient) -> Any:
    return hall.app.state.director.show  # type: ignore[attr-defined]


def sent(
    hall: TestClient, content: bytes | str, name: str = "新表.csv", lang: str = "zh", **fields: str
) -> Any:
    """The answer to a script that sends a table (no table: only the fields)."""
    content = content.encode() if isinstance(content, str) else content
    files = {"file": (name, content)} if content else None
    hall.headers.setdefault("authorization", bearer(hall)["authorization"])  # one person, whatever is sent twice
    headers = {"accept": "application/json"}
    return hall.post(f"/import?lang={lang}", data={"do": "preview"} | fields, files=files, headers=headers)


def test_it_is_looked_at_first_then_taken_over_in_one_event(hall: TestClient, tmp_path: Path) -> None:
    before, files = show(hall), {one: one.read_bytes() for one in (tmp_path / "event").iterdir()}
    looked = sent(hall, NEWER).json()
    assert show(hall) is before and not looked["faults"]
    assert [(one["about"], one["field"], one["before"], one["after"]) for one in looked["taken"]] == [
        ("01 甲单位", "单位", "甲单位", "甲新单位"), ("04 丁单位", "出场", "4", "3"), ("03 丙单位", "出场", "3", "4"),
    ]  # fmt: skip
    (added,) = looked["left"]
    assert added["about"] == "05" and "戊单位" in added["after"] and "不新增" in added["why"]
    done = sent(hall, "", do="apply", token=looked["token"]).json()
    assert "3 处" in done["done"] and done["seq"] == before.seq + 1 == show(hall).seq
    assert show(hall).entries["01"].unit == "甲新单位" and "05" not in show(hall).entries
    assert sent(hall, "", do="apply", token=looked["token"]).json()["seq"] == done["seq"], (
        "sent twice, done once"
    )
    assert files == {one: one.read_bytes() for one in (tmp_path / "event").iterdir()}, (
        "the files stay as they were"
    )


def test_the_journal_says_it_after_a_restart(tmp_path: Path) -> None:
    event = folder(tmp_path / "event")
    with client(tmp_path / "kept", event) as one:
        looked = sent(one, NEWER).json()
        sent(one, "", do="apply", token=looked["token"])
        after = show(one)
    with client(tmp_path / "kept", event) as one:
        assert (show(one).entries, show(one).rundown) == (after.entries, after.rundown)
        assert sent(one, "", do="apply", token=looked["token"]).status_code == 409, (
            "a preview does not outlive it"
        )


def test_it_is_refused_whole_and_compared_again_when_the_show_has_changed_under_it(hall: TestClient) -> None:
    looked = sent(hall, NEWER).json()
    headers = bearer(hall) | {"content-type": "application/json"}
    hall.post("/api/commands", content=command("edit_entry", entry="01", unit="另一个"), headers=headers)
    before = show(hall)
    answer = sent(hall, "", do="apply", token=looked["token"])
    assert answer.status_code == 409 and "一处也没有改" in answer.json()["error"] and show(hall) is before
    again = answer.json()
    assert again["taken"][0]["before"] == "另一个" and again["token"] not in ("", looked["token"])
    assert sent(hall, "", do="apply", token=again["token"]).status_code == 200
    assert show(hall).entries["01"].unit == "甲新单位"


def test_a_workbook_is_read_as_the_one_beside_the_event(hall: TestClient, tmp_path: Path) -> None:
    rows: workbooks.Rows = [["一览表"], ["编号", "类别", "场次", "单位", "项目名称"]]
    rows += [[int(n), "发展提质", "第一场" if n in "12" else "第二场", f"单位{n}", f"题{n}"] for n in "1234"]
    looked = sent(
        hall, workbooks.book(tmp_path / "a.xlsx", {"参赛项目": rows}).read_bytes(), "../../etc/表 1.xlsx"
    ).json()
    assert looked["table"] == "表_1.xlsx" and ("01 甲单位", "单位1") in {
        (x["about"], x["after"]) for x in looked["taken"]
    }
    judges: workbooks.Rows = [["席号", "姓名"], [1, "评委甲"], [2, "评委二"]]
    whole = workbooks.book(tmp_path / "b.xlsx", {"参赛项目": rows, "评委": judges, "评分标准": workbooks.CRITERIA})
    looked = sent(hall, whole.read_bytes(), "b.xlsx", lang="en").json()
    assert ("Judge 1 评委一", "评委甲") in {(one["about"], one["after"]) for one in looked["taken"]}
    assert "Scoring" in {one["about"] for one in looked["left"]}
    assert any(one["level"] == "warning" and "the workbook holds" in one["words"] for one in looked["faults"])


def test_every_fault_is_said_with_its_place_and_nothing_can_be_taken_over(hall: TestClient) -> None:
    table = (
        NEWER.replace("第二个项目", "")
        .replace("03,发展提质", "03,没有的类")
        .replace("单位,项目", "单位,手机,项目", 1)
    )
    answer = sent(hall, table)
    faults = answer.json()["faults"]
    assert answer.status_code == 422 and not answer.json()["token"] and not answer.json()["taken"]
    places = {(one["row"], one["column"]) for one in faults}
    assert ("1", "手机") in places and all(one["sheet"] == "新表.csv" and one["words"] for one in faults)
    assert show(hall).seq == 1


@pytest.mark.parametrize("content,name,said", [
    (OLD_EXCEL + b"x" * 600, "旧.xls", ".xls"), (b"\x89PNG\r\n", "x.png", "表头"),
    (b"PK\x03\x04junk", "x.xlsx", "工作簿"),
    ("编号,单位\n".encode(), "x.csv", "项目名称"), (b"\xff\xfe\x00", "x.csv", ""),
])  # fmt: skip
def test_what_is_no_table_is_named_as_what_it_is(
    hall: TestClient, content: bytes, name: str, said: str
) -> None:
    answer = sent(hall, content, name)
    assert answer.status_code == 422 and said in " ".join(one["words"] for one in answer.json()["faults"])
    assert show(hall).seq == 1


def test_every_bound_of_an_upload_is_kept(hall: TestClient) -> None:
    assert sent(hall, b"x" * (MAX_BOOK_BYTES + 1)).status_code == 413
    assert sent(hall, b"x" * (2 * MAX_BOOK_BYTES)).status_code == 413, "not even read to its end"
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"<c " * (MAX_UNPACKED_BYTES // 3 + 1))
    assert len(bomb.getvalue()) < 100_000
    assert "最多" in sent(hall, bomb.getvalue(), "a.xlsx").json()["faults"][0]["words"]
    small = io.BytesIO()
    with zipfile.ZipFile(small, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"<c r='A1'/>" * (MAX_CELLS + 1))
    assert "单元格太多" in sent(hall, small.getvalue(), "a.xlsx").json()["faults"][0]["words"]
    many = sent(hall, ENTRIES + "x,,,,,,\n" * 3000).json()
    assert any("最多" in one["words"] for one in many["faults"]), "rows of a CSV are bounded, too"
    for _ in range(import_page.MAX_WAITING + 2):
        sent(hall, NEWER)
    assert len(hall.app.state.imports) == import_page.MAX_WAITING  # type: ignore[attr-defined]


@pytest.mark.parametrize("lang,said", [("zh", "表单读不出来"), ("en", "This form cannot be read")])
def test_a_form_that_cannot_be_read_is_said_to_be_one(hall: TestClient, lang: str, said: str) -> None:
    headers = bearer(hall) | {"accept": "application/json"}
    many = [("file", ("a.csv", NEWER.encode())), ("file", ("b.csv", NEWER.encode()))]
    for answer in (
        hall.post(f"/import?lang={lang}", files=many, headers=headers),
        hall.post(
            f"/import?lang={lang}",
            content=b"x",
            headers=headers | {"content-type": "multipart/form-data; boundary=a"},
        ),
    ):
        assert answer.status_code == 422 and said in answer.json()["error"]


def test_only_the_operator_and_only_from_our_own_page(hall: TestClient) -> None:
    assert hall.get("/import").status_code == 303
    assert hall.post("/import", files={"file": ("a.csv", NEWER.encode())}).status_code == 303
    token = hall.app.state.access.token("scorer")  # type: ignore[attr-defined]
    assert hall.get("/import", headers={"authorization": f"Bearer {token}"}).status_code == 403
    assert hall.post("/import", headers={"authorization": "Bearer x"}).status_code == 401, (
        "no form for a script"
    )
    signed_in(hall)
    assert hall.head("/import").status_code == 200
    assert hall.get("/import").status_code == 200
    far = {"origin": "http://evil.example"}
    assert hall.post("/import", files={"file": ("a.csv", NEWER.encode())}, headers=far).status_code == 303
    assert hall.post("/import", data={"do": "preview"}, headers=OWN).status_code == 422


@pytest.mark.parametrize(
    "lang,words", [("zh", ("将会导入", "不会导入")), ("en", ("Will be taken over", "Why", "Then"))]
)
def test_the_page_tells_it_in_both_languages(hall: TestClient, lang: str, words: tuple[str, ...]) -> None:
    signed_in(hall)
    page = hall.post(
        f"/import?lang={lang}", data={"do": "preview"}, files={"file": ("a.csv", NEWER.encode())}, headers=OWN
    )
    assert page.status_code == 200 and all(one in page.text for one in (*words, "甲新单位"))
    assert hall.get(f"/import?lang={lang}").status_code == 200


def test_a_table_with_a_broken_event_file_beside_it_says_so(tmp_path: Path) -> None:
    event = folder(tmp_path / "event")
    with client(tmp_path / "kept", event) as one:
        (event / "event.toml").write_text(EVENT + "[[judges", "utf-8")
        answer = sent(one, NEWER)
        assert answer.status_code == 422 and answer.json()["faults"][0]["sheet"] == "event.toml"
