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
from server.show.marks import sheet_events
from server.show.model import LogLine, Sheet, Show, Undo, rundown
from server.show.playout import air_events, lottery

MOST_UNDO = 20
MOST_LOG = 30
LONGEST_WHAT = 80  # characters of a log line: an event's own words may be longer
_DICTS = {"elements", "timers", "sheets", "tiebreaks", "finished", "awarded", "honoured", "ranked", "entries",
          "judges", "presenters", "quotas"}  # fmt: skip
_KEPT = ("seq", "at", "changed", "undo", "log", "last_go", "frozen", "scoring", "draws")
_UNDOABLE = tuple(field.name for field in fields(Show) if field.name not in _KEPT)
# Events that neither change what an undo would restore nor can be taken back themselves.
_PASSING = (e.Previewed, e.ScoringChosen, e.Frozen)
# A judge's own word: nobody at the panel takes it back, nor with it what the judge did since.
_JUDGES_OWN = (e.MarksDrafted, e.MarksSubmitted, e.MarksWithdrawn)
_LASTING = (e.Opened, e.Corrected, e.Hidden, e.Undone)


def evolve(show: Show | None, recorded: e.Recorded) -> Show:
    """The show after `recorded`. The first event of a journal is `Opened`, on no show at all."""
    event = recorded.event
    if isinstance(event, e.Opened):
        return air_events.opened(event, recorded)
    assert show is not None, "a journal begins with Opened"
    if isinstance(event, e.Undone):
        return _undone(show, recorded)
    after = air_events.EVOLUTIONS[type(event)](show, event, recorded)
    return _noted(show, after, recorded)


def _noted(before: Show, after: Show, recorded: e.Recorded) -> Show:
    """The bookkeeping of every event: number, moment, what changed, the log, the way back."""
    event = recorded.event
    undo = _piled(before, after, recorded)
    followed = tuple(name for name in _FOLLOWED if getattr(before, name) != getattr(after, name))
    keys = (*_touched(event), *followed, *(("undo",) if undo != before.undo else ()))
    return replace(
        after,
        undo=undo,
        seq=recorded.seq,
        at=recorded.at,
        changed={**after.changed, **dict.fromkeys(keys, recorded.seq)},
        log=_logged(before, recorded, _name(event), _about(event)),
    )


# Fields that an event may change on the way, whatever it was about: two panels must see that.
_FOLLOWED = ("preview", "armed", "rundown", "ceremony", "order", "prizes")


def _piled(before: Show, after: Show, recorded: e.Recorded) -> tuple[Undo, ...]:
    event = recorded.event
    if isinstance(event, _LASTING):
        return ()
    if isinstance(event, e.Previewed):
        return tuple(_without_preview(one) for one in before.undo)
    if isinstance(event, _PASSING):
        return before.undo
    if isinstance(event, _JUDGES_OWN):
        return tuple(one for one in before.undo if event.entry not in one.before.get("sheets", {}))
    undo = Undo(recorded.seq, _name(event), _about(event), _difference(before, after))
    return (*before.undo, undo)[-MOST_UNDO:]


def _without_preview(undo: Undo) -> Undo:
    """What a person put in preview since stays there, unless it is the take itself that is undone."""
    if undo.did.startswith("Taken") or "preview" not in undo.before:
        return undo
    return replace(undo, before={name: was for name, was in undo.before.items() if name != "preview"})


def _logged(show: Show, recorded: e.Recorded, did: str, what: str) -> tuple[LogLine, ...]:
    if isinstance(recorded.event, e.MarksDrafted):
        return show.log  # every pause of every judge would push out what people did
    return (*show.log, LogLine(recorded.seq, recorded.at, recorded.by, did, what[:LONGEST_WHAT]))[-MOST_LOG:]


def _name(event: e.Event) -> str:
    if isinstance(event, e.Taken) and event.winners is not None:
        return "Taken award"
    return type(event).__name__


# Fields by which a log line names what an event was about.
_NAMING = ("entry", "award", "category", "cue", "element", "judge", "segment", "text", "table", "step", "did", "prize")


