"""Display pages as a hall has them: alone with the server, over a bad line, reloaded, with rare names."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.conftest import Screens
from tests.support.server_process import Server, wait_until
from tests.support.source_tree import ROOT

PAGES = ("/display/stage", "/display/wall", "/display/monitor", "/display/backstage", "/overlay", "/watch")
BUDGET = 60_000  # bytes of a display page's scripts and styles, gzipped
RARE = "㛃䶮𬭎"
REPORTS = """
window.moved = 0;
const { animate } = Element.prototype;
Element.prototype.animate = function (...args) { window.moved += 1; return animate.apply(this, args); };
new MutationObserver(() => {
  if (document.documentElement.classList.contains("waiting")) return;
  window.first ??= document.getElementById("canvas")?.innerText;
}).observe(document, { subtree: true, attributes: true, attributeFilter: ["class"] });
"""
RESTS = """() => {
  const scenes = [...document.querySelectorAll("section.scene")];
  const ends = (one) => one.effect.getComputedTiming().endTime < Infinity;
  return scenes.every((one) => one.style.visibility !== "hidden")
    && new Set(scenes.map((one) => one.parentNode)).size === scenes.length
    && !document.getAnimations().some((one) => one.playState === "running" && ends(one));
}"""
SILENT_AUDIO = """
window.strokes = window.audios = 0;
const gain = { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} };
const node = () => ({ frequency: {}, gain, connect: (to) => to, start: () => (window.strokes += 1), stop() {} });
window.AudioContext = class { state = "running"; currentTime = 0; destination = {};
  constructor() { window.audios += 1; } createOscillator() { return node(); } createGain() { return node(); } };
