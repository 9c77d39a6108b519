"""Remote viewers: a real stream under the overlay, the overlay held back, and no other server asked."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, WebSocket, expect

from tests.browser.conftest import Screens, drawn
from tests.support.event_folders import EVENT, folder
from tests.support.server_process import Server, wait_until

# A moving picture, recorded by the browser itself: no other program is needed to have a real stream.
RECORD = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
  document.body.append(canvas);
  const pen = canvas.getContext("2d");
  let n = 0;
  const paint = setInterval(() => { pen.fillStyle = `hsl(${(n += 7)}, 60%, 40%)`; pen.fillRect(0, 0, 320, 180); }, 40);
  const kinds = ["video/mp4;codecs=vp09.00.10.08", "video/mp4;codecs=vp9", "video/webm;codecs=vp8"];
  const kind = kinds.find((one) => MediaRecorder.isTypeSupported(one));
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: kind });
  const parts = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((done) => (recorder.onstop = done));
  recorder.start();
  await new Promise((done) => setTimeout(done, 2500));
  recorder.stop();
  await stopped;
  clearInterval(paint);
  const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return [kind, btoa(text)];
}"""
PLAYLIST = """\
#EXTM3U
#EXT-X-VERSION:7
#EXT-X-TARGETDURATION:30
#EXT-X-PLAYLIST-TYPE:VOD
#EXT-X-MAP:URI="head.mp4"
#EXT-X-PROGRAM-DATE-TIME:{date}
#EXTINF:2.5,
body.m4s
#EXT-X-ENDLIST
"""
ERROR = 250  # ms by which a page's clock may be wrong on a machine that is late with everything
LAG = 6  # seconds that the stream's own dates lie back when it begins


class Quiet(SimpleHTTPRequestHandler):
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {".m3u8": "application/vnd.apple.mpegurl"}

    def end_headers(self) -> None:
        self.send_header("access-control-allow-origin", "*")
        self.send_header("cache-control", "no-store")
        super().end_headers()

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def recording(browser: Browser) -> tuple[str, bytes]:
    page = browser.new_context().new_page()
    kind, text = page.evaluate(RECORD)
    page.context.close()
    return kind, base64.b64decode(text)


def boxes(film: bytes) -> Iterator[tuple[bytes, int]]:
    """The names of an MP4's boxes and where they begin."""
    at = 0
    while at + 8 <= len(film):
        size = int.from_bytes(film[at : at + 4], "big")
        yield film[at + 4 : at + 8], at
        at += size if size >= 8 else len(film)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Another server, as an organizer's stream has one: its origin and its folder."""
    there = tmp_path / "stream"
    there.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=there))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", there
    server.shutdown()
    server.server_close()


def served(tmp_path: Path, watch: str, film: bytes = b"") -> Server:
    event = folder(tmp_path / "event", EVENT + f"\n[watch]\n{watch}\n")
    (event / "assets").mkdir(exist_ok=True)
    (event / "assets" / "hall.webm").write_bytes(film)
    (tmp_path / "kept").mkdir()
    return Server(tmp_path / "kept", event).start()


def phone(browser: Browser, server: Server, asked: list[str] | None = None, path: str = "/watch") -> Page:
    page = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2).new_page()
    if asked is not None:
        page.on("request", lambda request: asked.append(request.url))
    page.goto(server.url(path))
    page.wait_for_selector("html:not(.waiting)")
    wait_until(lambda: page.evaluate("limelight.store.synced"), "the line")
    return page


