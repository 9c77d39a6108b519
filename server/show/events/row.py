"""Row of the event registry: all that the rest of the show knows of an event by its class."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Keys = tuple[str, ...]
Cause = Literal[
    "take", "reveal", "put", "clear", "hold", "release", "freeze", "timer", "undo", "marks", "edit", "draw",
    "step", "motion", "other",
]  # fmt: skip
UndoKind = Literal["restorable", "passing", "lasting", "judges_own"]

MOVING: frozenset[Cause] = frozenset({"take", "reveal", "put", "clear", "hold", "release", "draw", "step", "motion"})
"""The causes that screens animate. Their patches say at which moment all screens change."""


def _nothing(event: Any) -> Keys:
    return ()


def _never(event: Any) -> bool:
    return False


def always(event: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class EventRow:
    """Row of an event class: its cause on the wire, the keys that it touches, its undo, its line in the log.

    `about` gives the ids that a log line names, never a number that is under embargo, and `what` the way
    that the event went; `touches` the `changed` keys that `decide` holds commands against; `cause` the word
    by which screens know whether to move. `undo`: a *restorable* event can be taken back; a *passing* one
    neither changes what an undo restores nor is undone itself; a *lasting* one ends the way back, since
    undoing what came before it would tear it; a *judge's own* word is nobody else's to take back.
    `hall_saw`: that taking it back cannot make people forget it. `logged`: whether the log shows it.
    """

    about: Callable[[Any], Keys] = _nothing
    what: Callable[[Any], str] = lambda event: ""
    touches: Callable[[Any], Keys] = _nothing
    cause: Cause | Callable[[Any], Cause] = "other"
    undo: UndoKind = "restorable"
    hall_saw: Callable[[Any], bool] = _never
    logged: bool = True


def entry(event: Any) -> Keys:
    return (event.entry,)


def cue(event: Any) -> Keys:
    return (event.cue,)


def did(event: Any) -> str:
    did: str = event.did
    return did


def fixed(*keys: str) -> Callable[[Any], Keys]:
    return lambda event: keys
