"""Event's pictures that travel to edges."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.replication import event_pictures
from server.replication.event_pictures import pictures_in
from server.web.assets import SERVED


def test_pictures_are_those_that_a_page_may_load(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "logo.PNG").write_bytes(b"1")
    (tmp_path / "notes.docx").write_bytes(b"2")
    assert pictures_in(tmp_path, SERVED) == {"sub/logo.PNG": b"1"} and pictures_in(tmp_path / "none", SERVED) == {}


def test_no_more_travels_than_there_is_room_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(event_pictures, "MAX_PICTURE_BYTES", 3)
    for name in "ab":
        (tmp_path / f"{name}.png").write_bytes(b"12")
    assert pictures_in(tmp_path, SERVED) == {"a.png": b"12"} and "b.png" in caplog.text
