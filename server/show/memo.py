"""Memo of parts of views: each is computed again only when an object that it is made from has changed.

A show is never changed in place: what an event leaves alone is the same object in the next show. So a part
that names what it is made from holds until one of those is another object. With a panel, a desk and nine
judges' pages open, a command made some twenty milliseconds of views that nearly all said what they had said
before. `tests/show/test_memo.py` holds every part against a fresh one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from operator import is_
from typing import Any, TypeVar

from server.show.model import Show

MAX_RESULTS = 2000  # results of one function; a show has a few hundred
F = TypeVar("F", bound=Callable[..., Any])


def memoised(of: Callable[..., tuple[Any, ...]]) -> Callable[[F], F]:
    """Memo of a function of a show and ids: `of` gives the objects that its result is made from, compared by
    identity. The result is for reading only, since the next caller is given the same object."""

    def around(make: F) -> F:
        results: dict[Any, tuple[tuple[Any, ...], Any]] = {}

        @wraps(make)
        def remembered(show: Show, *about: str) -> Any:
            now = of(show, *about)
            known = results.get(about)
            if known is not None and all(map(is_, known[0], now)):
                return known[1]
            if known is None and len(results) >= MAX_RESULTS:
                results.clear()
            result = make(show, *about)
            results[about] = now, result
            return result

        remembered.of = of  # type: ignore[attr-defined]  # a test holds it against what `make` reads
        return remembered  # type: ignore[return-value]

    return around
