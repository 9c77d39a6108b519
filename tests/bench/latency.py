"""From the operator's key to the change on three local screens, and what of it is the server's.

The panel notes when the key went down; each screen notes when a frame with the new entry's name had
been given to the compositor. All pages run in one browser on one machine, so their clocks are one.
"""

from __future__ import annotations

import json
import threading
import time

from playwright.sync_api import Browser, Page
from websockets.sync.client import connect

from tests.bench.figures import row
from tests.browser.conftest import Screens, caught_up
from tests.support.server_process import Server, wait_until

TAKES = 60
SCREENS = ("/display/stage", "/display/monitor", "/overlay")

# Waits for the words to be in sight (a take is mounted unseen before its moment), then for the frame that
# shows them: the message comes after that frame's paint.
WATCH = """() => {
  window.wanted = null;
  const shows = (el) => el.style.visibility !== "hidden" && el.textContent.includes(window.wanted);
  new MutationObserver(() => {
    if (!window.wanted || ![...document.querySelectorAll(".scene, .monitor")].some(shows)) return;
    window.wanted = null;
    window.seenFrame = performance.timeOrigin + document.timeline.currentTime;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { window.seen = performance.timeOrigin + performance.now(); };
      port2.postMessage(0);
    });
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
}"""
KEY = """() => addEventListener("keydown", (event) => {
  window.pressed = performance.timeOrigin + event.timeStamp;
}, { capture: true })"""


def measure(browser: Browser, server: Server) -> list[str]:
    """Lines of the table."""
    screens = Screens(browser, server)
    pages = [screens.open(path) for path in SCREENS]
    panel = screens.panel()
    panel.evaluate(KEY)
    for page in pages:
        page.evaluate(WATCH)
    view = server.view("control")
    entries = [one["entry"] for one in view["rundown"] if one["entry"]][:2]
    names = {entry: view["entries"][entry]["unit"] for entry in entries}
    each: list[float] = []
    slowest: list[float] = []
    for turn in range(TAKES + 4):
        entry = entries[turn % 2]
        found = one_take(server, panel, pages, f"{entry}.next", names[entry])
        if turn >= 4:  # the first takes load scenes and fonts
            each += found
            slowest.append(max(found))
    for context in browser.contexts:
        context.close()
    return [
        row("key → painted, each of stage, monitor, overlay", each),
        row("key → painted on the last of the three", slowest),
        row("POST → message at a plain socket (no browser)", floor(server, entries)),
    ]


def one_take(server: Server, panel: Page, pages: list[Page], cue: str, words: str) -> list[float]:
    server.do("preview", cue=cue)
    caught_up(panel, server)
    for page in pages:
        page.evaluate("(words) => { window.seen = 0; window.wanted = words; }", words)
    panel.keyboard.press("Enter")
    seen = [wait_until(lambda page=page: page.evaluate("window.seen"), f"{words} on {page.url}") for page in pages]
    pressed = panel.evaluate("window.pressed")
    time.sleep(0.8)  # the motion ends, so that every take begins from rest
    return [at - pressed for at in seen]


def floor(server: Server, entries: list[str]) -> list[float]:
    """The same take without browsers: command in, message out at a client that only reads."""
    found: list[float] = []
    arrived = threading.Event()
    with connect(server.url("/ws/stage").replace("http", "ws")) as socket:

        def read() -> None:
            for text in socket:
                if json.loads(text)["type"] == "patch" and '"program"' in text:
                    arrived.at = time.perf_counter()  # type: ignore[attr-defined]
                    arrived.set()

        threading.Thread(target=read, daemon=True).start()
        for turn in range(TAKES):
            server.do("preview", cue=f"{entries[turn % 2]}.next")
            arrived.clear()
            sent = time.perf_counter()
            server.do("take")
            arrived.wait(10)
            found.append((arrived.at - sent) * 1000)  # type: ignore[attr-defined]
    return found
