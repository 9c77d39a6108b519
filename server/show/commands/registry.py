"""Command registry: the row of every command class, and its name on the wire.

`roles`, `decide` and the doors read these rows, which stand below their classes. A new command is:

1. its class and row in `show/commands/`, the class and row of its event in `show/events/`;
2. its decider (`DECIDERS`; `SIGNED` where the sender's name counts) and its evolution (`EVOLUTIONS`), by subject,
   in `show/playout/`, `show/marks/` or `show/ceremony/`;
3. its words: `texts/journal_sentences.py` for the journal, `control/js/words/events.js` for the panel, and
   `texts/refusals.py` for a new refusal;
4. its button in `control/js/parts/`, its section in `server/PROTOCOL.md`.

A test misses each of them by name.
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
