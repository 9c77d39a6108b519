"""A real page at an edge: the picture, its fonts and pictures, and a network that lets no WebSocket through."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import NO_WEBSOCKETS, Screens
from tests.support.fleet import Edge, Machine
from tests.support.redis_server import RedisServer
from tests.support.server_process import wait_until


def test_a_page_at_an_edge_follows_the_show_with_and_without_websockets(browser: Browser, tmp_path: Path) -> None:
    redis = RedisServer(tmp_path / "redis").start()
    writer, edge = Machine(tmp_path / "writer"), Edge(tmp_path / "edge.log")
    try:
        writer.begin(redis.url)
        wait_until(lambda: writer.ready()[0] == 200, "the writer to write")
        edge.begin(redis.url)
        screens = Screens(browser, edge)  # type: ignore[arg-type]
        plain = screens.open("/display/monitor")
        blocked = browser.new_page()
        blocked.add_init_script(NO_WEBSOCKETS)
        blocked.goto(edge.url("/display/monitor"))
        for words in ("请靠近话筒", "还有一分钟"):
            writer.do("message", text=words)
            for page in (plain, blocked):
                expect(page.get_by_text(words)).to_be_visible()
        panel = Screens(browser, writer).panel()
        away = panel.locator(".topbar__line--away")
        expect(away).to_have_count(0)
        expect(panel.locator(".topbar__line--weak")).to_have_text("Redis 设置有 1 处不稳妥")
        title = re.compile("^replicas 0：只有一台 Redis")
        expect(panel.locator(".topbar__line--weak")).to_have_attribute("title", title)
        alone = panel.get_by_role("alert").filter(has_text="本机独自运行")
        expect(alone).to_have_count(0)
        redis.kill()
        expect(away).to_have_text("远程暂停更新：Redis 断开")
        expect(alone).to_be_visible()
        redis.start()
        expect(away).to_have_count(0)
        expect(alone).to_have_count(0)
        assert screens.troubles == []
        with pytest.raises(HTTPError, match="404"):  # not to a sign-in that an edge has not
            urlopen(edge.url("/display/stage?preview=1"))
        for page in (plain, blocked, panel):
            page.context.close()
    finally:
        edge.end()
        writer.stop()
        redis.stop()
