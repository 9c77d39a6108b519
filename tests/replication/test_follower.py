"""A follower's own disk: what leads up to its journal is added, what does not is archived."""

from __future__ import annotations

import asyncio
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from server.journal.row import JournalError
from server.replication import follower as module
from server.replication.followed_show import FollowedShow
from server.replication.follower import Follower
from server.replication.generation import Generation
from server.replication.replica_messages import Beat, Kept, Key, Rows, Welcome, decode_up
from server.replication.retry import end
from server.texts.say import say
from server.wire import BadMessage
from tests.replication.test_followed_show import new_hub
from tests.support.server_process import PATIENCE
from tests.support.two_machines import primary_in, rows_of


class Line:
    """A line that keeps what the follower says."""

    def __init__(self) -> None:
        self.said: list[Any] = []

    async def send(self, text: str) -> None:
        self.said.append(decode_up(text))


def follower_in(folder: Path) -> Follower:
    folder.mkdir(exist_ok=True)
    show = FollowedShow(new_hub())
    return Follower("http://10.0.0.5:8000", "t", Generation.of_folder(folder), show, folder, lambda: None)


async def test_rows_go_to_the_disk_and_another_history_is_archived(tmp_path: Path) -> None:
    with primary_in(tmp_path / "a") as primary:
        (opened,) = rows_of(primary)
    follower, line = follower_in(tmp_path / "b"), Line()
    with closing(follower):
        receive = lambda message: follower._received(line, message)  # type: ignore[arg-type]  # noqa: E731
        await receive(Rows("live", "e1", 0, [opened]))
        await receive(Rows("live", "e1", 1, [opened._replace(seq=2, at=opened.at + 1)]))
        assert line.said == [Kept("e1", 1), Kept("e1", 2)]
        await receive(Beat(5.0, "live", "e1", 4))
        assert follower.behind == 2 and follower.seconds > 0 and not follower.in_step
        await receive(Rows("live", "e2", 0, [opened]))
        assert line.said[-1] == Kept("e2", 1)
    assert len(list((tmp_path / "b").glob("live-*.sqlite"))) == 1


async def test_only_files_of_codes_come_into_the_data_folder(tmp_path: Path) -> None:
    follower = follower_in(tmp_path / "b")
    for name in ("access.json", "generation.json", "../x", "live.sqlite"):
        before = {path: path.read_bytes() for path in (tmp_path / "b").iterdir()}
        await follower._received(Line(), Key(name, b"{}"))  # type: ignore[arg-type]
        after = {path: path.read_bytes() for path in (tmp_path / "b").iterdir()}
        assert (before == after) is (name != "access.json"), name


async def test_what_the_primary_s_key_and_number_are_is_stored(tmp_path: Path) -> None:
    follower = follower_in(tmp_path / "b")
    await follower._received(Line(), Welcome("p", 7, "key"))  # type: ignore[arg-type]
    stored = Generation.read(tmp_path / "b")
    assert stored and (stored.number, stored.key) == (7, "key") and follower.linked


@pytest.mark.parametrize("error", [JournalError("the disk is full"), BadMessage("unknown"), ValueError("a:b")])
async def test_what_cannot_be_kept_is_told_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    follower, tried = follower_in(tmp_path / "b"), asyncio.Event()

    def fails(*given: object, **named: object) -> None:
        if follower.trouble:
            tried.set()
        raise error

    monkeypatch.setattr(module, "connect", fails)
    follower.linked = True
    running = asyncio.create_task(follower.run())
    async with asyncio.timeout(PATIENCE):
        await tried.wait()
    assert (follower.linked, follower.trouble) == (False, "not_kept") and not running.done()
    assert all(str(error) not in say("follow.not_kept", lang, primary="p", seq=1) for lang in ("zh", "en"))
    await end(running)
