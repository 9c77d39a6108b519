"""Hubs whose screens queue what they get, for tests that look at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from server.clock import Clock
from server.screens.hub import Hub
from server.screens.outbox import Outbox
from server.screens.screen import Screen


def hub_of(*views: str, limit: int = 10) -> Hub:
    """Hub with these outputs, and no Redis."""
    return Hub(limit, Clock().now, lambda: views, lambda: "none")


@dataclass(frozen=True, slots=True)
class Joined:
    """Screen of a hub, and the queue of what it gets."""

    screen: Screen
    outbox: Outbox

    def patches(self) -> list[bytes]:
        """Payloads of the patches that wait, taken out."""
        return list(iter(self.outbox.next_patch, None))


def joined(hub: Hub, view: str = "stage", **facts: Any) -> Joined:
    """Screen that has its snapshot and reads patches from now on."""
    outbox = Outbox()
    outbox.needs_snapshot = False
    return Joined(hub.join(view, outbox, **{"near": True} | facts), outbox)
