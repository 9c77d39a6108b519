"""Files that only their owner may read, replaced whole."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from server.private_files import private, replace_json


def test_a_file_is_its_owners_whatever_the_mask_says(tmp_path: Path) -> None:
    mask = os.umask(0)
    try:
        replace_json(tmp_path / "a.json", {"a": "甲"})
        os.close(private(str(tmp_path / "b"), os.O_WRONLY | os.O_CREAT))
    finally:
        os.umask(mask)
    assert json.loads((tmp_path / "a.json").read_text("utf-8")) == {"a": "甲"}
    if os.name == "posix":
        assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_a_write_that_fails_leaves_the_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_json(tmp_path / "a.json", 1)

    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace_json(tmp_path / "a.json", 2)
    assert (tmp_path / "a.json").read_text() == "1"
