"""Changes minutes before air, from the panel, while live; and that the log and undo say what was done."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Screens, caught_up
from tests.browser.test_panel_faults import entries
from tests.support.server_process import Server


def insert(panel: Page, scene: str, **fields: str) -> None:
    panel.locator(".rundown__cue--preview").get_by_role("button", name="插入").click()
    dialog = panel.get_by_role("dialog")
    dialog.get_by_label("画面").select_option(scene)
    for label, words in fields.items():
        dialog.get_by_label(label).fill(words)
    dialog.get_by_role("button", name="确定").click()


def test_a_speaker_who_comes_unannounced_is_inserted_moved_extended_and_taken(
    screens: Screens, server: Server
) -> None:
    panel = screens.panel()
    panel.keyboard.press("e")
    insert(panel, "opening", 人名="王市长", 职务="市长")
    row = panel.locator(".rundown__cue", has_text="王市长")
    expect(row).to_be_visible()
    expect(panel.get_by_role("dialog")).to_have_count(0)
    row.get_by_role("button", name="加一分钟").click()
    expect(row.locator(".rundown__planned")).to_have_text("1′")
    row.get_by_role("button", name="上移").click()
    expect(panel.locator(".rundown__cue").first).to_contain_text("王市长")
    row.get_by_role("button", name="下移").focus()
    panel.keyboard.press("Enter")
    second = panel.locator(".rundown__cue").nth(1)
    expect(second).to_contain_text("王市长")
    expect(second.get_by_role("button", name="下移")).to_be_focused()
    panel.keyboard.press("Enter")
    expect(panel.locator(".rundown__cue").nth(2)).to_contain_text("王市长")
    row.get_by_role("button", name="跳过").click()
    expect(row.locator(".rundown__planned")).to_have_text("已跳过")
    row.get_by_role("button", name="恢复").click()
    row.locator(".rundown__choose").click()
    expect(panel.locator(".transport__does")).to_contain_text("王市长")
    panel.keyboard.press("Space")
    expect(panel.locator(".monitor--program figcaption")).to_contain_text("王市长")
    stage = screens.open("/display/stage")
    expect(stage.locator("section.scene--opening")).to_contain_text("王市长")


def test_a_question_overtaken_by_another_panel_is_refused(screens: Screens, server: Server) -> None:
    panel, entry = screens.panel(), entries(server)[0]
    panel.get_by_role("tab", name="项目").click()
    panel.get_by_label("选择项目").select_option(entry)
    panel.locator(".side").get_by_role("button", name="修改项目").click()
    panel.get_by_role("dialog").get_by_label("单位").fill("这一台改的")
    server.do("edit_entry", entry=entry, unit="那一台改的")
    caught_up(panel, server)
    panel.get_by_role("dialog").get_by_role("button", name="确定").click()
    expect(panel.locator(".side .why")).to_contain_text("那一台改的")
    assert server.view("control")["entries"][entry]["unit"] == "那一台改的"
    assert "{" not in panel.locator(".side .why").inner_text()


def test_undo_and_the_log_are_in_words(screens: Screens, server: Server) -> None:
    panel, entry = screens.panel(), entries(server)[0]
    server.take(f"{entry}.talk")
    expect(panel.locator(".button--undo")).to_contain_text(f"播出 {entry} 汇报")
    server.do("put", element="lower_third", entry=entry)
    expect(panel.locator(".button--undo")).to_contain_text("上叠加 人名条")
    opening = server.view("control")["rundown"][0]["cues"]
    cue = next(one for one in opening if one["scene"] == "judge")
    server.do("edit_judge", judge=cue["args"]["judge"], name="新评委")
    server.take(cue["id"])
    expect(panel.locator(".monitor--program figcaption")).to_contain_text("评委 · 新评委")
    panel.get_by_role("tab", name="记录").click()
    log = panel.locator(".side__sheet .log")
    expect(log.last).to_contain_text("修改评委 新评委")
    expect(log.last).to_contain_text(f"播出 {entry} 汇报")
    words = log.last.inner_text()
    for raw in ("Taken", "ElementPut", "Previewed", "JudgeEdited", cue["id"]):
        assert raw not in words


def test_one_key_sends_the_speaker_a_message_of_the_event_file(screens: Screens) -> None:
    panel, monitor = screens.panel(), screens.open("/display/monitor")
    panel.get_by_role("tab", name="更多").click()
    key = panel.get_by_role("button", name="请结束", exact=True)
    key.click()
    expect(monitor.locator("body")).to_contain_text("请结束")
    expect(key).to_be_disabled()
    expect(panel.get_by_role("button", name="撤销 预设留言 「请结束」")).to_be_visible()
    panel.get_by_role("button", name="撤下").first.click()
    expect(monitor.locator("body")).not_to_contain_text("请结束")
    expect(key).to_be_enabled()
