"""The ceremony by keyboard: panel, stage, wall and overlay; back, jump, complete, a reload and a power cut."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Screens, caught_up, drawn
from tests.browser.test_panel import violations
from tests.browser.test_session import press_go
from tests.support.server_process import SAMPLE, Server, wait_until

CUE = "awards.ceremony"
# What a screen shows of the ceremony, in words that any two of them can be compared by.
SHOWN = """() => {
  const scene = [...document.querySelectorAll("section.scene--ceremony")].at(-1);
  if (!scene || scene.style.visibility === "hidden") return null;
  const words = (names) => [...scene.querySelectorAll(names)].map((el) => el.textContent).join("|");
  return words(`.ceremony__main, .board__group, .board__aside, .cards__name, .cards__category, .cards__card,
    .board__row--now, .board__row--suspense`);
}"""
# In one go: a scene that was found first and asked afterwards may have been replaced in between.
SIZES = """(names) => [...document.querySelectorAll(names)].map(
  (el) => [parseFloat(getComputedStyle(el).fontSize), el.textContent])"""
RESTS = """() => document.getAnimations().every(
  (one) => one.playState === "finished" || one.effect.getComputedTiming().progress === null)"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A ceremony of one category, so that a whole one is short."""
    event = shutil.copytree(SAMPLE, tmp_path / "event")
    (tmp_path / "data").mkdir()
    running = Server(tmp_path / "data", event).start()
    yield running
    running.stop()


def step_of(server: Server) -> int:
    return server.view("control")["ceremony"]["step"] or 0


def agreed(server: Server, *pages: Page) -> str:
    """What the pages show, once all have drawn the newest, show the same and stand still.

    A step starts a little after its press: until then all of them agree on the one before.
    """
    seq = server.get("/api/views/stage")["seq"]

    def same() -> str | None:
        if not all(drawn(page, seq) for page in pages):
            return None
        shown = [page.evaluate(SHOWN) for page in pages]
        still = all(page.evaluate(RESTS) for page in pages)
        return shown[0] if still and shown[0] and len(set(shown)) == 1 else None

    return str(wait_until(same, "the screens to agree"))


def at_step(server: Server, number: int) -> None:
    wait_until(lambda: step_of(server) == number, f"step {number}")


def go_on(panel: Page, server: Server, number: int) -> None:
    """Space until the step is there: a press that comes while the motion still runs completes that."""

    def pressed() -> bool:
        if step_of(server) < number:
            press_go(panel, server)
        return step_of(server) == number

    wait_until(pressed, f"GO to come to step {number}")
    caught_up(panel, server)
    expect(panel.locator(".walk .walk__screens .tally--all")).to_have_count(3)


def locked_at_the_panel(screens: Screens, server: Server) -> tuple[Page, list[dict[str, Any]]]:
    assert server.do("switch_mode", mode="rehearsal")["type"] == "ack"
    panel = screens.panel()
    expect(panel.locator(".topbar--rehearsal")).to_be_visible()
    panel.get_by_role("tab", name="颁奖").click()
    expect(panel.locator(".ceremony__fault--blocks").first).to_contain_text("成绩未确认")
    expect(panel.get_by_role("button", name="锁定方案")).to_be_disabled()
    panel.get_by_role("button", name="填入虚拟分数").click()
    expect(panel.locator(".ceremony__fault--blocks")).to_have_count(0)
    assert violations(panel) == []
    panel.locator(".ceremony select").first.select_option("last_to_first")
    wait_until(lambda: server.view("control")["ceremony"]["order"] == "last_to_first", "the other order")
    panel.get_by_role("button", name="锁定方案").click()
    expect(panel.locator(".ceremony h2 .tag")).to_contain_text("已锁定")
    return panel, server.view("control")["plan"]["steps"]