def test_a_stream_plays_and_tells_how_late_it_is(
    browser: Browser, tmp_path: Path, recording: tuple[str, bytes], elsewhere: tuple[str, Path]
) -> None:
    kind, film = recording
    if "mp4" not in kind:
        pytest.skip("this Chromium records no MP4, which the pieces of HLS are; the next test plays its WebM")
    origin, there = elsewhere
    level = film.index(b"vpcC") + 9  # of VP9: recorders leave it at 0, which no player takes
    film = film[:level] + bytes([10]) + film[level + 1 :]
    cut = next(at for name, at in boxes(film) if name == b"moof")
    (there / "head.mp4").write_bytes(film[:cut])
    (there / "body.m4s").write_bytes(film[cut:])
    date = datetime.fromtimestamp(time.time() - LAG, UTC).isoformat(timespec="milliseconds")
    (there / "index.m3u8").write_text(PLAYLIST.format(date=date))
    server = served(tmp_path, f'stream = "{origin}/index.m3u8"')
    try:
        asked: list[str] = []
        page = phone(browser, server, asked)
        page.wait_for_selector(".watch__frame--playing", state="attached")
        assert page.evaluate("document.querySelector('video').videoWidth") == 320
        wait_until(lambda: page.evaluate("limelight.held()") >= LAG * 1000 - 500, "the player's own delay")
        assert {url.split("/")[2] for url in asked if "://" in url} == {
            origin[7:],
            f"127.0.0.1:{server.port}",
        }
        assert any(url.endswith("/hls.light.js") for url in asked)
        server.do("stream_delay", seconds=2)
        wait_until(
            lambda: page.evaluate("limelight.held()") == 2000, "the operator's word, which counts more"
        )
        assert blocked(page, "http://127.0.0.2:9/") and blocked(page, "https://example.org/x.m3u8")
        page.context.close()
    finally:
        server.stop()


def blocked(page: Page, address: str) -> bool:
    """Whether the page's own policy forbids to ask there."""
    return (
        page.evaluate(
            """async (address) => {
          const told = new Promise((done) => document.addEventListener("securitypolicyviolation",
            ({ effectiveDirective }) => done(effectiveDirective), { once: true }));
          await fetch(address, { mode: "no-cors" }).catch(() => null);
          return Promise.race([told, new Promise((done) => setTimeout(() => done(""), 3000))]);
        }""",
            address,
        )
        == "connect-src"
    )


def test_a_film_of_the_event_s_assets_plays_and_the_sound_waits_for_a_touch(
    browser: Browser, tmp_path: Path, recording: tuple[str, bytes]
) -> None:
    server = served(tmp_path, 'stream = "hall.webm"', recording[1])
    try:
        asked: list[str] = []
        page = phone(browser, server, asked)
        page.wait_for_selector(".watch__frame--playing", state="attached")
        assert page.evaluate("document.querySelector('video').muted")
        page.get_by_role("button", name="打开声音").click()
        assert not page.evaluate("document.querySelector('video').muted")
        expect(page.locator(".watch__sound")).to_be_hidden()
        assert not any("hls" in url for url in asked), "the library is for HLS alone"
        page.context.close()
    finally:
        server.stop()


def held_back(browser: Browser, server: Server, seconds: int) -> Page:
    """A phone that shows what the hall saw so long ago."""
    server.do("stream_delay", seconds=seconds)
    page = phone(browser, server)
    wait_until(lambda: page.evaluate("limelight.held()") == seconds * 1000, "the delay")
    return page


def test_the_overlay_is_held_back_as_long_as_the_stream_and_never_ahead_of_the_hall(
    browser: Browser, screens: Screens, server: Server
) -> None:
    page = held_back(browser, server, 3)
    wait_until(lambda: page.evaluate("limelight.clock.samples.length >= 4"), "the clock to be sure")
    for number in range(3):
        before = time.monotonic()
        seq = server.do("put" if number % 2 == 0 else "clear", element="logo")["seq"]
        recorded = next(line["at"] for line in server.view("control")["log"] if line["seq"] == seq)
        wait_until(lambda seq=seq: drawn(page, seq), "the overlay")
        assert page.evaluate("limelight.drew.at") >= recorded - ERROR, (
            "the hall's own moment, three seconds later"
        )
        assert time.monotonic() - before >= 3 - ERROR / 1000, "earlier than the stream shows it"


