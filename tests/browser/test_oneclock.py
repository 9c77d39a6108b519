"""Two screens behind a bad line change in the same frame and show the same second; a screen whose link
stalls keeps its picture and its clock; a step of the machine's own clock moves nothing.

What is judged here is what the pages work out (their offset against the truth, the moment at which each
begins a motion), which no slow machine can spoil. `make bench` measures the frames themselves.
"""

from __future__ import annotations

import itertools
import re

from playwright.sync_api import Browser, Page

from tests.browser.conftest import Screens, drawn
from tests.support.fault_proxy import bad_line
from tests.support.server_process import Server, wait_until

FRAME = 1000 / 60
TAKES = 20
# The truth: the page's clock against the server's, over a line of its own without the proxy.
TRUTH = """async (address) => {
  const socket = new WebSocket(address);
  await new Promise((open) => (socket.onopen = open));
  let best = { trip: Infinity };
  for (let n = 0; n < 60; n += 1) {
    const sent = performance.now();
    socket.send(JSON.stringify({ type: "ping", t: sent }));
    const at = await new Promise((done) => (socket.onmessage = ({ data }) => {
      const message = JSON.parse(data);
      if (message.type === "pong") done(message.at);
    }));
    const trip = performance.now() - sent;
    if (trip < best.trip) best = { trip, offset: at - sent - trip / 2 };
  }
  socket.close();
  return best;
}"""

# Keeps the beginning of every picture that moves in, and of every motion. The newest picture alone would
# not do: a later one, without motion, may be drawn before anybody asks.
KEEP_BEGINNINGS = """() => {
  const { animate } = Element.prototype;
  Object.assign(window, { pictures: [], motions: [] });
  Element.prototype.animate = function (...args) {
    const made = animate.apply(this, args);
    setTimeout(() => motions.push(made.startTime));
    return made;
  };
  let { drew } = limelight;
  Object.defineProperty(limelight, "drew", {
    get: () => drew,
    set: (picture) => {
      drew = picture;
      if (drew.cause) pictures.push(drew.began);
    },
  });
}"""
BEGINNINGS = "new Promise((done) => setTimeout(() => done([pictures, motions]), 200))"


def opened(browser: Browser, server: Server, port: int, path: str) -> Page:
    # The truth comes over a line of its own, to which the page's policy would not let it connect.
    page = browser.new_context(viewport={"width": 960, "height": 540}, bypass_csp=True).new_page()
    page.goto(f"http://127.0.0.1:{port}{path}")
    page.wait_for_selector("html:not(.waiting)")
    _until(page, "limelight.store.synced")
    return page


def error_of(page: Page, server: Server) -> float:
    """How far (ms) the page's idea of server time is from the truth."""
    truth = page.evaluate(TRUTH, f"ws://127.0.0.1:{server.port}/ws/stage?monitor=1")["offset"]
    page.evaluate("for (let n = 0; n < 4; n += 1) setTimeout(() => limelight.line.ping(), n * 40)")
    return page.evaluate("limelight.clock.offset()") - truth


def test_two_screens_behind_a_bad_line_are_one(browser: Browser, screens: Screens, server: Server) -> None:
    entries = [one["entry"] for one in server.view("control")["rundown"] if one["entry"]]
    with bad_line(server.port, up=(30, 70), down=(20, 60), seed=7) as line:
        pages = [opened(browser, server, line.port, f"/display/stage?screen={name}") for name in ("left", "right")]
        wait_until(lambda: _apart(pages, server) < FRAME / 2, "the two clocks to agree to half a frame", 60)
        # A screen that was too late for a motion, or has just come back, rightly shows none.
        turns = (_take(pages, server, f"{entries[n % 2]}.next") for n in range(5 * TAKES))
        began = list(itertools.islice(filter(None, turns), TAKES))
    assert len(began) == TAKES
    together = [abs(one - other) <= FRAME for one, other in began]
    assert sum(together) >= 0.95 * TAKES, began


def _apart(pages: list[Page], server: Server) -> float:
    errors = [error_of(page, server) for page in pages]
    # Beyond half of what up and down may differ by, no clock can be wrong: the middle of the bounds.
    assert all(abs(error) < 60 for error in errors), errors
    return abs(errors[0] - errors[1])


def _take(pages: list[Page], server: Server, cue: str) -> tuple[float, float] | None:
    """When (true server ms) each page has its motion begin; None where one did not move."""
    seq = server.take(cue)["seq"]
    found = []
    for page in pages:
        wait_until(lambda page=page: drawn(page, seq), "the take to be drawn")
        drew = page.evaluate("limelight.drew")
        truth = page.evaluate(TRUTH, f"ws://127.0.0.1:{server.port}/ws/stage?monitor=1")["offset"]
        found.append((drew["cause"], drew["at"], drew["began"] + truth))
    if None in (found[0][0], found[1][0]):
        return None
    assert found[0][1] == found[1][1], "the server names one moment for both"
    return found[0][2], found[1][2]


