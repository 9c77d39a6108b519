"""Reducer of the show, the only one: a show and a recorded event give the next show. Nothing is decided here.

Every event that a person may take back leaves an `Undo` with the fields as they were before it;
fields that are dicts keep only the keys that the event changed, so that taking back a put of one
element leaves the others alone. An event that cannot be taken back empties the pile: undoing what
came before it would tear it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any

from server.show import events as e
from server.show.ceremony import steps
from server.show.marks import enter, reveal, sheet_events
from server.show.model import Action, LogLine, Sheet, Show, Undo, rundown
from server.show.model.replacing import replace
from server.show.playout import (
    air_events,
    clock,
    entry_edits,
    import_entries,
    lottery,
    message,
    postponed,
    rundown_edits,
)

MAX_UNDO = 20
MAX_LOG = 30
MAX_NAME = 80  # characters of what a log line names: an event's own words may be longer
_DICTS = {"elements", "timers", "sheets", "tiebreaks", "finished", "awarded", "honoured", "ranked", "entries",
          "judges", "presenters", "quotas"}  # fmt: skip
_KEPT = ("seq", "at", "changed", "undo", "log", "last_go", "frozen", "scoring", "draws")
_UNDOABLE = tuple(field.name for field in fields(Show) if field.name not in _KEPT)

_undoable = attrgetter(*_UNDOABLE)

Evolution = Callable[[Show, Any, e.Recorded], Show]

EVOLUTIONS: dict[type[e.Event], Evolution] = {
    **air_events.EVOLUTIONS,
    **clock.EVOLUTIONS,
    **message.EVOLUTIONS,
    **rundown_edits.EVOLUTIONS,
    **entry_edits.EVOLUTIONS,
    **postponed.EVOLUTIONS,
    **import_entries.EVOLUTIONS,
    **lottery.EVOLUTIONS,
    **enter.EVOLUTIONS,
    **reveal.EVOLUTIONS,
    **sheet_events.EVOLUTIONS,
    **steps.EVOLUTIONS,
}


def evolve(show: Show | None, recorded: e.Recorded) -> Show:
    """Show after `recorded`. The first event of a journal is `Opened`, on no show at all."""
    event = recorded.event
    if isinstance(event, e.Opened):
        return air_events.opened(event, recorded)
    assert show is not None, "a journal begins with Opened"
    if isinstance(event, e.Undone):
        return _undone(show, recorded)
    after = EVOLUTIONS[type(event)](show, event, recorded)
    return _with_bookkeeping(show, after, recorded)


def _with_bookkeeping(before: Show, after: Show, recorded: e.Recorded) -> Show:
    """The bookkeeping of every event: number, moment, what changed, the log, the way back."""
    event = recorded.event
    undo = _push_undo(before, after, recorded)
    fields_followed = zip(_FOLLOWED, _followed(before), _followed(after), strict=True)
    followed = tuple(name for name, was, now in fields_followed if was is not now and was != now)
    keys = (*e.row_of(event).touches(event), *followed, *(("undo",) if undo != before.undo else ()))
    return replace(
        after,
        undo=undo,
        seq=recorded.seq,
        at=recorded.at,
        changed={**after.changed, **dict.fromkeys(keys, recorded.seq)},
        log=_logged(before, recorded, e.action_of(event)),
    )


# Fields that an event may change on the way, whatever it was about: two panels must see that.
_FOLLOWED = ("preview", "armed", "rundown", "ceremony", "order", "prizes")
_followed = attrgetter(*_FOLLOWED)


def _push_undo(before: Show, after: Show, recorded: e.Recorded) -> tuple[Undo, ...]:
    event, row = recorded.event, e.row_of(recorded.event)
    if row.undo == "lasting":
        return ()
    if isinstance(event, e.Previewed):
        return tuple(_without_preview(undo) for undo in before.undo)
    if row.undo == "passing":
        return before.undo
    if row.undo == "judges_own":
        [entry, _] = row.about(event)
        return tuple(undo for undo in before.undo if entry not in undo.before.get("sheets", {}))
    undo = Undo(recorded.seq, e.action_of(event), _difference(before, after), row.hall_saw(event))
    return (*before.undo, undo)[-MAX_UNDO:]


def _without_preview(undo: Undo) -> Undo:
    """What a person put in preview since stays there, unless it is the take itself that is undone."""
    if undo.action.did == "Taken" or "preview" not in undo.before:
        return undo
    return replace(undo, before={name: was for name, was in undo.before.items() if name != "preview"})


def _logged(show: Show, recorded: e.Recorded, action: Action) -> tuple[LogLine, ...]:
    if not e.row_of(recorded.event).logged:
        return show.log  # every pause of every judge would push out what people did
    return (*show.log, LogLine(recorded.seq, recorded.at, recorded.by, _shortened(action)))[-MAX_LOG:]


def _shortened(action: Action) -> Action:
    if isinstance(action.of, Action):
        return replace(action, of=_shortened(action.of))
    if all(len(name) <= MAX_NAME for name in action.of):
        return action
    return replace(action, of=tuple(name[:MAX_NAME] for name in action.of))


def _difference(before: Show, after: Show) -> dict[str, Any]:
    """The fields of `before` that `after` has changed; of dicts the changed keys (None: absent)."""
    changed: dict[str, Any] = {}
    for name, was, now in zip(_UNDOABLE, _undoable(before), _undoable(after), strict=True):
        if was is now or was == now:
            continue
        if name in _DICTS:
            same = {key for key in was if was[key] is now.get(key) or was[key] == now.get(key)}
            was = {key: was.get(key) for key in {*was, *now} - same}
        changed[name] = was
    return changed


def _undone(show: Show, recorded: e.Recorded) -> Show:
    last = show.undo[-1]
    restored: dict[str, Any] = {}
    for name, was in last.before.items():
        if name in _DICTS:
            merged = {**getattr(show, name), **was}
            was = {key: value for key, value in merged.items() if value is not None}
        restored[name] = was
    back = _with_a_preview(show, _still_seen(show, replace(show, **restored), recorded))
    return replace(
        back,
        seq=recorded.seq,
        at=recorded.at,
        changed={**show.changed, **dict.fromkeys(_restored_keys(show, last.before), recorded.seq)},
        undo=_pop_undo(show, last),
        draws=lottery.taken_back(show, last.seq, recorded.at),
        log=_logged(show, recorded, replace(e.action_of(recorded.event), of=last.action)),
    )


def _still_seen(show: Show, back: Show, recorded: e.Recorded) -> Show:
    """Undo hides a number again; that the hall has seen it, and who wrote what, stays on the sheet."""
    kept = {}
    for id, sheet in show.sheets.items():
        after = back.sheets.get(id, Sheet())
        if (after.seen, after.versions) != (sheet.seen, sheet.versions):
            judges = {**sheet.marks, **after.marks}
            kept[id] = replace(
                sheet_events.versioned(sheet, after, judges, recorded, "undo"), seen=sheet.seen
            )
    return replace(back, sheets={**back.sheets, **kept}) if kept else back


def _with_a_preview(show: Show, back: Show) -> Show:
    """A row that is gone again cannot stay in preview: what followed it comes."""
    if back.preview is None or rundown.find(back, back.preview):
        return back
    onward = rundown.following(show, back.preview)
    return replace(back, preview=onward.id if onward else None)


def _pop_undo(show: Show, last: Undo) -> tuple[Undo, ...]:
    """The pile without its top. Below a reveal nothing more of its sheets is undone: the hall saw
    that number, and from now on it is corrected with a reason."""
    if last.action.did != "Revealed":
        return show.undo[:-1]
    seen = set(last.before.get("sheets", {}))
    return tuple(undo for undo in show.undo[:-1] if not seen & set(undo.before.get("sheets", {})))


_SINGULAR = {"sheets": "sheet", "entries": "entry", "judges": "judge", "elements": "element", "quotas": "quota",
             "presenters": "presenters"}  # fmt: skip
_OTHER_KEYS = {"timers": "timer", "clock": "timer", "held": "override", "black": "override"}


def _restored_keys(show: Show, before: dict[str, Any]) -> list[str]:
    keys = ["undo"]
    for name, was in before.items():
        if name in _SINGULAR:
            keys.extend(f"{_SINGULAR[name]}/{key}" for key in was)
        else:
            keys.append(_OTHER_KEYS.get(name, name))
    for entry, sheet in before.get("sheets", {}).items():
        judges = {*(sheet.marks if sheet else ()), *show.sheets[entry].marks}
        keys.extend(f"sheet/{entry}/{judge}" for judge in judges)
    return keys
