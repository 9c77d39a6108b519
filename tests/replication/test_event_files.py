"""The event's folder on its way to a follower: what travels, whole and in place, and nothing out of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from server.replication import event_files
from server.replication.replica_messages import PIECE_BYTES


def made(folder: Path, name: str, content: bytes) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_what_travels_are_the_event_s_own_files_the_small_ones_first(tmp_path: Path) -> None:
    made(tmp_path, "assets/film.mp4", b"x" * 99)
    made(tmp_path, "event.toml", b"x")
    made(tmp_path, ".limelight/live.sqlite", b"marks")
    made(tmp_path, "kept/live.sqlite", b"marks")
    made(tmp_path, ".hidden", b"x")
    os.symlink("/etc/hostname", tmp_path / "link")
    assert list(event_files.files_in(tmp_path, tmp_path / "kept")) == ["event.toml", "assets/film.mp4"]


def test_what_is_beyond_the_bounds_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "bb", "ccc"):
        made(tmp_path, name, name.encode())
    monkeypatch.setattr(event_files, "MAX_FILES", 2)
    assert list(event_files.files_in(tmp_path, tmp_path / "kept")) == ["a", "bb"]
    monkeypatch.setattr(event_files, "MAX_BYTES", 1)
    assert list(event_files.files_in(tmp_path, tmp_path / "kept")) == ["a"]


@pytest.mark.parametrize("name", ["../out", "/etc/passwd", "a//b", ".limelight/access.json", "a\\b", "C:x", ""])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no file of an event"):
        event_files.within(tmp_path, name)
    assert event_files.read_piece(tmp_path, name, 0) == b""


def test_a_file_comes_in_pieces_and_what_stood_there_is_kept(tmp_path: Path) -> None:
    there, here, kept = tmp_path / "there", tmp_path / "here", tmp_path / "kept"
    content = os.urandom(PIECE_BYTES + 5)
    made(there, "assets/film.mp4", content)
    made(here, "assets/film.mp4", b"an older one")
    (listed,) = event_files.files_in(there, kept).values()
    assert not event_files.is_there(here, "assets/film.mp4", listed)
    offset = 0
    while offset < listed.size:
        piece = event_files.read_piece(there, "assets/film.mp4", offset)
        assert len(piece) <= PIECE_BYTES
        offset = event_files.write_piece(here, "assets/film.mp4", offset, piece)
        assert (here / "assets/film.mp4").read_bytes() == b"an older one", "until it is whole"
    event_files.finish(here, kept, "assets/film.mp4", listed)
    assert event_files.is_there(here, "assets/film.mp4", listed)
    assert (here / "assets/film.mp4").read_bytes() == content
    (old,) = (kept / "replaced").glob("*/assets/film.mp4")
    assert old.read_bytes() == b"an older one", "nothing is deleted"
    assert list(event_files.files_in(here, kept)) == ["assets/film.mp4"], "no half of a file is left"


def test_an_empty_file_comes_too(tmp_path: Path) -> None:
    made(tmp_path / "there", "empty", b"")
    (listed,) = event_files.files_in(tmp_path / "there", tmp_path / "kept").values()
    event_files.finish(tmp_path / "here", tmp_path / "kept", "empty", listed)
    assert event_files.is_there(tmp_path / "here", "empty", listed)


def test_codes_are_for_their_owner_only_and_the_old_ones_are_kept(tmp_path: Path) -> None:
    assert event_files.write_key(tmp_path, "access.json", b"1", True)
    assert not event_files.write_key(tmp_path, "access.json", b"1", True)
    assert event_files.write_key(tmp_path, "access.json", b"2", True)
    assert (tmp_path / "access.json").stat().st_mode & 0o077 == 0
    (old,) = (tmp_path / "replaced").glob("*/access.json")
    assert old.read_bytes() == b"1"


def test_a_token_that_was_revoked_ends_here_too(tmp_path: Path) -> None:
    for name in ("access.json", "tokens/0a0a0a.json", "tokens/0b0b0b.json", "generation.json", "tokens/x.json"):
        made(tmp_path, name, b"{}")
    assert event_files.key_files(tmp_path) == ["access.json", "tokens/0a0a0a.json", "tokens/0b0b0b.json"]
    event_files.remove_tokens(tmp_path, ["access.json", "tokens/0b0b0b.json"])
    assert event_files.key_files(tmp_path) == ["access.json", "tokens/0b0b0b.json"]
