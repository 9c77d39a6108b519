"""View source: the snapshots that screens are served from, of the show itself on the writer, of a mirror on
an edge.

Sockets, pages and the HTTP door of public views ask nothing else, so that an edge serves them with the very
code that the writer has.
"""

from __future__ import annotations

from typing import Any, Protocol

from server.clock import Clock
from server.show.model import Output


class ViewSource(Protocol):
    """Snapshots of one journal's views. `epoch` names the journal and `seq` its newest event; `clock` is the
    writer's."""

    @property
    def clock(self) -> Clock: ...

    @property
    def epoch(self) -> str: ...

    @property
    def seq(self) -> int: ...

    def names(self) -> tuple[str, ...]:
        """Names of every view that may be asked for here."""
        ...

    def outputs(self) -> dict[str, Output]:
        """Named pictures by their names; `watch` is one."""
        ...

    def is_public(self, view: str) -> bool:
        """Public view: one that anybody may see."""
        ...

    def snapshot(self, view: str) -> dict[str, Any]:
        """Snapshot message of a view at the present seq. Raises `KeyError` for no view of `names()`."""
        ...
