"""What a page works out by itself is what the server keeps: a judge's total, and where the arrows stop."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Screens, caught_up
from tests.browser.test_final import joined
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
[[categories]]
id = "b"
name = "服务增效"
[reveal]
policy = "session"
[[judges]]
name = "评委一"
[scoring]
marks = "weighted"
mark_decimals = 1
min_judges = 1
[[scoring.criteria]]
id = "a"
name = "创新"
weight = 60
[[scoring.criteria]]
id = "b"
name = "实效"
weight = 40
"""
ENTRIES = """\
编号,类别,出场序号,单位,项目名称
01,发展提质,1,甲单位,第一个项目
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "data").mkdir()
    running = Server(tmp_path / "data", folder(tmp_path / "event", EVENT, ENTRIES)).start()
    yield running
    running.stop()


def test_a_judges_total_is_the_one_that_the_server_keeps(screens: Screens, server: Server) -> None:
    server.do("score_entry", entry="01")
    judge = joined(screens, "judge-J1", 390, 844)
    judge.fill("#box-a", "89.5")
    judge.fill("#box-b", "８８。６")
    expect(judge.locator(".total b")).to_have_text("89.1")
    judge.click(".boxes > .submit")
    expect(judge.locator("dialog td")).to_have_text(["89.50", "88.60", "89.1"])
    judge.click("dialog .submit")
    expect(judge.locator(".tick")).to_contain_text("已收到")
    expect(judge.locator(".done td")).to_have_text(["89.50", "88.60", "89.1"])
    assert server.view("control")["sheet/01"]["marks"] == {"J1": "89.1"}


def test_the_arrows_stop_where_go_stops(screens: Screens, server: Server) -> None:
    listed = [cue for segment in server.view("control")["rundown"] for cue in segment["cues"]]
    nobody = next(place for place, cue in enumerate(listed) if not cue["plays"])
    assert listed[nobody]["scene"] == "ranking", "a category without entries reveals nobody"
    panel = screens.panel()
    server.do("preview", cue=listed[nobody - 1]["id"])
    caught_up(panel, server)
    expect(panel.locator(f"[data-cue='{listed[nobody]['id']}']")).to_contain_text("略过")
    panel.keyboard.press("ArrowDown")
    wait_until(lambda: server.view("control")["preview"] == listed[nobody + 1]["id"], "the arrow to pass it over")
    caught_up(panel, server)
    panel.keyboard.press("ArrowUp")
    wait_until(lambda: server.view("control")["preview"] == listed[nobody - 1]["id"], "the way back")