"""


@pytest.fixture
def entry(server: Server) -> str:
    """The first entry of the running order."""
    return next(one["entry"] for one in server.view("control")["rundown"] if one["entry"])


def prepared(screens: Screens, path: str, script: str, line: Any = None) -> Page:
    """A page that carries a script of ours from its beginning, maybe with a line that we hold."""
    page = screens.browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    page.add_init_script(script)
    if line:
        page.route_web_socket(re.compile("/ws/"), line)
    page.goto(screens.server.url(path))
    return page


def asked_for(html: str) -> Iterator[str]:
    """The scripts and styles that a page names, as paths in the repository."""
    yield from re.findall(r'(?:href|src)="[^"]*/(display/[^"?]+\.(?:css|js))', html)


def test_pages_ask_nobody_but_the_server(screens: Screens, server: Server, entry: str) -> None:
    opened = {path: watched(screens, path) for path in PAGES}
    for cue in (f"{entry}.next", f"{entry}.talk"):
        assert server.take(cue)["type"] == "ack"
    seq = server.do("put", element="lower_third", entry=entry)["seq"]
    for path, (page, asked) in opened.items():
        page.wait_for_function("(seq) => limelight.store.seq >= seq", arg=seq)
        expect(page.locator("html")).not_to_have_class(re.compile("waiting"))
        away = [one for one in asked if not one.startswith((server.url("/"), "data:", "blob:"))]
        assert away == [] and len(asked) > 10, path


def watched(screens: Screens, path: str) -> tuple[Page, list[str]]:
    """A page with all that it asks for; whatever it says on its console is a fault."""
    asked: list[str] = []
    page = screens.browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda line: asked.append(line.url.replace("ws:", "http:")))
    page.on("console", lambda said: screens.troubles.append(f"{path}: {said.type} {said.text}"))
    page.goto(screens.server.url(path))
    return page, asked


def test_the_first_picture_comes_whole_from_the_page_itself(screens: Screens, server: Server, entry: str) -> None:
    title = server.view("control")["entries"][entry]["title"][0]
    server.take(f"{entry}.next")
    page = prepared(screens, "/display/stage", REPORTS, lambda line: None)  # the line never says a word
    page.wait_for_function("() => window.first !== undefined")
    assert title in page.evaluate("window.first")
    assert page.evaluate("window.moved") == 0


def test_a_page_names_every_file_that_it_loads_and_they_are_small(screens: Screens, server: Server) -> None:
    """What a page does not name is fetched late, and is not in the budget."""
    for path in PAGES:
        page = screens.open(path)
        expect(page.locator("html")).not_to_have_class(re.compile("waiting"))
        named = set(asked_for(page.request.get(server.url(path)).text()))
        loaded = page.evaluate("performance.getEntriesByType('resource').map((one) => one.name)")
        fetched = {match[1] for one in loaded if (match := re.search(r"/(display/[^?]+\.(?:css|js))", one))}
        assert fetched and fetched - named == set(), path
        sizes = {name: len(gzip.compress((ROOT / name).read_bytes(), 9)) for name in named}
        largest = sorted(sizes.items(), key=lambda pair: -pair[1])[:5]
        assert sum(sizes.values()) <= BUDGET, f"{path}: {sum(sizes.values())} bytes; the largest: {largest}"
        page.context.close()


class Stalled:
    """A line through which nothing comes while it is down, and which has to be dialled again then."""

    def __init__(self) -> None:
        self.down = False
        self.dialled: list[WebSocketRoute] = []

    def __call__(self, line: WebSocketRoute) -> None:
        if self.down:
            line.close()
            return
        self.dialled.append(line)
        server = line.connect_to_server()
        line.on_message(lambda text: None if self.down else server.send(text))
        server.on_message(lambda text: None if self.down else line.send(text))

    def mend(self) -> None:
        self.down = False
        for line in self.dialled[:]:
            line.close()


def test_over_a_dead_line_the_picture_stays_and_counts_and_then_catches_up_without_motion(
    screens: Screens, server: Server, entry: str
) -> None:
    line = Stalled()
    server.take(f"{entry}.talk")
    server.do("timer_start")
    page = prepared(screens, "/display/stage", REPORTS, line)
    talk, time = page.locator("section.scene--talk"), re.compile(r"\d\d:\d\d")
    wait_until(lambda: page.evaluate("window.first") and at_rest(page), "the first picture")
    expect(talk).to_contain_text(time)
    line.down = True
    server.take(f"{entry}.qa")
    for _ in range(2):
        match = time.search(talk.inner_text())
        assert match
        expect(talk).not_to_contain_text(match[0])
    assert page.locator("section.scene").count() == 1
    before = page.evaluate("window.moved")
    line.mend()
    expect(page.locator("section.scene--qa")).to_be_visible(timeout=20_000)
    expect(talk).to_have_count(0)
    assert page.evaluate("window.moved") == before


@pytest.mark.parametrize("path", ("/display/stage", "/display/wall", "/display/monitor", "/overlay"))
def test_a_reload_shows_the_same_picture(screens: Screens, server: Server, entry: str, path: str) -> None:
    page, other = screens.open(path), screens.open(path)  # the other goes on: a minute may pass on both
    for one in (page, other):
        expect(one.locator("html")).not_to_have_class(re.compile("waiting"))
    server.take(f"{entry}.next")
    server.do("put", element="lower_third", entry=entry)
    server.do("edit_entry", entry=entry, unit="海风单位")  # the last: a screen that shows it has seen the others
    for one in (page, other):
        wait_until(lambda one=one: "海风单位" in canvas(one) and at_rest(one), "the picture to change and come to rest")
    page.reload()
    expect(page.locator("html")).not_to_have_class(re.compile("waiting"))
    wait_until(lambda: canvas(page) == canvas(other), "the same picture", 10)


def canvas(page: Page) -> str:
    """The picture as text; an attribute that says nothing is no difference."""
    return page.locator("#canvas").inner_html().replace(' style=""', "")


def at_rest(page: Page) -> bool:
    """Whether each layer has one scene, seen, and nothing moves but what never ends (a ticker)."""
    return bool(page.evaluate(RESTS))


def test_rare_characters_are_drawn_by_our_own_fonts(screens: Screens, server: Server, entry: str) -> None:
    server.do("edit_entry", entry=entry, unit=RARE, title=[RARE], doer=RARE)
    server.take(f"{entry}.next")
    page = screens.open("/display/stage")
    expect(page.locator("section.scene--next")).to_have_count(1)
    expect(page.locator("section.scene--next")).to_contain_text(RARE)
    page.evaluate("() => document.fonts.ready.then(() => true)")
    protocol = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        protocol.send(f"{domain}.enable")
    root = protocol.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
    scene = protocol.send("DOM.querySelectorAll", {"nodeId": root, "selector": "section.scene--next *"})["nodeIds"]
    fonts = [font for node in scene for font in protocol.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]]
    assert sum(font["glyphCount"] for font in fonts) >= 2 * len(RARE)
    assert [font["familyName"] for font in fonts if not font["isCustomFont"]] == []


FITTED = """() => [...document.querySelectorAll('section.scene [data-fit=""]')].filter((el) =>
  [...el.querySelectorAll(".line")].some((line) => line.offsetWidth > el.clientWidth)).map((el) => el.innerText)"""


def test_a_line_with_marks_that_are_half_empty_fits_at_every_size(screens: Screens, server: Server) -> None:
    cues = [cue["id"] for part in server.view("control")["rundown"] for cue in part["cues"] if cue["scene"] == "break"]
    server.take(cues[0])
    page = screens.open("/display/stage")
    for turn in range(3):
        for n, one in enumerate(server.view("stage")["program"]["content"]["next"]):
            words = f"项目：“云端”公证一日办结{'甲' * (n + 3 * turn)}"
            seq = server.do("edit_entry", entry=one["id"], title=[words])["seq"]
        page.wait_for_function("(seq) => limelight.store.seq >= seq", arg=seq)
        expect(page.locator(".scene--break")).to_contain_text(words)
        wait_until(lambda: not page.evaluate(FITTED), "every line to fit")


OVER = """() => [...document.querySelectorAll(".judges__card")].filter((card) => {
  const [unit, post] = [".judges__unit", ".judges__post"].map((one) => card.querySelector(one).getBoundingClientRect());
  return unit.bottom > post.top + 1 || post.bottom > card.getBoundingClientRect().bottom;
}).map((card) => card.innerText)"""


@pytest.mark.parametrize(("path", "width", "height"), [("/display/stage", 1920, 1080), ("/display/wall", 2400, 800)])
def test_a_long_post_on_the_judges_wall_stays_in_its_card(
    screens: Screens, server: Server, path: str, width: int, height: int
) -> None:
    unit = "中国科学院深圳先进技术研究院数字治理与公共政策联合实验室"
    post = "党委副书记、纪委书记、教授、博士生导师"
    assert server.do("edit_judge", judge="J1", name="李", unit=unit, post=post)["type"] == "ack"
    assert server.take("d1am.judges")["type"] == "ack"
    page = screens.open(path, width, height)
    expect(page.locator(".judges__card").first).to_contain_text(post)
    wait_until(lambda: at_rest(page), "the wall to stand")
    assert page.evaluate(OVER) == []


def test_the_bell_sounds_only_on_the_output_with_sound(screens: Screens, server: Server, entry: str) -> None:
    paths = ("/display/monitor", "/display/stage", "/display/backstage", "/overlay", "/display/monitor?monitor")
    pages = {path: prepared(screens, path, SILENT_AUDIO) for path in paths}
    server.take(f"{entry}.talk")
    server.do("timer_start")
    for page in pages.values():
        expect(page.locator("html")).not_to_have_class(re.compile("waiting"))
    talk = server.view("control")["timer"]["phases"][0]
    cue = next(one for one in talk["cues"] if one["bell"] and one["at"])
    server.do("timer_adjust", seconds=cue["at"] - talk["duration"] // 1000 - 1)
    pages["/display/monitor"].wait_for_function("() => window.strokes > 0")
    sounds = {path: tuple(page.evaluate("[window.audios, window.strokes > 0]")) for path, page in pages.items()}
    assert sounds == {path: (1, True) if path == "/display/monitor" else (0, False) for path in paths}
