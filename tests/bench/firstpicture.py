"""The first picture with its data: a fresh browser profile opens a display with a cue on air."""

from __future__ import annotations

from playwright.sync_api import Browser

from tests.bench.figures import row
from tests.support.server_process import Server, wait_until

LOADS = 12
PAINTED = """
new MutationObserver((_, observer) => {
  if (!document.querySelector("section.scene--story .story__hero")) return;
  observer.disconnect();
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { window.painted = performance.now(); };
    port2.postMessage(0);
  });
}).observe(document, { subtree: true, childList: true });
"""


def measure(browser: Browser, server: Server) -> list[str]:
    """Lines of the table."""
    rundown = server.view("control")["rundown"]
    story = next(cue["id"] for part in rundown for cue in part["cues"] if cue["scene"] == "story")
    server.take(story)
    found = []
    for _ in range(LOADS):
        context = browser.new_context(viewport={"width": 1920, "height": 1080})
        page = context.new_page()
        page.add_init_script(PAINTED)
        page.goto(server.url("/display/stage"))
        found.append(wait_until(lambda page=page: page.evaluate("window.painted"), "the first picture"))
        context.close()
    return [row("first picture with its data, /display/stage, empty cache", found)]
