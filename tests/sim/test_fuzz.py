"""The fuzzer for a few seconds: every command and message, the doors, the parsers. `make fuzz` is the long form."""

from __future__ import annotations

import random

from server.show.commands import COMMANDS
from server.wire import BadMessage, decode_command
from tests.sim.fuzz import Fuzz, fuzzed
from tests.sim.fuzz_values import Commands
from tests.support.contests import opened

INPUTS = 1500


def test_whatever_comes_gets_an_answer() -> None:
    run = fuzzed(INPUTS, random.SystemRandom().randrange(10**6))
    assert not run.faults, "\n".join(run.faults[:5])
    assert sum(run.tried.values()) >= INPUTS * 0.95
    assert min(run.answers[kind] for kind in ("ack", "refused", "bad", "heard", "not read", "read", "422")) > 0


def test_every_command_is_made_right_and_wrong() -> None:
    commands = Commands(random.Random(1), opened())
    right, wrong = set(), 0
    for _ in range(6000):
        try:
            right.add(type(decode_command(commands.command()).command))
        except BadMessage:
            wrong += 1
    assert right == set(COMMANDS.values()) and wrong > 500


def test_a_fault_is_told_with_what_caused_it() -> None:
    run = Fuzz(1)
    run._told(b'{"type": "ping", "t": 1}', None, None, None)  # type: ignore[arg-type]
    assert "ping" in run.faults[0]
