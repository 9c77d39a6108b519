"""Any scene may follow any other, also in the middle of a motion, and ends in the picture of a fresh load.

The page's time runs faster here, its animations and its timers alike, so that all pairs fit in a coffee.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession

from server.show.views.scenes import CONTENT
from tests.browser.conftest import Screens
from tests.support import event_folders
from tests.support.server_process import Server, wait_until

RATE = 24
SIZE = {"width": 960, "height": 540}
EVENT = (
    event_folders.EVENT
    + """
[[speakers]]
name = "主持人"
post = "工会主席"

[[outputs]]
name = "stage"
kind = "stage"
title = "主屏"
width = 960
height = 540

[[awards]]
title = "一等奖"
quota = 1
presenters = [{ name = "颁奖人", post = "书记" }]

[[scoring.criteria]]
name = "创新性"
weight = 60
[[scoring.criteria]]
name = "实效性"
weight = 40
"""
)
ENTRIES = """\
编号,类别,场次,出场序号,单位,项目名称,主创,主要做法,推进过程,项目成效,关键数字
01,发展提质,第一场,1,甲单位,第一个项目|标题的第二行,王㛃,流程再造；上门服务,试点；推开,群众少跑一趟,服务群众=超100万人次；提速=35%以上
02,发展提质,第一场,2,乙单位,第二个项目,刘䶮,,,,
03,发展提质,第一场,3,丙单位,第三个项目,陈三,,,,
04,服务增效,第一场,4,丁单位,第四个项目,李四,,,,
"""

OVER = time.strftime("%H:%M", time.gmtime(time.time() + 8 * 3600 - 3600))  # an hour ago, in the hall

# What the rundown has not, or not standing still: a countdown and a break that are over.
ADDED: dict[str, dict[str, Any]] = {
    "key_visual": {}, "holding": {}, "black": {}, "test": {},
    "countdown": {"args": {"until": OVER}},
    "opening": {"args": {"kicker": "致辞", "name": "主持人", "post": "工会主席"}},
    "break": {"title": "茶歇", "args": {"until": OVER}},
    "message": {"title": "通知", "args": {"text": "请各位嘉宾就座"}},
    "previous": {"entry": "02"}, "story": {"entry": "01", "args": {"part": "all"}},
    "scoring": {"entry": "03"},
    "talk": {"entry": "03", "args": {"layout": "full"}},
    "qa": {"entry": "03", "args": {"layout": "strip", "asker": "评委一"}},
    "ranking": {"args": {"category": "a"}}, "ceremony": {},
    "draw": {"args": {"session": "s1"}},
}  # fmt: skip

FASTER = f"""
const later = window.setTimeout;
window.setTimeout = (then, ms = 0, ...more) => later(then, ms / {RATE}, ...more);
const {{ animate }} = Element.prototype;
window.held = null; // motions that stand still for the time being
Element.prototype.animate = function (frames, {{ duration, delay = 0, ...rest }}) {{
  const motion = animate.call(this, frames, {{ duration: duration / {RATE}, delay: delay / {RATE}, ...rest }});
  // Each begins when it is made, whatever the moment: on a slow machine it would be over before it is seen.
  Object.defineProperty(motion, "startTime", {{ set() {{}} }});
  if (window.held) {{
    motion.pause();
    window.held.push(motion);
  }}
  return motion;
}};
"""
HOLD = "() => { window.held = [] }"
RELEASE = "() => { for (const motion of window.held) motion.play(); window.held = null }"
# The one picture that shows the time of day shows it without its clock here.
STILL = """() => {
  const sheet = new CSSStyleSheet(); // the page's policy lets no style element in
  sheet.replaceSync(".test__window { visibility: hidden }");
  document.adoptedStyleSheets = [sheet];
}"""
RESTS = """key => {
  const scenes = [...document.querySelectorAll("section.scene")];
  return scenes.length === 1 && scenes[0].classList.contains("scene--" + key)
    && scenes[0].style.visibility !== "hidden" && document.fonts.status === "loaded"
    && document.getAnimations().every((one) => one.playState !== "running");
}"""
BEGUN = """key => {
  const scene = document.querySelector("section.scene--" + key);
  return scene && scene.style.visibility !== "hidden";
}"""


# Chromium keeps what it drew of a layer while that moved, so hair lines between two pixels stay a shade off
# until it paints again. Here it does, and then the pictures are the same to the byte.
REPAINT = """() => {
  const canvas = document.getElementById("canvas");
  canvas.style.display = "none";
  void canvas.offsetWidth;
  canvas.style.display = "";
}"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "data").mkdir()
    running = Server(tmp_path / "data", event_folders.folder(tmp_path / "event", EVENT, ENTRIES)).start()
    yield running
    running.stop()


