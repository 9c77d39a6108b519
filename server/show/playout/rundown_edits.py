"""Changes minutes before air: names, withdrawals, the running order, extra rows."""

from __future__ import annotations

from typing import Any

from server.show import commands, lengths
from server.show.events import (
    CueAdded,
    CueExtended,
    CueMoved,
    CueRemoved,
    CueSkipped,
    EligibilitySet,
    EntryEdited,
    Event,
    JudgeEdited,
    Refused,
    SegmentMoved,
)
from server.show.marks import standings
from server.show.model import Cue, Entry, Segment, Show, rundown
from server.show.playout import lottery

LONGEST_TITLE = 3  # lines
LONGEST_PLAN = 12 * 3600  # seconds that one cue may be planned for
MOST_ADDED = 200  # rows added by hand
MOST_COUNT = 1000  # pages, rows, minutes of a row
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


def edit_entry(show: Show, command: commands.EditEntry, at: int) -> tuple[Event, ...]:
    entry = entry_of(show, command.entry)
    wanted = _given(command, ("unit", "doer", "title", "speaker", "category"))
    if "title" in wanted:
        wanted["title"] = tuple(line for line in wanted["title"] if line)
        if not 1 <= len(wanted["title"]) <= LONGEST_TITLE:
            raise Refused("bad_title", most=LONGEST_TITLE)
    if wanted.get("unit") == "":
        raise Refused("empty_name", field="unit")
    if "category" in wanted and wanted["category"] not in {one.id for one in show.contest.categories}:
        raise Refused("unknown_category", category=wanted["category"])
    changes = {key: value for key, value in wanted.items() if getattr(entry, key) != value}
    if "category" in changes and command.entry in show.sheets and show.sheets[command.entry].revealed:
        raise Refused("already_revealed", entry=command.entry)
    return (EntryEdited(command.entry, changes),) if changes else ()


def _given(command: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """The fields that the command names, trimmed."""
    found = {name: getattr(command, name) for name in names if getattr(command, name) is not None}

    def fitted(name: str, value: Any) -> Any:
        if isinstance(value, (tuple, list)):
            return tuple(lengths.trimmed(name, line, lengths.NAME) for line in value)
        return lengths.trimmed(name, value, lengths.NAME)

    return {name: fitted(name, value) for name, value in found.items()}


def entry_of(show: Show, id: str) -> Entry:
    """The entry. Refused `unknown_entry`."""
    if id not in show.entries:
        raise Refused("unknown_entry", entry=id)
    return show.entries[id]


def set_eligibility(show: Show, command: commands.SetEligibility, at: int) -> tuple[Event, ...]:
    entry = entry_of(show, command.entry)
    if entry.eligibility == command.eligibility:
        return ()
    sheet = show.sheets.get(command.entry)
    reason = lengths.trimmed("reason", command.reason, lengths.PASSAGE)
    if sheet and sheet.revealed and not reason:
        raise Refused("reason_needed")
    return (EligibilitySet(command.entry, command.eligibility, reason),)


def edit_judge(show: Show, command: commands.EditJudge, at: int) -> tuple[Event, ...]:
    if command.judge not in show.judges:
        raise Refused("unknown_judge", judge=command.judge)
    wanted = _given(command, ("name", "unit", "post"))
    if wanted.get("name") == "":
        raise Refused("empty_name", field="name")
    judge = show.judges[command.judge]
    changes = {key: value for key, value in wanted.items() if getattr(judge, key) != value}
    return (JudgeEdited(command.judge, changes),) if changes else ()


def _segment(show: Show, id: str) -> Segment:
    found = next((segment for segment in show.rundown if segment.id == id), None)
    if found is None:
        raise Refused("unknown_segment", segment=id)
    return found


def _cue(show: Show, id: str) -> Cue:
    found = rundown.find(show, id)
    if found is None:
        raise Refused("unknown_cue", cue=id)
    return found


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
    if planned + seconds > LONGEST_PLAN:
        raise Refused("too_many_seconds", most=LONGEST_PLAN)
    return (CueExtended(command.cue, seconds),) if seconds else ()


def add_cue(show: Show, command: commands.AddCue, at: int) -> tuple[Event, ...]:
    _cue(show, command.after)
    if sum(cue.added for cue in rundown.cues(show)) >= MOST_ADDED:
        raise Refused("too_many_cues", most=MOST_ADDED)
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
        if isinstance(value, int) and not 1 <= value <= MOST_COUNT:
            raise Refused("bad_argument", argument=key, scene=command.scene, wanted=f"1–{MOST_COUNT}")
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
    if command.scene in ("ranking", "award") and category not in {one.id for one in show.contest.categories}:
        raise Refused("unknown_category", category=category)
    award = str(command.args.get("award", ""))
    if command.scene == "award" and award not in {one.id for one in standings.awards_of(show, category)}:
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


DECIDERS: dict[type, Any] = {
    commands.EditEntry: edit_entry,
    commands.SetEligibility: set_eligibility,
    commands.EditJudge: edit_judge,
    commands.MoveSegment: move_segment,
    commands.MoveCue: move_cue,
    commands.Skip: skip,
    commands.Extend: extend,
    commands.AddCue: add_cue,
    commands.RemoveCue: remove_cue,
}
