"""How edits change the show: names, withdrawals, the running order, extra rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from server.show import events as e
from server.show.model import Segment, Show, rundown


def _entry_edited(show: Show, event: e.EntryEdited, recorded: e.Recorded) -> Show:
    wanted: dict[str, Any] = {key: tuple(value) if key == "title" else value for key, value in event.fields.items()}
    return replace(show, entries={**show.entries, event.entry: replace(show.entries[event.entry], **wanted)})


def _eligibility_set(show: Show, event: e.EligibilitySet, recorded: e.Recorded) -> Show:
    entry = replace(show.entries[event.entry], eligibility=event.eligibility)
    out = event.eligibility != "competing" and show.armed == event.entry
    after = replace(
        show, entries={**show.entries, event.entry: entry}, armed=None if out else show.armed
    )  # fmt: skip
    after = rundown.placed_anew(show, after)
    waiting = rundown.find(after, after.preview)
    if waiting is None or waiting.entry != event.entry or rundown.plays(after, waiting):
        return after
    return _moved_on(after, waiting.id)


def _moved_on(show: Show, cue_id: str) -> Show:
    """The show with what follows `cue_id` in preview, if `cue_id` was."""
    if show.preview != cue_id:
        return show
    onward = rundown.following(show, cue_id)
    return replace(show, preview=onward.id if onward else None)


def _judge_edited(show: Show, event: e.JudgeEdited, recorded: e.Recorded) -> Show:
    wanted: dict[str, Any] = event.fields
    return replace(show, judges={**show.judges, event.judge: replace(show.judges[event.judge], **wanted)})


def _segment_moved(show: Show, event: e.SegmentMoved, recorded: e.Recorded) -> Show:
    moved = next(segment for segment in show.rundown if segment.id == event.segment)
    rest = [segment for segment in show.rundown if segment.id != event.segment]
    place = next((n for n, segment in enumerate(rest) if segment.id == event.before), len(rest))
    neighbour = rest[place] if place < len(rest) else rest[-1]
    moved = replace(moved, session=neighbour.session)
    entries = show.entries
    if moved.entry:
        entries = {**entries, moved.entry: replace(entries[moved.entry], session=moved.session)}
    after = replace(show, rundown=(*rest[:place], moved, *rest[place:]), entries=entries)
    return rundown.placed_anew(show, after) if moved.entry else after


def _cue_moved(show: Show, event: e.CueMoved, recorded: e.Recorded) -> Show:
    cue = rundown.find(show, event.cue)
    assert cue is not None
    home = rundown.segment_of(show, event.cue)
    without = _without(show, event.cue)

    def placed(segment: Segment) -> Segment:
        ids = [one.id for one in segment.cues]
        if event.before in ids:
            at = ids.index(event.before)
            return replace(segment, cues=(*segment.cues[:at], cue, *segment.cues[at:]))
        if event.before is None and home and segment.id == home.id:
            return replace(segment, cues=(*segment.cues, cue))
        return segment

    return replace(show, rundown=tuple(placed(segment) for segment in without))


def _without(show: Show, cue_id: str) -> tuple[Segment, ...]:
    return tuple(
        replace(segment, cues=tuple(cue for cue in segment.cues if cue.id != cue_id)) for segment in show.rundown
    )


def _changed_cue(show: Show, cue_id: str, **changes: Any) -> Show:
    def changed(segment: Segment) -> Segment:
        if all(cue.id != cue_id for cue in segment.cues):
            return segment
        return replace(
            segment, cues=tuple(replace(cue, **changes) if cue.id == cue_id else cue for cue in segment.cues)
        )

    return replace(show, rundown=tuple(changed(segment) for segment in show.rundown))


def _cue_skipped(show: Show, event: e.CueSkipped, recorded: e.Recorded) -> Show:
    after = _changed_cue(show, event.cue, skipped=event.on)
    return _moved_on(after, event.cue) if event.on else after


def _cue_extended(show: Show, event: e.CueExtended, recorded: e.Recorded) -> Show:
    cue = rundown.find(show, event.cue)
    assert cue is not None
    return _changed_cue(show, event.cue, planned=cue.planned + event.seconds)


def _cue_added(show: Show, event: e.CueAdded, recorded: e.Recorded) -> Show:
    def with_cue(segment: Segment) -> Segment:
        ids = [cue.id for cue in segment.cues]
        if event.after not in ids:
            return segment
        at = ids.index(event.after) + 1
        return replace(segment, cues=(*segment.cues[:at], event.cue, *segment.cues[at:]))

    return replace(show, rundown=tuple(with_cue(segment) for segment in show.rundown))


def _cue_removed(show: Show, event: e.CueRemoved, recorded: e.Recorded) -> Show:
    after = _moved_on(show, event.cue)
    return replace(after, rundown=_without(show, event.cue))


EVOLUTIONS: dict[type, Any] = {
    e.EntryEdited: _entry_edited,
    e.EligibilitySet: _eligibility_set,
    e.JudgeEdited: _judge_edited,
    e.SegmentMoved: _segment_moved,
    e.CueMoved: _cue_moved,
    e.CueSkipped: _cue_skipped,
    e.CueExtended: _cue_extended,
    e.CueAdded: _cue_added,
    e.CueRemoved: _cue_removed,
}
