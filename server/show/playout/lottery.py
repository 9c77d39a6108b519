"""Draw in the show: which entries draw, what the draw moves, what screens and the record say of it.

A draw is public the moment it is made, so the order does not exist before the roll that the hall
sees: a cue with the scene `draw` shows who draws, and GO (or the command `draw`) draws.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from server.show import lengths
from server.show.commands import Draw
from server.show.events import Drawn, Event, Recorded
from server.show.marks import reveal_policy
from server.show.model import Cue, OnAir, Refused, Segment, Session, Show, rundown
from server.show.model.lottery import RULE, Drawing, draw, neighbours
from server.show.model.replacing import replace


def session_of(show: Show, id: str) -> Session:
    """Session of this id. Raises Refused `unknown_session`."""
    session = next((session for session in show.contest.sessions if session.id == id), None)
    if session is None:
        raise Refused("unknown_session", session=id)
    return session


def pool(show: Show, session: str) -> list[str]:
    """Pool of a draw: the competing entries of a session that have not played, in running order."""
    return [id for id in reveal_policy.competing(show, session) if not _has_begun(show, id)]


def _has_begun(show: Show, id: str) -> bool:
    on_air = show.program is not None and show.program.cue.entry == id
    return on_air or reveal_policy.finished(show, id) or f"{id}/talk" in show.timers


def in_force(show: Show, session: str) -> Drawing | None:
    """Draw of a session in force: the newest that was not taken back."""
    drawings = (drawing for drawing in reversed(show.draws) if drawing.drawn.session == session)
    return next((drawing for drawing in drawings if drawing.taken_back is None), None)


def waiting(show: Show) -> Cue | None:
    """Cue on air whose draw GO would make."""
    if show.program is None or show.program.cue.scene != "draw":
        return None
    session = str(show.program.cue.args.get("session"))
    undrawn = in_force(show, session) is None and len(pool(show, session)) > 1
    return show.program.cue if undrawn else None


def _draw(show: Show, command: Draw, at: int) -> tuple[Event, ...]:
    session = session_of(show, command.session)
    seed = lengths.trimmed("seed", " ".join(command.seed.split()), lengths.NAME)
    reason = lengths.trimmed("reason", command.reason, lengths.PASSAGE)
    if not seed:
        raise Refused("seed_needed")
    ids = pool(show, session.id)
    if len(ids) < 2:
        raise Refused("nothing_to_draw", session=session.name)
    # Also after an undo: nobody draws again in silence until the order pleases.
    if not reason and any(drawing.drawn.session == session.id for drawing in show.draws):
        raise Refused("reason_needed")
    units = {id: show.entries[id].parent_unit or show.entries[id].unit for id in ids}
    number, order = draw(seed, session.id, units, command.apart)
    near = neighbours(order, units) if command.apart else ()
    return (Drawn(session.id, seed, RULE, number, command.apart, units, order, near, reason),)


def _drawn(show: Show, event: Drawn, recorded: Recorded) -> Show:
    """The places of the entries that drew stay, and each now holds the segment that drew it. A row
    of theirs in preview gives way to the first row of that place."""
    drew = (segment for segment in show.rundown if segment.entry in event.units)
    segments: dict[str | None, Segment] = {segment.entry: segment for segment in drew}
    coming = iter(event.order)
    moved = tuple(
        segments[next(coming)] if segment.entry in segments else segment for segment in show.rundown
    )
    after = replace(
        rundown.reposition_reveals(show, replace(show, rundown=moved)),
        draws=(*show.draws, Drawing(recorded.seq, recorded.at, recorded.by, event)),
        last_go=recorded.at,  # a GO that bounces must not leave the roll at once
    )
    return replace(after, preview=_preview(show, after, segments))


def _preview(before: Show, after: Show, moved: dict[str | None, Segment]) -> str | None:
    home = rundown.segment_of(before, before.preview or "")
    if home is None or home.entry not in moved:
        return before.preview
    place = [segment.id for segment in before.rundown].index(home.id)
    return next((cue.id for cue in after.rundown[place].cues if rundown.plays(after, cue)), before.preview)


def taken_back(show: Show, seq: int, at: int) -> tuple[Drawing, ...]:
    """Record of draws once the action `seq` is undone at `at` (server ms): a draw stays in it, and is marked."""
    return tuple(replace(drawing, taken_back=at) if drawing.seq == seq else drawing for drawing in show.draws)


def content(show: Show, on_air: OnAir) -> dict[str, Any]:
    """Content of the scene `draw`: who draws, and once it is drawn the order, its seed and the moment (server
    ms) at which the roll begins."""
    id = str(on_air.cue.args.get("session"))
    done = in_force(show, id)
    ids = done.drawn.order if done else pool(show, id)
    name = next((session.name for session in show.contest.sessions if session.id == id), "")
    rows = [
        {"entry": entry, "unit": show.entries[entry].unit, "title": list(show.entries[entry].title)}
        for entry in ids
    ]
    seed, moment = (done.drawn.seed, done.at) if done else ("", None)
    return {"session": name, "rows": rows, "seed": seed, "drawn_at": moment}


def record(show: Show) -> list[dict[str, Any]]:
    """Record of every draw of this journal, the ones taken back too."""
    return [
        {
            "seq": drawing.seq,
            "at": drawing.at,
            "by": drawing.by,
            **asdict(drawing.drawn),
            "taken_back": drawing.taken_back,
        }
        for drawing in show.draws
    ]


DECIDERS: dict[type, Any] = {Draw: _draw}
EVOLUTIONS: dict[type, Any] = {Drawn: _drawn}
