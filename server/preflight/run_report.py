"""Report of a rehearsal run: where it is, what the show refused, and what each screen made of it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class ScreenReport:
    """Report of one screen: the cues it was sent, missed or was late for, its latest (ms), its dropped frames."""

    output: str
    name: str
    dropped_before: int = 0
    sent: int = 0
    missed: int = 0
    late: int = 0
    latest: int = 0
    dropped: int = 0
    gone: bool = False


@dataclass(slots=True)
class Run:
    """Run over the rundown; `state`: running, done, stopped. `refused`: cue and the show's reason, in words."""

    state: str = "running"
    cue: int = 0
    of: int = 0
    refused: list[tuple[str, str]] = field(default_factory=list)
    screens: dict[str, ScreenReport] = field(default_factory=dict)
    task: asyncio.Task[None] | None = None

    async def stop(self) -> None:
        """End of the run, where it still goes on."""
        if self.task is not None and not self.task.done():
            self.task.cancel()
            with suppress(asyncio.CancelledError):
                await self.task
        if self.state == "running":
            self.state = "stopped"

    def faults(self) -> list[ScreenReport]:
        """Screens that missed, were late, dropped frames or left."""
        return [one for one in self.screens.values() if one.missed or one.late or one.dropped or one.gone]


def facts(run: Run | None) -> dict[str, Any] | None:
    """Report for the page."""
    if run is None:
        return None
    return {"state": run.state, "cue": run.cue, "of": run.of, "refused": run.refused,
            "screens": list(run.screens.values()), "faults": len(run.faults())}  # fmt: skip
