"""Replacement of fields of frozen dataclasses, for the reducer: a show has fifty fields, and an event makes two or
three new shows. `dataclasses.replace` asks for each field by its name, in Python, and took most of a restart.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeVar

T = TypeVar("T")
Shape = tuple[dict[str, int], Callable[[Any], tuple[Any, ...]]]

_shapes: dict[type[Any], Shape] = {}  # of the classes that were met, a few dozen


def replace(one: T, /, **changes: Any) -> T:
    """The same with other values in some fields, as by `dataclasses.replace`. Raises KeyError for a field that is
    not there."""
    kind: type[Any] = type(one)
    places, values_of = _shapes.get(kind) or _shape(kind)
    values = list(values_of(one))
    for name, value in changes.items():
        values[places[name]] = value
    made: T = kind(*values)
    return made


def _shape(kind: type[Any]) -> Shape:
    """Places of a class's fields by their names, and the function that gives all their values."""
    names = [field.name for field in fields(kind)]
    read = attrgetter(*names)
    values_of = read if len(names) > 1 else lambda one: (read(one),)
    _shapes[kind] = {name: place for place, name in enumerate(names)}, values_of
    return _shapes[kind]