def _about(event: Any) -> str:
    """What an event was about, for the log: ids only, never a number that is under embargo."""
    if isinstance(event, e.Overridden):
        return event.override or f"{event.was} off"
    if isinstance(event, e.TimerSet):
        return f"{event.did} {event.timer.key}"
    if isinstance(event, e.Drawn):
        return event.session
    if isinstance(event, e.StreamDelayed):
        return "" if event.delay is None else f"{event.delay / 1000:g}"
    if isinstance(event, e.CueAdded):
        return event.cue.id
    if isinstance(event, e.PrizeAdded):
        return event.prize.title
    if isinstance(event, e.MarksInvented):
        return str(len(event.sheets))
    if isinstance(event, (*_OF_JUDGE, e.MarksDrafted)):
        return f"{event.entry} {event.judge}"
    for name in _NAMING:
        if hasattr(event, name):
            return str(getattr(event, name))
    return ""


def _touched(event: Any) -> tuple[str, ...]:
    """The `changed` keys of an event; `decide` holds a command's own keys against them."""
    if isinstance(event, (e.MarksEntered, e.Corrected)):
        named = (*event.marks, *getattr(event, "excused", ()))
        judges = tuple(f"sheet/{event.entry}/{judge}" for judge in named)
        return (f"sheet/{event.entry}", *judges)
    if isinstance(event, _OF_JUDGE):
        return (f"sheet/{event.entry}", f"sheet/{event.entry}/{event.judge}")
    if isinstance(event, e.EntriesImported):
        keys = (*(f"entry/{id}" for id in event.entries), *(f"judge/{id}" for id in event.judges))
        return (*keys, *(f"entry/{id}" for ids in event.order.values() for id in ids))
    if isinstance(event, e.Revealed):
        return ("program", *(f"sheet/{entry}" for entry in event.results))
    named = _KEYS.get(type(event), ())
    return tuple(key.format(event=event) for key in named)


_OF_JUDGE = (e.CriteriaEntered, e.MarksSubmitted, e.MarksWithdrawn, e.JudgeExcused)
_SHEET = ("sheet/{event.entry}",)
_KEYS: dict[type, tuple[str, ...]] = {
    e.Taken: ("program", "preview", "timer"),
    e.Previewed: ("preview",),
    e.Overridden: ("override",),
    e.ElementPut: ("element/{event.element}",),
    e.ElementCleared: ("element/{event.element}",),
    e.TimerSet: ("timer",),
    e.MessageSet: ("message",),
    e.StreamDelayed: ("stream_delay",),
    e.ScoringChosen: ("scoring",),
    e.Deducted: _SHEET,
    e.Confirmed: _SHEET,
    e.Unconfirmed: _SHEET,
    e.Hidden: _SHEET,
    e.JudgesAccepted: _SHEET,
    e.PartGiven: _SHEET,
    e.Checked: _SHEET,
    e.Unchecked: _SHEET,
    e.CorrectionProposed: _SHEET,
    e.CorrectionRejected: _SHEET,
    e.Drawn: ("rundown", "draws"),
    e.CeremonyPlanned: ("ceremony",),
    e.PresentersSet: ("presenters/{event.award}",),
    e.QuotaSet: ("quota/{event.award}/{event.category}",),
    e.EntryEdited: ("entry/{event.entry}",),
    e.BroughtBack: ("entry/{event.entry}", "rundown"),
    e.EligibilitySet: ("entry/{event.entry}", "rundown"),
    e.JudgeEdited: ("judge/{event.judge}",),
}


def _difference(before: Show, after: Show) -> dict[str, Any]:
    """The fields of `before` that `after` has changed; of dicts the changed keys (None: absent)."""
    changed: dict[str, Any] = {}
    for name in _UNDOABLE:
        was, now = getattr(before, name), getattr(after, name)
        if was is now or was == now:
            continue
        if name in _DICTS:
            was = {key: was.get(key) for key in {*was, *now} if was.get(key) != now.get(key)}
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
        undo=_left(show, last),
        draws=lottery.taken_back(show, last.seq, recorded.at),
        log=_logged(show, recorded, "Undone", f"{last.did} {last.what}"),
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


def _left(show: Show, last: Undo) -> tuple[Undo, ...]:
    """The pile without its top. Below a reveal nothing more of its sheets is undone: the hall saw
    that number, and from now on it is corrected with a reason."""
    if last.did != "Revealed":
        return show.undo[:-1]
    seen = set(last.before.get("sheets", {}))
    return tuple(one for one in show.undo[:-1] if not seen & set(one.before.get("sheets", {})))


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
