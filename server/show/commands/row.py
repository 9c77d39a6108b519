"""Row of the command registry: its name on the wire, who may send it and what it touches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from server.show.model.role import Role

Keys = tuple[str, ...]

OPERATOR: tuple[Role, ...] = ("operator",)
SCORERS: tuple[Role, ...] = ("operator", "scorer")
SUPERVISORS: tuple[Role, ...] = ("operator", "supervisor")
OFFICIALS: tuple[Role, ...] = ("operator", "scorer", "supervisor")
JUDGES: tuple[Role, ...] = ("judge",)


@dataclass(frozen=True, slots=True)
class CommandRow:
    """Row of a command class: the roles that may send it, the keys that it touches, its name on the wire.

    `roles` may send it (the operator alone, where nothing is said); a `signature` is the supervisor's alone
    where the event wants one. `touches` gives the keys of `Show.changed` that it is decided on: where one has
    changed since the sender looked, the command is refused. A command that must always work (HOLD, BLACK,
    CLEAR …) touches nothing in that sense. `wire`: whether it has a name there, `name` where that is not its
    class's. `moves`: it moves what is on air, and is refused where its sender says that it was pressed too long ago;
    the panic layer (HOLD, BLACK, FREEZE, CLEAR) never is.
    """

    roles: tuple[Role, ...] = OPERATOR
    touches: Callable[[Any], Keys] | None = None
    signature: bool = False
    name: str = ""
    wire: bool = True
    moves: bool = False


def fixed(*keys: str) -> Callable[[Any], Keys]:
    return lambda command: keys


PLAIN = CommandRow()
MOVES = CommandRow(moves=True)
