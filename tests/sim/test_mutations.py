"""Faults that were here, or could be: each mend is taken back, and pinned seeds of the simulation find it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from server.director import Director
from server.failover import Failover
from server.journal.command_ids import CommandIds
from server.journal.journal import Journal
from server.replication import redis_store
from server.replication.mirror import Mirror
from server.screens.hub import Hub
from tests.sim.simulation import simulate

Patch = pytest.MonkeyPatch
MAX_SEEDS = 60  # a fault that these have not found counts as not found


async def _always(*_: Any) -> bool:
    return True


async def _nothing(*_: Any) -> None:
    return None


def refused_writes_depose(patch: Patch) -> None:
    """A standby does not ask whether Redis takes writes, and is first when it does again."""
    patch.setattr(Failover, "_come_first", _always)


def tokens_repeat(patch: Patch) -> None:
    """The fence is a number alone, and begins at 1 again where Redis has forgotten everything."""
    source = redis_store._ACQUIRE
    assert "'%d:%s'" in source
    patch.setattr(redis_store, "_ACQUIRE", source.replace("'%d:%s', number, ARGV[3]", "'%d:%s', number, ''"))


def a_missing_fence_will_do(patch: Patch) -> None:
    """A writer of which Redis knows nothing any more writes on."""
    line = "  if string.match(fence"
    for name in ("_APPEND", "_RENEW"):
        source = getattr(redis_store, name)
        assert line in source
        patch.setattr(redis_store, name, source.replace(line, "  if fence ~= '' and string.match(fence"))


def acknowledged_before_the_flush(patch: Patch) -> None:
    """A command is acknowledged while it is in the system's memory only."""
    patch.setattr(Journal, "wait_durable", _nothing)


def done_twice(patch: Patch) -> None:
    """The same command id is carried out again."""
    patch.setattr(Director, "_known", lambda self, *_: None)
    append = Journal.append

    def forgetful(self: Journal, *given: Any, **named: Any) -> Any:
        self._commands = CommandIds(self._command_id)
        return append(self, *given, **named)

    patch.setattr(Journal, "append", forgetful)


def a_hole_in_the_embargo(patch: Patch) -> None:
    """The stage is told what the judges gave while they still mark."""
    inner = Director._project

    def leaking(self: Director, name: str) -> dict[str, Any]:
        found = inner(self, name)
        if name == "stage":
            found = found | {"marks": {id: sheet.marks for id, sheet in self.show.sheets.items()}}
        return found

    patch.setattr(Director, "_project", leaking)


def doubt_is_forgotten(patch: Patch) -> None:
    """After a flush that failed the next one is believed, though the system gave up what the first should write."""
    flush = Journal.flush

    def believing(self: Journal) -> None:
        self._doubted = False
        flush(self)

    patch.setattr(Journal, "flush", believing)


def a_gap_is_skipped(patch: Patch) -> None:
    """A mirror applies a patch though it has missed the one before."""
    on_message = Mirror.on_message

    def careless(self: Mirror, message: dict[str, Any]) -> bool:
        if "set" in message and message["seq"] > self.seq:
            self.seq = message["seq"] - 1
        return on_message(self, message)

    patch.setattr(Mirror, "on_message", careless)


def a_late_step_counts(patch: Patch) -> None:
    """A step that was given up, and comes late, puts older views over the newer ones."""
    line = "if token == ARGV[1] and tonumber(newest) >= tonumber(ARGV[#ARGV]) then return {'ok', ''} end\n"
    assert line in redis_store._APPEND
    patch.setattr(redis_store, "_APPEND", redis_store._APPEND.replace(line, ""))


def screens_stay(patch: Patch) -> None:
    """Another journal is opened, and no screen is told."""
    patch.setattr(Hub, "restart", lambda self: None)


MUTATIONS: dict[Callable[[Patch], None], tuple[str, tuple[str, ...], int]] = {
    refused_writes_depose: ("lost", ("refuse",), 28),
    tokens_repeat: ("two machines write", ("forget", "sleep"), 54),
    a_missing_fence_will_do: ("the stream holds", ("forget",), 4),
    acknowledged_before_the_flush: ("lost", ("power_cut",), 1),
    done_twice: ("times in the journal", ("cut_screens",), 2),
    a_hole_in_the_embargo: ("before its reveal", ("cut_screens",), 1),
    doubt_is_forgotten: ("lost", ("failing_disk",), 2),
    a_gap_is_skipped: ("drew other", ("lossy",), 6),
    a_late_step_counts: ("drew other", ("pause",), 29),
    screens_stay: ("not well", ("kill", "pause"), 9),
}
"""What the fault is told as, the weather in which it shows, and the first seed that is tried."""


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda one: one.__name__)
def test_a_mend_that_is_taken_back_is_found(mutation: Callable[[Patch], None], monkeypatch: Patch) -> None:
    words, weather, first = MUTATIONS[mutation]
    assert words, "any other fault would do"
    mutation(monkeypatch)
    seeds = range(first, first + MAX_SEEDS)
    found = (seed for seed in seeds if any(words in one for one in simulate(seed, weather).faults))
    seed = next(found, None)
    assert seed is not None, f"none of {MAX_SEEDS} seeds has found it"
    monkeypatch.undo()
    assert not simulate(seed, weather).faults, "as it is now, the seed is well"
