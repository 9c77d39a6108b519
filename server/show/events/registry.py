"""Event registry: one row an event class, with all that the rest of the show knows of it by its class.

The director asks for `cause_of` and `moves` (what screens are told of a patch), `evolve` for `touches`,
`undo` and `about` (what two people may not change under each other's hands, what can be taken back, the
line of the log), and undo for `hall_saw`. A new event gets its row here; a test wants a row of each class.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from server.show.events import ceremony as c
from server.show.events import edits as d
from server.show.events import marks as m
from server.show.events import playout as p
from server.show.events import record as r
from server.show.model import Action
from server.show.model.event import Event
from server.show.model.lottery import Drawn

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


def _always(event: Any) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class EventRow:
    """What is known of an event class.

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


def _entry(event: Any) -> Keys:
    return (event.entry,)


def _entry_and_judge(event: Any) -> Keys:
    return (event.entry, event.judge)


def _cue(event: Any) -> Keys:
    return (event.cue,)


def _award(event: Any) -> Keys:
    return (event.award,)


def _step(event: Any) -> Keys:
    return (str(event.step),)


def _did(event: Any) -> str:
    did: str = event.did
    return did


def _fixed(*keys: str) -> Callable[[Any], Keys]:
    return lambda event: keys


def _of_sheet(event: Any) -> Keys:
    return (f"sheet/{event.entry}",)


def _of_judge(event: Any) -> Keys:
    return (f"sheet/{event.entry}", f"sheet/{event.entry}/{event.judge}")


def _of_marks(event: Any) -> Keys:
    judges = (*event.marks, *getattr(event, "excused", ()))
    return (f"sheet/{event.entry}", *(f"sheet/{event.entry}/{judge}" for judge in judges))


def _of_entry(event: Any) -> Keys:
    return (f"entry/{event.entry}",)


def _of_entry_and_rundown(event: Any) -> Keys:
    return (f"entry/{event.entry}", "rundown")


def _of_element(event: Any) -> Keys:
    return (f"element/{event.element}",)


def _of_results(event: m.Revealed) -> Keys:
    return ("program", *(f"sheet/{entry}" for entry in event.results))


def _of_table(event: d.EntriesImported) -> Keys:
    named = (*(f"entry/{id}" for id in event.entries), *(f"judge/{id}" for id in event.judges))
    return (*named, *(f"entry/{id}" for ids in event.order.values() for id in ids))


def _seconds(event: p.StreamDelayed) -> Keys:
    return () if event.delay is None else (f"{event.delay / 1000:g}",)


SHEET = EventRow(about=_entry, touches=_of_sheet)
SIGNED = EventRow(about=_entry, touches=_of_sheet, cause="marks")
OF_JUDGE = EventRow(about=_entry_and_judge, touches=_of_judge)
JUDGES_OWN = EventRow(about=_entry_and_judge, touches=_of_judge, undo="judges_own")

