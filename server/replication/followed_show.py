"""Followed show: the public views of a show whose journal this machine keeps, as screens of a follower see
them. The view source (`ViewSource`) until this machine is promoted.
"""

from __future__ import annotations

from typing import Any

from server.journal.row import JournalRow
from server.replication.mirror import FollowedClock
from server.screens.hub import Hub
from server.show import events as e
from server.show.evolve import evolve
from server.show.model import Output, Show
from server.show.view import outputs, project, public_views
from server.wire import decode_event


class FollowedShow:
    """Show as far as it has come here. `epoch` is "" before its first row."""

    def __init__(self, hub: Hub) -> None:
        self.clock = FollowedClock()
        self.epoch, self.seq = "", 0
        self._hub = hub
        self._show: Show | None = None
        self._views: dict[str, dict[str, Any]] = {}

    def names(self) -> tuple[str, ...]:
        """Names of the public views."""
        return public_views(self._show) if self._show else ()

    def outputs(self) -> dict[str, Output]:
        """Named pictures by their names."""
        return outputs(self._show) if self._show else {}

    def is_public(self, view: str) -> bool:
        """Public view of the show that is followed."""
        return view in self.names()

    def snapshot(self, view: str) -> dict[str, Any]:
        """Snapshot message of a view at the present seq. Raises KeyError for none of `names()`."""
        if view not in self.names():
            raise KeyError(view)
        if view not in self._views:
            assert self._show is not None
            self._views[view] = project(self._show, view)
        return {"type": "snapshot", "seq": self.seq, "view": self._views[view]}

    def begin(self, epoch: str) -> None:
        """Another journal, from its first row on."""
        self.epoch, self.seq, self._show, self._views = epoch, 0, None, {}

    def load(self, rows: list[JournalRow]) -> None:
        """Rows that were there already: screens get a snapshot of what they come to."""
        for row in rows:
            self._evolve(row)
        self._views = {}
        self._hub.restart()

    def add(self, row: JournalRow) -> None:
        """Row that has just come: screens move as those of the primary do, a little later."""
        event = self._evolve(row)
        cause = e.cause_of(event)
        at = max(_moment(event), self.clock.now() + self._hub.lead) if cause in e.MOVING else None
        for name in self.names():
            self._publish(name, cause, at)

    def _evolve(self, row: JournalRow) -> e.Event:
        recorded = e.Recorded(row.seq, row.at, row.by, decode_event(row.event))
        self._show, self.seq = evolve(self._show, recorded), row.seq
        return recorded.event

    def _publish(self, name: str, cause: str, at: int | None) -> None:
        before = self._views.pop(name, None)
        if before is None or not self._hub.watched(name):
            return
        after = self.snapshot(name)["view"]
        changes = {key: value for key, value in after.items() if before.get(key) != value}
        self._hub.publish(name, self.seq, cause, changes, at)


def _moment(event: e.Event) -> int:
    """The moment at which an event says that its motion starts (ms; 0: it says none)."""
    motion = getattr(event, "motion", None)
    return motion.at if motion and not motion.held else 0
