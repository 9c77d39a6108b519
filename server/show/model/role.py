"""Roles of a final and somebody who is signed in with one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Role = Literal["operator", "scorer", "supervisor", "judge", "host", "viewer"]
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class Who:
    """Signed-in person or client: `by` stands in the journal (person/device), `judge` is a judge's id."""

    role: Role
    by: str
    person: str = ""
    judge: str = ""
