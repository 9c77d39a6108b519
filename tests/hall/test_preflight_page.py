"""The page of the day before, in both languages, for the operator alone."""

from __future__ import annotations

from pathlib import Path

from tests.support.app_client import client, signed_in

SAID = {"type": "vitals", "trip": 4, "lag": 1.5, "fps": 60, "dropped": 7, "refresh": 59.9, "ratio": 1,
        "sound": "locked", "browser": "Chrome 103"}  # fmt: skip


def test_the_machine_the_files_and_every_screen_stand_on_one_page(tmp_path: Path) -> None:
    with client(tmp_path) as app:
        assert app.get("/preflight").status_code == 303
        signed_in(app)
        with app.websocket_connect("/ws/stage?screen=left") as page:
            page.send_json({"type": "about", "width": 1280, "height": 720, "name": "left<b>"})
            page.send_json(SAID)
            page.send_json({"type": "ping", "t": 1})
            while page.receive_json()["type"] != "pong":
                pass
            english, chinese = (app.get(f"/preflight?lang={lang}").text for lang in ("en", "zh"))
    for words in ("disk:", "time zone:", "left&lt;b&gt;", "1280×720", "59.9", "Chrome 103", "click on that screen"):
        assert words in english, words
    for words in ("磁盘：", "时区：", "声音未解锁", "1280×720", "没有计入的屏幕"):
        assert words in chinese, words
    assert "style=" not in english and "<script" not in english
