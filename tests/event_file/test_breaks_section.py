"""Breaks name their session and entry as people type them; their minutes may be left to the clock."""

from __future__ import annotations

from pathlib import Path

from server.event_file.breaks_section import minute
from server.event_file.reader import read_event
from server.show.model import Break
from tests.support.event_folders import EVENT, folder


def test_breaks_name_their_session_and_entry_loosely(tmp_path: Path) -> None:
    event = EVENT + (
        '[[breaks]]\nsession = "第 一 场"\ntitle = "茶歇"\nminutes = 10\nbefore = 1\n'
        '[[breaks]]\nsession = "s1"\ntitle = "午休"\nuntil = "14:00"\n'
    )
    assert read_event(folder(tmp_path, event)).breaks == (
        Break("s1", "茶歇", 10, "01"),
        Break("s1", "午休", 120, None, "14:00"),
    )


def test_minutes_of_a_clock() -> None:
    assert (minute("00:00"), minute("09:05"), minute("23:59")) == (0, 545, 1439)
