"""What a person does: session one of day one by keyboard, with every screen open and a power cut."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import Screens, caught_up
from tests.support.server_process import Server, wait_until

SCORE = "91.32"  # the mean without 95 and 88.75: 639.25 / 7
MARKS = ("91.5", "92", "90.25", "93", "88.75", "95", "91", "92.5", "89")


def scene(page: Page, name: str) -> None:
    # Two key visuals may follow each other, and the one before is seen until it has left.
    expect(page.locator(f"section.scene--{name}").last).to_be_visible()


def go(panel: Page, server: Server) -> str:
    """Presses GO's key and returns the scene that is on air then."""
    caught_up(panel, server)
    before = panel.evaluate("limelight.panel.view.program?.key ?? null")
    press_go(panel, server)
    changed = wait_until(lambda: _program_after(server, before), "the program to change")
    return changed["scene"]


def press_go(panel: Page, server: Server) -> None:
    """Space, once the panel says what it will do, and 400 ms after the server has done the last GO."""
    caught_up(panel, server)
    since = "performance.now() - (window.lastGo ?? -1e9)"
    wait_until(lambda: panel.evaluate(since) > 450, "the double-GO guard")
    before = panel.evaluate("limelight.panel.store.seq")
    panel.keyboard.press("Space")
    wait_until(lambda: server.get("/api/views/control")["seq"] > before, "GO to be done")
    panel.evaluate("window.lastGo = performance.now()")


def _program_after(server: Server, key: str | None) -> dict[str, Any] | None:
    program = server.view("control")["program"]
    return program if program and program["key"] != key else None


def to_scene(panel: Page, server: Server, wanted: str) -> None:
    for _ in range(20):
        if go(panel, server) == wanted:
            return
    raise AssertionError(f"GO never came to {wanted}")


def type_marks(panel: Page, entry: str) -> None:
    panel.keyboard.press("m")
    panel.locator(".marksheet select").select_option(entry)
    first = panel.locator(".mark__input").first
    expect(first).to_have_value("")
    first.focus()
    for mark in MARKS:
        panel.keyboard.type(mark)
        panel.keyboard.press("Enter")
    confirm = panel.locator("[data-step=confirm] button")
    confirm.wait_for()
    confirm.click()
    expect(panel.locator(".verdict__state")).to_contain_text("已确认")


def test_session_one_with_panel_stage_monitor_and_overlay_through_a_power_cut(
    screens: Screens, server: Server
) -> None:
    stage, monitor, overlay = (
        screens.open(path) for path in ("/display/stage", "/display/monitor", "/overlay")
    )
    panel = screens.panel()
    order = [segment["entry"] for segment in server.view("control")["rundown"] if segment["entry"]][:3]

    to_scene(panel, server, "key_visual")
    scene(stage, "key_visual")
    expect(panel.locator(".tabs__tab", has_text="主屏").locator(".tally")).to_have_text("1/1 在播")
    to_scene(panel, server, "opening")
    scene(stage, "opening")
    panel.locator(f".rundown__fold:has-text('{order[0]} ')").click()
    panel.locator(f"[data-cue='{order[0]}.next']").click()

    for place, entry in enumerate(order):
        to_scene(panel, server, "next")
        scene(stage, "next")
        expect(overlay.locator(".lower_third__number")).to_have_text(f"0{place + 1}")
        to_scene(panel, server, "talk")
        caught_up(panel, server)
        panel.keyboard.press("t")
        wait_until(lambda: server.view("stage")["timer"]["started_at"], "the talk's clock to run")
        if place == 1:
            power_cut(screens, server, panel, stage, monitor)
        score_and_reveal(panel, server, entry, stage, overlay)
    ranking_and_break(server, order[0], stage)


def power_cut(screens: Screens, server: Server, panel: Page, stage: Page, monitor: Page) -> None:
    """The server is killed in mid-talk: screens keep their picture, clocks run on, all come back."""
    shown = monitor.locator(".monitor__time").inner_text()
    with screens.without_server():
        server.kill()
        expect(panel.locator(".topbar__line--down")).to_be_visible()
        expect(monitor.locator(".monitor__time")).not_to_have_text(shown)
        scene(stage, "talk")
        server.start()
        expect(panel.locator(".topbar__line--up")).to_be_visible()
    assert server.view("stage")["timer"]["started_at"], "the clock goes on after a power cut"


def score_and_reveal(panel: Page, server: Server, entry: str, stage: Page, overlay: Page) -> None:
    to_scene(panel, server, "scoring")
    scene(stage, "scoring")
    type_marks(panel, entry)
    expect(stage.locator(".scoring__count")).to_have_text("9/9")
    to_scene(panel, server, "reveal")
    expect(stage.locator(".reveal__back")).to_have_count(9)
    assert SCORE not in stage.content()
    press_go(panel, server)
    expect(stage.locator(".reveal__score b")).to_have_text(SCORE)
    expect(stage.locator(".reveal__card--dropped")).to_have_count(2)
    expect(overlay.locator(".score__value")).to_have_text(SCORE)


def ranking_and_break(server: Server, entry: str, stage: Page) -> None:
    view = server.view("control")
    category = view["entries"][entry]["category_id"]
    cues = [cue for segment in view["rundown"] for cue in segment["cues"]]
    ranking = next(c["id"] for c in cues if c["scene"] == "ranking" and c["args"]["category"] == category)
    assert server.take(ranking)["type"] == "ack"
    scene(stage, "ranking")
    expect(stage.locator(".ranking__row").first.locator(".ranking__score")).to_have_text(SCORE)
    assert server.take(next(c["id"] for c in cues if c["scene"] == "break"))["type"] == "ack"
    scene(stage, "break")
    expect(stage.locator("section.scene")).to_have_count(1)
