"""The awards as a ceremony: one plan of numbered steps, and where in it the hall is.

The plan is compiled from the results before the first step (`planning`), read by a linter
(`planlint`), locked into the journal, and then only walked: a step on air shows what the steps up to
it reveal (`ceremonyview`), so nothing of a later one can be in a public byte. A step's motion is an
anchor as a timer is: it starts on every screen at the same moment of the server's clock, a little
ahead, and takes `ms` at speed 100. Going back takes up the motion that the step had, long over.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from server.show.model.contest import CeremonyOrder

LEAD = 300  # ms between a press and the moment at which all screens start: by then they have heard of it
TOP = 3  # the places that suspense is kept for

StepKind = Literal["opening", "chapter", "place", "suspense", "page", "prize"]
Speed = Literal["0.5", "1", "2"]
PER_CENT: dict[str, int] = {"0.5": 50, "1": 100, "2": 200}


@dataclass(frozen=True, slots=True)
class Winner:
    """Winner called at a step; equal ranks are called together. Score None: the rows show none."""

    entry: str
    rank: int = 0
    score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One press of the operator. `award` is an award's or a prize's id. `ms` is the length of the
    motion, `pause` the seconds that the step is planned to stand after it.

    opening   the ceremony's own title
    chapter   the title of what comes: an award, a category or a session
    place     a row climbs to its place on the board of its category
    suspense  the board before the top three: nothing is revealed
    page      winners of an award stand together, with who hands it over
    prize     the same for a special prize
    """

    kind: StepKind
    award: str = ""
    category: str = ""
    session: str = ""
    winners: tuple[Winner, ...] = ()
    ms: int = 0
    pause: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """The ceremony's steps in order, numbered from 1."""

    order: CeremonyOrder
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Motion:
    """A step's motion: `done` ms of it lay behind at the moment `at` (server ms), from then it goes on
    at `speed` per cent, unless it is held."""

    at: int
    ms: int
    done: int = 0
    speed: int = 100
    held: bool = False


@dataclass(frozen=True, slots=True)
class Ceremony:
    """A locked plan and where in it the show is. `step` None: nothing of it was on air. `passed` are
    the motions of the steps before; `at` is when this step came, `held` whether people paused."""

    plan: Plan
    step: int | None = None
    motion: Motion | None = None
    passed: tuple[Motion | None, ...] = ()
    speed: int = 100
    held: bool = False
    at: int = 0
    seq: int = 0

    @property
    def now(self) -> Step | None:
        return self.plan.steps[self.step - 1] if self.step else None

    @property
    def next(self) -> Step | None:
        """Step that the next press brings; None at the end."""
        come = self.step or 0
        return self.plan.steps[come] if come < len(self.plan.steps) else None

    @property
    def shown(self) -> tuple[Step, ...]:
        """Steps up to the one on air: all that the hall may know."""
        return self.plan.steps[: self.step or 0]


def reached(motion: Motion, now: int) -> int:
    """Milliseconds of a motion that lie behind at `now`."""
    gone = 0 if motion.held else max(0, now - motion.at) * motion.speed // 100
    return min(motion.ms, motion.done + gone)


def runs(motion: Motion | None, now: int) -> bool:
    """Test for a motion still to be seen, running or held."""
    return motion is not None and reached(motion, now) < motion.ms


def left(ceremony: Ceremony) -> int:
    """Seconds that are planned for the steps after this one, at its speed."""
    coming = ceremony.plan.steps[ceremony.step or 0 :]
    moving = sum(step.ms for step in coming) * 100 // ceremony.speed
    return sum(step.pause for step in coming) + moving // 1000