def reveal_scores(server: Server) -> None:
    judges = [one["id"] for one in server.view("control")["settings"]["judges"]]
    for entry, first in (("01", 91), ("02", 88), ("03", 86), ("04", 90)):
        marks = {judge: f"{first + n % 3}.50" for n, judge in enumerate(judges)}
        for command, fields in (("enter_marks", {"marks": marks}), ("confirm", {}), ("arm", {}), ("reveal", {})):
            answer = server.do(command, entry=entry, **fields)
            assert answer["type"] == "ack", answer


def lock_ceremony(server: Server) -> None:
    answer = server.do("lock_ceremony")
    assert answer["type"] == "ack", answer


def cues(server: Server) -> dict[str, str]:
    """A cue for each scene: the added ones, else the first of the rundown."""
    last = server.view("control")["rundown"][0]["cues"][-1]["id"]
    for scene, fields in ADDED.items():
        answer = server.do("add_cue", **{"after": last, "scene": scene, "title": "", "args": {}} | fields)
        assert answer["type"] == "ack", answer
    listed = [cue for segment in server.view("control")["rundown"] for cue in segment["cues"]]
    listed.sort(key=lambda cue: not cue["added"])
    found: dict[str, str] = {}
    for cue in listed:
        found.setdefault(cue["scene"], cue["id"])
    assert set(found) == set(CONTENT)
    return found


class Stage:
    """A stage page whose time runs faster."""

    def __init__(self, browser: Browser, server: Server, screens: Screens) -> None:
        context = browser.new_context(viewport=SIZE)  # type: ignore[arg-type]
        context.add_init_script(FASTER)
        self.server, self.page = server, context.new_page()
        self.page.on("pageerror", lambda error: screens.troubles.append(str(error)))
        self.page.on("console", lambda one: one.type == "error" and screens.troubles.append(one.text))
        self.protocol: CDPSession = context.new_cdp_session(self.page)
        self.load()

    def load(self) -> None:
        self.page.goto(self.server.url("/display/stage"))
        self.page.evaluate(STILL)

    def until(self, condition: str, scene: str) -> None:
        self.page.wait_for_function(condition, arg=scene)

    def picture(self) -> bytes:
        self.page.evaluate(REPAINT)
        shot = self.protocol.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
        return base64.b64decode(shot["data"])


def fresh_loads(stage: Stage, known: dict[str, str]) -> dict[str, bytes]:
    pictures = {}
    for scene, cue in known.items():
        answer = stage.server.take(cue)
        assert answer["type"] == "ack", f"{scene}: {answer}"
        stage.load()
        stage.until(RESTS, scene)
        pictures[scene] = stage.picture()
    return pictures


def pairs(scenes: list[str]) -> Iterator[tuple[str, str]]:
    yield from ((one, other) for one in scenes for other in scenes if one != other)


@pytest.mark.slow
def test_every_pair_of_scenes_ends_in_the_picture_of_a_fresh_load(
    browser: Browser, screens: Screens, server: Server, tmp_path: Path
) -> None:
    reveal_scores(server)
    lock_ceremony(server)
    known = cues(server)
    server.take(known["ranking"])  # once, so that no result is fresh any more
    stage = Stage(browser, server, screens)
    wanted = fresh_loads(stage, known)
    faults, moving = [], 0
    for first, then in pairs(list(known)):
        stage.page.evaluate(HOLD)
        server.take(known[first])
        stage.until(BEGUN, first)
        moving += stage.page.evaluate("held.length > 0")
        server.take(known[then])
        stage.until(BEGUN, then)
        stage.page.evaluate(RELEASE)
        stage.until(RESTS, then)
        shot = stage.picture()
        if shot != wanted[then]:
            (tmp_path / f"{first}-{then}.png").write_bytes(shot)
            (tmp_path / f"{then}.png").write_bytes(wanted[then])
            faults.append(f"{first} → {then}")
    assert not faults, f"pictures in {tmp_path}:\n" + "\n".join(faults)
    assert moving > 300, "most takes must come while the one before still moves"


@pytest.mark.slow
def test_every_step_of_the_ceremony_ends_in_the_picture_of_a_fresh_load(
    browser: Browser, screens: Screens, server: Server
) -> None:
    reveal_scores(server)
    lock_ceremony(server)
    server.take(cues(server)["ceremony"])
    moved, fresh = Stage(browser, server, screens), Stage(browser, server, screens)
    moved.until(RESTS, "ceremony")
    for number in range(2, server.view("control")["ceremony"]["of"] + 1):

        def walked(number: int = number) -> bool:
            """GO until the step is there: while the server's motion runs, a press completes that."""
            ceremony = server.view("control")["ceremony"]
            return ceremony["step"] == number or (server.do("go") and False)

        wait_until(walked, f"step {number}")
        fresh.load()
        fresh.until(RESTS, "ceremony")
        wanted = fresh.picture()
        wait_until(lambda wanted=wanted: moved.picture() == wanted, f"step {number} to end as a fresh load shows it")
