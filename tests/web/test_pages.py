"""The pages: signing in and out, what a display page holds at its first paint, and error pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from server.show.model import Output
from server.sign_in.turns import RETRY_SECONDS, BusyError, Rank
from server.texts.say import say
from server.web.access import COOKIE, TRIES, WINDOW
from server.web.pages import embedded, shape_of, theme_style, watch_policy
from tests.support.app_client import ORIGIN, bearer, client, command, signed_in
from tests.support.event_folders import EVENT, folder
from tests.support.server_process import CODE

FROM_HERE = {"origin": ORIGIN}


@pytest.fixture
def page(tmp_path: Path) -> Iterator[TestClient]:
    with client(tmp_path) as one:
        yield one


def snapshot_in(html: str) -> dict:
    return json.loads(re.search(r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', html, re.S)[1])  # type: ignore[index]


def test_the_panel_sends_strangers_to_sign_in_and_back(page: TestClient) -> None:
    answer = page.get("/control")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/control")
    answer = page.post("/login?next=/control", data={"code": CODE}, headers=FROM_HERE)
    assert (answer.status_code, answer.headers["location"]) == (303, "/control")
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith(f"{COOKIE}=") and "httponly" in cookie and "samesite=strict" in cookie
    assert page.get("/control").status_code == 200


ELSEWHERE = ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "//[",
             "/\t/evil.example", "\n//evil.example", "control", ""]  # fmt: skip


def test_the_panels_address_survives_the_sign_in(page: TestClient) -> None:
    asked = page.get("/control?lang=en").headers["location"]
    assert page.post(asked, data={"code": CODE}, headers=FROM_HERE).headers["location"] == "/control?lang=en"
    assert 'lang="en"' in page.get("/control?lang=en").text


@pytest.mark.parametrize("onward", ELSEWHERE)
def test_signing_in_never_leads_to_another_site(page: TestClient, onward: str) -> None:
    answer = page.post("/login", params={"next": onward}, data={"code": CODE}, headers=FROM_HERE)
    assert answer.headers["location"] == "/control"


@pytest.mark.parametrize("form", [{"code": "WRONG"}, {}, {"code": ""}, {"other": CODE}])
def test_a_wrong_code_is_told_and_signs_nobody_in(page: TestClient, form: dict[str, str]) -> None:
    answer = page.post("/login", data=form, headers=FROM_HERE)
    assert answer.status_code == 401 and "set-cookie" not in answer.headers
    assert say("page.wrong_code", "zh") in answer.text


def test_a_sign_in_from_another_site_is_refused(page: TestClient) -> None:
    answer = page.post("/login", data={"code": CODE}, headers={"origin": "http://evil.example"})
    assert answer.status_code == 401


def test_another_site_uses_up_nobodys_tries(page: TestClient) -> None:
    for _ in range(TRIES + 2):
        assert page.post("/login", data={"code": "x"}, headers={"origin": "http://evil.example"}).status_code == 401
    assert page.post("/login", data={"code": CODE}, headers=FROM_HERE).status_code == 303


def test_where_too_many_try_one_more_is_told_at_once_when_to_come_again(
    page: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(code: str, rank: Rank) -> bool:
        raise BusyError

    with monkeypatch.context() as patch:
        patch.setattr(page.app.state.access, "verify_soon", busy)  # type: ignore[attr-defined]
        answers = [page.post("/login", data={"code": CODE}, headers=FROM_HERE) for _ in range(TRIES + 2)]
    assert {(answer.status_code, answer.headers["retry-after"]) for answer in answers} == {(429, f"{RETRY_SECONDS}")}
    assert say("page.many_try", "zh", seconds=RETRY_SECONDS) in answers[0].text
    assert page.post("/login", data={"code": CODE}, headers=FROM_HERE).status_code == 303, "none was counted"


TOO_MUCH = [
    b"a=1&" * 5,
    b"code=" + b"x" * 5000,
    b"code=" + b"x" * 10_000_000,
]


@pytest.mark.parametrize("body", TOO_MUCH)
def test_a_form_beyond_its_bounds_is_refused(page: TestClient, body: bytes) -> None:
    headers = {**FROM_HERE, "content-type": "application/x-www-form-urlencoded"}
    assert page.post("/login", content=body, headers=headers).status_code == 400


def test_guessing_is_slowed_down_even_for_the_right_code(page: TestClient) -> None:
    for _ in range(TRIES):
        assert page.post("/login", data={"code": "WRONG"}, headers=FROM_HERE).status_code == 401
    barred = page.post("/login", data={"code": CODE}, headers=FROM_HERE)
    assert barred.status_code == 429 and barred.headers["retry-after"] == f"{WINDOW}"


def test_looking_at_the_form_is_no_try(page: TestClient) -> None:
    for _ in range(TRIES + 1):
        assert page.head("/login").status_code == 200
    signed_in(page)


def test_no_page_that_commands_may_be_framed_and_a_display_may(page: TestClient) -> None:
    signed_in(page)
    for path in ("/control", "/login", "/people"):
        headers = page.get(path).headers
        assert headers["x-frame-options"] == "DENY" and "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "x-frame-options" not in page.get("/display/stage").headers


def test_the_right_code_clears_the_count(page: TestClient) -> None:
    for _ in range(2):
        for _ in range(TRIES - 1):
            assert page.post("/login", data={"code": ""}, headers=FROM_HERE).status_code == 401
        signed_in(page)


def test_over_https_the_cookie_stays_there(page: TestClient) -> None:
    here, there = "http://testserver/login", "https://testserver/login"
    cookies = {url: page.post(url, data={"code": CODE}, headers={"origin": url[:-6]}) for url in (here, there)}
    assert ["secure" in answer.headers["set-cookie"].lower() for answer in cookies.values()] == [False, True]


def test_signing_out_ends_it(page: TestClient) -> None:
    signed_in(page)
    assert page.post("/logout", headers={"origin": "http://evil.example"}).status_code == 403
    assert page.get("/logout", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert page.get("/control").status_code == 200
    assert page.post("/logout", headers=FROM_HERE).status_code == 303
    assert page.get("/control").status_code == 303


def test_a_display_page_holds_its_snapshot_at_the_first_paint(page: TestClient) -> None:
    page.post("/api/commands", content=command("go"), headers=bearer(page))
    answer = page.get("/display/stage")
    kept = snapshot_in(answer.text)
    live = page.get("/api/views/stage").json()
    assert (kept["seq"], kept["view"], kept["epoch"]) == (live["seq"], live["view"], live["epoch"])
    assert kept["view"]["program"]["scene"] == "test"


def test_words_of_people_cannot_end_the_script_that_holds_them(page: TestClient) -> None:
    evil = "</script><script>alert(1)</script>\u2028"
    page.post("/api/commands", content=command("message", text=evil[:59]), headers=bearer(page))
    text = embedded(page.app.state.director, "monitor", "b")  # type: ignore[attr-defined]
    assert "<" not in text and "\u2028" not in text
    assert json.loads(text)["view"]["message"] == evil[:59].strip()
    html = page.get("/display/monitor").text
    assert "alert(1)</script>" not in html and snapshot_in(html)["view"]["message"] == evil[:59].strip()


def test_a_preview_is_the_operators_alone(page: TestClient) -> None:
    assert page.get("/display/stage?preview=1").status_code == 303
    kept = snapshot_in(signed_in(page).get("/display/stage?preview=1").text)
    assert kept["view"]["program"]["key"].startswith("preview/")


def test_an_output_that_is_not_there_names_those_that_are(page: TestClient) -> None:
    answer = page.get("/display/nowhere")
    assert answer.status_code == 404
    assert all(name in answer.text for name in ("nowhere", "stage", "wall", "monitor", "backstage", "overlay"))
    assert "<b>" not in page.get("/display/<b>").text


def test_the_languages_of_a_page(page: TestClient) -> None:
    assert 'lang="zh' in page.get("/display/stage").text
    assert 'lang="en' in page.get("/display/stage?lang=en").text
    assert 'lang="zh' in page.get("/login?lang=fr").text


def test_no_page_may_be_kept_or_run_what_is_not_ours(page: TestClient) -> None:
    for path in ("/", "/login", "/display/stage", "/overlay", "/nowhere"):
        headers = page.get(path).headers
        assert headers["cache-control"] == "no-store" and "default-src 'self'" in headers["content-security-policy"]
        assert "script-src 'unsafe" not in headers["content-security-policy"]
        assert "object-src 'none'" in headers["content-security-policy"]
        assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "same-origin")
    assert "frame-ancestors 'none'" in page.get("/login").headers["content-security-policy"]
    assert "frame-ancestors" not in page.get("/overlay").headers["content-security-policy"], "OBS may frame it"


def test_the_home_page_leads_to_where_it_was_opened(page: TestClient) -> None:
    html = page.get("/", headers={"host": "192.168.7.7:8000"}).text
    assert "http://192.168.7.7:8000/control" in html and html.count("<svg") >= 6
    assert "http://localhost:" not in html


def test_a_home_page_opened_on_a_server_for_itself_alone_names_no_lan(tmp_path: Path) -> None:
    with client(tmp_path, host="127.0.0.1") as one:
        assert "http://localhost:8000/control" in one.get("/", headers={"host": "localhost:8000"}).text


SHAPES = [
    (1920, 1080, "standard"),
    (3840, 2160, "standard"),
    (4800, 1600, "wide"),
    (2200, 1000, "wide"),
    (1080, 1920, "tall"),
    (1000, 1000, "standard"),
]


@pytest.mark.parametrize(("width", "height", "shape"), SHAPES)
def test_shapes(width: int, height: int, shape: str) -> None:
    assert shape_of(Output("x", "stage", "x", width, height)) == shape


def test_a_theme_is_plain_values_only() -> None:
    assert theme_style({"red": "#8e0e12", "gold": "rgb(246, 216, 138)"}) == "--red:#8e0e12;--gold:rgb(246, 216, 138);"
    assert theme_style({"red": "red;background:url(//evil)", "x}": "red"}) == ""


HLS = {"kind": "hls", "address": "https://live.example.org:8443/a/b.m3u8"}


@pytest.mark.parametrize(
    ("stream", "directive", "sources"),
    [(HLS, "connect-src", "'self' ws://here:80 wss://here:80 https://live.example.org:8443"),
     (HLS, "media-src", "'self' blob: https://live.example.org:8443"),
     (HLS, "frame-src", "'none'"),
     ({"kind": "embed", "address": "https://p.example.org/x"}, "frame-src", "https://p.example.org"),
     ({"kind": "embed", "address": "https://p.example.org/x"}, "connect-src", "'self' ws://here:80 wss://here:80"),
     ({"kind": "file", "address": "https://v.example.org/x.mp4"}, "media-src", "'self' blob: https://v.example.org"),
     ({"kind": "file", "address": "x.mp4"}, "media-src", "'self' blob:"),
     ({"kind": "none", "address": ""}, "connect-src", "'self' ws://here:80 wss://here:80")],
)  # fmt: skip
def test_the_page_for_remote_viewers_may_ask_the_stream_s_server_and_no_other(
    stream: dict[str, str], directive: str, sources: str
) -> None:
    policy = dict(part.strip().partition(" ")[::2] for part in watch_policy(stream, "here:80").split(";"))
    assert policy[directive] == sources
    assert policy["default-src"] == "'self'"


def test_a_strange_host_puts_nothing_into_the_policy() -> None:
    assert "evil" not in watch_policy(HLS, "evil; script-src *")


def test_a_stream_in_the_event_reaches_the_page_and_its_policy(tmp_path: Path) -> None:
    event = folder(tmp_path / "event", EVENT + '[watch]\nstream = "https://live.example.org/a.m3u8"\ndelay = 8\n')
    with client(tmp_path / "data", event) as one:
        answer = one.get("/watch")
        stream = snapshot_in(answer.text)["view"]["stream"]
        assert (stream["kind"], stream["delay"], stream["set"]) == ("hls", 8000, None)
        assert "connect-src 'self' ws://testserver wss://testserver https://live.example.org;" in (
            answer.headers["content-security-policy"]
        )
        assert "https://live" not in one.get("/overlay").headers["content-security-policy"]
