"""The draw on real screens: who draws, the roll, the end that every screen shows, and the panel."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Screens, caught_up
from tests.support.server_process import Server, wait_until

SESSION = "d1am"
SHOWN = ".scene--draw .draw__unit"


def take_draw(server: Server) -> None:
    """Inserts a draw after the first cue and takes it."""
    first = server.view("control")["rundown"][0]["cues"][0]["id"]
    added = server.do("add_cue", after=first, scene="draw", title="", args={"session": SESSION})
    assert added["type"] == "ack"
    assert server.take(f"added.{added['seq']}")["type"] == "ack"


def order(server: Server) -> list[str]:
    view = server.view("control")
    return [view["entries"][id]["unit"] for id in view["draws"][-1]["order"]]


def at_rest(page: Page) -> None:
    page.wait_for_function("() => document.getAnimations().every((one) => one.playState !== 'running')")
    page.wait_for_function("() => !document.querySelector('.draw__reel')")


def test_every_screen_rolls_to_the_same_order_and_a_late_one_shows_the_end(screens: Screens, server: Server) -> None:
    take_draw(server)
    left, right = screens.open("/display/stage"), screens.open("/display/stage", 960, 540)
    for page in (left, right):
        expect(page.locator(SHOWN)).to_have_count(len(server.view("stage")["program"]["content"]["rows"]))
        at_rest(page)
        page.evaluate(WATCHES)
    # A screen that hears of a draw late shows its end: on a slow machine not every draw is seen rolling.
    for number in range(8):
        assert server.do("draw", session=SESSION, seed=str(number), reason="再抽")["type"] == "ack"
        late = screens.open("/display/stage")
        late.wait_for_selector(SHOWN)
        assert late.locator(".draw__reel").count() == 0
        for page in (late, left, right):
            at_rest(page)
            assert page.locator(SHOWN).all_inner_texts() == order(server)
        assert left.locator("#canvas").inner_html() == late.locator("#canvas").inner_html()
        assert late.evaluate("document.querySelector('link[href$=\"draw.css\"]').sheet.cssRules.length") > 10
        if left.evaluate("rolled") and right.evaluate("rolled"):
            return
    raise AssertionError("no draw was seen rolling")


def test_who_wants_no_motion_sees_the_end_at_once(screens: Screens, server: Server) -> None:
    take_draw(server)
    page = screens.open("/display/stage")
    page.emulate_media(reduced_motion="reduce")
    page.wait_for_selector(SHOWN)
    assert server.do("draw", session=SESSION, seed="39 07 21")["type"] == "ack"
    expect(page.locator(".draw__note")).to_contain_text("39 07 21")
    assert page.locator(".draw__reel").count() == 0
    assert page.locator(SHOWN).all_inner_texts() == order(server)


def test_the_panel_draws_with_a_typed_seed_and_asks_why_it_draws_again(screens: Screens, server: Server) -> None:
    panel = screens.panel()
    panel.click("[role=tab]:has-text('更多')")
    panel.fill("[name=seed]", "39 07 21")
    panel.click("[data-key=draw]")
    expect(panel.locator(".side__sheet code")).to_have_text("39 07 21")
    panel.click("[data-key=draw]")
    panel.fill("dialog [name=reason]", "有单位迟到")
    panel.click("dialog [type=submit]")
    expect(panel.locator(".side__sheet code")).to_have_count(2)
    made, typed = (one["seed"] for one in reversed(server.view("control")["draws"]))
    assert re.fullmatch("[0-9a-f]{8}", made) and typed == "39 07 21"
    expect(panel.locator(".side__sheet")).to_contain_text("有单位迟到")


def test_go_says_that_it_draws(screens: Screens, server: Server) -> None:
    panel = screens.panel()
    take_draw(server)
    caught_up(panel, server)
    expect(panel.locator(".button--go")).to_contain_text("抽签")
    panel.click(".button--go")
    expect(panel.locator(".button--go")).not_to_contain_text("抽签：")
    assert len(server.view("control")["draws"]) == 1


WATCHES = """() => {
  window.rolled = false;
  const rolls = () => { window.rolled ||= !!document.querySelector(".draw__reel"); };
  new MutationObserver(rolls).observe(document.getElementById("canvas"), { childList: true, subtree: true });
}"""
OUTPUTS = [("standard", 1920, 1080), ("wide", 4800, 1600), ("tall", 1080, 1920)]


@pytest.mark.parametrize(("name", "width", "height"), OUTPUTS)
def test_a_session_of_any_size_fits(
    screens: Screens, server: Server, name: str, width: int, height: int
) -> None:
    take_draw(server)
    page = screens.browser.new_context(viewport={"width": width, "height": height}).new_page()
    page.route_web_socket("**/ws/**", lambda line: None)
    html = page.request.get(server.url("/display/stage")).text()
    html = html.replace('data-shape="standard"', f'data-shape="{name}"')
    view = server.view("stage")
    view["output"] |= {"width": width, "height": height}
    for count in (2, 12, 24, 42):
        fits(page, server, html, view, count)


def fits(page: Page, server: Server, html: str, view: dict[str, Any], count: int) -> None:
    """The page itself, with a session made up for it."""
    unit = "国家某某总局某某省某某市某某区某某县税务局办"  # 22 characters
    row = {"unit": unit, "title": ["“智慧办税”一站式服务", "让纳税人少跑腿的探索与实践"]}
    rows = [row | {"entry": f"{n:02d}"} for n in range(count)]
    view["program"]["content"] = {"session": "第一场", "rows": rows, "seed": "39 07 21", "drawn_at": 1}
    text = json.dumps({"epoch": "x", "at": 1, "build": "x", "seq": 1, "view": view}).replace("<", "\\u003c")
    body = re.sub(r'(id="snapshot">).*?(</script>)', lambda found: found[1] + text + found[2], html, flags=re.S)
    page.unroute_all()
    page.route("**/display/stage", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(server.url("/display/stage"))
    page.wait_for_selector("html:not(.waiting) .draw__row")
    at_rest(page)
    assert page.locator(".draw__row").count() == count
    # Its fonts may come after the first picture; what they make too wide is fitted then.
    wait_until(lambda: not page.evaluate(TOO_BIG), "every row to fit")


# Rows whose words are cut off by their window, lie outside the canvas, or are set too small to read.
TOO_BIG = """() => [...document.querySelectorAll(".draw__row")].filter((row) => {
  const canvas = document.querySelector("#canvas").getBoundingClientRect();
  const inside = row.getBoundingClientRect();
  const window = row.querySelector(".draw__window").getBoundingClientRect();
  const lines = [...row.querySelectorAll(".line")].filter((line) => line.offsetWidth);
  const u = Number(getComputedStyle(row).getPropertyValue("--u-px"));
  return inside.bottom > canvas.bottom || inside.right > canvas.right || lines.some((line) => {
    const box = line.getBoundingClientRect();
    return box.top < window.top - 1 || box.bottom > window.bottom + 1 || box.right > window.right + 1
      || parseFloat(getComputedStyle(line).fontSize) < 17 * u;
  });
}).map((row) => row.innerText)"""
