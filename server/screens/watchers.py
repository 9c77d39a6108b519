"""Watchers: the screens of one view, where its patches go, and the tally of those that show its newest change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from server.screens.screen import Screen


@dataclass(slots=True)
class Watchers:
    """Record of one view: its screens in the order in which they came, where its patches go, the newest
    snapshot's frame, and the tally of screens that show its newest change. The tally follows each screen that
    comes, goes or draws: to count thousands again for each word of one of them would take a core."""

    screens: dict[Screen, None] = field(default_factory=dict)
    patches: Counter[Callable[[bytes], None]] = field(default_factory=Counter)  # function → its connections
    snapshot: tuple[str, int, bytes] = ("", -1, b"")  # epoch, seq, frame
    changed_at: int = 0  # seq of the last patch that was no skip
    counted: int = 0
    showing: int = 0

    def add(self, screen: Screen) -> None:
        """Admission of a screen: it is counted from now on."""
        self.screens[screen] = None
        self.patches[screen.connection.patch] += 1
        self.tally(screen, +1)

    def remove(self, screen: Screen) -> None:
        """Departure of a screen."""
        del self.screens[screen]
        patch = screen.connection.patch
        self.patches[patch] -= 1
        if not self.patches[patch]:
            del self.patches[patch]
        self.tally(screen, -1)

    def tally(self, screen: Screen, by: int) -> None:
        """Step of the tally: +1 counts a screen as it is now, −1 takes that back."""
        if screen.counted:
            self.counted += by
            self.showing += by * (0 < screen.shown >= self.changed_at)

    def change(self, seq: int) -> None:
        """Change of the view at `seq`: nobody shows it yet."""
        self.changed_at, self.showing = seq, 0
