"""Event registry: the row of every event class, and what the rest of the show asks of it.

The director asks for `cause_of` and `MOVING` (what screens are told of a patch), `evolve` for a row's
`touches`, `undo` and `about` (what two people may not change under each other's hands, what can be taken
back, the line of the log). A row stands below its class; a test wants one of each class.
"""

from __future__ import annotations

from server.show.events import ceremony, edits, marks, playout, record
from server.show.events.row import Cause, EventRow
from server.show.model import Action
from server.show.model.event import Event

EVENT_ROWS: dict[type[Event], EventRow] = {
    **record.ROWS, **playout.ROWS, **edits.ROWS, **marks.ROWS, **ceremony.ROWS,
}  # fmt: skip
EVENTS: dict[str, type[Event]] = {event.__name__: event for event in EVENT_ROWS}


def row_of(event: Event) -> EventRow:
    return EVENT_ROWS[type(event)]


def cause_of(event: Event) -> Cause:
    """Cause of an event: the word by which screens know whether to move."""
    cause = row_of(event).cause
    return cause if isinstance(cause, str) else cause(event)


def action_of(event: Event) -> Action:
    """Action of an event, as the log and the undo key name it: `did` its class, `what` its way, `of` whom or
    what."""
    row = row_of(event)
    return Action(type(event).__name__, row.what(event), row.about(event))
