"""Pairing in real Chromium: a word that shows only when it is asked for, and a screen that counts from then on."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Screens
from tests.support.server_process import Server, wait_until


def test_the_operator_pairs_a_screen_by_its_word(screens: Screens, server: Server) -> None:
    panel = screens.panel()
    wall, other = screens.open("/display/stage"), screens.open("/display/stage")
    tally = panel.locator(".tabs--outputs .tally").first
    expect(tally).to_contain_text("2/2")
    expect(wall.locator(".pairing__word")).to_have_count(0)
    panel.locator(".side .tabs__tab").nth(4).click()
    panel.get_by_role("button", name="让它们显示暗号").click()
    word = wall.locator(".pairing__word").inner_text()
    assert word != other.locator(".pairing__word").inner_text()
    panel.get_by_role("button", name=f"配对 {word}").click()
    panel.locator("dialog input[name=name]").fill("左墙")
    panel.locator("dialog button[type=submit]").click()
    expect(tally).to_contain_text("1/1")
    expect(wall.locator(".pairing__word")).to_have_count(0)
    wall.reload()
    wait_until(lambda: server.get("/api/screens")["outputs"]["stage"]["list"], "the paired screen to be back")
    expect(tally).to_contain_text("1/1")
    expect(panel.locator(".side")).to_contain_text("左墙")
    assert server.get("/api/screens")["outputs"]["stage"]["unpaired"] == 1
    wait_until(lambda: server.get("/api/screens")["outputs"]["stage"]["list"][0]["vitals"], "the screen's vitals")
