"""84 entries × 15 judges × 8 criteria: from a mark to the new ranking painted on the panel.

A confirmed entry's criterion is corrected back and forth so that its rank changes each time; the panel
shows the standings. Sent from a script in the panel's own page, so that one clock measures both ends.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.bench.figures import row
from tests.browser.conftest import Screens, caught_up
from tests.support.event_folders import folder
from tests.support.server_process import Server

ENTRIES, JUDGES, CRITERIA, TURNS = 84, 15, 8, 40
EVENT = (
    'name = "大评比"\n[[sessions]]\nid = "s"\nname = "全天"\ndate = 2024-08-14\nstart = "08:00"\nend = "23:59"\n'
    '[[categories]]\nid = "a"\nname = "全部"\n[scoring]\nminimum = 0\nmaximum = 100\nstep = 0.5\nmarks = "points"\n'
    "trim_high = 0\ntrim_low = 0\n"  # so that every mark tells
)
# Sends one correction and resolves, in ms, when a frame with the changed table had been given to the compositor.
MEASURE = """async ([judge, criterion, mark]) => {
  const table = document.querySelector(".side table");
  const painted = new Promise((done) => new MutationObserver((_, watch) => {
    watch.disconnect();
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now());
      port2.postMessage(0);
    });
  }).observe(table, { subtree: true, childList: true, characterData: true }));
  const began = performance.now();
  limelight.panel.act("correct", { entry: "01", reason: "测量", criteria: { [judge]: { [criterion]: mark } } });
  return (await painted) - began;
}"""


def measure(browser: Browser, at: Path) -> list[str]:
    """Lines of the table."""
    event = EVENT + "".join(f'[[scoring.criteria]]\nname = "标准{n}"\nweight = 12.5\n' for n in range(1, CRITERIA + 1))
    event += "".join(f'[[judges]]\nname = "评委{n}"\n' for n in range(1, JUDGES + 1))
    lines = [f"{n:02d},全部,{n},单位{n},项目{n}" for n in range(1, ENTRIES + 1)]
    made = folder(at / "event", event, "编号,类别,出场序号,单位,项目名称\n" + "\n".join(lines) + "\n")
    (at / "data").mkdir()
    server = Server(at / "data", made).start()
    try:
        _fill(server)
        screens = Screens(browser, server)
        panel = screens.panel()
        found = _turns(panel, server)
        for context in browser.contexts:
            context.close()
    finally:
        server.stop()
    size = f"{ENTRIES} entries × {JUDGES} judges × {CRITERIA} criteria"
    return [row(f"a mark → the new ranking on the panel, {size}", found)]


def _fill(server: Server) -> None:
    for number in range(1, ENTRIES + 1):
        for judge in range(1, JUDGES + 1):
            points = {f"c{n}": str(5 + (number * 7 + judge * 3 + n) % 15 / 2) for n in range(1, CRITERIA + 1)}
            server.do("enter_criteria", entry=f"{number:02d}", judge=f"J{judge}", values=points)
        assert server.do("confirm", entry=f"{number:02d}")["type"] == "ack"


def _turns(panel: Page, server: Server) -> list[float]:
    panel.locator(".side .tabs__tab").nth(2).click()
    caught_up(panel, server)
    found = []
    for turn in range(TURNS):
        found.append(panel.evaluate(MEASURE, ["J8", f"c{1 + turn // 2 % CRITERIA}", "12.5" if turn % 2 else "0"]))
        caught_up(panel, server)
    return found[4:]  # the first ones load what the others have
