"""Files that pages load: ours and the event's, nothing else, with headers that suit a venue."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette import responses
from starlette.applications import Starlette
from starlette.testclient import TestClient

from server.settings import FRONT_END
from server.web.assets import FONT_AGE, FOR_EVER, build_of, kind_of, mounts


@pytest.fixture
def client(tmp_path: Path) -> TestClient:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "logo.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    for name in ("photo.jpeg", "PHOTO.JPG", "photo.png", "photo.webp"):
        (tmp_path / "assets" / name).write_bytes(b"picture" * 200)
    (tmp_path / "event.toml").write_text("secret")
    (tmp_path / "assets" / "notes.py").write_text("secret")
    return TestClient(Starlette(routes=mounts(tmp_path, build="abc")))


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/static/display/js/scene_swapper.js", "text/javascript"), ("/static/control/css/panel.css", "text/css"),
     ("/assets/logo.svg", "image/svg+xml"), ("/assets/photo.jpeg", "image/jpeg"), ("/assets/PHOTO.JPG", "image/jpeg"),
     ("/assets/photo.png", "image/png"), ("/assets/photo.webp", "image/webp")],
)  # fmt: skip
def test_what_pages_load_is_served_and_revalidated(client: TestClient, path: str, kind: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith(kind)
    assert path.startswith("/static") or "content-encoding" not in answer.headers
    assert answer.headers["cache-control"] == "no-cache"
    again = client.get(path, headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


def test_scripts_run_on_a_windows_that_calls_them_plain_text(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(responses, "guess_type", lambda name: ("text/plain", None))
    assert client.get("/static/display/js/scene_swapper.js").headers["content-type"].startswith("text/javascript")


def test_fonts_are_kept_and_not_compressed_again(client: TestClient) -> None:
    font = next((FRONT_END / "display" / "fonts").rglob("*.woff2")).relative_to(FRONT_END).as_posix()
    answer = client.get(f"/static/{font}", headers={"accept-encoding": "gzip"})
    assert answer.headers["cache-control"] == f"public, max-age={FONT_AGE}"
    assert "content-encoding" not in answer.headers


def test_text_travels_compressed_to_those_who_take_it(client: TestClient) -> None:
    path = "/static/display/js/scene_swapper.js"
    assert client.get(path, headers={"accept-encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get(path, headers={"accept-encoding": "identity"}).headers


@pytest.mark.parametrize(
    "path",
    ["/static/display/pages/display.html", "/static/display/fonts/make_fonts.py", "/static/display/package.json",
     "/static/display/../server/app.py", "/static/display/%2e%2e/server/app.py", "/static/display/..%2fpyproject.toml",
     "/assets/../event.toml", "/assets/%2e%2e/event.toml", "/assets/notes.py", "/static/server/app.py",
     "/static/display/", "/static/display/js"],
)  # fmt: skip
def test_nothing_else_is(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in (404, 405)


def test_an_event_may_have_no_assets(tmp_path: Path) -> None:
    client = TestClient(Starlette(routes=mounts(tmp_path / "nowhere")))
    assert client.get("/assets/logo.svg").status_code == 404


def test_the_build_changes_with_every_file_that_a_page_may_load(tmp_path: Path) -> None:
    for name in ("display/js/a.js", "control/pages/b.html", "display/make.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    builds = [build_of(tmp_path)]
    for name in ("display/js/a.js", "control/pages/b.html"):
        (tmp_path / name).write_text("2")
        builds.append(build_of(tmp_path))
    (tmp_path / "display/js/a.js").rename(tmp_path / "display/js/c.js")
    builds.append(build_of(tmp_path))
    assert len(set(builds)) == len(builds)
    (tmp_path / "display/make.py").write_text("2")
    assert build_of(tmp_path) == builds[-1], "what no page loads is no reason to reload one"


# What OBS 29 and vMix 26 (Chromium 103) do not know: the version that brought it, and how it looks in a file.
TOO_NEW = {
    r":has\(": (105, "#canvas:has(.a) .b { }"),
    r"\dcq(w|h|i|b|min|max)\b|container-(type|name)|@container": (105, ".a { font-size: min(9px, 78cqh); }"),
    r"\d[sdl]v[hw]\b": (108, ".a { height: 100dvh; }"),
    r"\.to(Sorted|Reversed|Spliced)\(|\.with\(": (110, "list.toSorted()"),
    r"color-mix\(": (111, ".a { color: color-mix(in srgb, red, blue); }"),
    r"startViewTransition": (111, "document.startViewTransition(draw)"),
    r"\blinear\(": (113, ".a { transition: all 1s linear(0, 1); }"),
    r"@starting-style|@scope\b": (117, "@starting-style { .a { } }"),
    r"\.groupBy\(": (117, "Object.groupBy(list, name)"),
    r"withResolvers": (119, "Promise.withResolvers()"),
    r"light-dark\(": (123, ".a { color: light-dark(red, blue); }"),
}
TOO_NEW_STYLE = {  # in a script these would be something else
    r"[{;]\s*(translate|scale|rotate):": (104, ".a { color: red; rotate: 3deg; }"),
    r"[{};]\s*&": (120, ".a { color: red; & .b { } }"),
}


def too_new(suffix: str, text: str) -> list[str]:
    wanted = TOO_NEW | (TOO_NEW_STYLE if suffix == ".css" else {})
    return [f"{match[0].strip()} needs Chromium {version}" for pattern, (version, _) in wanted.items()
            for match in re.finditer(pattern, text)]  # fmt: skip


@pytest.mark.parametrize("example", [example for _, example in (TOO_NEW | TOO_NEW_STYLE).values()])
def test_what_is_too_new_is_recognised(example: str) -> None:
    assert len(too_new(".css", example)) == 1


def test_displays_ask_for_nothing_newer_than_the_oldest_browser_that_shows_them() -> None:
    files = [path for path in sorted((FRONT_END / "display").rglob("*")) if path.suffix in (".css", ".js")]
    found = {path.name: too_new(path.suffix, path.read_text("utf-8")) for path in files}
    assert {name: words for name, words in found.items() if words} == {}


def test_no_page_needs_what_plain_http_does_not_give() -> None:
    """A browser gives these to https and to its own machine only: no other laptop, tablet or phone of the hall."""
    withheld = re.compile(r"randomUUID\(|crypto\.subtle|serviceWorker|\bcaches\.|storage\.persist")
    files = [path for tree in ("display", "control") for path in sorted((FRONT_END / tree).rglob("*.js"))]
    files = [path for path in files if path.name != "hls.light.js"]  # tries it, and goes on without
    assert {path.name: found[0] for path in files if (found := withheld.search(path.read_text("utf-8")))} == {}


def test_an_address_that_names_this_build_may_be_kept_for_ever_and_another_may_not(client: TestClient) -> None:
    path = "display/js/scene_swapper.js"
    plain, named, other = (client.get(f"/static/{one}{path}") for one in ("", "abc/", "old/"))
    assert plain.content == named.content == other.content
    ages = [one.headers["cache-control"] for one in (plain, named, other)]
    assert ages == ["no-cache", FOR_EVER, "no-cache"]


def test_the_kind_of_a_file_is_its_suffix() -> None:
    assert (kind_of("a/Logo.PNG"), kind_of("notes.docx")) == ("image/png", None)
