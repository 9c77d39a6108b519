"""Command registry: the row of every command class, and its name on the wire.

`roles`, `decide` and the doors read these rows, which stand below their classes; the decider of a command
stands beside the evolution of its event, by subject, and a test wants one for each row.
"""

from __future__ import annotations

import re

from server.show.commands import ceremony, edits, marks, playout
from server.show.commands.command import Command
from server.show.commands.row import CommandRow

COMMAND_ROWS: dict[type[Command], CommandRow] = {
    **playout.ROWS, **marks.ROWS, **edits.ROWS, **ceremony.ROWS,
}  # fmt: skip


def wire_name(command: type[Command]) -> str:
    """Name of a command on the wire: `TimerStart` → `timer_start`."""
    return COMMAND_ROWS[command].name or re.sub(r"(?<!^)(?=[A-Z])", "_", command.__name__).lower()


COMMANDS: dict[str, type[Command]] = {wire_name(command): command for command, row in COMMAND_ROWS.items() if row.wire}
