"""Pages that lose their server while another machine follows it: the wall keeps its page, the panel goes on
without a code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from server.show.commands import Preview, Take, TimerPause, TimerStart
from server.show.model.role import Who
from server.wire import Envelope
from tests.support.server_process import CODE, wait_until
from tests.support.two_machines import Machine, follower_of, in_step, primary_in

OPERATOR = Who("operator", "panel")


class Pair:
    """A primary that can be lost, and its follower on another host."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.lost = ExitStack()
        stack.push(self.lost)
        self.primary = self.lost.enter_context(primary_in(folder / "a"))
        self.follower = stack.enter_context(follower_of(self.primary, folder / "b", host="127.0.0.2"))
        wait_until(lambda: in_step(self.follower), "the follower")

    def command(self, machine: Machine, id: str, command: object) -> None:
        answer = machine.command(Envelope(id, command), OPERATOR)
        assert answer["type"] == "ack", answer


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    with ExitStack() as stack:
        yield Pair(tmp_path, stack)


def opened(browser: Browser, pair: Pair, path: str) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(f"http://127.0.0.1:{pair.primary.port}{path}")
    return page


def until(page: Page, condition: str) -> None:
    """Waits until it is true in the page, whose policy forbids Playwright's own way."""
    wait_until(lambda: page.evaluate(f"Boolean({condition})"), condition)


def test_the_wall_moves_over_with_its_page_and_its_clock(browser: Browser, pair: Pair) -> None:
    wall = opened(browser, pair, "/display/stage")
    until(wall, "limelight.line?.socket.readyState === 1 && limelight.line.urls.length === 2")
    pair.command(pair.primary, "p1", Preview("37.talk"))
    pair.command(pair.primary, "t1", Take("37.talk"))
    pair.command(pair.primary, "c1", TimerStart())
    until(wall, "limelight.drew?.seq === limelight.store.seq && limelight.store.view.timer?.started_at")
    wall.evaluate("window.samePage = true")
    before = wall.evaluate("limelight.clock.now() - performance.now()")
    pair.lost.close()
    until(wall, "limelight.line.moved && limelight.line.socket.readyState === 1")
    pair.follower.run(pair.follower.state.following.promote())
    until(wall, "!limelight.line.standby")
    pair.command(pair.follower, "c2", TimerPause())
    until(wall, "limelight.store.view.timer.held_at != null")
    assert wall.evaluate("window.samePage"), "no reload: no flash on the wall"
    assert abs(wall.evaluate("limelight.clock.now() - performance.now()") - before) < 500, "the clock goes on"


def test_the_panel_goes_on_without_a_code(browser: Browser, pair: Pair) -> None:
    panel = opened(browser, pair, "/control")
    panel.fill("#code", CODE)
    panel.press("#code", "Enter")
    until(panel, "globalThis.limelight?.panel.elsewhere.ticket")
    pair.lost.close()
    pair.follower.run(pair.follower.state.following.promote())
    panel.wait_for_url(re.compile(rf"http://127\.0\.0\.2:{pair.follower.port}/control"))
    until(panel, "globalThis.limelight?.panel.ready && limelight.panel.online")
    panel.keyboard.press("F9")
    wait_until(lambda: pair.follower.state.director.show.override, "HOLD")
    expect(panel.locator("#panel")).to_be_visible()
