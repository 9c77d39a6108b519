"""The operator's panel in real Chromium: what every press does, and what it says."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Screens, at_once, caught_up
from tests.support.server_process import CODE, Server, wait_until


def program(server: Server) -> str | None:
    on_air = server.view("control")["program"]
    return on_air["cue"] if on_air else None


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"iframes": False}).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]


def test_axe_finds_nothing_on_any_page_in_either_language(screens: Screens, server: Server) -> None:
    assert violations(screens.open("/")) == []
    assert violations(screens.open("/help")) == [] == violations(screens.open("/help?lang=en"))
    login = screens.open("/login")
    assert violations(login) == []
    panel = screens.panel()
    assert violations(panel) == [], "before anything has happened"
    entry = next(one["entry"] for one in server.view("control")["rundown"] if one["entry"])
    server.take(f"{entry}.talk")
    server.do("score_entry", entry=entry)
    server.do("enter_marks", entry=entry, marks={server.judges()[0]: "91"})
    caught_up(panel, server)
    panel.locator(".mark__input").first.fill("191")
    panel.locator(".mark__input").first.press("Enter")
    for lang in ("zh", "en"):
        if lang == "en":
            panel.get_by_role("button", name="English").click()
        for tab in range(5):
            panel.locator(".side .tabs__tab").nth(tab).click()
            assert violations(panel) == [], (lang, tab)
    panel.get_by_role("button", name="SHOW MODE").click()
    assert violations(panel) == []
    panel.locator("body").press("?")
    assert violations(panel) == []


def test_the_keys_of_the_show(screens: Screens, server: Server) -> None:
    panel = screens.panel()
    panel.keyboard.press("Space")
    wait_until(lambda: program(server) == "d1am.test", "GO to take the first cue")
    caught_up(panel, server)
    panel.keyboard.press("ArrowDown")
    wait_until(lambda: server.view("control")["preview"] == "d1am.countdown", "the arrow to choose")
    caught_up(panel, server)
    panel.keyboard.press("Enter")
    wait_until(lambda: program(server) == "d1am.countdown", "TAKE")
    with at_once(panel):
        panel.keyboard.press("Escape")
        wait_until(lambda: server.view("stage")["override"] == "holding", "HOLD")
        caught_up(panel, server)
        panel.keyboard.press("Escape")  # a nervous second press
    panel.keyboard.press("b")
    wait_until(lambda: server.view("stage")["override"] == "black", "BLACK")
    panel.keyboard.press("PageUp")
    wait_until(lambda: server.view("control")["preview"] == "d1am.key_visual", "the clicker's way back")
    caught_up(panel, server)
    with at_once(panel):
        panel.keyboard.press("u")
        wait_until(lambda: server.view("stage")["override"] == "holding", "undo of BLACK")
        expect(panel.locator(".activity")).to_contain_text("撤销")
    panel.keyboard.press("?")
    expect(panel.get_by_role("dialog")).to_contain_text("安全画面")
    panel.keyboard.press("Escape")
    expect(panel.get_by_role("dialog")).to_have_count(0)
    assert server.view("stage")["override"] == "holding", "Esc closes the help and does nothing else"


def test_a_double_go_is_one_and_says_so(screens: Screens, server: Server) -> None:
    panel = screens.panel()
    panel.evaluate("() => { limelight.panel.act('go'); limelight.panel.act('go'); }")
    expect(panel.locator(".transport .why")).to_contain_text("400")
    assert program(server) == "d1am.test"


def test_shortcuts_are_dead_while_typing_but_panic(screens: Screens, server: Server) -> None:
    panel = screens.panel()
    field = panel.locator(".rundown__find")
    field.focus()
    panel.keyboard.type("b t ")
    panel.keyboard.press("F9")
    wait_until(lambda: server.view("stage")["override"] == "holding", "HOLD from a field")
    assert program(server) is None
    expect(field).to_have_value("b t ")
    panel.keyboard.press("Escape")
    assert panel.evaluate("document.activeElement === document.body")


def test_what_is_pressed_while_the_line_is_down_is_refused_and_never_replayed(
    screens: Screens, server: Server
) -> None:
    panel = screens.panel()
    screens.forgiving = True
    server.kill()
    expect(panel.locator(".topbar__line--down")).to_be_visible()
    panel.keyboard.press("Space")
    expect(panel.locator(".transport .why")).to_contain_text("没有执行")
    server.start()
    expect(panel.locator(".topbar__line--up")).to_be_visible()
    caught_up(panel, server)
    assert program(server) is None


def test_marks_are_kept_to_be_mended_when_out_of_range(screens: Screens, server: Server) -> None:
    panel = screens.panel()
    entry = next(one["entry"] for one in server.view("control")["rundown"] if one["entry"])
    panel.locator(".marksheet select").select_option(entry)
    first = panel.locator(".mark__input").first
    first.fill("191")
    first.press("Enter")
    expect(panel.locator(".mark--faulty small")).to_contain_text("100")
    expect(first).to_have_value("191")
    expect(first).to_be_focused()
    first.fill("９１。５")
    first.press("Enter")
    expect(panel.locator(".mark__input").nth(1)).to_be_focused()
    wait_until(lambda: "91.50" in server.view("control")[f"sheet/{entry}"]["marks"].values(), "the mark")
    caught_up(panel, server)
    expect(first).to_have_value("91.50")  # its answer, too: till then it says what was typed
    first.fill("")
    first.press("Enter")
    wait_until(lambda: not server.view("control")[f"sheet/{entry}"]["marks"], "a blank")


def test_one_click_too_many_arms_nothing_and_space_is_go_again(screens: Screens, server: Server) -> None:
    view = server.view("control")
    entry = next(one["entry"] for one in view["rundown"] if one["entry"])
    server.do("score_entry", entry=entry)
    server.do("enter_marks", entry=entry, marks=dict.fromkeys(server.judges(), "90"))
    panel = screens.panel()
    panel.keyboard.press("m")
    confirm = panel.locator("[data-step=confirm] button")
    confirm.focus()
    with at_once(panel):
        confirm.dblclick()
        expect(panel.locator("[data-step=arm] button")).to_be_visible()
    caught_up(panel, server)
    assert server.view("control")["scoring"]["armed"] is None
    panel.keyboard.press("Space")
    wait_until(lambda: program(server) == "d1am.test", "GO by the key, not the next step")


def test_a_typist_who_only_ever_presses_enter_confirms_and_takes_nothing(screens: Screens, server: Server) -> None:
    view = server.view("control")
    entry = next(one["entry"] for one in view["rundown"] if one["entry"])
    server.do("score_entry", entry=entry)
    panel = screens.panel()
    panel.keyboard.press("m")
    panel.locator(".mark__input").first.focus()
    for _ in server.judges():
        panel.keyboard.type("90")
        panel.keyboard.press("Enter")
    expect(panel.locator("[data-step=confirm] button")).to_be_focused()
    with at_once(panel):
        panel.keyboard.press("Enter")
        expect(panel.locator("[data-step=arm] button")).to_be_visible()
        for _ in range(3):
            panel.keyboard.press("Enter")
    caught_up(panel, server)
    assert program(server) is None and server.view("control")["scoring"]["armed"] is None
    panel.keyboard.press("Space")
    wait_until(lambda: program(server) == "d1am.test", "GO by its key")
    server.do("preview", cue="d1am.key_visual")
    caught_up(panel, server)
    panel.keyboard.press("Enter")
    wait_until(lambda: program(server) == "d1am.key_visual", "TAKE by its key, once another key was pressed")


def test_two_panels_see_each_other_and_a_stale_change_is_refused(screens: Screens, server: Server) -> None:
    one, other = screens.panel(), screens.panel()
    expect(one.locator(".topbar")).to_contain_text("2 个导播台")
    one.keyboard.press("Space")
    expect(other.locator(".rundown__cue--on-air")).to_contain_text("测试卡")
    entry = next(iter(server.view("control")["entries"]))
    seen = server.get("/api/views/control")["seq"]
    server.do("edit_entry", entry=entry, unit="改过的单位")
    refused = other.evaluate(
        "([entry, seq]) => limelight.panel.act('edit_entry', {entry, unit: '另一个', seq}, 'entry/' + entry)",
        [entry, seen],
    )
    assert refused["state"] == "refused" and refused["is"]["unit"] == "改过的单位"
    other.locator(".side .tabs__tab").nth(1).click()
    other.get_by_label("选择项目").select_option(entry)
    expect(other.locator(".side .why")).to_contain_text("改过的单位")


def test_numbers_hide_at_one_key_and_the_lock_lets_only_panic_through(
    screens: Screens, server: Server
) -> None:
    panel = screens.panel()
    panel.keyboard.press("n")
    expect(panel.locator(".monitor--preview .monitor__cover")).to_be_visible()
    panel.keyboard.press("n")
    panel.keyboard.press("l")
    panel.keyboard.press("Space")
    panel.keyboard.press("Escape")
    wait_until(lambda: server.view("stage")["override"] == "holding", "HOLD through the lock")
    assert program(server) is None
    panel.keyboard.press("l")
    panel.keyboard.press("Space")
    wait_until(lambda: program(server) == "d1am.test", "GO after the lock")


def test_edits_are_live_and_withdrawal_is_passed_over(screens: Screens, server: Server) -> None:
    panel = screens.panel()
    entry = next(one["entry"] for one in server.view("control")["rundown"] if one["entry"])
    panel.keyboard.press("e")
    panel.get_by_role("button", name=f"修改项目 {entry}").click()
    panel.locator(".side").get_by_role("button", name="修改项目").click()
    dialog = panel.get_by_role("dialog")
    dialog.get_by_label("名称第一行").fill("临时改名")
    dialog.get_by_role("button", name="确定").click()
    wait_until(lambda: server.view("control")["entries"][entry]["title"][0] == "临时改名", "the new title")
    panel.get_by_label("参赛状态").select_option("withdrawn")
    panel.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(panel.locator(".rundown__segment--out")).to_contain_text("弃权")


def test_rehearsal_is_unmistakable_and_apart(screens: Screens, server: Server) -> None:
    panel = screens.panel()
    stage = screens.open("/display/stage")
    panel.get_by_role("button", name="转到彩排").click()
    panel.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(panel.locator(".topbar--rehearsal .topbar__mode")).to_contain_text("彩排")
    panel.keyboard.press("Space")
    expect(stage.locator("section.scene--test")).to_be_visible()
    assert "彩排" not in stage.content()
    panel.get_by_role("button", name="转到正式").click()
    panel.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(panel.locator(".topbar--live .topbar__mode")).to_contain_text("正式")
    assert program(server) is None


def test_sign_in_says_what_is_wrong(screens: Screens, server: Server) -> None:
    page = screens.open("/login")
    screens.forgiving = True
    page.fill("#code", "WRONG")
    page.click("button[type=submit]")
    expect(page.get_by_role("alert")).to_contain_text("口令不对")
    page.fill("#code", CODE.lower().replace("-", " "))
    page.click("button[type=submit]")
    expect(page.locator(".topbar")).to_be_visible()
