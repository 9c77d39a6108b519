"""Commands of the awards ceremony: its plan, its people and prizes, and the way through its steps."""

from __future__ import annotations

from dataclasses import dataclass

from server.show.commands.command import Command
from server.show.commands.row import MOVES, PLAIN, CommandRow, fixed
from server.show.model.ceremony import Speed
from server.show.model.contest import CeremonyOrder


@dataclass(frozen=True, slots=True)
class PlanCeremony(Command):
    """Choose the order of the awards, until the plan is locked."""

    order: CeremonyOrder


@dataclass(frozen=True, slots=True)
class LockCeremony(Command):
    """Compile the plan from the confirmed results and keep it in the journal. Refused while something
    blocks it; `now` of the refusal lists everything that does."""


@dataclass(frozen=True, slots=True)
class UnlockCeremony(Command):
    """Give the plan up, until its first step is on air."""


@dataclass(frozen=True, slots=True)
class CeremonyBack(Command):
    """The step before, exactly as it stood, without motion."""


@dataclass(frozen=True, slots=True)
class CeremonyJump(Command):
    """Go to a step, numbered from 1, without motion."""

    step: int


@dataclass(frozen=True, slots=True)
class CeremonyComplete(Command):
    """End the motion that runs, at once on every screen. GO does it too, while one runs."""


@dataclass(frozen=True, slots=True)
class CeremonyPause(Command):
    """Hold the motion where it is, or let it go on. GO goes on in either case."""

    on: bool


@dataclass(frozen=True, slots=True)
class CeremonySpeed(Command):
    """How fast this motion and those to come are: half, whole or double."""

    speed: Speed


@dataclass(frozen=True, slots=True)
class SetPresenters(Command):
    """Who hands over an award or a special prize: name → post, in their order. Also while on air."""

    award: str
    presenters: dict[str, str]


@dataclass(frozen=True, slots=True)
class SetQuota(Command):
    """How many an award takes in a category from now on, until the plan is locked."""

    award: str
    category: str
    quota: int


@dataclass(frozen=True, slots=True)
class AddPrize(Command):
    """Add a special prize (单项奖) with those who get it, until the plan is locked."""

    title: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemovePrize(Command):
    """Leave a special prize out, until the plan is locked."""

    prize: str


@dataclass(frozen=True, slots=True)
class InventMarks(Command):
    """In a rehearsal only: invented marks for every competing entry that has no confirmed score."""


_CEREMONY = CommandRow(touches=fixed("ceremony"))

ROWS: dict[type[Command], CommandRow] = {
    PlanCeremony: _CEREMONY,
    LockCeremony: _CEREMONY,
    UnlockCeremony: _CEREMONY,
    SetPresenters: CommandRow(touches=lambda command: (f"presenters/{command.award}",)),
    SetQuota: CommandRow(touches=lambda command: (f"quota/{command.award}/{command.category}",)),
    AddPrize: PLAIN,
    RemovePrize: PLAIN,
    CeremonyBack: CommandRow(touches=fixed("ceremony"), moves=True),
    CeremonyJump: CommandRow(touches=fixed("ceremony"), moves=True),
    CeremonyComplete: MOVES,
    CeremonyPause: MOVES,
    CeremonySpeed: MOVES,
    InventMarks: PLAIN,
}
