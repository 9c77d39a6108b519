"""Server clock: milliseconds since the Unix epoch that never step.

Read once from the system clock at the start, then carried by the monotonic clock: a correction of
the system clock in mid-show moves no timer. It never begins before the journal's last moment, so
that time does not run backwards over a restart either.
"""

from __future__ import annotations

import time


class Clock:
    """Server time in milliseconds, from `least` at the earliest, carried by the monotonic clock."""

    def __init__(self, least: int = 0) -> None:
        self._base = max(time.time() * 1000, least) - time.monotonic() * 1000

    def precise(self) -> float:
        """Now in milliseconds, with fractions: what screens measure their offset by."""
        return self._base + time.monotonic() * 1000

    def now(self) -> int:
        """Now in whole milliseconds: what the journal records."""
        return int(self.precise())

    def not_before(self, least: int) -> None:
        """Step forward to `least` if it lies ahead: another journal may end later than now."""
        self._base += max(0.0, least - self.precise())
