"""`make pictures`: the README's picture, taken from the running program.

Two entries of the sample's first session are played through by commands, the third is on air; the
panel, the main screen and the overlay are photographed at that moment and set into one page. The
overlay lies over a made-up camera picture, since it is transparent.
"""

from __future__ import annotations

import base64
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import BROWSERS, SWITCHES
from tests.support.server_process import CODE, Server

PICTURE = Path(__file__).parents[1] / "display" / "pictures" / "limelight.webp"
SHEETS = (
    ("93.10", "92.40", "94.00", "91.85", "93.55", "92.90", "95.20", "90.75", "93.30"),
    ("91.60", "93.25", "92.10", "90.40", "92.75", "93.90", "91.15", "92.30", "94.05"),
)

PAGE = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; padding: 40px; width: 2320px; display: grid; gap: 36px; grid-template-columns: 1512px 772px;
  grid-template-rows: auto auto; background: #f4f1ec; font: 26px "Limelight Sans", sans-serif; color: #4a3a34 }
figure { margin: 0 } figure:first-child { grid-row: 1 / 3 }
img { display: block; width: 100%; border-radius: 10px; box-shadow: 0 6px 28px #0004 }
figcaption { margin: 14px 4px 0 }
.camera { background: radial-gradient(60% 80% at 70% 30%, #5d6f7c, #27323b); border-radius: 10px }
</style>
<figure><img src="{panel}"><figcaption>/control: the operator's panel</figcaption></figure>
<figure><img src="{stage}"><figcaption>/display/stage: the main screen</figcaption></figure>
<figure><img class="camera" src="{overlay}"><figcaption>/overlay: transparent, in the livestream</figcaption></figure>
"""


def play(server: Server) -> None:
    """Two entries to their reveals, then the third one's story with overlay elements over it."""
    rundown = server.view("control")["rundown"]
    entries = [segment["entry"] for segment in rundown if segment["kind"] == "entry"]
    judges = [judge["id"] for judge in server.view("control")["settings"]["judges"]]
    for entry, marks in zip(entries, SHEETS, strict=False):
        server.take(f"{entry}.talk")
        server.take(f"{entry}.scoring")
        server.do("score_entry", entry=entry)
        server.do("enter_marks", entry=entry, marks=dict(zip(judges, marks, strict=True)))
        server.do("confirm", entry=entry)
        server.take(f"{entry}.reveal")
        if server.view("control")["scoring"]["armed"] != entry:
            server.do("arm", entry=entry)
        server.do("reveal", entry=entry)
    shown = next(
        entry for entry in entries[len(SHEETS) :] if any(".story" in cue for cue in cues(rundown, entry))
    )
    server.take(f"{shown}.story")
    server.do("preview", cue=f"{shown}.talk")
    server.do("timer_load", entry=shown, phase="talk")
    server.do("put", element="bug")
    server.do("put", element="ticker", text="先锋杯 · 市直机关工作创新大赛正在直播")
    server.do("put", element="top", category=server.view("control")["entries"][entries[0]]["category_id"])


def cues(rundown: list[dict[str, list[dict[str, str]]]], entry: str) -> list[str]:
    return [cue["id"] for segment in rundown if segment["entry"] == entry for cue in segment["cues"]]


def photograph(browser: Browser, server: Server) -> dict[str, bytes]:
    """PNG of the panel, the stage and the overlay, each once it shows the show's last change."""
    context = browser.new_context(
        bypass_csp=True, viewport={"width": 1512, "height": 945}, device_scale_factor=2
    )
    panel, stage, overlay = (context.new_page() for _ in range(3))
    for page, path in ((stage, "/display/stage"), (overlay, "/overlay")):
        page.set_viewport_size({"width": 1920, "height": 1080})
        page.goto(server.url(path))
        settle(page)
    panel.goto(server.url("/login?lang=en"))
    panel.fill("[name=code]", CODE)
    panel.press("[name=code]", "Enter")
    panel.wait_for_url("**/control*")
    panel.locator("iframe").first.wait_for()
    panel.wait_for_load_state("networkidle")
    settle(panel)
    return {
        "panel": panel.screenshot(),
        "stage": stage.screenshot(scale="css"),
        "overlay": overlay.screenshot(scale="css", omit_background=True),
    }


SETTLED = """() => document.body.innerText.trim() && document.getAnimations().every(
  (one) => one.playState !== "running" || one.effect.getComputedTiming().iterations === Infinity)"""


def settle(page: Page) -> None:
    """Until the fonts are there and nothing moves any more but what always moves."""
    page.evaluate("document.fonts.ready.then(() => true)")
    page.wait_for_function(SETTLED)


def compose(browser: Browser, shots: dict[str, bytes]) -> bytes:
    """The three in one page, as WebP (the browser's own encoder)."""
    page = browser.new_page(viewport={"width": 2400, "height": 1200})
    html = PAGE
    for name, png in shots.items():
        html = html.replace(f"{{{name}}}", f"data:image/png;base64,{base64.b64encode(png).decode()}")
    page.set_content(html)
    png = base64.b64encode(page.screenshot(full_page=True)).decode()
    url = page.evaluate(
        """async (png) => {
          const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
          const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
          canvas.getContext("2d").drawImage(image, 0, 0);
          return canvas.toDataURL("image/webp", 0.86);
        }""",
        png,
    )
    return base64.b64decode(url.partition(",")[2])


def main(picture: Path = PICTURE) -> int:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder, "data")).start()
        try:
            play(server)
            found = next(filter(None, map(shutil.which, BROWSERS)), None)
            browser = playwright.chromium.launch(executable_path=found, args=SWITCHES)
            picture.parent.mkdir(exist_ok=True)
            picture.write_bytes(compose(browser, photograph(browser, server)))
            browser.close()
        finally:
            server.stop()
    print(f"{picture}: {picture.stat().st_size // 1024} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
