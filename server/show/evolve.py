"""The one reducer: a show and a recorded event give the next show. No decision is made here.

Every event that a person may take back leaves an `Undo` with the fields as they were before it;
fields that are dicts keep only the keys that the event changed, so that taking back a put of one
element leaves the others alone. An event that cannot be taken back empties the pile: undoing what
came before it would tear it.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from server.show import events as e
from server.show import evolutions
from server.show.model import LogLine, Show, Undo

MOST_UNDO = 20
MOST_LOG = 30
_DICTS = {"elements", "timers", "sheets", "finished", "awarded", "ranked", "entries", "judges"}
_KEPT = ("seq", "at", "changed", "undo", "log", "last_go", "frozen", "scoring")
# Events that neither change what an undo would restore nor can be taken back themselves.
_PASSING = (e.Previewed, e.ScoringChosen, e.Frozen)
_LASTING = (e.Opened, e.Corrected, e.Hidden, e.Undone)


def evolve(show: Show | None, recorded: e.Recorded) -> Show:
    """The show after `recorded`. The first event of a journal is `Opened`, on no show at all."""
    event = recorded.event
    if isinstance(event, e.Opened):
        return evolutions.opened(event, recorded)
    assert show is not None, "a journal begins with Opened"
    if isinstance(event, e.Undone):
        return _undone(show, recorded)
    after = evolutions.EVOLUTIONS[type(event)](show, event, recorded)
    return _noted(show, after, recorded)


def _noted(before: Show, after: Show, recorded: e.Recorded) -> Show:
    """The bookkeeping of every event: number, moment, what changed, the log, the way back."""
    event = recorded.event
    pile = before.undo
    if isinstance(event, _LASTING):
        pile = ()
    elif not isinstance(event, _PASSING):
        pile = (*pile, Undo(recorded.seq, _name(event), _about(event), _difference(before, after)))[-MOST_UNDO:]
    return replace(
        after,
        seq=recorded.seq,
        at=recorded.at,
        changed={**after.changed, **dict.fromkeys(_touched(event), recorded.seq)},
        undo=pile,
        log=_logged(before, recorded, _name(event), _about(event)),
    )


def _logged(show: Show, recorded: e.Recorded, did: str, what: str) -> tuple[LogLine, ...]:
    return (*show.log, LogLine(recorded.seq, recorded.at, recorded.by, did, what))[-MOST_LOG:]


def _name(event: e.Event) -> str:
    if isinstance(event, e.Taken) and event.winners is not None:
        return "Taken award"
    return type(event).__name__


def _about(event: Any) -> str:
    """What an event was about, for the log: ids only, never a number that is under embargo."""
    if isinstance(event, e.Overridden):
        return event.override or f"{event.was} off"
    if isinstance(event, e.TimerSet):
        return f"{event.did} {event.timer.key}"
    if isinstance(event, e.CueAdded):
        return event.cue.id
    for name in ("entry", "cue", "element", "judge", "segment", "text"):
        if hasattr(event, name):
            return str(getattr(event, name))
    return ""


def _touched(event: Any) -> tuple[str, ...]:
    """The `changed` keys of an event; `decide` holds a command's own keys against them."""
    if isinstance(event, e.MarksEntered):
        judges = tuple(f"sheet/{event.entry}/{judge}" for judge in event.marks)
        return (f"sheet/{event.entry}", *judges)
    if isinstance(event, e.Revealed):
        return ("armed", "program", *(f"sheet/{entry}" for entry in event.results))
    named = _KEYS.get(type(event), ())
    return tuple(key.format(event=event) for key in named)


_SHEET = ("sheet/{event.entry}",)
_KEYS: dict[type, tuple[str, ...]] = {
    e.Taken: ("program", "preview", "armed", "timer"),
    e.Previewed: ("preview",),
    e.Overridden: ("override",),
    e.ElementPut: ("element/{event.element}",),
    e.ElementCleared: ("element/{event.element}",),
    e.TimerSet: ("timer",),
    e.MessageSet: ("message",),
    e.ScoringChosen: ("scoring",),
    e.Deducted: _SHEET,
    e.Confirmed: _SHEET,
    e.Unconfirmed: _SHEET,
    e.Corrected: _SHEET,
    e.Hidden: _SHEET,
    e.Armed: ("armed",),
    e.Disarmed: ("armed",),
    e.EntryEdited: ("entry/{event.entry}",),
    e.EligibilitySet: ("entry/{event.entry}", "rundown"),
    e.JudgeEdited: ("judge/{event.judge}",),
    e.SegmentMoved: ("rundown",),
    e.CueMoved: ("rundown",),
    e.CueSkipped: ("rundown",),
    e.CueExtended: ("rundown",),
    e.CueAdded: ("rundown",),
    e.CueRemoved: ("rundown",),
}


def _difference(before: Show, after: Show) -> dict[str, Any]:
    """The fields of `before` that `after` has changed; of dicts the changed keys (None: absent)."""
    changed: dict[str, Any] = {}
    for field in fields(Show):
        was, now = getattr(before, field.name), getattr(after, field.name)
        if field.name in _KEPT or was is now or was == now:
            continue
        if field.name in _DICTS:
            was = {key: was.get(key) for key in {*was, *now} if was.get(key) != now.get(key)}
        changed[field.name] = was
    return changed


def _undone(show: Show, recorded: e.Recorded) -> Show:
    last = show.undo[-1]
    restored: dict[str, Any] = {}
    for name, was in last.before.items():
        if name in _DICTS:
            merged = {**getattr(show, name), **was}
            was = {key: value for key, value in merged.items() if value is not None}
        restored[name] = was
    keys = ["undo", *_restored_keys(last.before)]
    return replace(
        show,
        **restored,
        seq=recorded.seq,
        at=recorded.at,
        changed={**show.changed, **dict.fromkeys(keys, recorded.seq)},
        undo=show.undo[:-1],
        log=_logged(show, recorded, "Undone", f"{last.did} {last.what}"),
    )


def _restored_keys(before: dict[str, Any]) -> list[str]:
    singular = {"sheets": "sheet", "entries": "entry", "judges": "judge", "elements": "element"}
    keys: list[str] = []
    for name, was in before.items():
        if name in singular:
            keys.extend(f"{singular[name]}/{key}" for key in was)
        elif name in ("timers", "clock"):
            keys.append("timer")
        else:
            keys.append(name)
    for entry, sheet in before.get("sheets", {}).items():
        keys.extend(f"sheet/{entry}/{judge}" for judge in (sheet.marks if sheet else ()))
    return keys
