"""The primary's side of its followers: whom an answer waits for, and for how long."""

from __future__ import annotations

import asyncio
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from server.replication import replicas as module
from server.replication.generation import Generation
from server.replication.replica_messages import Follow, Kept, Rows, decode_down, encode
from server.replication.replicas import Replicas
from tests.replication.test_replica import ROWS, Shown


class Line:
    """A follower at the other end, which keeps what it gets until it is told not to."""

    def __init__(self, first: Any = None) -> None:
        self.words: asyncio.Queue[str] = asyncio.Queue()
        self.words.put_nowait(encode(first or Follow("f", 1, ["http://10.0.0.6:8000"], {})).decode())
        self.answers = True

    async def receive_text(self) -> str:
        return await self.words.get()

    async def send_text(self, text: str, /) -> None:
        message = decode_down(text)
        if isinstance(message, Rows) and self.answers:
            kept = Kept(message.epoch, message.rows[-1].seq if message.rows else message.base)
            self.words.put_nowait(encode(kept).decode())


async def test_an_answer_waits_for_a_follower_that_keeps_pace_and_for_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "ACK_TIMEOUT", 0.05)
    shown, changes = Shown(tmp_path), []
    with closing(shown.journal):
        replicas = Replicas(Generation.of_folder(tmp_path), shown, tmp_path, tmp_path, lambda: changes.append(1))
        assert await replicas.wait_replicated(1) == "shared", "nobody follows"
        line = Line()
        serving = asyncio.create_task(replicas.serve(line))
        while not (replicas.replicas and replicas.replicas[0].prompt):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        assert changes and replicas.generation.known == ["http://10.0.0.6:8000"]
        assert await replicas.wait_replicated(ROWS[-1].seq) == "shared"
        line.answers = False
        shown.journal.append_rows("e1", [ROWS[-1]._replace(seq=ROWS[-1].seq + 1, command_id="late")])
        replicas.enqueue()
        assert await replicas.wait_replicated(shown.journal.seq) == "alone", "acknowledged, and it says so"
        assert replicas.facts()[0] | {"addresses": []} == {"addresses": [], "behind": 1, "prompt": False}
        serving.cancel()
        await asyncio.wait({serving})
    assert replicas.replicas == []


@pytest.mark.parametrize("first", [Kept("e", 1), Follow("f", 1, ["http://10.0.0.6:8000"] * 99, {})])
async def test_rubbish_is_refused(tmp_path: Path, first: Any) -> None:
    shown = Shown(tmp_path)
    with closing(shown.journal):
        replicas = Replicas(Generation.of_folder(tmp_path), shown, tmp_path, tmp_path, lambda: None)
        with pytest.raises(msgspec.ValidationError):
            await replicas.serve(Line(first))