REGISTRY: dict[type[Event], EventRow] = {
    r.Opened: EventRow(undo="lasting"),
    r.Undone: EventRow(cause="undo", undo="lasting"),
    # --- playout
    p.Taken: EventRow(
        about=_cue,
        what=lambda event: "award" if event.winners is not None else "",
        touches=_fixed("program", "preview", "timer"),
        cause="take",
        hall_saw=lambda event: event.winners is not None,
    ),
    p.Previewed: EventRow(about=_cue, touches=_fixed("preview"), undo="passing"),
    p.Overridden: EventRow(
        about=lambda event: () if event.override or event.was is None else (event.was,),
        what=lambda event: event.override or "off",
        touches=_fixed("override"),
        cause=lambda event: "hold" if event.override else "release",
    ),
    p.Frozen: EventRow(cause="freeze", undo="passing"),
    p.ElementPut: EventRow(about=lambda event: (event.element,), touches=_of_element, cause="put"),
    p.ElementCleared: EventRow(about=lambda event: (event.element,), touches=_of_element, cause="clear"),
    p.TimerSet: EventRow(
        about=lambda event: tuple(event.timer.key.split("/")), what=_did, touches=_fixed("timer"), cause="timer"
    ),
    p.MessageSet: EventRow(about=lambda event: (event.text,) if event.text else (), touches=_fixed("message")),
    p.PresetSent: EventRow(about=lambda event: (event.text,), touches=_fixed("message")),
    p.StreamDelayed: EventRow(about=_seconds, touches=_fixed("stream_delay")),
    # --- edits
    d.EntryEdited: EventRow(about=_entry, touches=_of_entry, cause="edit"),
    d.EligibilitySet: EventRow(about=_entry, touches=_of_entry_and_rundown, cause="edit"),
    d.BroughtBack: EventRow(about=_entry, touches=_of_entry_and_rundown),
    d.JudgeEdited: EventRow(
        about=lambda event: (event.judge,), touches=lambda event: (f"judge/{event.judge}",), cause="edit"
    ),
    d.EntriesImported: EventRow(about=lambda event: (event.table,), touches=_of_table),
    Drawn: EventRow(
        about=lambda event: (event.session,), touches=_fixed("rundown", "draws"), cause="draw", hall_saw=_always
    ),
    d.SegmentMoved: EventRow(about=lambda event: (event.segment,)),
    d.CueMoved: EventRow(about=_cue),
    d.CueSkipped: EventRow(about=_cue),
    d.CueExtended: EventRow(about=_cue),
    d.CueAdded: EventRow(about=lambda event: (event.cue.id,)),
    d.CueRemoved: EventRow(about=_cue),
    # --- marks
    m.ScoringChosen: EventRow(about=_entry, touches=_fixed("scoring"), undo="passing"),
    m.MarksEntered: EventRow(about=_entry, touches=_of_marks, cause="marks"),
    m.CriteriaEntered: OF_JUDGE,
    m.MarksDrafted: EventRow(about=_entry_and_judge, undo="judges_own", logged=False),
    m.MarksSubmitted: JUDGES_OWN,
    m.MarksWithdrawn: JUDGES_OWN,
    m.JudgeExcused: OF_JUDGE,
    m.JudgesAccepted: SHEET,
    m.PartGiven: SHEET,
    m.Deducted: SIGNED,
    m.Checked: SHEET,
    m.Unchecked: SHEET,
    m.Confirmed: SIGNED,
    m.Unconfirmed: SIGNED,
    m.Corrected: EventRow(about=_entry, touches=_of_marks, cause="marks", undo="lasting"),
    m.CorrectionProposed: SHEET,
    m.CorrectionRejected: SHEET,
    m.TieBroken: EventRow(about=lambda event: (event.category,)),
    m.Armed: EventRow(about=_entry),
    m.Disarmed: EventRow(about=_entry),
    m.Revealed: EventRow(about=_entry, touches=_of_results, cause="reveal", hall_saw=_always),
    m.Hidden: EventRow(about=_entry, touches=_of_sheet, undo="lasting"),
    # --- ceremony
    c.CeremonyPlanned: EventRow(touches=_fixed("ceremony")),
    c.CeremonyLocked: EventRow(),
    c.CeremonyUnlocked: EventRow(),
    c.CeremonyStepped: EventRow(  # a jump shows its step at rest
        about=_step, cause=lambda event: "step" if event.motion else "other", hall_saw=_always
    ),
    c.CeremonyReturned: EventRow(about=_step, hall_saw=_always),
    c.CeremonyMoved: EventRow(what=_did, cause="motion"),
    c.PresentersSet: EventRow(about=_award, touches=lambda event: (f"presenters/{event.award}",)),
    c.QuotaSet: EventRow(about=_award, touches=lambda event: (f"quota/{event.award}/{event.category}",)),
    c.PrizeAdded: EventRow(about=lambda event: (event.prize.title,)),
    c.PrizeRemoved: EventRow(about=lambda event: (event.prize,)),
    c.MarksInvented: EventRow(about=lambda event: (str(len(event.sheets)),), cause="marks"),
}

EVENTS: dict[str, type[Event]] = {event.__name__: event for event in REGISTRY}


def row_of(event: Event) -> EventRow:
    return REGISTRY[type(event)]


def cause_of(event: Event) -> Cause:
    """The word by which screens know whether to move."""
    cause = row_of(event).cause
    return cause if isinstance(cause, str) else cause(event)


def action_of(event: Event) -> Action:
    """An event as the log and the undo key name it: `did` its class, `what` its way, `of` whom or what."""
    row = row_of(event)
    return Action(type(event).__name__, row.what(event), row.about(event))
