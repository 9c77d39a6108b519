"""A real page at an edge: the picture, its fonts and pictures, and a network that lets no WebSocket through."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Screens
from tests.fleets import Edge, Machine
from tests.redisservers import RedisServer
from tests.servers import wait_until

NO_WEBSOCKETS = """window.WebSocket = class {
  constructor() {
    this.readyState = 0;
    setTimeout(() => this.onclose?.());
  }
  close() {}
  send() {}
};"""


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
        assert screens.troubles == []
        for page in (plain, blocked):
            page.context.close()
    finally:
        edge.end()
        writer.stop()
        redis.stop()
