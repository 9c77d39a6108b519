"""Parts of views that are made again only when what they are made from has changed.

A show is never changed in place: what an event leaves alone is the same object in the next show. So a part
that names what it is made from can be kept until one of those is another object. With a panel, a desk and
nine judges' pages open, a command made some twenty milliseconds of views that nearly all said what they had
said before. `tests/show/views/test_memo.py` holds every part against a fresh one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from operator import is_
from typing import Any, TypeVar

from server.show.model import Show

MOST = 2000  # results of one function; a show has a few hundred
F = TypeVar("F", bound=Callable[..., Any])


def kept(of: Callable[..., tuple[Any, ...]]) -> Callable[[F], F]:
    """For a function of a show and ids. `of` gives the objects that its result is made from; the result is for
    reading, since the next who asks is given the same."""

    def around(make: F) -> F:
        results: dict[Any, tuple[tuple[Any, ...], Any]] = {}

        @wraps(make)
        def given(show: Show, *about: str) -> Any:
            now = of(show, *about)
            found = results.get(about)
            if found is not None and all(map(is_, found[0], now)):
                return found[1]
            if found is None and len(results) >= MOST:
                results.clear()
            result = make(show, *about)
            results[about] = now, result
            return result

        given.of = of  # type: ignore[attr-defined]  # a test holds it against what `make` reads
        return given  # type: ignore[return-value]

    return around
