"""A whole final by its people: nine judges on phones, scorer, supervisor, operator, stage and overlay.

Three entries, one recusal, one correction by two people, a tie over a quota and the award; every byte
that reaches a public page is searched for numbers that were still under embargo.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Screens, caught_up
from tests.browser.test_panel import violations
from tests.browser.test_session import press_go, scene, to_scene
from tests.support.event_folders import folder
from tests.support.server_process import Server, wait_until

EVENT = """\
name = "工作创新大赛"
[[sessions]]
id = "s1"
name = "第一场"
date = 2024-08-14
start = "09:00"
end = "12:00"
[[categories]]
id = "a"
name = "发展提质"
[chain]
check = true
supervise = true
[ceremony]
order = "suspense"
[[awards]]
id = "first"
title = "一等奖"
quota = 1
ties = "block"
[[awards]]
id = "second"
title = "二等奖"
quota = 2
"""
JUDGES = "".join(f'[[judges]]\nname = "评委{n}"\nunit = "{"乙单位" if n == 3 else "其他单位"}"\n' for n in range(1, 10))
ENTRIES = """\
编号,类别,出场序号,单位,项目名称
01,发展提质,1,甲单位,第一个项目
02,发展提质,2,乙单位,第二个项目
03,发展提质,3,丙单位,第三个项目
"""
# Each judge's marks of an entry; the extremes fall. 01: 640.01/7 = 91.43, 02 (without judge 3): 541.86/6 = 90.31,
# 03: 640.50/7 = 91.50; corrected, 01 is at 640.50, too.
MARKS = {
    "01": ("91.11", "92.22", "90.33", "93.44", "88.55", "95.66", "91.77", "92.01", "89.13"),
    "02": ("90.17", "91.28", "", "92.39", "85.51", "97.62", "89.74", "90.85", "87.43"),
    "03": ("91.60", "92.22", "90.33", "93.44", "88.55", "95.66", "91.77", "92.01", "89.13"),
}
SCORES = {"01": "91.43", "02": "90.31", "03": "91.50"}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "data").mkdir()
    running = Server(tmp_path / "data", folder(tmp_path / "event", EVENT + JUDGES, ENTRIES)).start()
    yield running
    running.stop()


class Public:
    """A public page and every byte that came to it."""

    def __init__(self, screens: Screens, path: str) -> None:
        self.frames: list[str] = []
        self.page = screens.browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
        self.page.on("websocket", lambda one: one.on("framereceived", lambda frame: self.frames.append(str(frame))))
        self.page.on("response", lambda one: self.frames.append(one.url))
        self.page.goto(screens.server.url(path))

    def holds(self, *secrets: str) -> list[str]:
        everything = "".join(self.frames) + self.page.content()
        # A whole number only: the milliseconds of a clock hold any digits now and then.
        return [one for one in secrets if one and re.search(rf"(?<!\d){re.escape(one)}(?!\d)", everything)]


def joined(screens: Screens, person: str, width: int = 1280, height: int = 860) -> Page:
    """Somebody who opened their own link and pressed the button."""
    people = {one["id"]: one for one in json.loads((screens.server.folder / "people.json").read_text("utf-8"))}
    page = screens.open(f"/join/{people[person]['code']}", width, height)
    page.click("button[type=submit]")
    page.wait_for_selector(".chip.up, .topbar__line--up")
    return page


def submit(judge: Page, mark: str) -> None:
    box = judge.locator("#box-total")
    expect(box).to_have_value("")
    box.fill(mark)
    judge.click(".boxes > .submit")
    judge.click("dialog .submit")
    expect(judge.locator(".tick")).to_contain_text("已收到")


def sign(scorer: Page, supervisor: Page, entry: str) -> None:
    scorer.click(f".desk__entry:has-text('{entry}')")
    scorer.click("[data-step=check] button")
    supervisor.click(f".desk__entry:has-text('{entry}')")
    supervisor.click("[data-step=confirm] button")
    expect(supervisor.locator(".verdict__state")).to_contain_text("已确认")


def recuse_and_accept(scorer: Page) -> None:
    """The proposed recusal is taken, and the eight who are left are accepted with a reason."""
    scorer.click(".desk__entry:has-text('02')")
    scorer.click("button:has-text('建议回避')")
    scorer.click("dialog [type=submit]")
    expect(scorer.locator(".mark:has-text('评委3')")).to_contain_text("回避")


def accept(scorer: Page) -> None:
    scorer.click("button:has-text('按 8 名计')")
    scorer.fill("dialog [name=reason]", "回避一人")
    scorer.click("dialog [type=submit]")
    expect(scorer.locator(".marksheet")).to_contain_text("按 8 名评委计")


def test_a_final_with_everybody_at_work(browser: Browser, screens: Screens, server: Server) -> None:
    stage, overlay = Public(screens, "/display/stage"), Public(screens, "/overlay")
    judges = [joined(screens, f"judge-J{n}", 390, 844) for n in range(1, 10)]
    scorer, supervisor, host = (joined(screens, one) for one in ("scorer-1", "supervisor-1", "host-1"))
    panel = screens.panel()
    told: set[str] = set()  # what the hall knows already is no secret
    for entry, marks in MARKS.items():
        to_scene(panel, server, "scoring")
        scene(stage.page, "scoring")
        wait_until(lambda entry=entry: server.view("control")["scoring"]["entry"] == entry, "scoring to follow")
        if entry == "02":
            recuse_and_accept(scorer)
            expect(judges[2].locator(".note.stop")).to_contain_text("回避")
        for judge, mark in zip(judges, marks, strict=True):
            if mark:
                submit(judge, mark)
        if entry == "02":
            accept(scorer)
        expect(host.locator("main")).not_to_contain_text(SCORES[entry])
        sign(scorer, supervisor, entry)
        expect(host.locator(".result").first).to_contain_text(SCORES[entry])
        to_scene(panel, server, "reveal")
        secrets = {SCORES[entry], *marks} - told
        assert stage.holds(*secrets) == [] and overlay.holds(*secrets) == []
        told |= secrets
        press_go(panel, server)
        expect(stage.page.locator(".reveal__score b").last).to_have_text(SCORES[entry])
    assert judges[0].content().count("95.66") == 0, "a judge sees nobody else's mark"
    corrected(panel, server, scorer, supervisor, stage)
    awarded(server, supervisor, stage)


def corrected(panel: Page, server: Server, scorer: Page, supervisor: Page, stage: Public) -> None:
    """Judge 1 gave 91.60 to entry 01: proposed by one, approved by another, shown when it is pushed."""
    scorer.click(".desk__entry:has-text('01')")
    scorer.click("[data-step=correct] button")
    scorer.fill("dialog [name=J1]", "91.60")
    scorer.fill("dialog [name=reason]", "抄录有误")
    scorer.click("dialog [type=submit]")
    expect(scorer.locator(".question")).to_contain_text("提出更正")
    scorer.click("[data-step=approve_correction] button")
    expect(scorer.locator(".verdict .why")).to_contain_text("须由另一个人操作")
    supervisor.click(".desk__entry:has-text('01')")
    supervisor.click("[data-step=approve_correction] button")
    expect(supervisor.locator(".verdict__state")).to_contain_text("更正")
    assert server.take("01.reveal")["type"] == "ack"
    expect(stage.page.locator(".reveal__score b").last).to_have_text(SCORES["01"])
    caught_up(panel, server)
    for command in ("arm", "reveal"):
        assert server.do(command, entry="01")["type"] == "ack"
    expect(stage.page.locator(".reveal__score b").last).to_have_text("91.50")


def awarded(server: Server, supervisor: Page, stage: Public) -> None:
    """01 and 03 are tied over the one first prize: nobody is called before people have decided."""
    assert server.take("awards.ceremony")["code"] == "award_tie"
    answer = server.do("lock_ceremony")
    assert answer["type"] == "refused" and answer["code"] == "award_tie" and "一等奖" in answer["why"]
    tie = supervisor.locator(".question--border")
    expect(tie).to_contain_text("一等奖")
    tie.get_by_role("button").click()
    supervisor.fill("dialog [name='n/01']", "3")
    supervisor.fill("dialog [name='n/03']", "6")
    supervisor.fill("dialog [name=reason]", "评委投票")
    supervisor.click("dialog [type=submit]")
    expect(supervisor.locator(".question--border")).to_have_count(0)
    assert server.do("lock_ceremony")["type"] == "ack"
    assert server.take("awards.ceremony")["type"] == "ack"
    scene(stage.page, "ceremony")
    called(server, stage)


def called(server: Server, stage: Public) -> None:
    """From the last to the first, after the suspense before the three; each only at its own step."""
    steps = server.view("control")["plan"]["steps"]
    assert [(one["kind"], one["entries"]) for one in steps[2:]] == [
        ("suspense", []), ("place", ["02"]), ("place", ["01"]), ("page", ["01", "02"]), ("place", ["03"]),
        ("page", ["03"]),
    ]  # fmt: skip
    units = {"01": "甲单位", "02": "乙单位", "03": "丙单位"}
    out: set[str] = set()
    for number, step in enumerate(steps[2:], start=3):
        assert server.do("ceremony_jump", step=number)["type"] == "ack"
        out |= set(step["entries"])
        shown = stage.page.locator("section.scene--ceremony").last
        for entry in step["entries"]:
            expect(shown).to_contain_text(units[entry])
        text = shown.inner_text()
        assert not [entry for entry in units.keys() - out if units[entry] in text], number
    expect(stage.page.locator("section.scene--ceremony").last).to_contain_text("一等奖")


def test_a_judges_page_survives_what_halls_do_to_it(screens: Screens, server: Server) -> None:
    """Reload, lost Wi-Fi, a second tablet: nothing lost, nothing doubled, nothing said that is not so."""
    server.do("score_entry", entry="01")
    judge = joined(screens, "judge-J1", 390, 844)
    judge.locator("#box-total").fill("91.5")
    expect(judge.locator(".kept")).to_contain_text("草稿已保存到服务器")
    judge.reload()
    expect(judge.locator("#box-total")).to_have_value("91.5")

    with screens.without_server():
        server.kill()
        expect(judge.locator(".chip.down")).to_be_visible()
        judge.locator("#box-total").fill("92.5")
        judge.click(".boxes > .submit")
        judge.click("dialog .submit")
        expect(judge.locator(".note.bad[role=alert]")).to_contain_text("未送达")
        expect(judge.locator(".tick")).to_have_count(0)
        server.start()
        expect(judge.locator(".chip.up")).to_be_visible()
    expect(judge.locator(".kept")).to_contain_text("草稿已保存到服务器")
    expect(judge.locator(".note.bad[role=alert]")).to_contain_text("已恢复连接，请再按提交")
    assert server.view("control")["sheet/01"]["marks"] == {}, "nothing was sent late by itself"

    other = joined(screens, "judge-J1", 820, 1180)
    expect(other.locator("#box-total")).to_have_value("92.50")
    other.click(".boxes > .submit")
    other.click("dialog .submit")
    for page in (other, judge):
        expect(page.locator(".tick")).to_contain_text("已收到")
    assert server.view("control")["sheet/01"]["marks"] == {"J1": "92.50"}
    judge.click(".withdraw")
    for page in (judge, other):
        expect(page.locator("#box-total")).to_have_value("92.50")
    assert violations(judge) == [] and violations(other) == []
    judge.get_by_role("button", name="English").click()
    expect(judge.locator(".boxes > .submit")).to_have_text("Submit")
    assert violations(judge) == []


def test_the_other_pages_are_for_everybody_who_works_there(screens: Screens, server: Server) -> None:
    server.do("score_entry", entry="01")
    server.do("excuse", entry="01", judge="J3", state="absent")
    for person in ("scorer-1", "supervisor-1", "host-1", "viewer-1"):
        page = joined(screens, person)
        for lang in ("English", "中文"):
            assert violations(page) == [], (person, lang)
            page.get_by_role("button", name=lang).click()
    people = screens.panel()
    people.goto(server.url("/people"))
    assert violations(people) == []
