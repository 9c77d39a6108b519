"""`limelight salvage`: what it says, and the show that starts after it; the read-only show before it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from server.cli.main import SAMPLE, main
from server.journal.inspection import inspect
from server.journal.lock import Lock
from tests.support.app_client import bearer, client, command
from tests.support.damaged_journals import bytes_in


def shown(one: Any, view: str = "monitor") -> Any:
    return one.get(f"/api/views/{view}").json()["view"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder whose journal lost its end."""
    with client(tmp_path) as one:
        for number in range(8):
            answer = one.post("/api/commands", content=command("message", text=f"留言{number}"), headers=bearer(one))
            assert answer.status_code == 200, answer.text
        path = tmp_path / "live.sqlite"
        main, log = path.read_bytes(), path.with_name("live.sqlite-wal").read_bytes()
        mark = path.with_name("live.mark").read_bytes()
    path.write_bytes(main)
    path.with_name("live.sqlite-wal").write_bytes(log[:-9000])
    path.with_name("live.mark").write_bytes(mark)
    return tmp_path


def test_a_damaged_journal_is_shown_and_takes_nothing(folder: Path) -> None:
    before = {name: content for name, content in bytes_in(folder).items() if name.startswith("live")}
    with client(folder) as one:
        ready = one.get("/readyz")
        assert ready.status_code == 503 and ready.json()["damaged"] == "live.sqlite"
        assert f"limelight salvage --data {folder}" in ready.json()["why"]
        whole = inspect(folder / "live.sqlite").damage
        assert whole is not None and 2 < whole.whole < 9
        assert shown(one)["message"] == f"留言{whole.whole - 2}"
        commands = (("message", {"text": "x"}), ("go", {}), ("switch_mode", {"mode": "rehearsal"}), ("undo", {}))
        for do, fields in commands:
            answer = one.post("/api/commands", content=command(do, **fields), headers=bearer(one))
            assert (answer.status_code, answer.json()["code"]) == (409, "journal_damaged"), answer.text
            assert "live.sqlite" in answer.json()["why"] and "limelight salvage" in answer.json()["why"]
        panel = one.get("/api/views/control", headers=bearer(one)).json()["view"]
        assert "只读" in panel["damage"]["zh"] and "limelight salvage" in panel["damage"]["en"]
    assert {name: content for name, content in bytes_in(folder).items() if name.startswith("live")} == before


@pytest.mark.parametrize("missing", ["live.sqlite", "both"])
def test_a_missing_journal_begins_no_empty_show(folder: Path, missing: str) -> None:
    (folder / "live.sqlite").unlink()
    if missing == "both":
        (folder / "live.sqlite-wal").unlink()
    before = bytes_in(folder)
    with client(folder) as one:
        assert one.get("/readyz").status_code == 503
        assert "is missing" in one.get("/readyz").json()["why"] and shown(one)
    assert {name: bytes_in(folder)[name] for name in before if name.startswith("live")}.items() <= before.items()
    assert not (folder / "live.sqlite").exists()


def test_after_a_salvage_the_show_starts_normally(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damage = inspect(folder / "live.sqlite").damage
    assert damage is not None
    assert main(["salvage", str(SAMPLE), "--data", str(folder), "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert f"9 events were confirmed, {damage.whole} are there" in printed
    assert f"{damage.whole} events before the damage and 0 after it" in printed
    assert f"{9 - damage.whole} that were confirmed cannot be read" in printed and "can be started now" in printed
    with client(folder) as one:
        assert one.get("/readyz").status_code == 200
        assert shown(one)["message"] == f"留言{damage.whole - 2}"
        assert one.post("/api/commands", content=command("message", text="好"), headers=bearer(one)).status_code == 200
    assert main(["salvage", str(SAMPLE), "--data", str(folder)]) == 0
    assert "记录完好" in capsys.readouterr().out


def test_a_folder_in_use_or_without_a_journal_is_named(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(_Held(folder)):
        assert main(["salvage", str(SAMPLE), "--data", str(folder)]) == 2
    assert "another Limelight runs" in capsys.readouterr().err
    assert main(["salvage", str(SAMPLE), "--data", str(tmp_path / "nowhere")]) == 2
    assert "there is no live journal" in capsys.readouterr().err


class _Held:
    def __init__(self, folder: Path) -> None:
        self.close = Lock(folder).release
