"""The public views of a journal that is followed: what the primary's screens show, and nothing else."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from server.director import Director
from server.event_file.reader import read_event
from server.replication.followed_show import FollowedShow
from server.screens.hub import Hub
from server.screens.outbox import Outbox
from server.show.commands import Message, Preview, Take
from server.show.model.role import Who
from server.wire import Envelope
from tests.support.server_process import SAMPLE


def new_hub() -> Hub:
    return Hub(100, lambda: 0, lambda: (), lambda: "none")


async def test_its_screens_show_what_the_primary_s_show(tmp_path: Path) -> None:
    with closing(Director(tmp_path, read_event(SAMPLE), "live", new_hub())) as director:
        hub = new_hub()
        show = FollowedShow(hub)
        assert (show.names(), show.outputs()) == ((), {})
        show.begin(director.epoch)
        show.load(director.journal.rows())
        outbox = Outbox()
        hub.join("monitor", outbox)
        outbox.needs_snapshot = False  # it has its own
        show.snapshot("monitor")
        for number, command in enumerate((Message("你好"), Preview("37.talk"), Take("37.talk"))):
            director.perform(Envelope(f"c{number}", command), Who("operator", "panel"))
        for row in director.journal.rows(show.seq):
            show.add(row)
        assert show.names() == director.public_names()
        assert all(show.snapshot(name) == director.snapshot(name) for name in show.names())
        assert b"\xe4\xbd\xa0" in (outbox.next_patch() or b""), "a patch, as it comes"
        assert not show.is_public("control")
        with pytest.raises(KeyError):
            show.snapshot("control")
