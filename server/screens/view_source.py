"""What public views are served from: the show itself on the writer, a mirror of it on an edge.

Sockets, pages and the HTTP door of public views ask nothing else, so that an edge serves them with
the very code that the writer has.
"""

from __future__ import annotations

from typing import Any, Protocol

from server.clock import Clock
from server.show.model import Output


class Source(Protocol):
    """`epoch` names the journal and `seq` its newest event; `clock` is the writer's."""

    clock: Clock

    @property
    def epoch(self) -> str: ...

    @property
    def seq(self) -> int: ...

    def names(self) -> tuple[str, ...]:
        """Every view that may be asked for here."""
        ...

    def outputs(self) -> dict[str, Output]:
        """Every named picture, by its name; `watch` is one."""
        ...

    def is_public(self, view: str) -> bool:
        """Whether anybody may see the view."""
        ...

    def snapshot(self, view: str) -> dict[str, Any]:
        """The snapshot message of a view at the present seq. Raises `KeyError` for no view of `names()`."""
        ...
