"""The values of the show: frozen, small, and all of them known by the model's name."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, is_dataclass

import pytest

from server.show import model
from server.show.model import contest
from tests.support.contests import opened


def test_the_model_names_every_value() -> None:
    declared = {
        name for module in (contest, model) for name, one in vars(module).items()
        if is_dataclass(one) and one.__module__ == module.__name__
    }  # fmt: skip
    assert declared - {"Break"} <= set(model.__all__) and all(hasattr(model, name) for name in model.__all__)


def test_every_value_is_frozen_and_has_no_room_for_more() -> None:
    for name in model.__all__:
        one = getattr(model, name)
        if is_dataclass(one):
            assert one.__dataclass_params__.frozen and hasattr(one, "__slots__"), name  # type: ignore[attr-defined]


def test_a_show_cannot_be_changed_from_outside() -> None:
    with pytest.raises(FrozenInstanceError):
        opened().message = "x"  # type: ignore[misc]
