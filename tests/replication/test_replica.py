"""What one follower is sent."""

from __future__ import annotations

import asyncio
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from server.clock import Clock
from server.journal.journal import Journal
from server.journal.row import JournalRow
from server.replication.replica import Replica, digest_of
from server.replication.replica_messages import (
    PAGE_ROWS,
    Beat,
    Files,
    Follow,
    Have,
    Key,
    Listed,
    Rows,
    decode_down,
)
from tests.support.server_process import PATIENCE

ROWS = [JournalRow(seq, 1000 + seq, "panel", f"c{seq}", '{"event": "x"}') for seq in range(1, PAGE_ROWS + 3)]


class Line:
    """A link that only listens."""

    def __init__(self) -> None:
        self.sent: list[Any] = []

    async def send_text(self, text: str, /) -> None:
        self.sent.append(decode_down(text))

    async def receive_text(self) -> str:
        raise AssertionError


class Shown:
    """A show with a journal, in a folder with codes."""

    mode: Any = "live"

    def __init__(self, folder: Path) -> None:
        self.data_dir = self.event_dir = folder
        self.clock = Clock()
        self.journal = Journal(folder / "live.sqlite")
        self.journal.append_rows("e1", ROWS)

    async def files(self) -> dict[str, Listed]:
        return {}


async def sent_to(shown: Shown, have: dict[Any, Have]) -> list[Any]:
    line = Line()
    sending = asyncio.create_task(Replica(line, Follow("f", 1, [], have), shown, shown).run())
    async with asyncio.timeout(PATIENCE):
        while sum(len(one.rows) for one in line.sent if isinstance(one, Rows)) < ROWS[-1].seq - _has(have):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    sending.cancel()
    with suppress(asyncio.CancelledError):
        await sending
    return line.sent


def _has(have: dict[Any, Have]) -> int:
    return have["live"].seq if have and have["live"].digest == digest_of(ROWS[have["live"].seq - 1]) else 0


async def test_a_new_follower_gets_the_codes_and_every_row_in_pages(tmp_path: Path) -> None:
    (tmp_path / "access.json").write_bytes(b"{}")
    shown = Shown(tmp_path)
    with closing(shown.journal):
        sent = await sent_to(shown, {})
    assert isinstance(sent[0], Beat) and sent[0].seq == len(ROWS)
    assert Key("access.json", b"{}") in sent
    pages = [one for one in sent if isinstance(one, Rows)]
    assert [page.base for page in pages[:2]] == [0, PAGE_ROWS]
    assert [row for page in pages for row in page.rows] == ROWS


async def test_a_follower_that_agrees_gets_the_rest_and_any_other_everything(tmp_path: Path) -> None:
    shown = Shown(tmp_path)
    with closing(shown.journal):
        agreed = await sent_to(shown, {"live": Have("e1", 500, digest_of(ROWS[499]))})
        other = await sent_to(shown, {"live": Have("e1", 500, digest_of(ROWS[0]))})
    assert next(one for one in agreed if isinstance(one, Rows)).base == 500
    assert next(one for one in other if isinstance(one, Rows)).base == 0


async def test_a_damaged_journal_that_is_not_on_air_keeps_nothing_else_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "rehearsal.sqlite").write_bytes(b"rubbish" * 100)
    shown = Shown(tmp_path)
    with closing(shown.journal):
        sent = await sent_to(shown, {})
    assert sum(len(one.rows) for one in sent if isinstance(one, Rows)) == len(ROWS)
    assert any(isinstance(one, Files) for one in sent) and "no rehearsal journal" in caplog.text
    assert (tmp_path / "rehearsal.sqlite").read_bytes() == b"rubbish" * 100
