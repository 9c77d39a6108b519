"""A bounded child: what takes too much ends itself and nobody else, and it knows no secret of ours."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from server.event_file import bounded_child
from server.event_file.bounded_child import MAX_MEMORY_BYTES, OutOfBoundsError, run_bounded

BOUNDED = "from server.event_file.bounded_child import set_bounds; set_bounds(); import sys; sys.stdin.buffer.read()\n"


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """A child's module of our own, found beside the server."""
    (tmp_path / "server").symlink_to(Path(bounded_child.__file__).parents[1])
    monkeypatch.setattr(bounded_child, "_ROOT", tmp_path)

    def write(code: str) -> str:
        (tmp_path / "child.py").write_text(BOUNDED + code)
        return "child"

    return write


def test_the_answer_of_a_child_is_its_output_and_it_sees_no_setting(program, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setenv("LIMELIGHT_CODE", "secret")
    monkeypatch.setenv("REDIS_URL", "redis://:secret@somewhere")
    assert run_bounded(program("import os; print(dict(os.environ))"), b"x").count(b"secret") == 0
    assert b"LIMELIGHT_CODE" not in run_bounded("child", b"") and b"REDIS_URL" not in run_bounded("child", b"")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no bounds of memory")
def test_a_child_that_asks_for_too_much_memory_ends(program) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(OutOfBoundsError, match="MemoryError"):
        run_bounded(program(f"bytes({MAX_MEMORY_BYTES})"), b"x")


def test_a_child_that_never_answers_ends(program) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(OutOfBoundsError, match=r"> 0\.5 s"):
        run_bounded(program("while True: pass"), b"x", seconds=0.5)


def test_a_child_that_dies_is_named_by_its_last_words(program) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(OutOfBoundsError, match="exit 3"):
        run_bounded(program("sys.exit(3)"), b"x")
    with pytest.raises(OutOfBoundsError, match="ValueError: the file"):
        run_bounded(program("raise ValueError('the file')"), b"x")
