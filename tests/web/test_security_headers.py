"""Headers of every answer: what a page may load and ask, what an organizer's file may do, no guessing of types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from server.settings import FRONT_END
from server.web.security_headers import NO_PAGE, SANDBOX, guard, page_policy, style_hash, watch_policy
from tests.support.app_client import ORIGIN, client, signed_in
from tests.support.event_folders import EVENT, folder

PAGES = (
    "/", "/login", "/help", "/control", "/people", "/preflight", "/import", "/draws", "/judge?judge=J1", "/desk",
    "/host", "/viewer", "/display/stage", "/display/monitor", "/display/backstage", "/overlay", "/watch", "/nowhere",
    "/display/stage?preview=1", "/display/nothing",
)  # fmt: skip
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    event = folder(tmp_path_factory.mktemp("event"), EVENT)
    (event / "assets").mkdir(exist_ok=True)
    (event / "assets" / "logo.svg").write_text(SVG)
    with client(tmp_path_factory.mktemp("data"), event) as one:
        yield signed_in(one)


def parts(policy: str) -> dict[str, str]:
    return dict(part.strip().partition(" ")[::2] for part in policy.split(";"))


class Inline(HTMLParser):
    """Reader of a page that collects what a policy without 'unsafe-inline' forbids."""

    def __init__(self) -> None:
        super().__init__()
        self.forbidden: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = dict(attributes)
        self.forbidden += [name for name in known if name == "style" or name.startswith("on")]
        if tag == "script" and "src" not in known and known.get("type") != "application/json":
            self.forbidden.append("script")


@pytest.mark.parametrize("path", PAGES)
def test_no_page_holds_what_its_policy_forbids(page: TestClient, path: str) -> None:
    answer = page.get(path)
    policy = parts(answer.headers["content-security-policy"])
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert (policy["default-src"], policy["script-src"]) == ("'self'", "'self'")
    assert policy["connect-src"].split() == ["'self'", "ws://testserver", "wss://testserver"]
    inline = Inline()
    inline.feed(answer.text)
    assert not inline.forbidden
    styles = re.findall("<style>(.*?)</style>", answer.text, re.DOTALL)
    assert policy["style-src"].split() == ["'self'", *(f"'{style_hash(style)}'" for style in styles)]
    shown = path.startswith(("/display/", "/overlay", "/watch")) and answer.status_code == 200
    assert len(styles) == shown, "a display's canvas and theme are there at the first paint"


def test_scripts_write_no_style_attribute_into_markup() -> None:
    """Through the object model a style may be set, in markup it may not: templates of lit are markup."""
    sources = [path for tree in ("display", "control") for path in (FRONT_END / tree).rglob("*.js")]
    attribute = re.compile(r"""\sstyle=["'$]|setAttribute\(\s*["']style""")
    own = [path for path in sources if "vendor" not in path.parts]
    assert len(own) > 80
    assert not [path.name for path in own if attribute.search(path.read_text("utf-8"))]


@pytest.mark.parametrize("host", ["10.0.0.5:8000", "limelight.hall", "[fe80::1]:8000", "localhost:1"])
def test_sockets_of_our_own_host_are_named(host: str) -> None:
    assert parts(page_policy(host))["connect-src"] == f"'self' ws://{host} wss://{host}"


@pytest.mark.parametrize(
    "host", ["", "evil; script-src *", "a b", "x/y", "*", "hall:8000 *", "a,b", "[x]", "hall:123456"]
)
def test_a_strange_host_puts_nothing_into_a_policy(host: str) -> None:
    assert parts(page_policy(host))["connect-src"] == "'self'"
    assert page_policy(host) == page_policy("")


def test_other_machines_of_ours_may_be_asked_and_no_strange_ones() -> None:
    policy = parts(page_policy("hall", ["http://10.0.0.6:8000", "https://spare", "javascript:x", "http://a; *"]))
    assert policy["connect-src"].split()[3:] == [
        "http://10.0.0.6:8000", "ws://10.0.0.6:8000", "wss://10.0.0.6:8000", "https://spare", "ws://spare", "wss://spare",
    ]  # fmt: skip
    stream = {"kind": "none", "address": ""}
    assert "ws://spare" in watch_policy(stream, "hall", ["https://spare"])


def test_only_our_own_panel_frames_what_is_not_on_air(page: TestClient) -> None:
    assert page.get("/display/stage?preview=1").headers["content-security-policy"].endswith("frame-ancestors 'self'")
    assert page.get("/control").headers["content-security-policy"].endswith("frame-ancestors 'none'")


def test_an_organizers_file_runs_nothing(page: TestClient) -> None:
    answer = page.get("/assets/logo.svg")
    assert answer.status_code == 200 and answer.headers["content-security-policy"] == SANDBOX
    assert "sandbox" in SANDBOX.split("; ") and answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in page.get("/assets/missing.svg").headers["content-security-policy"]


def test_every_answer_forbids_to_guess(page: TestClient) -> None:
    static = re.search(r'href="(/static/[^"]+\.css)"', page.get("/login").text)
    assert static
    for method, path, wanted in (
        ("GET", static[1], 200), ("GET", "/static/display/js/missing.js", 404), ("GET", "/healthz", 200),
        ("GET", "/metrics", 200), ("GET", "/api/views/stage", 200), ("GET", "/api/views/none", 404),
        ("GET", "/api/results.json", 200), ("POST", "/api/commands", 422), ("PUT", "/control", 405),
        ("GET", "/logout", 403), ("HEAD", "/events/stage", 200), ("GET", "/assets/../event.toml", 404),
    ):  # fmt: skip
        headers = {"origin": "http://evil" if path == "/logout" else ORIGIN}
        answer = page.request(method, path, headers=headers)
        assert answer.status_code == wanted, path
        assert answer.headers.get_list("x-content-type-options") == ["nosniff"], path
        assert answer.headers["referrer-policy"] == "same-origin", path


def test_the_answer_to_a_fault_of_ours_has_the_headers(tmp_path: Path) -> None:
    async def broken(request: Request) -> Response:
        raise RuntimeError("a bug")

    with client(tmp_path) as one:
        app: Any = one.app
        app.router.routes.insert(0, Route("/broken", broken))
        answer = TestClient(app, base_url=ORIGIN, raise_server_exceptions=False).get("/broken")
    assert answer.status_code == 500 and answer.headers["content-security-policy"] == NO_PAGE
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_what_an_answer_says_itself_stands() -> None:
    headers = MutableHeaders({"content-security-policy": "default-src 'self'", "referrer-policy": "no-referrer"})
    guard(headers, "/assets/x")
    assert headers["content-security-policy"] == "default-src 'self'" and headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
