"""Edits of the rundown minutes before air: order, skipped and added rows, planned times."""

from __future__ import annotations

from typing import Any

from server.show import commands, lengths
from server.show.events import (
    CueAdded,
    CueExtended,
    CueMoved,
    CueRemoved,
    CueSkipped,
    Event,
    Recorded,
    SegmentMoved,
)
from server.show.marks import standings
from server.show.model import Cue, Refused, Segment, Show, rundown
from server.show.model.replacing import replace
from server.show.playout import lottery

MAX_PLANNED = 12 * 3600  # seconds that one cue may be planned for
MAX_ADDED = 200  # rows added by hand
MAX_COUNT = 1000  # pages, rows, minutes of a row
NEEDS_ENTRY = ("next", "story", "talk", "qa", "scoring", "reveal", "previous")
# What each scene's row takes: argument → type. Anything else is refused, not carried along.
ARGS: dict[str, dict[str, type]] = {
    "key_visual": {"words": str},
    "countdown": {"until": str},
    "opening": {"kicker": str, "name": str, "post": str},
    "judge": {"judge": str},
    "story": {"part": str},
    "talk": {"layout": str},
    "qa": {"layout": str, "asker": str},
    "ranking": {"category": str, "top": int, "page": int, "page_size": int},
    "award": {"award": str, "category": str, "page": int, "pages": int},
    "break": {"until": str, "minutes": int},
    "message": {"text": str},
    "draw": {"session": str},
}
CHOICES = {"part": ("all", "practice", "progress", "effect"), "layout": ("full", "strip")}


def _segment(show: Show, id: str) -> Segment:
    segment = next((segment for segment in show.rundown if segment.id == id), None)
    if segment is None:
        raise Refused("unknown_segment", segment=id)
    return segment


def _cue(show: Show, id: str) -> Cue:
    cue = rundown.find(show, id)
    if cue is None:
        raise Refused("unknown_cue", cue=id)
    return cue


def move_segment(show: Show, command: commands.MoveSegment, at: int) -> tuple[Event, ...]:
    _segment(show, command.segment)
    if command.before is not None:
        _segment(show, command.before)
    if command.before == command.segment:
        return ()
    return (SegmentMoved(command.segment, command.before),)


def move_cue(show: Show, command: commands.MoveCue, at: int) -> tuple[Event, ...]:
    _cue(show, command.cue)
    if command.before is not None:
        _cue(show, command.before)
    if command.before == command.cue:
        return ()
    return (CueMoved(command.cue, command.before),)


def skip(show: Show, command: commands.Skip, at: int) -> tuple[Event, ...]:
    return () if _cue(show, command.cue).skipped == command.on else (CueSkipped(command.cue, command.on),)


def extend(show: Show, command: commands.Extend, at: int) -> tuple[Event, ...]:
    planned = _cue(show, command.cue).planned
    seconds = max(command.seconds, -planned)
    if planned + seconds > MAX_PLANNED:
        raise Refused("too_many_seconds", most=MAX_PLANNED)
    return (CueExtended(command.cue, seconds),) if seconds else ()


def add_cue(show: Show, command: commands.AddCue, at: int) -> tuple[Event, ...]:
    _cue(show, command.after)
    if sum(cue.added for cue in rundown.cues(show)) >= MAX_ADDED:
        raise Refused("too_many_cues", most=MAX_ADDED)
    if (command.scene in NEEDS_ENTRY or command.entry is not None) and command.entry not in show.entries:
        raise Refused("unknown_entry", entry=command.entry or "")
    title = lengths.trimmed("title", command.title, lengths.NAME)
    _check_args(command)
    _check_names(show, command)
    # Named after its place in the journal: the same journal always gives the same names.
    id = f"added.{show.seq + 1}"
    elements = {"ceremony": ("award_bar",), "talk": ("bug",), "qa": ("bug",), "reveal": ("score",), "ranking": ("top",)}
    cue = Cue(id, command.scene, title, command.entry, dict(command.args),
              elements.get(command.scene, ()), added=True)  # fmt: skip
    return (CueAdded(command.after, cue),)


