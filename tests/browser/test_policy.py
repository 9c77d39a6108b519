"""Every page under its own policy in a real browser: each scene, and nothing that the policy had to forbid."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import HALL, Screens, drawn
from tests.browser.test_pairs import ENTRIES, EVENT, cues, lock_ceremony, reveal_scores
from tests.support import event_folders
from tests.support.server_process import CODE, Server, wait_until

OTHERS = ("monitor", "backstage", "overlay")
OUTPUTS = "".join(f'[[outputs]]\nname = "{name}"\nkind = "{name}"\ntitle = "{name}"\n' for name in OTHERS)

OPEN = ("/display/stage", "/display/monitor", "/display/backstage", "/overlay", "/watch", "/help", "/", "/login")
SIGNED_IN = ("/people", "/preflight", "/import", "/draws", "/judge?judge=J1", "/desk", "/host", "/viewer",
             "/help?lang=en", "/display/stage?preview=1")  # fmt: skip
LISTEN = """() => {
  window.forbidden = [];
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI, sample }) =>
    window.forbidden.push(`${effectiveDirective} ${blockedURI} ${sample}`));
}"""
FIRST = """() => getComputedStyle(document.documentElement).getPropertyValue("--w")"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "data").mkdir()
    event = event_folders.folder(tmp_path / "event", EVENT + OUTPUTS, ENTRIES)
    running = Server(tmp_path / "data", event).start()
    yield running
    running.stop()


def opened(screens: Screens, path: str, host: str = HALL) -> Page:
    page = screens.open("/healthz", host=host)
    page.add_init_script(f"({LISTEN})()")
    page.goto(screens.server.url(path).replace("127.0.0.1", host))
    return page


def forbidden(page: Page) -> list[str]:
    """What the page's policy had to forbid, in the frames that it shows, too."""
    return [one for frame in page.frames for one in frame.evaluate("window.forbidden ?? ['nobody listens']")]


def signed_in(screens: Screens) -> Page:
    panel = opened(screens, "/control", "127.0.0.1")
    panel.fill("#code", CODE)
    panel.click("button[type=submit]")
    panel.wait_for_selector(".topbar__line--up")
    return panel


def test_no_page_asks_for_what_its_policy_forbids_whatever_is_on_air(screens: Screens, server: Server) -> None:
    panel = signed_in(screens)
    shown = [opened(screens, path) for path in OPEN]
    stage = shown[0]
    for path in SIGNED_IN:
        page = panel.context.new_page()
        page.add_init_script(f"({LISTEN})()")
        page.goto(server.url(path))
        assert page.url == server.url(path), "nobody was sent to the sign-in"
        shown.append(page)
    reveal_scores(server)
    known = cues(server)
    lock_ceremony(server)
    for scene, cue in known.items():
        assert server.take(cue)["type"] == "ack", scene
        seq = server.get("/api/views/stage")["seq"]
        wait_until(lambda seq=seq: drawn(stage, seq), f"{scene} on the stage")
    assert "preview=1" in "".join(frame.url for frame in panel.frames), "the panel frames our own pictures"
    for page in [panel, *shown]:
        assert not forbidden(page), page.url


def test_canvas_and_theme_are_there_before_any_script_runs(screens: Screens, server: Server) -> None:
    page = screens.browser.new_context(java_script_enabled=False).new_page()
    page.goto(server.url("/display/stage"))
    assert page.evaluate(FIRST) == "960"


def test_what_a_policy_forbids_is_noticed(screens: Screens, server: Server) -> None:
    """The test above would fail on a style attribute: this one shows it."""
    screens.forgiving = True
    page = opened(screens, "/login")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    page.evaluate("fetch('http://127.0.0.2:9/', { mode: 'no-cors' }).catch(() => null)")
    wait_until(lambda: len(forbidden(page)) == 2, "both to be noticed")
    assert [one.split()[0] for one in forbidden(page)] == ["style-src-attr", "connect-src"]
