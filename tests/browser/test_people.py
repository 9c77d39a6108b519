"""The operator's list of people in a real browser: who is there now, cards on paper, a code taken away."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.conftest import HALL, Screens
from tests.support.server_process import CODE, Server

HERE = {"zh": "1 台设备在线", "en": "1 device connected"}


def kept(server: Server, id: str) -> dict[str, Any]:
    people = json.loads((server.folder / "people.json").read_text(encoding="utf-8"))
    return next(one for one in people if one["id"] == id)


def listed(screens: Screens, lang: str = "zh") -> Page:
    page = screens.open(f"/login?next=/people?lang={lang}", 1280, 900)
    page.fill("#code", CODE)
    page.click("button[type=submit]")
    expect(page.locator(".row").first).to_be_visible()
    return page


def joined(screens: Screens, server: Server, id: str) -> Page:
    """Somebody's tablet, signed in by the link on the card."""
    tablet = screens.open(f"/join/{kept(server, id)['code']}", 820, 1180, HALL)
    tablet.click("button[type=submit]")
    tablet.wait_for_url("**/judge*")
    return tablet


def test_a_judge_signs_in_is_seen_and_is_sent_away(screens: Screens, server: Server) -> None:
    people = listed(screens)
    row = people.locator("[id=judge-J1]")
    expect(row.locator(".presence")).to_have_text("本次启动后未登录")
    tablet = joined(screens, server, "judge-J1")
    expect(row.locator(".presence")).to_have_text(HERE["zh"])
    screens.forgiving = True  # the tablet's lost socket is meant
    asked: list[str] = []
    people.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    row.locator(".danger").click()
    assert "示例甲" in asked[0] and kept(server, "judge-J1")["code"], "a question that was answered no does nothing"
    people.once("dialog", lambda dialog: dialog.accept())
    row.locator(".danger").click()
    expect(row.locator(".code")).to_have_text("没有口令，不能登录")
    expect(row.locator(".presence")).to_contain_text("最近在线")
    tablet.wait_for_url("**/login?next=/judge*")
    expect(people.locator("[id=judge-J2] .presence")).to_have_text("本次启动后未登录")


def test_a_name_is_given_and_somebody_is_added(screens: Screens, server: Server) -> None:
    people = listed(screens, "en")
    row = people.locator("[id=scorer-1]")
    row.locator("input[name=name]").fill("赵六")
    row.locator("input[name=name]").press("Enter")
    expect(row.locator("h2")).to_have_text("赵六")
    people.locator(".add select").select_option("supervisor")
    people.locator(".add input").fill("周监督")
    people.locator(".add button").click()
    expect(people.locator("[id=supervisor-2] h2")).to_have_text("周监督")
    assert kept(server, "supervisor-2")["name"] == "周监督"


PRINTED = """() => [...document.querySelectorAll(".row")]
  .filter((row) => row.getClientRects().length).map((row) => row.id)"""
CARD = """(row) => {
  const box = (one) => one.getBoundingClientRect();
  const inside = (one) => box(one).left >= box(row).left && box(one).right <= box(row).right
    && box(one).bottom <= box(row).bottom && one.scrollWidth <= one.clientWidth + 1;
  return {height: box(row).height, code: box(row.querySelector(".code")).height,
    inside: [...row.querySelectorAll("h2, .how, .key")].every(inside),
    qr: box(row.querySelector(".qr path")).width / box(row.querySelector("svg")).width};
}"""


def test_on_paper_there_is_one_card_a_person_and_nothing_else(screens: Screens, server: Server) -> None:
    people = listed(screens)
    people.locator("[id=scorer-2] input[name=name]").fill("欧阳" * 30)
    people.locator("[id=scorer-2] input[name=name]").press("Enter")
    expect(people.locator("[id=scorer-2] h2")).to_have_text("欧阳" * 30)
    people.evaluate("() => { window.print = () => { window.printed = (window.printed || 0) + 1 } }")
    people.emulate_media(media="print")
    people.set_viewport_size({"width": 718, "height": 1047})
    everybody = people.evaluate(PRINTED)
    assert len(everybody) == len(json.loads((server.folder / "people.json").read_text(encoding="utf-8")))
    for selector in ("header", ".add", ".acts", ".rename", ".presence", ".link"):
        assert not people.locator(selector).first.is_visible(), selector
    for id in ("judge-J1", "scorer-2"):
        card = people.locator(f"[id={id}]").evaluate(CARD)
        assert card["inside"] and card["code"] < 40, f"{id}: {card}"
        assert 0.6 < card["qr"] < 0.9, "the whole code with its quiet zone, not a piece of it"
        assert abs(card["height"] * 3 - 1047) < 60, "three rows to a page"
    people.emulate_media(media="screen")
    people.locator("[id=judge-J2] .print-one").click()
    people.emulate_media(media="print")
    assert people.evaluate("printed") == 1 and people.evaluate(PRINTED) == ["judge-J2"]
    people.evaluate("dispatchEvent(new Event('afterprint'))")
    assert people.evaluate(PRINTED) == everybody
