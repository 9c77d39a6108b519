"""Fan-out order: venue screens before remote viewers, in chunks.

The loop gets its turn after each chunk of an audience, so that the operator's next command is read in the
middle of a crowd, and each turn begins with the venue: remote viewers never delay the wall.
"""

from __future__ import annotations

import asyncio

from server.screens.audience import Audience

VENUE_PACE = 1 / 60  # seconds between two passes over more than a small audience: one frame on the glass
REMOTE_PACE = 0.1  # seconds between two passes over remote viewers; the stream is seconds behind anyway
REMOTE_VIEW = "watch"


class Fanout:
    """Audiences by their view, and the order in which they are written to: the venue's first."""

    def __init__(self) -> None:
        self.audiences: dict[str, Audience] = {}
        self._next: asyncio.Handle | None = None

    def audience(self, view: str) -> Audience:
        """Audience of a view, the same one each time."""
        if view not in self.audiences:
            self.audiences[view] = Audience(REMOTE_PACE if view == REMOTE_VIEW else VENUE_PACE, self._wake)
        return self.audiences[view]

    def flush(self) -> None:
        """Immediate pass over the venue: the caller has more to do before the loop's next turn comes."""
        for view, audience in self.audiences.items():
            if view != REMOTE_VIEW and audience.waits:
                audience.write(asyncio.get_running_loop().time())

    def _wake(self) -> None:
        if isinstance(self._next, asyncio.TimerHandle):
            self._next.cancel()  # another audience may be due before
            self._next = None
        if self._next is None:
            self._next = asyncio.get_running_loop().call_soon(self._turn)

    def _turn(self) -> None:
        self._next = None
        loop = asyncio.get_running_loop()
        now = loop.time()
        views = sorted(self.audiences, key=lambda view: view == REMOTE_VIEW)
        in_order = [self.audiences[view] for view in views]
        for audience in in_order:
            if audience.waits:
                audience.write(now)
        waiting = [audience for audience in in_order if audience.waits]
        if any(audience.in_pass or audience.ready <= now for audience in waiting):
            self._next = loop.call_soon(self._turn)
        elif waiting:
            self._next = loop.call_at(min(audience.ready for audience in waiting), self._turn)
