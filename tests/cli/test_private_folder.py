"""Data folder that is its owner's alone: what a start finds, and everything that a running server writes."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.cli.private_folder import close_to_others
from tests.support.server_process import PATIENCE, Server
from tests.support.socket_clients import cookie

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows gives a user's folders to that user")


@pytest.fixture(autouse=True)
def open_mask() -> Iterator[None]:
    mask = os.umask(0o022)
    yield
    os.umask(mask)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def open_to_others(folder: Path) -> list[str]:
    return [path.name for path in (folder, *folder.rglob("*")) if mode(path) & 0o077]


def test_what_an_earlier_start_left_open_is_closed(tmp_path: Path) -> None:
    (tmp_path / "tokens").mkdir()
    for name in ("live.sqlite", "live.sqlite-wal", "rehearsal-20240101.sqlite", "people.json", "mode", "demo-code",
                 "access.log", "access.log.3", "people.new", "tokens/ab12cd.json"):  # fmt: skip
        (tmp_path / name).touch(0o644)
    (tmp_path / "notes.txt").touch(0o644)
    close_to_others(tmp_path)
    assert open_to_others(tmp_path) == ["notes.txt"], "what is not ours is left as it is"
    (tmp_path / "made.later").touch()
    assert mode(tmp_path / "made.later") == 0o600


def test_a_folder_that_is_everybodys_and_a_link_are_left(tmp_path: Path) -> None:
    shared, elsewhere = tmp_path / "shared", tmp_path / "elsewhere"
    shared.mkdir()
    shared.chmod(0o1777)
    elsewhere.touch(0o644)
    (shared / "mode").symlink_to(elsewhere)
    close_to_others(shared)
    assert mode(shared) == 0o777 | stat.S_ISVTX and mode(elsewhere) == 0o644


def test_a_file_of_another_user_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def forbidden(self: Path, mode: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    (tmp_path / "people.json").touch(0o644)
    monkeypatch.setattr(Path, "chmod", forbidden)
    close_to_others(tmp_path)
    assert "people.json stays readable" in caplog.text


def test_everything_that_a_server_writes_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir(mode=0o755)
    (folder / "people.json").write_text("[]")
    server = Server(folder).start()
    try:
        cookie(server)
        server.do("go")
        server.do("switch_mode", to="rehearsal")
        server.do("go")
        assert open_to_others(folder) == []
        assert {"live.sqlite", "live.sqlite-wal", "access.log", "sessions.json", "tokens"} <= set(os.listdir(folder))
    finally:
        server.stop()
    out = tmp_path / "results.csv"
    words = ["results", str(server.event), "--data", str(folder), "--format", "csv", "--out", str(out)]
    subprocess.run([sys.executable, "-m", "server", *words], check=True, timeout=PATIENCE, capture_output=True)
    assert mode(out) == 0o600 and open_to_others(folder) == []
