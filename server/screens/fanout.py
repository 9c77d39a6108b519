"""Who is written to when: the hall first, then the crowd, by and by.

The loop gets its turn after each chunk of an audience, so that the operator's next command is read in the
middle of a crowd, and each turn begins with the hall: a crowd never delays the wall.
"""

from __future__ import annotations

import asyncio

from server.screens.audience import Audience

HALL_PACE = 1 / 60  # seconds between two passes over more than a few: one frame on the glass
CROWD_PACE = 0.1  # seconds between two passes over the crowd; the stream is seconds behind anyway
CROWD = "watch"


class Fanout:
    """Every audience, and the order in which they are written to: the hall first."""

    def __init__(self) -> None:
        self.audiences: dict[str, Audience] = {}
        self._next: asyncio.Handle | None = None

    def audience(self, view: str) -> Audience:
        if view not in self.audiences:
            self.audiences[view] = Audience(CROWD_PACE if view == CROWD else HALL_PACE)
        return self.audiences[view]

    def push(self, view: str, frame: bytes) -> None:
        """Sends a frame to everybody who watches `view`, in the loop's next turn or with the next pass."""
        audience = self.audiences.get(view)
        if audience:  # somebody is there
            audience.push(frame)
            self._wake()

    def flush(self) -> None:
        """Writes to the hall at once: who pushed has more to do before the loop's next turn comes."""
        for view, audience in self.audiences.items():
            if view != CROWD and audience.waits:
                audience.write(asyncio.get_running_loop().time())

    def restart(self) -> None:
        """Owes everybody a snapshot."""
        for audience in self.audiences.values():
            audience.owe_all()
        if self.audiences:
            self._wake()

    def _wake(self) -> None:
        if isinstance(self._next, asyncio.TimerHandle):
            self._next.cancel()  # somebody else may be due before
            self._next = None
        if self._next is None:
            self._next = asyncio.get_running_loop().call_soon(self._turn)

    def _turn(self) -> None:
        self._next = None
        loop = asyncio.get_running_loop()
        now = loop.time()
        in_order = sorted(self.audiences.items(), key=lambda one: one[0] == CROWD)
        for _, audience in in_order:
            if audience.waits:
                audience.write(now)
        waiting = [audience for _, audience in in_order if audience.waits]
        if any(one.under_way or one.ready <= now for one in waiting):
            self._next = loop.call_soon(self._turn)
        elif waiting:
            self._next = loop.call_at(min(one.ready for one in waiting), self._turn)
