"""The operator's handbook at `/help`: both languages, its drawing with this machine's addresses, no sign-in."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from server.app import _PUBLIC
from server.results.sealed_files import KINDS
from server.web import addresses, help_page
from server.web.help_page import handbook
from tests.support.app_client import client, signed_in

LANGS = ("zh", "en")


@pytest.fixture(scope="module")
def anybody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with client(tmp_path_factory.mktemp("help")) as one:
        yield one


def read(html: str) -> str:
    """What a reader reads: no tags, and nothing in code type."""
    return re.sub(r"<code>.*?</code>|<[^>]+>", "", html.split("<body>", 1)[1])


def test_it_is_chinese_unless_asked_and_needs_no_sign_in(anybody: TestClient) -> None:
    page = anybody.get("/help")
    assert page.status_code == 200 and '<html lang="zh-CN">' in page.text and "导播手册" in page.text
    english = anybody.get("/help?lang=en")
    assert '<html lang="en">' in english.text and "The operator's handbook" in english.text


def test_a_standby_serves_it_too() -> None:
    assert _PUBLIC.match("/help") and not _PUBLIC.match("/helper")


def test_both_languages_have_the_same_headings_lists_and_tables() -> None:
    chinese, english = handbook("zh"), handbook("en")
    assert [(one.id, one.rank) for one in chinese.headings] == [(one.id, one.rank) for one in english.headings]
    for tag in ("<li", "<tr", "<h3", "<section", '<li class="tick"', "<strong"):
        zh, en = (book.before + book.after for book in (chinese, english))
        assert zh.count(tag) == en.count(tag), tag


def test_every_heading_is_listed_and_every_entry_of_the_list_leads_to_one(anybody: TestClient) -> None:
    for lang in LANGS:
        html = anybody.get(f"/help?lang={lang}").text
        ids = re.findall(r'<h[23] id="([\w-]+)"', html)
        assert len(ids) == len(set(ids)) == len(handbook(lang).headings)
        assert re.findall(r'href="#([\w-]+)"', html) == ids


@pytest.mark.parametrize("lang", LANGS)
def test_no_markdown_is_left(anybody: TestClient, lang: str) -> None:
    text = read(anybody.get(f"/help?lang={lang}").text)
    assert not re.search(r"\*\*|`|\]\(|^#+ |^\|| \| |\[ \]|<!--", text, re.M)


def test_the_drawing_has_the_outputs_of_the_event_and_this_machines_addresses(
    anybody: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "lan_addresses", lambda: ("192.168.1.23", "10.0.0.7"))
    html = anybody.get("/help", headers={"host": "localhost:8000"}).text
    drawing = html.split("<svg", 1)[1].split("</svg>", 1)[0]
    for path in ("/control", "/desk", "/display/stage", "/display/wall", "/display/monitor", "/overlay", "/login"):
        assert f">{path}<" in drawing, path
        assert path == "/desk" or f"http://192.168.1.23:8000{path}" in html
    assert ">192.168.1.23:8000<" in drawing and "localhost" not in drawing
    assert "http://10.0.0.7:8000" in html, "the machine's other address"


@pytest.mark.parametrize("lang", LANGS)
def test_every_page_and_file_of_ours_that_it_names_is_there(anybody: TestClient, lang: str) -> None:
    text = (help_page.FOLDER / f"handbook.{lang}.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(/[\w./-]*)`", text))
    assert {"/people", "/import", "/host", "/api/results.sheets-pdf"} <= named
    assert {path.rpartition(".")[2] for path in named if path.startswith("/api/results.")} <= set(KINDS)
    signed_in(anybody)
    for path in sorted(path for path in named if not path.startswith("/api/results.")):
        assert anybody.get(path).status_code == (404 if path == "/judge" else 200), path  # an operator is no judge


def test_it_can_be_found(anybody: TestClient) -> None:
    assert 'href="/help?lang=en"' in anybody.get("/?lang=en").text
