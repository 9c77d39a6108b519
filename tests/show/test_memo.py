"""Memoised parts of views against fresh ones: equal, whatever has happened in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from importlib import import_module
from inspect import isfunction
from pkgutil import walk_packages
from typing import Any

from hypothesis import given

import server.show
from server.show import commands as c
from server.show import view
from server.show.ceremony import lint
from server.show.marks import judging
from server.show.memo import MAX_RESULTS, memoised
from server.show.model import Chain, Refused, ScoringRule, Show, TimeRule
from server.show.views import (
    control,
    outputs,
    roles,
    scenes,
    sheet,
)
from tests.support.contests import contest, opened, perform
from tests.support.random_shows import shows

WHOLE = (
    control._settings, control._entries, control._rundown, scenes.contest_facts,
    outputs._at_the_stage, outputs.backstage, view.outputs, view.public_views, view.views,
)  # fmt: skip
MARKED = (lint.reading,)  # what marks change of the whole show
BY_OUTPUT = (view._output_facts,)
BY_CATEGORY = (control._standings, control._ties)
BY_ENTRY = (judging._conflicts, sheet._facts, roles._project)
BY_JUDGE = (roles._marked_by,)
STRICT = contest(
    chain=Chain(check=True), scoring=ScoringRule(time=TimeRule(points=Decimal("0.5"), per=10))
)


def test_every_memoised_part_is_looked_at_here() -> None:
    modules = [import_module(found.name) for found in walk_packages(server.show.__path__, "server.show.")]
    parts = {part for module in modules for part in vars(module).values() if isfunction(part) and hasattr(part, "of")}
    assert parts == {*WHOLE, *MARKED, *BY_OUTPUT, *BY_CATEGORY, *BY_ENTRY, *BY_JUDGE}


def asked(show: Show) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Every memoised part with each of the arguments that it may be asked about."""
    yield from ((part, ()) for part in (*WHOLE, *MARKED))
    yield from ((part, (name,)) for part in BY_OUTPUT for name in view.outputs(show))
    yield from ((part, (category.id,)) for part in BY_CATEGORY for category in show.contest.categories)
    yield from ((part, (id,)) for part in BY_ENTRY for id in show.entries)
    yield from ((part, (id,)) for part in BY_JUDGE for id in show.judges)


class Keys(Mapping[str, Any]):
    """Recording mapping over a field of the show: notes which keys are read, the whole field where it is iterated."""

    def __init__(self, field: str, values: dict[str, Any], read: set[str]) -> None:
        self.field, self._values, self._read = field, values, read

    def __getitem__(self, key: str) -> Any:
        self._read.add(f"{self.field}/{key}")
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        self._read.add(self.field)
        return iter(self._values)

    def __len__(self) -> int:
        self._read.add(self.field)
        return len(self._values)


class ReadRecorder:
    """Recording proxy of a show: notes which fields are read of it."""

    def __init__(self, show: Show) -> None:
        self.show, self.read = show, set[str]()

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.show, name)
        if name in ("entries", "sheets", "timers"):
            return Keys(name, value, self.read)
        self.read.add(name)
        return value


def named(part: Any, show: Show, about: tuple[str, ...]) -> set[str]:
    """Fields that a part declares to be made from."""
    reading = ReadRecorder(show)
    whole = {value.field for value in part.of(reading, *about) if isinstance(value, Keys)}
    return reading.read | whole


@given(shows() | shows(chain=STRICT.chain, scoring=STRICT.scoring))
def test_a_part_is_made_from_what_it_names_and_from_nothing_else(drawn: tuple[Show, list[Any]]) -> None:
    show, sequence = drawn
    for command in sequence:
        with suppress(Refused):
            show = perform(show, command)
    for part, about in asked(show):
        reading, declared = ReadRecorder(show), named(part, show, about)
        fresh = part.__wrapped__(reading, *about)
        assert {name for name in reading.read if not {name, name.partition("/")[0]} & declared} == set(), part.__name__
        assert part(show, *about) == fresh


@given(shows())
def test_what_is_memoised_is_what_would_be_computed(drawn: tuple[Show, list[Any]]) -> None:
    show, sequence = drawn
    for command in sequence:
        for part, about in asked(show):
            assert part(show, *about) == part.__wrapped__(show, *about), (part.__name__, about)
        with suppress(Refused):
            show = perform(show, command)


def test_what_an_event_leaves_alone_is_not_computed_again() -> None:
    show = opened(contest(entries=3, judges=3))
    before = {(part, about): part(show, *about) for part, about in asked(show)}
    show = perform(perform(show, c.Message("请准备")), c.EnterMarks("01", {"J1": Decimal(90)}))
    changed = [(part, about) for part, about in asked(show) if part(show, *about) is not before[part, about]]
    assert [about for part, about in changed if part is sheet._facts] == [("01",)]
    assert not {part for part, _ in changed} & {*WHOLE, *BY_OUTPUT, *BY_JUDGE, roles._project}


@given(shows())
def test_a_caller_leaves_a_memoised_part_as_it_was(drawn: tuple[Show, list[Any]]) -> None:
    show, sequence = drawn
    for command in sequence:
        with suppress(Refused):
            show = perform(show, command)
    for name in view.views(show):
        view.project(show, name)
    for part, about in asked(show):
        assert part(show, *about) == part.__wrapped__(show, *about), (part.__name__, about)


def test_no_more_is_memoised_than_the_bound() -> None:
    show, made = opened(contest(entries=2, judges=1)), []

    @memoised(lambda show, _: (show.contest,))
    def part(show: Show, id: str) -> str:
        made.append(id)
        return id

    ids = [f"{number}" for number in range(MAX_RESULTS)]
    assert [part(show, id) for id in ids] == ids and part(show, "0") == "0" and made == ids
    part(show, "one too many")  # the memo is emptied
    assert part(show, "0") == "0" and len(made) == MAX_RESULTS + 2
    part(replace(show, contest=contest(entries=3, judges=1)), "0")
    assert len(made) == MAX_RESULTS + 3
