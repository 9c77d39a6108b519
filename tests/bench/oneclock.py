"""Two screens behind a line of 50 ± 20 ms each way, in two browser contexts: do they change together?

Each page notes the frame that first shows a take, and in every frame the second that its clock shows.
Both run on one machine, so that their frames have one clock to be compared by.
"""

from __future__ import annotations

import time

from playwright.sync_api import Browser, Page

from tests.bench.figures import row
from tests.bench.latency import WATCH
from tests.support.fault_proxy import bad_line
from tests.support.server_process import Server, wait_until

TAKES = 40
SECONDS = 15
FRAME = 1000 / 60
SCREEN = {"width": 960, "height": 540}
# The words of the clock in every frame, by the frame's own time.
SECOND = """() => {
  window.read = [];
  const frame = (now) => {
    requestAnimationFrame(frame);
    const seen = () => document.querySelector(".clock_face__time")?.textContent;
    const note = () => read.push([performance.timeOrigin + now, seen()]);
    setTimeout(note); // after the page's own work in this frame
  };
  requestAnimationFrame(frame);
}"""


def measure(browser: Browser, server: Server) -> list[str]:
    """Lines of the table."""
    view = server.view("control")
    entries = [one["entry"] for one in view["rundown"] if one["entry"]][:2]
    with bad_line(server.port, up=(30, 70), down=(30, 70), seed=11) as line:
        pages = [_opened(browser, line.port, name) for name in ("left", "right")]
        time.sleep(20)  # twenty pings: what a screen has heard long before the first take
        turns = [entries[n % 2] for n in range(TAKES)]
        apart = [_apart(pages, server, f"{one}.next", view["entries"][one]["unit"]) for one in turns]
        same = _same_second(pages, server, entries[0])
        for page in pages:
            page.context.close()
    together = sum(one <= FRAME + 0.1 for one in apart) / len(apart)
    print(f"  two screens at 50 ± 20 ms: a take in one frame on both {together:.0%}; the same second in {same:.1%} of"
          " the frames")  # fmt: skip
    return [row("two screens at 50 ± 20 ms: a take's first frame on one → on the other", apart)]


def _opened(browser: Browser, port: int, name: str) -> Page:
    page = browser.new_context(viewport=SCREEN).new_page()
    page.goto(f"http://127.0.0.1:{port}/display/stage?screen={name}")
    page.wait_for_selector("html:not(.waiting)")
    page.evaluate(WATCH)
    return page


def _apart(pages: list[Page], server: Server, cue: str, words: str) -> float:
    for page in pages:
        page.evaluate("(words) => { window.seen = 0; window.wanted = words; }", words)
    server.take(cue)
    frames = [wait_until(lambda page=page: page.evaluate("window.seen && window.seenFrame"), words) for page in pages]
    time.sleep(0.8)  # the motion ends
    return abs(frames[0] - frames[1])


def _same_second(pages: list[Page], server: Server, entry: str) -> float:
    """The share of frames, of those that both drew, in which both show the same."""
    server.take(f"{entry}.talk")
    server.do("timer_start")
    for page in pages:
        page.evaluate(SECOND)
    time.sleep(SECONDS)
    left, right = ({round(at / FRAME): words for at, words in page.evaluate("read")} for page in pages)
    both = left.keys() & right.keys()
    return sum(left[at] == right[at] for at in both) / len(both)
