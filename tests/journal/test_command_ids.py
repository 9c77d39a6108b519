"""Ids of commands: each is known for ever, none is taken for another, and they take little room."""

from __future__ import annotations

import tracemalloc

import pytest

from server.journal import command_ids
from server.journal.command_ids import SEGMENT, CommandIds, id_of, is_same, named, whose


def test_every_id_is_known_and_the_first_event_counts() -> None:
    many = [(f"id-{seq // 2}", seq) for seq in range(1, 3 * SEGMENT * 2)]  # two events a command
    ids = CommandIds({seq: id for id, seq in many}.get)
    ids.add(many)
    first: dict[str, int] = {}
    for id, seq in many:
        first.setdefault(id, seq)
    assert {id: ids.seq_of(id) for id in first} == first
    assert ids.seq_of("another") is None


def test_two_ids_with_one_hash_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_ids, "SEGMENT", 4)
    monkeypatch.setattr(command_ids, "_short", lambda id: 7)
    ids = CommandIds({seq: f"id-{seq}" for seq in range(1, 20)}.get)
    ids.add((f"id-{seq}", seq) for seq in range(1, 20))
    assert [ids.seq_of(f"id-{seq}") for seq in range(1, 20)] == list(range(1, 20)) and ids.seq_of("id-99") is None


def test_an_old_id_takes_few_bytes() -> None:
    ids = CommandIds(lambda seq: f"{seq:032x}")
    ids.add((f"{seq:032x}", seq) for seq in range(1, 2 * SEGMENT + 1))
    tracemalloc.start()
    ids.add((f"{seq:032x}", seq) for seq in range(2 * SEGMENT + 1, 10 * SEGMENT + 1))
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown / (8 * SEGMENT) < 24


def test_a_name_holds_the_id_and_the_body_and_belongs_to_a_person() -> None:
    name = named("c 1", b"body")
    assert id_of(name) == "c 1" and id_of("c 1") == "c 1"
    assert is_same(name, name) and not is_same(name, named("c 1", b"other")) and is_same("c 1", name)
    assert whose("anna/1", name) == whose("anna/2", "c 1") != whose("bert/1", name)
