"""A hundred rows that reorder at 1920×1080: the frames that the browser draws meanwhile."""

from __future__ import annotations

import itertools
import json
import statistics
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser

from tests.bench.figures import p95, row
from tests.browser.conftest import Screens
from tests.support.event_folders import folder
from tests.support.server_process import Server, wait_until

ROUNDS = 6
MOVING = """document.getAnimations().filter((one) =>
  one.playState === "running" && one.effect.target.closest(".ranking__row"))"""
RESTS = f"""!document.querySelector('.ranking__row[data-entry="100"]') && !{MOVING}.length"""
# Frames for as long as rows move. Asking for animations costs a frame its time, so it is done once.
FRAMES = f"const moving = () => {MOVING};" + """return new Promise((done) => {
  const times = [];
  setTimeout(() => done([]), 10000); // nothing moved: the caller says so
  const frame = (now) => {
    if (times.length) times.push(now);
    else {
      const rows = moving();
      if (rows.length) {
        times.push(now);
        Promise.all(rows.map((one) => one.finished)).then(() => done(times));
      }
    }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
})"""


def event_of_a_hundred(at: Path) -> Path:
    lines = [f"{n:03d},发展提质,第一场,{n},示例单位{n:03d},示例项目{n:03d}" for n in range(1, 101)]
    return folder(at, entries="编号,类别,场次,出场序号,单位,项目名称\n" + "\n".join(lines))


def measure(browser: Browser, at: Path) -> list[str]:
    """Lines of the table: all hundred rows on one picture, then ten a page as a hall sees them."""
    (at / "data").mkdir(parents=True)
    server = Server(at / "data", event_of_a_hundred(at / "event")).start()
    try:
        for number in range(1, 101):
            confirm(server, f"{number:03d}", str(100 - number / 2))
            if number < 100:
                server.do("arm", entry=f"{number:03d}")
                server.do("reveal", entry=f"{number:03d}")
        last = next(cue["id"] for part in server.view("control")["rundown"] for cue in part["cues"])
        found: list[str] = []
        for size, words in ((100, "100 rows on one picture"), (10, "100 rows, ten a page")):
            args = {"category": "a", "page_size": size, "page": 1}
            server.do("add_cue", after=last, scene="ranking", title="", args=args)
            rows = server.view("control")["rundown"]
            cue = next(one["id"] for part in rows for one in part["cues"] if one["added"])
            server.take(cue)
            found += frames(browser, server, words)
            server.take(last)
            server.do("remove_cue", cue=cue)
        return found
    finally:
        server.stop()


def confirm(server: Server, entry: str, mark: str) -> None:
    server.do("enter_marks", entry=entry, marks=dict.fromkeys(server.judges(), mark))
    answer = server.do("confirm", entry=entry)
    assert answer["type"] == "ack", json.dumps(answer, ensure_ascii=False)


def frames(browser: Browser, server: Server, words: str) -> list[str]:
    """The last entry's score goes above all others: every row moves."""
    page = Screens(browser, server).open("/display/stage")
    page.wait_for_selector(".ranking__row")
    # What comes before the line is up comes without motion.
    wait_until(lambda: b'limelight_screens{view="stage"} 1.0' in metrics(server), "the page's line")
    page.wait_for_timeout(500)
    server.do("correct", entry="100", reason="基准测试", marks=dict.fromkeys(server.judges(), "100"))
    between: list[float] = []
    rates: list[float] = []
    for _ in range(ROUNDS):
        page.evaluate(f"() => {{ window.drawn = (() => {{ {FRAMES} }})(); }}")
        for step in ("arm", "reveal"):
            answer = server.do(step, entry="100")
            assert answer["type"] == "ack", json.dumps(answer, ensure_ascii=False)
        times = page.evaluate("() => window.drawn")
        assert len(times) > 2, "no row moved"
        steps = [after - before for before, after in itertools.pairwise(times)]
        between += steps
        rates.append(1000 * len(steps) / (times[-1] - times[0]))
        server.do("hide", entry="100", reason="基准测试")
        wait_until(lambda: page.evaluate(RESTS), "the rows to rest")
    page.context.close()
    late = sum(step > 25 for step in between)
    print(f"  {words}: {statistics.median(rates):.1f} frames a second, {late} of {len(between)} frames late (> 25 ms)"
          f", p95 {p95(between):.1f} ms")  # fmt: skip
    return [row(f"frames a second while rows move, {words}", rates, "fps")]


def metrics(server: Server) -> bytes:
    with urllib.request.urlopen(server.url("/metrics")) as answer:
        return answer.read()
