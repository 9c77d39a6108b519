"""A newer table taken over by the operator in a real browser, by keyboard; and a postponed entry that comes back."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Screens, caught_up
from tests.support.server_process import CODE, SAMPLE, Server

OLD, NEW = "示例单位一", "示例单位壹"


def newer(at: Path) -> Path:
    """The sample's own table with one name changed and one entry more."""
    text = (SAMPLE / "entries.csv").read_text("utf-8-sig")
    head, *rows = text.splitlines()
    more = rows[-1].split(",")
    more[head.split(",").index("编号")] = "99"
    more[head.split(",").index("出场序号")] = "85"
    table = at / "新表.csv"
    table.write_text("\n".join([head, *rows, ",".join(more)]).replace(f"{OLD},", f"{NEW},"), "utf-8")
    return table


def form(screens: Screens, lang: str) -> Page:
    page = screens.open(f"/login?next=/import?lang={lang}", 1280, 900)
    page.fill("#code", CODE)
    page.click("button[type=submit]")
    page.wait_for_selector("#file")  # until then the sign-in is still there, or nothing at all
    return page


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_table_is_looked_at_and_taken_over_by_keyboard(
    screens: Screens, server: Server, tmp_path: Path, lang: str
) -> None:
    page = form(screens, lang)
    assert Axe().run(page).response["violations"] == []
    page.locator("#file").set_input_files(newer(tmp_path))
    page.locator("#file").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("table.taken .after").first).to_have_text(NEW)
    expect(page.locator("table.left tbody tr")).to_have_count(1)
    assert Axe().run(page).response["violations"] == []
    assert server.view("control")["entries"]["01"]["unit"] == OLD, "nothing has changed yet"
    page.locator(".apply button").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".done")).to_be_visible()
    assert server.view("control")["entries"]["01"]["unit"] == NEW


def test_a_table_with_faults_names_their_places(screens: Screens, server: Server, tmp_path: Path) -> None:
    page = form(screens, "zh")
    screens.forgiving = True  # 422 is what a browser's console calls an error
    table = newer(tmp_path)
    table.write_text(table.read_text("utf-8").replace("编号", "号码", 1), "utf-8")
    page.locator("#file").set_input_files(table)
    page.get_by_role("button", name="预览").click()
    expect(page.locator("table.faults tbody tr").first).to_contain_text("编号")
    expect(page.get_by_role("alert")).to_contain_text("一处也没有改")
    assert Axe().run(page).response["violations"] == []


def test_a_postponed_entry_comes_back_where_the_operator_wants_it(screens: Screens, server: Server) -> None:
    server.do("set_eligibility", entry="03", eligibility="postponed", reason="设备故障")
    panel = screens.panel()
    panel.get_by_role("tab", name="项目").click()
    panel.get_by_label("选择项目").select_option("03")
    panel.get_by_role("button", name="重新出场…").click()
    panel.locator("dialog select[name=before]").select_option(label=panel.locator(
        "dialog select[name=before] option[value='06']"
    ).inner_text())  # fmt: skip
    panel.locator("dialog button[type=submit]").click()
    caught_up(panel, server)
    expect(panel.get_by_role("button", name="重新出场…")).to_have_count(0)
    order = [segment["entry"] for segment in server.view("control")["rundown"] if segment["entry"]]
    assert order.index("03") == order.index("06") - 1
