"""When an operator is told that it is done: after the screens, and not before the disk."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from server.director import Director
from server.hub import Hub
from server.show import commands as c
from server.show.roles import Who
from server.wire import Envelope
from tests.contests import contest
from tests.disks import Disk

ANYBODY = Who("operator", "panel-1")


def test_screens_are_told_before_the_disk_has_it_and_the_operator_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)

    async def scene() -> None:
        one = Director(tmp_path, contest(), "live", Hub(10))
        screen = one._hub.join("monitor")
        screen.outbox.owed = False
        one.snapshot("monitor")
        disk.halt()
        answer = asyncio.create_task(one.command(Envelope("m", c.Message("请准备")), ANYBODY))
        await disk.asked.wait()
        assert "请准备" in (screen.outbox.take_patch() or "") and not answer.done()
        disk.let.set()
        assert (await answer) == {"type": "ack", "id": "m", "seq": 2}
        assert "请准备".encode() in disk.logs[-1]
        one.close()

    asyncio.run(scene())


def test_a_disk_that_does_not_confirm_is_told_to_the_operator_until_it_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(monkeypatch)

    async def scene() -> None:
        one = Director(tmp_path, contest(), "live", Hub(10))
        disk.fails = True
        told = await one.command(Envelope("m", c.Message("请准备"), lang="en"), ANYBODY)
        assert (told["type"], told["code"]) == ("refused", "journal_doubt")
        assert "The screens show it" in told["why"] and "Input/output error" in told["why"]
        assert one.show.message == "请准备", "what the hall sees is the show"
        again = await one.command(Envelope("m", c.Message("请准备")), ANYBODY)
        assert again == {"type": "ack", "id": "m", "seq": 2} and one.seq == 2, "done once, and now it is safe"
        one.close()

    asyncio.run(scene())
