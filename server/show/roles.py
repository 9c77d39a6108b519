"""Who may do what: the roles of a final (DOMAIN 2.3), each with its own view and its own commands.

The operator runs the show; the scorer types and checks; the supervisor confirms; a judge marks; the
host reads out; a viewer looks on. Where the event wants a supervisor's signature, the operator's
does not stand in for it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from server.show import commands as c
from server.show.events import Refused
from server.show.model import Show

Role = Literal["operator", "scorer", "supervisor", "judge", "host", "viewer"]
ROLES: tuple[Role, ...] = get_args(Role)

_JUDGES_OWN = (c.DraftMarks, c.SubmitMarks, c.WithdrawMarks)
_SCORERS = (
    c.ScoreEntry, c.EnterMarks, c.EnterCriteria, c.Give, c.Excuse, c.AcceptJudges, c.Deduct, c.Check, c.Uncheck,
    c.Correct, c.ApproveCorrection, c.RejectCorrection,
)  # fmt: skip
_SUPERVISORS = (
    c.Confirm, c.Unconfirm, c.Uncheck, c.Correct, c.ApproveCorrection, c.RejectCorrection, c.AcceptJudges, c.Excuse,
    c.BreakTie,
)  # fmt: skip
# The supervisor's signature, where the event wants one; another person's word on a correction may be anybody's.
_SIGNATURES = (c.Confirm, c.Unconfirm)
_MAY: dict[Role, tuple[type, ...]] = {
    "judge": _JUDGES_OWN,
    "scorer": _SCORERS,
    "supervisor": _SUPERVISORS,
    "host": (),
    "viewer": (),
}


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who is signed in: `by` stands in the journal (person/device), `judge` is a judge's id."""

    role: Role
    by: str
    person: str = ""
    judge: str = ""


def may(show: Show, who: Who, command: type) -> bool:
    """Whether this role sends this kind of command."""
    if who.role == "operator":
        own = command not in _JUDGES_OWN
        return own and not (show.contest.chain.supervise and command in _SIGNATURES)
    return command in _MAY[who.role]


def check(show: Show, who: Who, command: Any) -> None:
    """Refuses `not_allowed` for a command of another role, `not_yours` for another judge's sheet."""
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
    """Whether somebody may watch a view that is not public."""
    return _SEES[who.role](view, who)


def sees_marks(who: Who) -> bool:
    """Whether somebody may see every judge's marks."""
    return who.role in ("operator", "scorer", "supervisor")
