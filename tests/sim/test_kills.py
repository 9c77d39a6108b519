"""Kills with −9 of a real server: nothing that was acknowledged is lost or doubled. `make kills` is the long form."""

from __future__ import annotations

from pathlib import Path

from tests.sim.kills import Tally, _count, killed

KILLS = 4


def test_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path) -> None:
    tally = killed(KILLS, tmp_path, seed=1)
    assert not tally.faults and tally.kills == KILLS
    assert tally.acknowledged > KILLS


def test_a_loss_and_a_double_would_be_counted(tmp_path: Path) -> None:
    import sqlite3

    database = sqlite3.connect(tmp_path / "live.sqlite")
    database.execute("CREATE TABLE events (seq INTEGER, command_id TEXT)")
    database.executemany("INSERT INTO events VALUES (?, ?)", [(1, None), (2, "a"), (3, "a"), (5, "b")])
    database.commit()
    database.close()
    tally = Tally(acked={"b": 5, "c": 4})
    _count(tmp_path / "live.sqlite", tally)
    assert [fault.partition(": ")[2] for fault in tally.faults] == [
        "the numbers have a gap", "a stands 2 times in the journal", "c was acknowledged as 4 and stands at None",
    ]  # fmt: skip