def test_a_ceremony_with_panel_stage_wall_and_overlay_through_a_power_cut(screens: Screens, server: Server) -> None:
    panel, steps = locked_at_the_panel(screens, server)
    stage, wall = screens.open("/display/stage"), screens.open("/display/wall", 2400, 800)
    overlay = screens.open("/overlay")
    server.do("preview", cue=CUE)
    panel.evaluate("document.activeElement?.blur()")
    go_on(panel, server, 1)
    expect(panel.locator(".walk")).to_contain_text(f"第 1 / {len(steps)} 步")
    assert "颁奖典礼" in agreed(server, stage, wall)

    go_on(panel, server, 4)  # two rows are on the board
    fourth = agreed(server, stage, wall)
    entries = server.view("control")["entries"]
    called = [entries[winner]["unit"] for winner in steps[3]["entries"]]
    assert all(unit in fourth for unit in called), (called, fourth)
    expect(overlay.locator(".award_bar__unit").first).to_have_text(called[0])
    expect(panel.locator(".walk .walk__screens .tally--all")).to_have_count(3)
    out = {winner for step in steps[:4] for winner in step["entries"]}
    later = {winner for step in steps[4:] for winner in step["entries"]} - out
    for page in (stage, wall, overlay):
        text = page.content()  # the page's own first snapshot is in it, too
        assert not [id for id in later if entries[id]["title"][0] in text]
        assert "彩排" not in page.content() and "REHEARSAL" not in page.content()

    go_on(panel, server, 5)
    fifth = agreed(server, stage, wall)
    caught_up(panel, server)
    panel.keyboard.press("PageUp")
    at_step(server, 4)
    assert agreed(server, stage, wall) == fourth != fifth
    go_on(panel, server, 5)
    assert agreed(server, stage, wall) == fifth, "there and back and there again"

    stage.reload()
    assert agreed(server, stage, wall) == fifth, "who joins late sees the same step"
    cut(screens, server, panel)
    assert agreed(server, stage, wall) == fifth and step_of(server) == 5
    expect(panel.locator(".walk")).to_contain_text(f"第 5 / {len(steps)} 步")

    held(server, stage, wall)
    jumped(panel, server, stage, wall, overlay, len(steps))


def cut(screens: Screens, server: Server, panel: Page) -> None:
    with screens.without_server():
        server.kill()
        expect(panel.locator(".topbar__line--down")).to_be_visible()
        server.start()
        expect(panel.locator(".topbar__line--up")).to_be_visible()


def held(server: Server, stage: Page, wall: Page) -> None:
    """A motion that is held stands still on every screen, and a second press completes it on every screen."""
    assert server.do("ceremony_speed", speed="0.5")["type"] == "ack"
    wait_until(lambda: server.do("go")["type"] == "ack", "the guard to pass")
    at_step(server, 6)
    assert server.do("ceremony_pause", on=True)["type"] == "ack"
    motion = server.view("stage")["program"]["content"]["motion"]
    assert motion["held"] and motion["done"] < motion["ms"]
    # A page that was too slow to move draws the step at rest, as one that joins late does.
    for page in (stage, wall):
        wait_until(lambda page=page: _climbing(page) != "running", "the row to stand still")
    places = [_offset(page) for page in (stage, wall) if _climbing(page) == "paused"]
    assert all(abs(one - places[0]) < 0.02 for one in places), f"the rows stand at the same part of their way: {places}"
    wait_until(lambda: server.do("go")["type"] == "ack", "the guard to pass")
    assert step_of(server) == 6 and server.view("stage")["program"]["content"]["motion"] is None
    agreed(server, stage, wall)
    assert all(_climbing(page) is None for page in (stage, wall))
    assert server.do("ceremony_speed", speed="1")["type"] == "ack"


def _climbing(page: Page) -> Any:
    return page.evaluate("document.querySelector('.board__row--now')?.getAnimations()[0]?.playState ?? null")


def _offset(page: Page) -> float:
    progress = "document.querySelector('.board__row--now').getAnimations()[0].effect.getComputedTiming().progress"
    return float(page.evaluate(progress))


def jumped(panel: Page, server: Server, stage: Page, wall: Page, overlay: Page, of: int) -> None:
    """A jump by the panel's list, and from the last step GO goes on to the next cue."""
    caught_up(panel, server)
    panel.locator(".walk select").select_option(str(of))
    at_step(server, of)
    last = agreed(server, stage, wall)
    assert "一等奖" in last
    fresh = stage.context.new_page()
    fresh.goto(server.url("/display/stage"))
    assert agreed(server, fresh, stage) == last
    fresh.close()
    press_go(panel, server)
    wait_until(lambda: server.view("control")["program"]["cue"] != CUE, "GO to leave the ceremony")
    expect(overlay.locator(".award_bar")).to_have_count(0)
    expect(panel.locator(".walk")).to_have_count(0)