def test_a_phone_that_wakes_shows_the_present_at_once_and_without_motion(
    browser: Browser, screens: Screens, server: Server
) -> None:
    page = held_back(browser, server, 120)
    server.do("put", element="logo")
    server.do("put", element="ticker", text="请就座")
    wait_until(lambda: page.evaluate("limelight.store.view.ticker?.text") == "请就座", "the patches")
    assert page.locator(".ticker").count() == 0, "held back"
    page.evaluate("""() => {
      window.moved = 0;
      const { animate } = Element.prototype;
      Element.prototype.animate = function (...args) { window.moved += 1; return animate.apply(this, args); };
      document.dispatchEvent(new Event("visibilitychange"));
    }""")
    page.wait_for_selector(".ticker")
    assert page.evaluate("moved") == 0


def test_the_ticker_runs_along_the_bottom_of_the_picture(screens: Screens, server: Server) -> None:
    """The page draws the key visual, too: no rule of a scene bends the overlay, no words lie over words."""
    page = screens.open("/watch")
    server.do("put", element="ticker", text="请就座")
    page.wait_for_selector(".ticker")
    page.evaluate("Promise.all(document.getAnimations().map((one) => one.finished))")
    boxes = [page.locator(one).bounding_box() for one in (".watch__frame", ".ticker")]
    frame, ticker = ([box["x"], box["width"], box["y"] + box["height"]] for box in boxes if box)
    assert ticker == pytest.approx(frame, abs=1)
    server.do("put", element="top", category="quality")
    words = "getComputedStyle(document.querySelector('.watch__key-visual')).opacity"
    wait_until(lambda: page.evaluate(words) == "0", "the key visual to give way")
    server.do("clear", element="top")
    wait_until(lambda: page.evaluate(words) == "1", "the key visual again")


def test_a_phone_reads_what_the_hall_knows_in_a_phone_s_size(
    browser: Browser, screens: Screens, server: Server
) -> None:
    entry = next(one["entry"] for one in server.view("control")["rundown"] if one["entry"])
    server.take(f"{entry}.talk")
    page = phone(browser, server, path="/watch?lang=en")
    expect(page.locator(".beside__unit").first).to_be_visible()
    assert page.locator(".beside__label").first.inner_text().startswith("Now")
    size = "(el) => parseFloat(getComputedStyle(el).fontSize)"
    sizes = page.evaluate(f"[...document.querySelectorAll('.beside *')].map({size})")
    assert min(sizes) >= 14
    assert page.evaluate("document.documentElement.scrollWidth") <= 390, "nothing to push sideways"
    frame = page.locator(".watch__frame").bounding_box()
    assert frame and abs(frame["width"] / frame["height"] - 16 / 9) < 0.02
    page.set_viewport_size({"width": 844, "height": 390})
    expect(page.locator(".beside")).to_be_hidden()
    frame = page.locator(".watch__frame").bounding_box()
    assert frame and (frame["width"], frame["height"]) == (844, 390)


def test_another_journal_does_not_cut_the_line_of_a_page_that_lives_in_the_past(
    browser: Browser, tmp_path: Path
) -> None:
    """What was still to be drawn and told of the one before is forgotten: its numbers are none of the new one's."""
    server = served(tmp_path, "delay = 3")
    lines: list[WebSocket] = []
    told: list[str] = []

    def heard(line: WebSocket) -> None:
        lines.append(line)
        line.on("framesent", lambda sent: told.append(str(sent)))

    try:
        page = browser.new_context().new_page()
        page.on("websocket", heard)
        page.add_init_script("Math.random = () => 0.02")  # it tells 0.2 s after it has drawn

        def tells(seq: int) -> bool:
            page.evaluate("1")  # lets Playwright tell what has been heard
            return f'{{"type":"shown","seq":{seq}}}' in told

        first = server.do("put", element="ticker", text="一")["seq"]
        page.goto(server.url("/watch"))
        wait_until(lambda: tells(first), "the first word")
        second = server.do("put", element="ticker", text="二")["seq"]
        wait_until(lambda: page.evaluate("limelight.store.seq") == second, "the last of the old one")
        begun = time.monotonic()
        wait_until(lambda: time.monotonic() > begun + 1, "the old one to come well before the new one")
        server.do("switch_mode", mode="rehearsal")
        wait_until(lambda: tells(1), "the new one's number")
        assert len(lines) == 1, "the server had no reason to close the line"
        page.context.close()
    finally:
        server.stop()
