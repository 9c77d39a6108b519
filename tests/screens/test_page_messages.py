"""What a page says of itself, and who may watch: the same whichever way the bytes travel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from server.director import Director
from server.event_file.reader import read_event
from server.screens import page_messages
from server.screens.hub import Hub
from server.screens.outbox import Outbox
from server.show.model.role import Who
from server.wire import BadMessage
from tests.support.hubs import hub_of
from tests.support.server_process import SAMPLE

OPERATOR, JUDGE = Who("operator", "panel"), Who("judge", "J1/a", "J1", "J1")


@pytest.fixture
def hub() -> Hub:
    return hub_of(limit=1)


@pytest.fixture
def source(tmp_path: Path, hub: Hub) -> Iterator[Director]:
    with closing(Director(tmp_path, read_event(SAMPLE), "live", hub)) as director:
        yield director


def test_who_may_watch(source: Director, hub: Hub) -> None:
    def open_to(view: str) -> list[bool]:
        return [page_messages.may_watch(source, hub, view, who) for who in (None, JUDGE, OPERATOR)]

    assert open_to("stage") == [True, True, True]
    assert open_to("control") == [False, False, True]
    assert open_to("judge.J1") == [False, True, True]
    assert open_to("nowhere") == [False, False, False]
    page_messages.join(hub, "stage", {}, None, Outbox())
    assert open_to("stage") == [False, True, True], "a crowd keeps nobody out who is signed in"


def test_a_screen_is_named_by_its_address(hub: Hub) -> None:
    screen = page_messages.join(hub, "stage", {"screen": "左" * 99, "monitor": "1"}, JUDGE, Outbox())
    assert (screen.name, screen.monitor) == ("左" * page_messages.MAX_NAME, True)
    assert (screen.person, screen.by) == ("J1", "J1/a")
    assert not page_messages.join(hub, "stage", {}, None, Outbox()).monitor


def test_the_hello_names_the_journal_and_the_screen(source: Director, hub: Hub) -> None:
    screen = page_messages.join(hub, "stage", {}, None, Outbox())
    served = SimpleNamespace(source=source, build="b1", peers=["http://10.0.0.6:8000"], stands_by=False)
    assert page_messages.hello(served, screen) | {"at": 0} == {  # type: ignore[arg-type]
        "type": "hello", "build": "b1", "epoch": source.epoch, "view": "stage", "at": 0, "screen": screen.id,
        "peers": ["http://10.0.0.6:8000"], "standby": False,
    }  # fmt: skip


def test_what_a_page_says_is_taken_or_refused_in_words(source: Director, hub: Hub) -> None:
    outbox = Outbox()
    screen = page_messages.join(hub, "stage", {}, None, outbox)
    said = lambda **message: page_messages.answer(source, hub, screen, message)  # noqa: E731
    assert (said(type="ping", t=1) or {})["t"] == 1
    assert said(type="shown", seq=1) is None and screen.shown == 1
    assert said(type="shown", seq=source.seq + 9) is None and screen.shown == 1, "of the journal before"
    assert said(type="about", width=3, height=2, name="左") is None and (screen.width, screen.name) == (3, "左")
    outbox.needs_snapshot = False
    assert said(type="resync") is None and outbox.needs_snapshot
    with pytest.raises(BadMessage, match="one of ping, shown, resync, about"):
        said(type="dance")
