"""Parts of views that are kept say what a fresh one would say, whatever has happened in between."""

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
from server.show.model import Chain, Refused, ScoringRule, Show, TimeRule
from server.show.views import (
    control,
    outputs,
    roles,
    scenes,
    sheet,
)
from server.show.views.memo import MOST, kept
from tests.support.contests import contest, opened, perform
from tests.support.random_shows import shows

WHOLE = (
    control._settings, control._entries, control._rundown, scenes.contest_facts,
    outputs._at_the_stage, outputs.backstage, view.outputs, view.public_views, view.views,
)  # fmt: skip
BY_OUTPUT = (view._output_facts,)
BY_CATEGORY = (control._standings, control._ties)
BY_ENTRY = (sheet._facts, roles._project)
BY_JUDGE = (roles._marked_by,)
STRICT = contest(
    chain=Chain(check=True), scoring=ScoringRule(time=TimeRule(points=Decimal("0.5"), per=10))
)


def test_every_part_that_is_kept_is_looked_at_here() -> None:
    modules = [import_module(one.name) for one in walk_packages(server.show.__path__, "server.show.")]
    found = {part for one in modules for part in vars(one).values() if isfunction(part) and hasattr(part, "of")}
    assert found == {*WHOLE, *BY_OUTPUT, *BY_CATEGORY, *BY_ENTRY, *BY_JUDGE}


def asked(show: Show) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """Every part that is kept, for everything that it may be asked about."""
    yield from ((part, ()) for part in WHOLE)
    yield from ((part, (name,)) for part in BY_OUTPUT for name in view.outputs(show))
    yield from ((part, (one.id,)) for part in BY_CATEGORY for one in show.contest.categories)
    yield from ((part, (id,)) for part in BY_ENTRY for id in show.entries)
    yield from ((part, (id,)) for part in BY_JUDGE for id in show.judges)


class Keys(Mapping[str, Any]):
    """A field of the show, by entry, that notes which entries are asked for: all, where it is gone through."""

    def __init__(self, field: str, kept: dict[str, Any], read: set[str]) -> None:
        self.field, self._kept, self._read = field, kept, read

    def __getitem__(self, key: str) -> Any:
        self._read.add(f"{self.field}/{key}")
        return self._kept[key]

    def __iter__(self) -> Iterator[str]:
        self._read.add(self.field)
        return iter(self._kept)

    def __len__(self) -> int:
        self._read.add(self.field)
        return len(self._kept)


class Reading:
    """A show that notes what is read of it."""

    def __init__(self, show: Show) -> None:
        self.show, self.read = show, set[str]()

    def __getattr__(self, name: str) -> Any:
        value = getattr(self.show, name)
        if name in ("entries", "sheets", "timers"):
            return Keys(name, value, self.read)
        self.read.add(name)
        return value


def named(part: Any, show: Show, about: tuple[str, ...]) -> set[str]:
    """What a part says that it is made from."""
    reading = Reading(show)
    whole = {one.field for one in part.of(reading, *about) if isinstance(one, Keys)}
    return reading.read | whole


@given(shows() | shows(chain=STRICT.chain, scoring=STRICT.scoring))
def test_a_part_is_made_from_what_it_names_and_from_nothing_else(drawn: tuple[Show, list[Any]]) -> None:
    show, sequence = drawn
    for command in sequence:
        with suppress(Refused):
            show = perform(show, command)
    for part, about in asked(show):
        reading, declared = Reading(show), named(part, show, about)
        fresh = part.__wrapped__(reading, *about)
        assert {one for one in reading.read if not {one, one.partition("/")[0]} & declared} == set(), part.__name__
        assert part(show, *about) == fresh


@given(shows())
def test_what_is_kept_is_what_would_be_made(drawn: tuple[Show, list[Any]]) -> None:
    show, sequence = drawn
    for command in sequence:
        for part, about in asked(show):
            assert part(show, *about) == part.__wrapped__(show, *about), (part.__name__, about)
        with suppress(Refused):
            show = perform(show, command)


def test_what_an_event_leaves_alone_is_not_made_again() -> None:
    show = opened(contest(entries=3, judges=3))
    before = {(part, about): part(show, *about) for part, about in asked(show)}
    show = perform(perform(show, c.Message("请准备")), c.EnterMarks("01", {"J1": Decimal(90)}))
    changed = [(part, about) for part, about in asked(show) if part(show, *about) is not before[part, about]]
    assert [about for part, about in changed if part is sheet._facts] == [("01",)]
    assert not {part for part, _ in changed} & {*WHOLE, *BY_OUTPUT, *BY_JUDGE, roles._project}


@given(shows())
def test_whoever_is_given_a_kept_part_leaves_it_as_it_was(drawn: tuple[Show, list[Any]]) -> None:
    show, sequence = drawn
    for command in sequence:
        with suppress(Refused):
            show = perform(show, command)
    for name in view.views(show):
        view.project(show, name)
    for part, about in asked(show):
        assert part(show, *about) == part.__wrapped__(show, *about), (part.__name__, about)


def test_no_more_is_kept_than_the_bound() -> None:
    show, made = opened(contest(entries=2, judges=1)), []

    @kept(lambda show, _: (show.contest,))
    def part(show: Show, id: str) -> str:
        made.append(id)
        return id

    ids = [f"{number}" for number in range(MOST)]
    assert [part(show, id) for id in ids] == ids and part(show, "0") == "0" and made == ids
    part(show, "one too many")  # all begin anew
    assert part(show, "0") == "0" and len(made) == MOST + 2
    part(replace(show, contest=contest(entries=3, judges=1)), "0")
    assert len(made) == MOST + 3
