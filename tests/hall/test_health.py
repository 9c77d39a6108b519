"""Health of the server: what is late, what is free, what the journal's disk says."""

from __future__ import annotations

import asyncio
import resource
import time
from pathlib import Path

import pytest

from server.hall import health
from server.hall.health import LoopWatch, disk_free, journal_word, memory_bytes, watched
from tests.support.app_client import bearer, client
from tests.web.test_state import state_at


def test_the_longest_delay_is_reported_once() -> None:
    loop = LoopWatch()
    loop.late(0.002)
    loop.late(0.0301)
    loop.late(0.001)
    report = loop.report()
    assert report["loop"] == 30.1 and report["cpu"] >= 0
    assert loop.report()["loop"] == 0


def test_memory_is_told_where_the_system_tells(tmp_path: Path) -> None:
    statm = tmp_path / "statm"
    assert memory_bytes(statm) is None
    statm.write_text("rubbish")
    assert memory_bytes(statm) is None
    statm.write_text("100 10 5 1 0 9 0")
    assert memory_bytes(statm) == 10 * resource.getpagesize()


def test_the_disk_s_room_is_told_or_nothing(tmp_path: Path) -> None:
    free = disk_free(tmp_path)
    assert free is not None and free > 0
    assert disk_free(tmp_path / "nowhere") is None


def test_the_journal_s_doubt_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    state = state_at(tmp_path)
    assert journal_word(state) == "durable"
    monkeypatch.setattr(state.director.journal, "_doubted", True)
    assert journal_word(state) == "doubt"
    state.active_director = None
    assert journal_word(state) == "none"


async def test_a_loop_that_is_held_up_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "TICK", 0.01)
    monkeypatch.setattr(health, "INTERVAL", 0.05)
    state = state_at(tmp_path)
    async with watched(state):
        async with asyncio.timeout(10):
            while not (state.hub.server or {}).get("loop", 0) >= 25:
                time.sleep(0.2)  # noqa: ASYNC251  # on purpose: the loop stands still
                await asyncio.sleep(0.011)


def test_the_panel_gets_it_with_its_presence(tmp_path: Path) -> None:
    with client(tmp_path) as app, app.websocket_connect("/ws/control", headers=bearer(app)) as panel:
        while (message := panel.receive_json())["type"] != "presence":
            pass
    assert message["server"]["journal"] == "durable" and message["server"]["disk"] > 0
