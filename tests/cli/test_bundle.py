"""The bundle is safe to send: everything in it is searched for secrets, names and marks that can be recognised."""

from __future__ import annotations

import json
import os
import sqlite3
import zipfile
from pathlib import Path

import pytest

from server.cli.bundle import event_faults, journal_shape, safe_settings
from server.cli.logs import LOG_FILE
from server.cli.main import main
from server.settings import Settings
from tests.support.app_client import bearer, client, command
from tests.support.event_folders import ENTRIES, folder
from tests.support.server_process import CODE, SAMPLE

MARK = "93.27"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Data folder of a show with marks, people and a log that holds what a log should never hold."""
    made = tmp_path / "data"
    with client(made) as app:
        director = app.app.state.director  # type: ignore[attr-defined]
        entry = next(iter(director.show.entries))
        marks = dict.fromkeys(director.show.judges, MARK)
        for do in (command("score_entry", entry=entry), command("enter_marks", entry=entry, marks=marks)):
            assert app.post("/api/commands", content=do, headers=bearer(app)).json()["type"] == "ack"
        token = bearer(app)["authorization"]
    person = json.loads((made / "people.json").read_text("utf-8"))[0]
    lines = [
        {"at": "2026-01-01T00:00:00", "level": "error", "logger": "server.x", "said": f"{token} /join/{person['code']}",
         "trace": ["hub.py:1 join", f"KeyError: '{person['name']}' {MARK}"], "by": person["name"]},
        {"at": "2026-01-01T00:00:01", "level": "info", "logger": "server.x", "said": "command", "do": "go", "seq": 7},
    ]  # fmt: skip
    (made / LOG_FILE).write_text("\n".join(json.dumps(line) for line in lines) + f"\nrubbish {MARK}", "utf-8")
    return made


def packed(kept: Path, out: Path, event: Path = SAMPLE, port: str = "1") -> dict[str, str]:
    assert main(["bundle", str(event), "--data", str(kept), "--out", str(out), "--port", port]) == 0
    with zipfile.ZipFile(out) as file:
        return {name: file.read(name).decode() for name in file.namelist()}


def test_nothing_secret_no_name_and_no_mark_is_in_it(
    kept: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LIMELIGHT_CODE", CODE)
    monkeypatch.setenv("REDIS_URL", "redis://user:pa55word@127.0.0.1:1")
    found = packed(kept, tmp_path / "out.zip")
    everything = "\n".join(found.values())
    people = json.loads((kept / "people.json").read_text("utf-8"))
    access = json.loads((kept / "access.json").read_text("utf-8"))
    secrets = [CODE, CODE.replace("-", ""), "pa55word", MARK, *access.values(), str(tmp_path)]
    secrets += [person["code"] for person in people] + [person["name"] for person in people if person["name"]]
    secrets += [(kept / "bundle.key").read_bytes().hex()]
    assert [secret for secret in secrets if secret in everything] == []
    assert "eyJ" not in everything, "no signed token"


def test_what_helps_is_in_it(kept: Path, tmp_path: Path) -> None:
    found = packed(kept, tmp_path / "deep" / "out.zip")
    assert json.loads(found["about.json"])["packages"]["starlette"]
    assert "refused" in found["server/readyz.txt"].lower() or "not readable" in found["server/readyz.txt"]
    log = [json.loads(line) for line in found[f"logs/{LOG_FILE}"].splitlines()]
    assert log[0]["trace"] == ["hub.py:1 join", "KeyError"] and log[1]["do"] == "go" and len(log) == 2
    shape = json.loads(found["journal/live.json"])
    kinds = [kind for _, _, kind, _ in shape["rows"]]
    assert kinds[0] == "Opened" and len(kinds) == 3 and shape["check"] == "ok"
    assert [seq for seq, *_ in shape["rows"]] == [1, 2, 3] and shape["rows"][0][1] > 1_600_000_000_000
    assert any(one["key"].startswith("preflight.disk") for one in json.loads(found["machine.json"]))
    assert os.name == "nt" or (tmp_path / "deep" / "out.zip").stat().st_mode & 0o777 == 0o600


def test_hashes_compare_two_bundles_of_one_machine_and_nothing_else(kept: Path, tmp_path: Path) -> None:
    one, other = (packed(kept, tmp_path / f"{n}.zip")["journal/live.json"] for n in (1, 2))
    assert one == other
    path = kept / "live.sqlite"
    mine, yours = (journal_shape(path, key)["rows"][2][3] for key in (b"a", b"b"))
    assert mine != yours, "no mark can be tried out"


def test_a_damaged_journal_is_packed_as_far_as_it_can_be_read(kept: Path, tmp_path: Path) -> None:
    with sqlite3.connect(kept / "live.sqlite") as database:
        database.execute("UPDATE events SET event = ? WHERE seq = 2", (f'{{"event": "{MARK}"}}',))
        database.execute("UPDATE events SET event = ? WHERE seq = 3", (f"x{MARK}",))
    database.close()
    (kept / "rehearsal.sqlite").write_bytes(b"no database at all" * 100)
    found = packed(kept, tmp_path / "out.zip")
    rows = json.loads(found["journal/live.json"])["rows"]
    assert [kind for _, _, kind, _ in rows] == ["Opened", "unknown", "unreadable"]
    assert json.loads(found["journal/rehearsal.json"])["trouble"] == "DatabaseError"
    assert MARK not in "".join(found.values())


def test_a_bundle_changes_no_journal(kept: Path, tmp_path: Path) -> None:
    before = {path.name: path.read_bytes() for path in kept.glob("*.sqlite*")}
    packed(kept, tmp_path / "out.zip")
    assert {path.name: path.read_bytes() for path in kept.glob("*.sqlite*")} == before


def test_the_faults_of_an_event_tell_places_and_no_words(tmp_path: Path) -> None:
    event = folder(tmp_path, entries=ENTRIES.replace("02,", "01,"))
    faults = event_faults(event)
    assert faults and {"level", "code", "file", "row", "column"} == set(faults[0])
    assert faults[0]["file"] == ".csv" and faults[0]["row"] > 1


def test_settings_lose_their_secrets(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "event", tmp_path / "data", code=CODE, redis_url="redis://:hush@10.0.0.5")
    kept = safe_settings(settings)
    assert kept["code"] == "set" and "hush" not in str(kept) and kept["data_dir"] == "data"


def test_a_madewithout_a_show_gives_a_bundle_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "event").mkdir()
    found = packed(tmp_path / "none", tmp_path / "out.zip", tmp_path / "event")
    assert json.loads(found["files.json"]) == [] and "about.json" in found
