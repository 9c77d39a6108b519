"""The panel in the hands of people in a hurry: two of them, stray touches, a dead line, small screens."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import HALL, NO_WEBSOCKETS, Screens, caught_up
from tests.browser.test_panel import program
from tests.support.server_process import CODE, Server, wait_until


def entries(server: Server) -> list[str]:
    return [one["entry"] for one in server.view("control")["rundown"] if one["entry"]]


def sheet(server: Server, entry: str) -> dict[str, Any]:
    return server.view("control")[f"sheet/{entry}"]


def judges(server: Server) -> list[str]:
    return [one["id"] for one in server.view("control")["settings"]["judges"]]


def all_marked(server: Server, entry: str, mark: str = "90") -> None:
    server.do("score_entry", entry=entry)
    server.do("enter_marks", entry=entry, marks=dict.fromkeys(judges(server), mark))


def test_the_language_of_the_address_is_the_panel_s_and_is_kept(screens: Screens) -> None:
    panel = screens.panel()
    panel.goto(screens.server.url("/control?lang=en"))
    expect(panel.locator(".topbar .topbar__mode")).to_contain_text("LIVE")
    panel.goto(screens.server.url("/control"))
    expect(panel.locator(".topbar .topbar__mode")).to_contain_text("LIVE")
    panel.get_by_role("button", name="中文").click()
    panel.reload()
    expect(panel.locator(".topbar .topbar__mode")).to_contain_text("正式")
    english = screens.open("/login?lang=en")
    english.fill("#code", CODE)
    english.click("button[type=submit]")
    expect(english.locator(".topbar .topbar__mode")).to_contain_text("LIVE")


def test_a_mark_typed_over_another_panel_s_is_refused_and_enter_overwrites_knowingly(
    screens: Screens, server: Server
) -> None:
    entry, first = entries(server)[0], judges(server)[0]
    server.do("score_entry", entry=entry)
    panel = screens.panel()
    cell = panel.locator(".mark__input").first
    cell.click()
    panel.keyboard.type("91")
    server.do("enter_marks", entry=entry, marks={first: "88"})
    caught_up(panel, server)
    panel.keyboard.press("Enter")
    expect(panel.locator(".mark--faulty small")).to_contain_text("88.00")
    expect(cell).to_have_value("91")
    assert sheet(server, entry)["marks"][first] == "88.00"
    panel.locator(".mark__input").nth(1).click()
    panel.keyboard.type("92")
    panel.keyboard.press("Enter")
    wait_until(lambda: len(sheet(server, entry)["marks"]) == 2, "the second mark")
    expect(panel.locator(".mark--faulty small")).to_contain_text("88.00")
    cell.focus()
    panel.keyboard.press("Enter")
    wait_until(lambda: sheet(server, entry)["marks"][first] == "91.00", "the knowing second Enter")
    expect(panel.locator(".mark--faulty")).to_have_count(0)


def test_the_panel_commands_from_another_machine_of_the_hall(screens: Screens, server: Server) -> None:
    panel = screens.panel(host=HALL)
    assert panel.evaluate("isSecureContext") is False
    panel.keyboard.press("Space")
    wait_until(lambda: program(server) == "d1am.test", "GO over plain HTTP")


def test_a_habit_of_pressing_space_switches_no_journal(screens: Screens, server: Server) -> None:
    panel = screens.panel()
    panel.get_by_role("button", name="转到彩排").click()
    expect(panel.get_by_role("dialog")).to_be_visible()
    panel.keyboard.press("Space")
    expect(panel.get_by_role("dialog")).to_have_count(0)
    assert server.view("control")["mode"] == "live" and program(server) is None


HOLD_BACK = """() => {
  const { panel } = limelight;
  const real = panel.message.bind(panel);
  const held = [];
  panel.message = (message) => held.push(message);
  window.letGo = () => { panel.message = real; held.forEach(real); };
}"""


@pytest.mark.parametrize("last", ["92.00", "90.00"], ids=["another", "back to what stands"])
def test_a_mark_typed_again_within_a_round_trip_is_the_one_that_counts(
    screens: Screens, server: Server, last: str
) -> None:
    entry, first = entries(server)[0], judges(server)[0]
    server.do("score_entry", entry=entry)
    server.do("enter_marks", entry=entry, marks={first: "90"})
    panel = screens.panel()
    cell = panel.locator(".mark__input").first
    panel.evaluate(HOLD_BACK)  # a slow line: what the server answers has not come yet
    for mark in ("91", last):
        cell.fill(mark)
        cell.press("Enter")
    wait_until(lambda: sheet(server, entry)["marks"][first] == "91.00", "the first mark")
    panel.evaluate("letGo()")
    wait_until(lambda: sheet(server, entry)["marks"][first] == last, "the one that was typed last")
    expect(panel.locator(".mark--faulty, .mark--draft")).to_have_count(0)
    expect(cell).to_have_value(last)


def test_a_sheet_does_not_change_under_a_typist(screens: Screens, server: Server) -> None:
    first, second = entries(server)[:2]
    server.do("score_entry", entry=first)
    panel = screens.panel()
    panel.locator(".mark__input").first.click()
    panel.keyboard.type("9")
    server.do("score_entry", entry=second)
    expect(panel.locator(".marksheet .why")).to_contain_text(second)
    panel.keyboard.type("1")
    panel.keyboard.press("Enter")
    wait_until(lambda: list(sheet(server, first)["marks"].values()) == ["91.00"], "the mark on its own sheet")
    assert not sheet(server, second)["marks"]
    panel.keyboard.press("Escape")
    expect(panel.get_by_label("选择项目")).to_have_value(second)


NUMBERS_SEEN = """() => [...document.querySelectorAll("body *")].filter((el) => {
  const own = el.value ?? [...el.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data).join("");
  const style = getComputedStyle(el);
  return /\\d\\d\\.\\d/.test(own) && !el.matches("[data-tick]") && el.checkVisibility()
    && style.color !== "rgba(0, 0, 0, 0)";
}).map((el) => el.outerHTML.slice(0, 120))"""


def test_one_key_hides_every_number_wherever_it_stands(screens: Screens, server: Server) -> None:
    entry = entries(server)[0]
    all_marked(server, entry, "91.25")
    server.do("confirm", entry=entry)
    server.do("correct", entry=entry, marks={judges(server)[0]: "99.5"}, reason="看错")
    server.do("correct", entry=entry, marks={judges(server)[1]: "98.5"}, deduction="0.5", reason="看错")
    server.take(f"{entry}.reveal")
    server.do("arm", entry=entry)
    assert server.do("go")["type"] == "ack"
    panel = screens.panel()
    expect(panel.locator(".verdict__score b")).to_be_visible()
    assert panel.evaluate(NUMBERS_SEEN), "there is something to hide"
    panel.keyboard.press("n")
    for which in ("preview", "program"):
        expect(panel.locator(f".monitor--{which} .monitor__cover")).to_be_visible()
    for tab in range(5):
        panel.locator(".side .tabs__tab").nth(tab).click()
        assert panel.evaluate(NUMBERS_SEEN) == [], tab
    panel.locator(".side .tabs__tab").first.click()
    panel.get_by_role("button", name="更正", exact=True).click()
    expect(panel.get_by_role("dialog")).to_be_visible()
    assert panel.evaluate(NUMBERS_SEEN) == []
    panel.keyboard.press("Escape")
    panel.keyboard.press("n")
    expect(panel.locator(".monitor__cover")).to_have_count(0)


def test_the_lock_keeps_stray_touches_and_the_keyboard_off_everything_but_panic(
    screens: Screens, server: Server
) -> None:
    panel = screens.panel()
    panel.keyboard.press("l")
    for name in ("GO", "TAKE", "黑场", "冻结"):
        expect(panel.locator(".transport__keys").get_by_role("button", name=name)).to_be_disabled()
    spot = panel.get_by_text("转到彩排").bounding_box()
    assert spot
    panel.mouse.click(spot["x"] + 5, spot["y"] + 5)
    expect(panel.get_by_role("dialog")).to_have_count(0)
    unlock = panel.locator(".lock__button")
    unlock.click()
    expect(unlock).to_be_visible()
    panel.locator(".transport__keys .button--hold").click()
    wait_until(lambda: server.view("stage")["override"] == "holding", "HOLD by touch through the lock")
    unlock.hover()
    panel.mouse.down()
    expect(unlock).to_have_count(0)
    panel.mouse.up()
    expect(panel.locator(".transport__keys .button--go")).to_be_enabled()
    assert program(server) is None


def test_under_the_list_of_keys_and_under_a_question_only_panic_acts(screens: Screens, server: Server) -> None:
    panel = screens.panel()
    panel.keyboard.press("?")
    expect(panel.get_by_role("dialog").get_by_role("button")).to_be_focused()
    panel.keyboard.press("PageDown")
    panel.keyboard.press("Space")
    expect(panel.get_by_role("dialog")).to_have_count(0)
    panel.get_by_role("button", name="转到彩排").click()
    panel.keyboard.press("PageDown")
    panel.keyboard.press("Shift+Escape")
    wait_until(lambda: server.view("stage")["override"] == "holding", "HOLD over a question")
    assert program(server) is None


def test_a_line_that_freezes_is_noticed_and_nothing_pressed_meanwhile_comes_later(
    screens: Screens, server: Server
) -> None:
    panel = screens.panel()
    screens.forgiving = True
    panel.context.set_offline(True)
    expect(panel.locator(".topbar__strip")).to_contain_text("不会执行", timeout=15000)
    panel.keyboard.press("Space")
    expect(panel.locator(".transport .why")).to_contain_text("没有执行")
    expect(panel.locator(".activity")).to_contain_text("没有执行")
    panel.context.set_offline(False)
    expect(panel.locator(".topbar__line--up")).to_be_visible(timeout=15000)
    expect(panel.locator(".topbar__strip")).to_have_count(0)
    expect(panel.locator(".transport .why")).to_contain_text("没有执行")
    caught_up(panel, server)
    assert program(server) is None


def test_another_journal_forgets_what_was_typed_and_asked_in_the_one_before(
    screens: Screens, server: Server
) -> None:
    entry = entries(server)[0]
    server.do("score_entry", entry=entry)
    panel = screens.panel()
    panel.locator(".mark__input").first.fill("191")
    panel.keyboard.press("Enter")
    expect(panel.locator(".mark--faulty")).to_have_count(1)
    panel.get_by_role("tab", name="项目").click()
    panel.locator(".side").get_by_role("button", name="修改项目").click()
    server.do("switch_mode", mode="rehearsal")
    expect(panel.locator(".topbar--rehearsal")).to_be_visible()
    expect(panel.get_by_role("dialog")).to_have_count(0)
    server.do("score_entry", entry=entry)
    panel.get_by_role("tab", name="打分").click()
    expect(panel.locator(".mark__input").first).to_have_value("")


CLIPPED = """() => {
  const outside = (el) => { const r = el.getBoundingClientRect();
    return r.left < 0 || r.top < 0 || r.right > innerWidth + 0.5 || r.bottom > innerHeight + 0.5; };
  const wide = (el) => el.scrollWidth > el.clientWidth + 1;
  const covered = (el) => { const k = el.querySelector("kbd")?.getBoundingClientRect();
    return k && [...el.querySelectorAll(".button__label > *")].some((part) => {
      const range = document.createRange();
      range.selectNodeContents(part);
      return [...range.getClientRects()].some((r) =>
        r.right > k.left + 0.5 && r.left < k.right && r.top < k.bottom && r.bottom > k.top + 2);
    }); };
  const keys = [...document.querySelectorAll(".transport__keys .button")];
  const others = document.querySelectorAll(".panel__low .button, .topbar .button, .timer__reading, .monitor");
  return [
    ...[...keys, ...others].filter(outside),
    ...[...document.querySelectorAll(".button, .rundown__choose, .rundown__cue, .tabs__tab")].filter(wide),
    ...keys.filter(covered),
  ].map((el) => el.outerText);
}"""


@pytest.mark.parametrize("size", [(1280, 720), (1440, 900), (1920, 1080)])
def test_everything_of_the_show_fits_the_screen_in_either_language(
    screens: Screens, server: Server, size: tuple[int, int]
) -> None:
    entry = entries(server)[1]
    server.take(f"{entry}.talk")
    server.do("put", element="lower_third", entry=entry)
    panel = screens.panel(*size)
    for lang in ("zh", "en"):
        if lang == "en":
            panel.get_by_role("button", name="English").click()
        assert panel.evaluate(CLIPPED) == [], lang
        panel.keyboard.press("e")
        expect(panel.locator(".rundown__edits").first).to_be_visible()
        assert panel.evaluate(CLIPPED) == [], (lang, "edit mode")
        panel.keyboard.press("e")


def test_a_preview_without_a_socket_does_not_ask_for_the_events_of_everybody(screens: Screens) -> None:
    page = screens.panel()
    page.add_init_script(NO_WEBSOCKETS)
    page.goto(screens.server.url("/display/stage?preview=1&monitor=1"))
    wait_until(lambda: page.evaluate("limelight.line.attempt > 4"), "tries enough to take another way")
    asked = page.evaluate("performance.getEntriesByType('resource').map((one) => new URL(one.name).pathname)")
    assert asked and not [path for path in asked if path.startswith("/events/")]
