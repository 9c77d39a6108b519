"""Replacement of fields: the same as the standard library's, on every dataclass of the show."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

import pytest

from server.show.model.replacing import replace
from tests.support.contests import opened


@dataclass(frozen=True, slots=True)
class One:
    only: int


def test_it_is_what_the_standard_library_makes() -> None:
    show = opened()
    cue = show.rundown[0].cues[0]
    for one, changes in ((show, {"seq": 9, "black": True}), (show, {}), (cue, {"id": "other"}), (One(1), {"only": 2})):
        assert replace(one, **changes) == dataclasses.replace(one, **changes)  # type: ignore[type-var]
        assert replace(one, **changes) is not one


def test_a_field_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        replace(One(1), nowhere=2)
    with pytest.raises(KeyError, match="nowhere"):
        replace(opened(), nowhere=2)
