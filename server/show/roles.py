"""Rights of the roles of a final: each has its own view and its own commands.

Which role sends which command stands in the command's row (`ROWS` of `show/commands/*.py`; the operator, where a
row names no role); when a result may be revealed is `marks/reveal_policy`.

The operator runs the show; the scorer types and checks; the supervisor confirms; a judge marks; the
host reads out; a viewer looks on. Where the event wants a supervisor's signature, the operator's
does not stand in for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from server.show.commands import COMMAND_ROWS, Command
from server.show.model import Refused, Show
from server.show.model.role import Role, Who


def may(show: Show, who: Who, command: type[Command]) -> bool:
    """Test for a right: this role sends this kind of command."""
    row = COMMAND_ROWS[command]
    if row.signature and show.contest.chain.supervise and who.role == "operator":
        return False
    return who.role in row.roles


def check(show: Show, who: Who, command: Any) -> None:
    """Guard of rights. Raises Refused `not_allowed` for a command of another role, `not_yours` for another
    judge's sheet."""
    if not may(show, who, type(command)):
        raise Refused("not_allowed", role=who.role)
    if who.role == "judge" and command.judge != who.judge:
        raise Refused("not_yours")


_SEES: dict[Role, Callable[[str, Who], bool]] = {
    "operator": lambda view, who: True,
    "scorer": lambda view, who: view == "desk",
    "supervisor": lambda view, who: view in ("desk", "host"),
    "judge": lambda view, who: view == f"judge.{who.judge}",
    "host": lambda view, who: view == "host",
    "viewer": lambda view, who: view == "viewer",
}


def may_see(who: Who, view: str) -> bool:
    """Test for a view that is not public: this person may watch it."""
    return _SEES[who.role](view, who)


def sees_marks(who: Who) -> bool:
    """Test for marks in sight: this person may see every judge's marks."""
    return who.role in ("operator", "scorer", "supervisor")
