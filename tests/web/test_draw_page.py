"""The printable record: complete, the operator's only, and with lots that a hash tool gives."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from server.show import commands as c
from server.web.draw_page import record
from tests.support.app_client import bearer, client, command, signed_in
from tests.support.contests import contest, opened, perform


@pytest.fixture
def page(tmp_path: Path) -> Iterator[TestClient]:
    with client(tmp_path) as one:
        yield one


def test_strangers_and_other_roles_are_sent_to_sign_in(page: TestClient) -> None:
    assert page.get("/draws").headers["location"] == "/login?next=/draws"
    host = page.app.state.access.token("host")  # type: ignore[attr-defined]
    assert page.get("/draws", headers={"authorization": f"Bearer {host}"}).status_code == 303


def test_the_record_holds_what_a_notary_signs(page: TestClient) -> None:
    operator = bearer(page)
    session = page.app.state.director.show.contest.sessions[0]  # type: ignore[attr-defined]
    for fields in ({"seed": "39 <07> 21"}, {"seed": "第二次", "reason": "有单位迟到"}):
        assert page.post("/api/commands", content=command("draw", session=session.id, **fields), headers=operator)
    html = signed_in(page).get("/draws").text
    for words in (session.name, "39 &lt;07&gt; 21", "第二次", "有单位迟到", "sha256-rounds-1", "公证员", "已满足"):
        assert words in html
    assert html.count('class="record"') == 2 and html.index("第二次") < html.index("39 &lt;07&gt; 21")
    assert "Notary" in page.get("/draws?lang=en").text


def test_an_empty_record_says_so(page: TestClient) -> None:
    assert "还没有抽过签" in signed_in(page).get("/draws").text


def test_the_rows_stand_by_their_lots_and_an_undone_draw_is_marked() -> None:
    show = perform(opened(contest(entries=10)), c.Draw("s1", "2024", apart=False), c.TakeBack())
    facts = record(show, show.draws[0])
    lots = [row["lot"] for row in facts["rows"]]
    assert lots == sorted(lots)
    assert lots[0] == hashlib.sha256(f"2024/s1/1/{facts['rows'][0]['entry']}".encode()).hexdigest()
    assert facts["taken_back"] == "2024-08-14 08:00:02" and facts["at"] == "2024-08-14 08:00:01"
