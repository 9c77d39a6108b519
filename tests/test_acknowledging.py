"""Acknowledgements: after the screens have the patch, and not before the journal is durable."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from server.director import Director
from server.show import commands as c
from server.show.model.role import Who
from server.wire import Envelope
from tests.support.contests import contest
from tests.support.hubs import hub_of, joined
from tests.support.slow_disk import Disk


@pytest.fixture
def director(tmp_path: Path) -> Iterator[Director]:
    with closing(Director(tmp_path, contest(), "live", hub_of())) as one:
        yield one


async def says(director: Director) -> dict[str, Any]:
    """The same command each time."""
    return await director.command(Envelope("m", c.Message("请准备"), lang="en"), Who("operator", "panel-1"))


async def test_screens_come_before_the_disk_and_the_answer_after_it(disk: Disk, director: Director) -> None:
    monitor = joined(director._hub, "monitor")
    director.snapshot("monitor")
    disk.halt()
    answer = asyncio.create_task(says(director))
    await disk.asked.wait()
    assert "请准备".encode() in monitor.patches()[-1] and not answer.done()
    disk.let.set()
    assert (await answer) == {"type": "ack", "id": "m", "seq": 2}
    assert "请准备".encode() in disk.logs[-1]


async def test_a_disk_that_does_not_confirm_is_told_to_the_operator_until_it_does(
    disk: Disk, director: Director
) -> None:
    disk.fails = True
    answer = await says(director)
    assert (answer["type"], answer["code"]) == ("refused", "journal_doubt")
    assert "The screens show it" in answer["why"] and "Input/output error" in answer["why"]
    assert director.show.message == "请准备", "what the hall sees is the show"
    assert await says(director) == {"type": "ack", "id": "m", "seq": 2} and director.seq == 2, "once, and safe"
