"""Real Chromium against a real server. The browser lives for one file: Playwright's own event loop
must not be running when other files test with asyncio."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.support.server_process import CODE, PATIENCE, Server, wait_until

BROWSERS = ("chromium", "google-chrome", "chromium-browser", "google-chrome-stable")
HALL = "limelight.hall"  # the server as another machine sees it: plain HTTP, where browsers give pages less
SWITCHES = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--disable-quic", f"--host-resolver-rules=MAP {HALL} 127.0.0.1",
    "--autoplay-policy=no-user-gesture-required",
]  # fmt: skip
STANDS = """() => {
  const [page, wall] = [performance.now(), Date.now()];
  window.clocks = [performance.now, Date.now];
  [performance.now, Date.now] = [() => page, () => wall];
}"""
NO_WEBSOCKETS = """window.WebSocket = class {
  constructor() {
    this.readyState = 0;
    setTimeout(() => this.onclose?.());
  }
  close() {}
  send() {}
};"""
LOST = re.compile("WebSocket connection|ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET")
RUNS_ON = "() => { [performance.now, Date.now] = window.clocks }"

# A slow machine is no failure: what a person would wait for, a test waits for.
expect.set_options(timeout=PATIENCE * 1000)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    assert found, "no Chromium here: sudo apt-get install -y chromium"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=SWITCHES)
        yield chromium
        chromium.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "data").mkdir()
    running = Server(tmp_path / "data").start()
    yield running
    running.stop()


class Screens:
    """Pages of one test. Whatever one of them says on its console as an error fails the test."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self.browser, self.server = browser, server
        self.troubles: list[str] = []
        self.forgiving = False
        self.away = False  # whether the server was down in this test: pages may say so later, too

    def open(self, path: str, width: int = 1920, height: int = 1080, host: str = "127.0.0.1") -> Page:
        page = self.browser.new_context(viewport={"width": width, "height": height}).new_page()
        page.on("pageerror", lambda error: self.troubles.append(f"{path}: {error}"))
        page.on("console", lambda one: self._said(path, one.type, f"{one.text} {one.location.get('url')}"))
        page.goto(self.server.url(path).replace("127.0.0.1", host))
        return page

    def _said(self, path: str, kind: str, text: str) -> None:
        lost = self.away and LOST.search(text)
        if kind == "error" and not self.forgiving and not lost:
            self.troubles.append(f"{path}: {text}")

    @contextmanager
    def without_server(self) -> Iterator[None]:
        """While the server is down, lost requests are no trouble."""
        self.forgiving = self.away = True
        yield
        self.forgiving = False

    def panel(self, width: int = 1440, height: int = 900, host: str = "127.0.0.1") -> Page:
        """A signed-in control panel, ready to be used."""
        page = self.open("/control", width, height, host)
        page.fill("#code", CODE)
        page.click("button[type=submit]")
        page.wait_for_selector(".topbar__line--up")
        return page


@pytest.fixture
def screens(browser: Browser, server: Server) -> Iterator[Screens]:
    opened = Screens(browser, server)
    yield opened
    for context in browser.contexts:
        context.close()
    assert opened.troubles == []


def caught_up(panel: Page, server: Server) -> None:
    """Waits until the panel shows what the server knows, as a person would look before pressing."""
    seq = server.get("/api/views/control")["seq"]
    wait_until(lambda: panel.evaluate("limelight.panel.store.seq") >= seq, "the panel to catch up")


def drawn(page: Page, seq: int) -> bool:
    """Whether a display has drawn this state of the show or a newer one."""
    return bool(page.evaluate("(seq) => globalThis.limelight?.drew?.seq >= seq", seq))


@contextmanager
def at_once(page: Page) -> Iterator[None]:
    """The page's clocks stand still meanwhile: what is done comes "at once", however slow the machine is."""
    page.evaluate(STANDS)
    yield
    page.evaluate(RUNS_ON)
