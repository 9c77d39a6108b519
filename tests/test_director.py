"""The director: what was acknowledged is on disk, what was refused is nowhere, twice is once."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import uuid
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.clock import Clock
from server.director import MAX_REMEMBERED, Director
from server.journal.mode import last_mode
from server.show import commands as c
from server.show import events as e
from server.show.model import Contest
from server.show.model.role import Who
from server.show.view import project, views
from server.wire import Envelope, encode
from tests.support.contests import contest
from tests.support.hubs import hub_of, joined
from tests.support.random_shows import awarding, runs
from tests.support.server_process import Server

ANYBODY = Who("operator", "panel-1")
SMALL = contest(entries=4, judges=3)


def director(folder: Path, mode: str = "live", **changes: Any) -> Director:
    return Director(folder, contest(entries=4, judges=3, **changes), mode, hub_of())  # type: ignore[arg-type]


def ask(one: Director, command: Any, id: str = "", **envelope: Any) -> dict[str, Any]:
    return one.perform(Envelope(id or uuid.uuid4().hex, command, **envelope), ANYBODY)


def seen(one: Director) -> dict[str, Any]:
    return {name: json.loads(encode(one.snapshot(name)["view"])) for name in one.names()}


def test_an_acknowledged_command_is_there_after_a_restart(tmp_path: Path) -> None:
    one = director(tmp_path)
    assert ask(one, c.Message("请靠近话筒"), "m") == {"type": "ack", "id": "m", "seq": 2}
    views_before, epoch = seen(one), one.epoch
    # No close(): a process that is killed does not tidy up.
    again = director(tmp_path)
    assert again.show == one.show and again.epoch == epoch and seen(again) == views_before
    assert ask(again, c.Message("请靠近话筒"), "m") == {"type": "ack", "id": "m", "seq": 2}, "after the restart"
    assert again.show.message == "请靠近话筒"


def test_a_refused_command_writes_nothing_and_is_answered_the_same_again(tmp_path: Path) -> None:
    one = director(tmp_path)
    before = one.show
    no = ask(one, c.Take("nowhere"), "t", lang="en")
    assert (no["type"], no["code"], no["now"]) == ("refused", "expected", "s1.test") and no["why"].startswith("Preview")
    assert one.show is before and one.journal.seq == 1
    ask(one, c.Preview("01.next"))
    assert ask(one, c.Take("nowhere"), "t", lang="en") == no


def test_what_is_so_already_is_acknowledged_and_writes_nothing(tmp_path: Path) -> None:
    one = director(tmp_path)
    assert ask(one, c.Black(False))["seq"] == 1 and one.journal.seq == 1


def test_remembered_that_are_remembered_are_bounded(tmp_path: Path) -> None:
    one = director(tmp_path)
    for number in range(MAX_REMEMBERED + 10):
        ask(one, c.Black(False), f"{number}")
    assert len(one._remembered) == MAX_REMEMBERED


def test_a_second_go_is_the_same_go_from_any_sender(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, now = director(tmp_path), 0.0
    start = one.clock.precise()
    monkeypatch.setattr(Clock, "precise", lambda self: start + now)
    assert ask(one, c.Go())["type"] == "ack"
    now = 399
    assert one.perform(Envelope("other", c.Go()), Who("operator", "token-9"))["code"] == "double_go"
    now = 401
    assert ask(one, c.Go())["type"] == "ack"


def test_rehearsal_and_live_share_nothing(tmp_path: Path) -> None:
    one = director(tmp_path)
    ask(one, c.Message("正式"))
    live, live_epoch, left, drawn = one.show, one.epoch, one.journal, seen(one)
    assert ask(one, c.SwitchMode("rehearsal"))["type"] == "ack"
    assert one.mode == "rehearsal" and one.show.message == "" and one.epoch != live_epoch
    assert one.snapshot("monitor")["view"]["message"] == "", "nothing of the other show is still drawn"
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        left.rows()
    ask(one, c.Message("彩排"), "r")
    assert ask(one, c.SwitchMode("live"))["type"] == "ack"
    assert one.show == live and one.epoch == live_epoch and seen(one) == drawn
    texts = [p.read_bytes() for p in tmp_path.glob("live.sqlite*")]
    assert not any("彩排".encode() in text for text in texts)


def test_a_rehearsal_begins_again_and_the_old_one_is_kept(tmp_path: Path) -> None:
    one = director(tmp_path)
    assert ask(one, c.RestartRehearsal())["code"] == "not_in_rehearsal"
    ask(one, c.SwitchMode("rehearsal"))
    ask(one, c.Message("彩排"))
    epoch = one.epoch
    assert ask(one, c.RestartRehearsal())["type"] == "ack"
    assert one.show.message == "" and one.epoch != epoch
    assert len(list(tmp_path.glob("rehearsal-*.sqlite"))) == 1


def test_a_rehearsal_that_cannot_be_read_leaves_the_live_show_as_it_is(tmp_path: Path) -> None:
    one = director(tmp_path)
    (tmp_path / "rehearsal.sqlite").write_bytes(b"not a database at all" * 100)
    before = one.show
    for lang, words in (("zh", "演出照旧"), ("en", "the show goes on")):
        no = ask(one, c.SwitchMode("rehearsal"), "same", lang=lang)
        assert (no["type"], no["code"]) == ("refused", "journal_trouble")
        assert words in no["why"] and "rehearsal.sqlite is no journal" in no["why"]
    assert (one.mode, one.show, last_mode(tmp_path)) == ("live", before, "live")
    assert ask(one, c.Message("照常"))["type"] == "ack"
    assert director(tmp_path).show.message == "照常"


def test_a_journal_under_the_other_name_is_not_taken_for_its_own(tmp_path: Path) -> None:
    one = director(tmp_path)
    ask(one, c.Message("正式"))
    one.close()
    shutil.copy(tmp_path / "live.sqlite", tmp_path / "rehearsal.sqlite")
    one = director(tmp_path)
    no = ask(one, c.SwitchMode("rehearsal"), lang="en")
    assert no["code"] == "journal_trouble" and "does not begin as a rehearsal journal" in no["why"]
    assert one.mode == "live" and ask(one, c.Message("照常"))["type"] == "ack"


def test_a_damaged_page_of_a_journal_is_refused_in_words(tmp_path: Path) -> None:
    one = director(tmp_path)
    ask(one, c.SwitchMode("rehearsal"))
    for number in range(60):
        ask(one, c.Message(f"彩排{number}" * 8))
    ask(one, c.SwitchMode("live"))  # closes the other, which leaves one file
    path = tmp_path / "rehearsal.sqlite"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + b"\xff" * (len(whole) - len(whole) // 2))
    no = ask(one, c.SwitchMode("rehearsal"))
    assert no["code"] == "journal_trouble" and (one.mode, last_mode(tmp_path)) == ("live", "live")


def test_a_show_comes_back_in_the_mode_it_was_in(tmp_path: Path) -> None:
    one = director(tmp_path)
    assert last_mode(tmp_path) == "live"
    ask(one, c.SwitchMode("rehearsal"))
    assert last_mode(tmp_path) == "rehearsal"
    ask(one, c.SwitchMode("live"))
    assert last_mode(tmp_path) == "live"


def test_a_rehearsal_that_cannot_be_archived_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = director(tmp_path, "rehearsal")
    ask(one, c.Message("彩排"))

    def held_by_a_scanner(self: Path, target: Path) -> Path:
        raise PermissionError(13, "in use", str(self))

    with monkeypatch.context() as windows:
        windows.setattr(Path, "rename", held_by_a_scanner)
        no = ask(one, c.RestartRehearsal(), lang="en")
        assert no["code"] == "journal_trouble" and "cannot be archived (in use)" in no["why"]
    assert one.show.message == "彩排" and ask(one, c.Message("继续"))["type"] == "ack"


def test_a_full_disk_acknowledges_nothing_and_changes_nothing(tmp_path: Path) -> None:
    one = director(tmp_path)
    (pages,) = one.journal._db.execute("PRAGMA page_count").fetchone()
    one.journal._db.execute(f"PRAGMA max_page_count = {pages}")
    before, drawn, done, answer = one.show, seen(one), 0, {"type": "ack"}
    while answer["type"] == "ack":
        assert done < 1000, "the disk gets full"
        done, before, drawn = done + 1, one.show, seen(one)
        answer = ask(one, c.Message("满" * 50 + f"{done}"), f"m{done}", lang="en")
    assert answer["code"] == "journal_trouble" and "is the disk full?" in answer["why"]
    assert one.show is before and seen(one) == drawn and one.journal.seq == before.seq
    one.journal._db.execute("PRAGMA max_page_count = 1000000")
    assert ask(one, c.Message("又有地方了"), f"m{done}") == {"type": "ack", "id": f"m{done}", "seq": before.seq + 1}
    assert director(tmp_path).show == one.show


def test_an_answer_to_a_script_survives_a_power_cut(tmp_path: Path) -> None:
    """Over HTTP, from a process that is killed at once; the command that comes again is the same one."""
    (tmp_path / "kept").mkdir()
    server = Server(tmp_path / "kept").start()
    try:
        answer = server.do("message", text="请靠近话筒", id="m1")
        server.kill()
        server.start()
        assert server.view("monitor")["message"] == "请靠近话筒"
        assert server.do("message", text="请靠近话筒", id="m1") == answer
        assert server.get("/readyz")["seq"] == answer["seq"]
    finally:
        server.stop()


@pytest.mark.parametrize(
    ("view", "commands", "causes"),
    [("stage", [c.Hold(True), c.Hold(False)], ["hold", "release"]),
     ("stage", [c.Take()], ["take"]),
     ("overlay", [c.Put("ticker", text="请就座"), c.Clear("ticker")], ["put", "clear"]),
     ("monitor", [c.TimerLoad("01", "talk"), c.Message("一")], ["timer", "other"])],
)  # fmt: skip
def test_patches_name_the_cause_of_a_change(
    tmp_path: Path, view: str, commands: list[Any], causes: list[str]
) -> None:
    async def scene() -> list[str]:
        one = director(tmp_path)
        screen = joined(one._hub, view)
        one.snapshot(view)
        for command in commands:
            assert ask(one, command)["type"] == "ack"
        return [json.loads(text)["cause"] for text in screen.patches()]

    assert asyncio.run(scene()) == causes


def test_time_goes_on_from_where_the_journal_ends(tmp_path: Path) -> None:
    """A laptop whose clock was set back between two starts moves no timer backwards."""
    one = director(tmp_path)
    ahead = one.clock.now() + 5_000_000
    one.journal.append(ahead, "panel", e.MessageSet("一"))
    assert director(tmp_path).clock.now() >= ahead


def test_the_event_file_may_change_until_something_has_happened(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    director(tmp_path, cup="旧").close()
    one = director(tmp_path, cup="新")
    assert one.show.contest.cup == "新"
    ask(one, c.Message("一"))
    one.close()
    assert director(tmp_path, cup="新").show.contest.cup == "新" and not caplog.text
    assert director(tmp_path, cup="更新").show.contest.cup == "新", "from then on the journal's stands"
    assert "the event file has changed since" in caplog.text


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([SMALL, awarding()]).flatmap(lambda one: st.tuples(st.just(one), runs(one, most=16))))
def test_every_screen_shows_what_a_replay_of_the_journal_shows(
    tmp_path_factory: pytest.TempPathFactory, drawn_from: tuple[Contest, list[object]]
) -> None:
    """Patches upon a snapshot, whatever happened in between, give the projection of the replayed journal."""
    folder = tmp_path_factory.mktemp("show")
    small, sequence = drawn_from

    async def scene() -> dict[str, dict[str, Any]]:  # the hub gathers its announcements on a loop
        return drawn_after(Director(folder, small, "live", hub_of()), sequence)

    drawn, again = asyncio.run(scene()), Director(folder, small, "live", hub_of())
    for name in views(again.show):
        assert drawn[name]["view"] == json.loads(encode(project(again.show, name)))
        assert drawn[name]["seq"] == again.show.seq


def drawn_after(one: Director, sequence: list[object]) -> dict[str, dict[str, Any]]:
    """What a page of each view has drawn, patch by patch, after the commands."""
    screens = {name: joined(one._hub, name) for name in one.names()}
    drawn: dict[str, dict[str, Any]] = {}
    for name in screens:
        drawn[name] = json.loads(encode(one.snapshot(name)))
    for command in sequence:
        before = one.show
        assert ask(one, command)["type"] == "ack" or one.show is before, "a refused command changes nothing"
        for name, screen in screens.items():
            for text in screen.patches():
                patch = json.loads(text)
                assert patch["seq"] == drawn[name]["seq"] + 1, "gapless"
                drawn[name]["seq"] = patch["seq"]
                drawn[name]["view"] |= patch["set"]
    return drawn
