"""The generation of a data folder: its file, its statements, and who gives way."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from server.replication.generation import MAX_KNOWN, MAX_STATEMENT, Generation, Statement, read_statement

HERE = "http://10.0.0.5:8000"


def pair(folder: Path) -> tuple[Generation, Generation]:
    """A primary and its follower, which has the primary's key."""
    for name in ("a", "b"):
        (folder / name).mkdir()
    one, other = Generation.of_folder(folder / "a"), Generation.of_folder(folder / "b")
    other.follow(HERE, "0.0.0.0", 8000)
    other.adopt(one.number, one.key)
    return one, other


def test_it_is_stored_for_its_owner_only_and_read_again(tmp_path: Path) -> None:
    one, other = pair(tmp_path)
    other.promote()
    assert one.depose(other.statement([HERE]))
    assert Generation.read(tmp_path / "a") == one, "over restarts too"
    assert one.path.stat().st_mode & 0o077 == 0
    assert Generation.read(tmp_path) is None
    one.path.write_text('{"number": 1, "nonsense": 2}')
    with pytest.raises(ValueError, match=r"generation\.json"):
        Generation.read(tmp_path / "a")


def test_a_follower_deposes_nobody_and_a_promoted_one_does(tmp_path: Path) -> None:
    one, other = pair(tmp_path)
    assert not one.depose(other.statement([])), "it follows"
    other.promote()
    assert other.number == 2 and one.depose(other.statement([HERE])) and one.deposed_by
    assert not other.depose(one.statement([])), "the smaller number gives way"
    one.promote()
    assert one.number == 3 and one.deposed_by is None and other.depose(one.statement([])), "--truth"


def test_of_two_that_were_promoted_at_once_one_goes_first(tmp_path: Path) -> None:
    one, other = pair(tmp_path)
    one.promote()
    other.promote()
    assert one.loses_to(other.statement([])) != other.loses_to(one.statement([]))


def test_nobody_else_deposes_a_machine(tmp_path: Path) -> None:
    one, _ = pair(tmp_path)
    stranger = Generation(tmp_path / "c.json", number=99)
    assert not one.depose(stranger.statement([HERE]))
    forged = msgspec.structs.replace(one.statement([]), number=99, id="x")
    assert not one.depose(forged), "its proof is of another number"


def test_known_addresses_are_bounded_and_well_formed(tmp_path: Path) -> None:
    one, _ = pair(tmp_path)
    assert one.remember([HERE]) and not one.remember([HERE])
    assert not one.remember(["javascript:alert(1)", "http://x/y", 'http://a:1"><script>'])
    one.remember([f"http://10.0.0.{n}:80" for n in range(20)])
    assert len(one.known) == MAX_KNOWN


def test_a_statement_is_bounded_and_of_its_shape(tmp_path: Path) -> None:
    one, _ = pair(tmp_path)
    right = msgspec.json.encode(one.statement([HERE]))
    assert isinstance(read_statement(right), Statement)
    for wrong in (b"", b"[]", b"\xff", right + b" " * MAX_STATEMENT, right.replace(b"http://10", b"file://10")):
        assert read_statement(wrong) is None