def test_every_winner_can_be_read_on_screen_and_in_the_stream(screens: Screens, server: Server) -> None:
    """However many are called together: the smallest type that a phone's stream can carry is 24 of 1080 lines."""
    server.do("switch_mode", mode="rehearsal")
    for command in ("invent_marks", "lock_ceremony"):
        assert server.do(command)["type"] == "ack"
    stage, overlay = screens.open("/display/stage"), screens.open("/overlay")
    server.take(CUE)
    steps = server.view("control")["plan"]["steps"]
    pages = {len(step["entries"]): number for number, step in enumerate(steps, 1) if step["kind"] == "page"}
    assert 3 in pages, "three winners side by side are the narrowest"
    for many, number in pages.items():
        seq = server.do("ceremony_jump", step=number)["seq"]
        for page, names in ((stage, ".cards__card"), (overlay, ".award_bar__who")):
            wait_until(lambda seq=seq, page=page: drawn(page, seq), "the page")
            expect(page.locator(f".scene:last-child {names}")).to_have_count(many)
            sizes = page.evaluate(SIZES, f".scene:last-child {names} :is(h2, p)")
            assert min(sizes)[0] >= 24, min(sizes)
            assert not [words for _, words in sizes if "[object" in words]


def test_a_step_and_its_pause_that_come_in_one_frame_show_the_step(screens: Screens, server: Server) -> None:
    server.do("switch_mode", mode="rehearsal")
    for command in ("invent_marks", "lock_ceremony"):
        assert server.do(command)["type"] == "ack"
    server.do("ceremony_speed", speed="0.5")
    stage = screens.open("/display/stage")
    server.take(CUE)
    kinds = [step["kind"] for step in server.view("control")["plan"]["steps"]]
    server.do("ceremony_jump", step=kinds.index("place") + 1)
    agreed(server, stage)
    # Less than what is too late to be moved at all.
    stage.evaluate("setTimeout(() => { for (const until = Date.now() + 500; Date.now() < until;); })")
    assert server.do("go")["type"] == "ack"
    seq = server.do("ceremony_pause", on=True)["seq"]
    called = [row["entry"] for row in server.view("stage")["program"]["content"]["rows"] if row["now"]]
    wait_until(lambda: drawn(stage, seq), "both to be drawn")
    climbing = ".scene--ceremony:last-child .board__row--now"
    rows = f"[...document.querySelectorAll('{climbing}')].map((row) => row.dataset.entry)"
    assert stage.evaluate(rows) == called


def test_the_panel_names_presenters_prizes_and_what_blocks(screens: Screens, server: Server) -> None:
    panel = screens.panel()
    panel.get_by_role("tab", name="颁奖").click()
    panel.get_by_role("button", name="颁奖人 三等奖").click()
    panel.fill("dialog [name=name1]", "张㛃")
    panel.fill("dialog [name=post1]", "主任")
    panel.click("dialog [type=submit]")
    expect(panel.locator(".ceremony table")).to_contain_text("主任 张㛃")
    panel.get_by_role("button", name="增加单项奖").click()
    panel.fill("dialog [name=title]", "最佳人气奖")
    panel.fill("dialog [name=entries]", "07、12")
    panel.click("dialog [type=submit]")
    expect(panel.locator(".ceremony")).to_contain_text("最佳人气奖：07")
    panel.locator(".ceremony__quota").first.fill("99")
    panel.locator(".ceremony__quota").first.blur()
    expect(panel.locator(".ceremony__fault[data-code=quota_over]")).to_be_visible()
    assert json.dumps(server.view("stage"), ensure_ascii=False).count("最佳人气奖") == 0
    panel.get_by_role("button", name="English").click()
    expect(panel.locator(".ceremony")).to_contain_text("Lock the plan")
    assert violations(panel) == []