def test_a_motion_counts_from_its_moment_however_late_the_frame(screens: Screens, server: Server) -> None:
    entries = [one["entry"] for one in server.view("control")["rundown"] if one["entry"]]
    page = screens.open("/display/stage")
    _until(page, "limelight.store.synced")
    page.evaluate(KEEP_BEGINNINGS)
    for turn in range(20):  # a machine that is later than the motion lasts rightly shows none
        seq = server.take(f"{entries[turn % 2]}.next")["seq"]
        _until(page, "(seq) => limelight.drew?.seq >= seq && document.querySelector('.scene--next')", seq)
        pictures, motions = page.evaluate(BEGINNINGS)
        if motions:
            break
    assert motions, "no take of twenty was in time"
    assert all(any(abs(motion - began) < 0.01 for began in pictures) for motion in motions), (pictures, motions)


def test_a_screen_whose_link_stalls_keeps_its_clock_and_comes_back_to_the_present(
    browser: Browser, screens: Screens, server: Server
) -> None:
    entries = [one["entry"] for one in server.view("control")["rundown"] if one["entry"]]
    server.take(f"{entries[0]}.talk")
    server.do("timer_start")
    with bad_line(server.port, up=(1, 3), down=(1, 3)) as line:
        page = opened(browser, server, line.port, "/display/stage")
        page.wait_for_selector(".scene--talk")
        line.stall(True)
        clock = page.locator(".clock_face__time")
        before = clock.inner_text()
        wait_until(lambda: clock.inner_text() not in (before, ""), "the clock to go on alone")
        assert page.locator(".scene--talk").count() == 1
        page.evaluate("""() => {
          const { animate } = Element.prototype;
          window.moved = 0;
          Element.prototype.animate = function (...args) { window.moved += 1; return animate.apply(this, args); };
        }""")
        for cue in (f"{entries[0]}.qa", f"{entries[1]}.next"):
            server.take(cue)
        _until(page, "limelight.line.socket.readyState === 3 || limelight.line.attempt > 0")
        line.stall(False)
        page.wait_for_selector(".scene--next")
        _until(page, "document.querySelectorAll('section.scene').length === 1")
        assert page.evaluate("moved") == 0, "what was missed is not played"


def test_a_frozen_socket_is_noticed_and_dialled_again(browser: Browser, screens: Screens, server: Server) -> None:
    """Chromium offline: the socket neither closes nor speaks."""
    entry = next(one["entry"] for one in server.view("control")["rundown"] if one["entry"])
    screens.forgiving = True
    page = screens.open("/display/stage")
    _until(page, "limelight.store.synced")
    page.context.set_offline(True)
    server.take(f"{entry}.next")
    _until(page, "limelight.line.attempt > 0")
    page.context.set_offline(False)
    page.wait_for_selector(".scene--next")


def test_a_step_of_the_browser_s_own_clock_moves_nothing(browser: Browser, screens: Screens, server: Server) -> None:
    entry = next(one["entry"] for one in server.view("control")["rundown"] if one["entry"])
    server.take(f"{entry}.talk")
    server.do("timer_start")
    # The truth comes over a line of its own, to which the page's policy would not let it connect.
    page = browser.new_context(viewport={"width": 960, "height": 540}, bypass_csp=True).new_page()
    page.add_init_script("""
      window.step = 0;
      const Real = Date;
      globalThis.Date = class extends Real {
        constructor(...args) { super(...(args.length ? args : [Real.now() + step])); }
        static now() { return Real.now() + step; }
      };
    """)
    page.goto(server.url("/display/stage"))
    _until(page, "limelight.store.synced && /\\d/.test(document.querySelector('.clock_face__time')?.textContent ?? '')")
    for step in (3_600_000, -3_600_000):
        left = _seconds(page)
        page.evaluate("(by) => { window.step = by; }", step)
        wait_until(lambda left=left: _seconds(page) < left, "the next second")
        assert 0 < left - _seconds(page) < 60


def _until(page: Page, script: str, argument: object = None) -> None:
    wait_until(lambda: page.evaluate(script, argument), script)


def _seconds(page: Page) -> int:
    times = "[...document.querySelectorAll('.clock_face__time')].map((el) => el.textContent)"
    read = f"{times}.find((words) => /\\d/.test(words))"
    minutes, seconds = re.findall(r"\d+", wait_until(lambda: page.evaluate(read), "the clock"))
    return int(minutes) * 60 + int(seconds)
