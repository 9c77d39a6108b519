"""Which changes move, and the moment at which all screens do."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from server.screens.hub import MIN_LEAD
from server.show import commands as c
from server.show.events import MOVING
from tests.support.hubs import joined
from tests.test_director import ask, director


def test_only_what_moves_has_a_moment_and_it_is_one_for_every_view(tmp_path: Path) -> None:
    async def scene() -> tuple[int, dict[str, list[dict[str, Any]]]]:
        one = director(tmp_path)
        screens = {view: joined(one._hub, view) for view in ("stage", "monitor", "overlay")}
        for view in screens:
            one.snapshot(view)
        before = one.clock.now()
        for command in (c.Message("一"), c.Preview("01.talk"), c.Take(), c.Hold(True)):
            assert ask(one, command)["type"] == "ack"
        texts = {view: screen.patches() for view, screen in screens.items()}
        return before, {view: [json.loads(text) for text in each] for view, each in texts.items()}

    before, patches = asyncio.run(scene())
    moments = {view: [patch["at"] for patch in each if "at" in patch] for view, each in patches.items()}
    assert moments["stage"] == moments["monitor"] and len(moments["stage"]) == 2
    assert set(moments["overlay"]) <= set(moments["stage"]), "one that nothing moved on has no moment"
    assert all(("at" in patch) == (bool(patch["set"]) and patch["cause"] in MOVING) for patch in patches["stage"])
    assert all(MIN_LEAD <= at - before <= MIN_LEAD + 10_000 for at in moments["stage"])
