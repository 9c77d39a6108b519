"""Two machines without a Redis, as whole servers in one process: following, promotion, the primary that comes
back."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from server.app import build
from server.journal.journal import Journal
from server.replication import replicas
from server.replication.generation import Generation
from server.settings import Settings
from server.show.commands import Message, SwitchMode
from server.show.model.role import Who
from server.wire import Envelope
from tests.support.server_process import PATIENCE, wait_until
from tests.support.two_machines import Machine, follower_of, in_step, primary_in, running

OPERATOR = Who("operator", "panel")


def rows(machine: Machine, mode: str = "live") -> list[Any]:
    journal = sqlite3.connect(machine.state.settings.data_dir / f"{mode}.sqlite")
    try:
        (epoch,) = journal.execute("SELECT value FROM meta WHERE name = 'epoch'").fetchone()
        return [epoch, *journal.execute("SELECT seq, at, by, command_id, event FROM events ORDER BY seq")]
    finally:
        journal.close()


def message(machine: Machine, text: str) -> dict[str, Any]:
    return machine.command(Envelope(text, Message(text)), OPERATOR)


def test_a_follower_has_each_row_before_it_is_acknowledged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replicas, "ACK_TIMEOUT", PATIENCE)  # a slow disk is another matter
    with primary_in(tmp_path / "a") as primary, follower_of(primary, tmp_path / "b") as follower:
        wait_until(lambda: in_step(follower), "the follower")
        wait_until(lambda: primary.state.replicas.replicas[0].prompt, "its pace")
        for number in range(20):
            answer = message(primary, f"m{number}")
            assert answer["type"] == "ack" and "alone" not in answer
            assert rows(primary) == rows(follower), "identical: epoch, seq, at, by, command id, event"
        assert (follower.folder / "event.toml").read_bytes() == (primary.folder / "event.toml").read_bytes()
        for name in ("access.json", "people.json"):
            kept = follower.folder / ".limelight" / name
            assert kept.read_bytes() == (primary.folder / ".limelight" / name).read_bytes()
            assert kept.stat().st_mode & 0o077 == 0, "codes are for the owner only"


def test_both_journals_travel(tmp_path: Path) -> None:
    with primary_in(tmp_path / "a") as primary:
        message(primary, "in the live show")
        primary.command(Envelope("s1", SwitchMode("rehearsal")), OPERATOR)
        message(primary, "in rehearsal")
        with follower_of(primary, tmp_path / "b") as follower:
            wait_until(lambda: in_step(follower), "the follower")
            wait_until(lambda: (follower.folder / ".limelight" / "live.sqlite").exists(), "the other journal")
            wait_until(lambda: rows(primary, "live") == rows(follower, "live"), "the other journal's rows")
            assert rows(primary, "rehearsal") == rows(follower, "rehearsal")
            primary.command(Envelope("s2", SwitchMode("live")), OPERATOR)
            wait_until(lambda: follower.state.following.follower.mode == "live", "the mode")
            wait_until(lambda: follower.state.source.epoch == rows(primary, "live")[0], "the live show")


def test_a_line_that_was_cut_is_taken_up_where_it_ended(tmp_path: Path) -> None:
    with primary_in(tmp_path / "a") as primary:
        with follower_of(primary, tmp_path / "b") as follower:
            wait_until(lambda: in_step(follower), "the follower")
        message(primary, "while it was away")
        with follower_of(primary, tmp_path / "b") as follower:
            wait_until(lambda: in_step(follower), "the follower")
            assert rows(primary) == rows(follower)
        assert not list((tmp_path / "b" / ".limelight").glob("live-*")), "nothing had to begin again"


@pytest.mark.parametrize("role", ["viewer", "host", ""])
def test_nobody_but_the_operator_follows(tmp_path: Path, role: Any) -> None:
    with primary_in(tmp_path / "a") as primary:
        token = primary.state.access.token(role) if role else "nonsense"
        with follower_of(primary, tmp_path / "b", token) as follower:
            wait_until(lambda: follower.state.following.follower.trouble == "refused", "the refusal")
            assert "不接受这个令牌" in follower.state.following.words("zh")
            assert not (tmp_path / "b" / ".limelight" / "live.sqlite").exists()


def test_a_promoted_follower_goes_on_and_the_old_primary_acknowledges_nothing(tmp_path: Path) -> None:
    with primary_in(tmp_path / "a") as primary, follower_of(primary, tmp_path / "b") as follower:
        wait_until(lambda: in_step(follower), "the follower")
        message(primary, "before")
        follower.run(follower.state.following.promote())
        assert rows(primary) == rows(follower)
        refused = message(primary, "too late")
        assert (refused["type"], refused["code"]) == ("refused", "fenced")
        assert follower.address in refused["why"], "it says where the show is"
        assert not primary.get("/readyz")["ready"]
        assert message(follower, "after")["type"] == "ack"
        assert abs(primary.state.source.clock.now() - follower.state.source.clock.now()) < 500, "no timer jumps"
        assert primary.state.stands_by and not follower.state.stands_by
        session = primary.state.access.session()
        assert follower.get("/api/views/control", cookie=f"limelight={session}")["seq"] == 3, "cookies are valid"


def test_the_old_primary_that_was_away_learns_of_it_at_the_next_meeting(tmp_path: Path) -> None:
    with ExitStack() as stack:
        first = stack.enter_context(ExitStack())
        primary = first.enter_context(primary_in(tmp_path / "a"))
        follower = stack.enter_context(follower_of(primary, tmp_path / "b"))
        wait_until(lambda: in_step(follower), "the follower")
        first.close()
        wait_until(lambda: not follower.state.following.follower.linked, "the cut")
        follower.run(follower.state.following.promote())
        with running(build(Settings(primary.folder, primary.folder / ".limelight")), primary.port) as again:
            wait_until(lambda: again.state.fenced, "the meeting")
            assert message(again, "no")["code"] == "fenced"
        stored = Generation.read(primary.folder / ".limelight")
        assert stored and stored.deposed_by and stored.deposed_by.address == follower.address, "over restarts too"


def test_what_the_old_primary_had_alone_is_archived_when_it_follows(tmp_path: Path) -> None:
    with primary_in(tmp_path / "a") as primary, ExitStack() as stack:
        follower = stack.enter_context(follower_of(primary, tmp_path / "b"))
        wait_until(lambda: in_step(follower), "the follower")
    message_alone = Journal(tmp_path / "a" / ".limelight" / "live.sqlite")
    row = message_alone.rows()[-1]
    message_alone.append_rows(message_alone.epoch, [row._replace(seq=row.seq + 1, command_id="alone", at=row.at + 9)])
    message_alone.close()
    Generation.of_folder(tmp_path / "b" / ".limelight").promote()
    settings = Settings(tmp_path / "b", tmp_path / "b" / ".limelight")
    with running(build(settings)) as promoted:
        message(promoted, "gone on")
        with follower_of(promoted, tmp_path / "a") as old:
            wait_until(lambda: in_step(old), "the old primary")
            assert rows(old) == rows(promoted)
    archived = list((tmp_path / "a" / ".limelight").glob("live-*.sqlite"))
    assert len(archived) == 1, "never deleted"


def test_nothing_to_serve_is_said_in_words(tmp_path: Path) -> None:
    with primary_in(tmp_path / "a") as primary, follower_of(primary, tmp_path / "b", "nonsense") as follower:
        assert "还不能接管" in follower.run(follower.state.following.promote_or_say("zh"))