def _check_args(command: commands.AddCue) -> None:
    """Each argument is one that the scene takes, of its type, within its bounds."""
    allowed = ARGS.get(command.scene, {})
    for key, value in command.args.items():
        if type(value) is not allowed.get(key):
            raise Refused("bad_argument", argument=key, scene=command.scene, wanted=", ".join(allowed) or "—")
        if isinstance(value, int) and not 1 <= value <= MAX_COUNT:
            raise Refused("bad_argument", argument=key, scene=command.scene, wanted=f"1–{MAX_COUNT}")
        if isinstance(value, str):
            lengths.trimmed(key, value, lengths.PASSAGE if key == "text" else lengths.NAME)
        if key in CHOICES and value not in CHOICES[key]:
            raise Refused("bad_argument", argument=key, scene=command.scene, wanted=", ".join(CHOICES[key]))
        if key == "until" and not rundown.is_clock(str(value)):
            raise Refused("bad_argument", argument=key, scene=command.scene, wanted="HH:MM")
    pages = command.args.get("pages", 1)
    if command.scene == "award" and command.args.get("page", 1) > pages:
        raise Refused("bad_argument", argument="page", scene=command.scene, wanted=f"1–{pages}")


def _check_names(show: Show, command: commands.AddCue) -> None:
    """The categories, awards and judges that the row names are the contest's."""
    category = str(command.args.get("category", ""))
    if command.scene in ("ranking", "award") and category not in {
        known.id for known in show.contest.categories
    }:
        raise Refused("unknown_category", category=category)
    award = str(command.args.get("award", ""))
    if command.scene == "award" and award not in {known.id for known in standings.awards_of(show, category)}:
        raise Refused("unknown_award", award=award)
    if command.scene == "draw":
        lottery.session_of(show, str(command.args.get("session", "")))
    if command.scene == "judge" and command.args.get("judge") not in show.judges:
        raise Refused("unknown_judge", judge=str(command.args.get("judge", "")))


def remove_cue(show: Show, command: commands.RemoveCue, at: int) -> tuple[Event, ...]:
    if not _cue(show, command.cue).added:
        raise Refused("not_added", cue=command.cue)
    if show.program and show.program.cue.id == command.cue:
        raise Refused("on_air", cue=command.cue)
    return (CueRemoved(command.cue),)


def _segment_moved(show: Show, event: SegmentMoved, recorded: Recorded) -> Show:
    moved = next(segment for segment in show.rundown if segment.id == event.segment)
    rest = [segment for segment in show.rundown if segment.id != event.segment]
    place = next((n for n, segment in enumerate(rest) if segment.id == event.before), len(rest))
    neighbour = rest[place] if place < len(rest) else rest[-1]
    moved = replace(moved, session=neighbour.session)
    entries = show.entries
    if moved.entry:
        entries = {**entries, moved.entry: replace(entries[moved.entry], session=moved.session)}
    after = replace(show, rundown=(*rest[:place], moved, *rest[place:]), entries=entries)
    return rundown.reposition_reveals(show, after) if moved.entry else after


def _cue_moved(show: Show, event: CueMoved, recorded: Recorded) -> Show:
    cue = rundown.find(show, event.cue)
    assert cue is not None
    home = rundown.segment_of(show, event.cue)
    without = _without(show, event.cue)

    def placed(segment: Segment) -> Segment:
        ids = [cue.id for cue in segment.cues]
        if event.before in ids:
            place = ids.index(event.before)
            return replace(segment, cues=(*segment.cues[:place], cue, *segment.cues[place:]))
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


def _cue_skipped(show: Show, event: CueSkipped, recorded: Recorded) -> Show:
    after = _changed_cue(show, event.cue, skipped=event.on)
    return rundown.leave_preview(after, event.cue) if event.on else after


def _cue_extended(show: Show, event: CueExtended, recorded: Recorded) -> Show:
    cue = rundown.find(show, event.cue)
    assert cue is not None
    return _changed_cue(show, event.cue, planned=cue.planned + event.seconds)


def _cue_added(show: Show, event: CueAdded, recorded: Recorded) -> Show:
    def with_cue(segment: Segment) -> Segment:
        ids = [cue.id for cue in segment.cues]
        if event.after not in ids:
            return segment
        place = ids.index(event.after) + 1
        return replace(segment, cues=(*segment.cues[:place], event.cue, *segment.cues[place:]))

    return replace(show, rundown=tuple(with_cue(segment) for segment in show.rundown))


def _cue_removed(show: Show, event: CueRemoved, recorded: Recorded) -> Show:
    after = rundown.leave_preview(show, event.cue)
    return replace(after, rundown=_without(show, event.cue))


DECIDERS: dict[type, Any] = {
    commands.MoveSegment: move_segment,
    commands.MoveCue: move_cue,
    commands.Skip: skip,
    commands.Extend: extend,
    commands.AddCue: add_cue,
    commands.RemoveCue: remove_cue,
}

EVOLUTIONS: dict[type, Any] = {
    SegmentMoved: _segment_moved,
    CueMoved: _cue_moved,
    CueSkipped: _cue_skipped,
    CueExtended: _cue_extended,
    CueAdded: _cue_added,
    CueRemoved: _cue_removed,
}
