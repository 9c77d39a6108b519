"""Views of the judges, the desk, the host and those who look on: to each their own, and nothing more.

A judge's view holds that judge's numbers alone; the host's holds a result from its confirmation on,
since the host reads it aloud at the reveal; the viewer's only what the hall has seen.
"""

from __future__ import annotations

from typing import Any

from server.show.marks import judging, reveal_policy, scoring, standings
from server.show.memo import memoised
from server.show.model import Result, Sheet, Show, rundown
from server.show.views import ceremony, control, scenes, sheet

View = dict[str, Any]
MAX_READ = 3  # results that the host still sees once the hall has them
DESK = ("mode", "contest", "settings", "entries", "rundown", "scoring", "standings", "ties")


def judge_views(show: Show) -> tuple[str, ...]:
    return tuple(f"judge.{id}" for id in show.judges)


def judge(show: Show, id: str) -> View:
    """Judge's own view: the entry that is being scored, the running order, and a sheet for each."""
    me = show.judges[id]
    slices: View = {
        "mode": show.mode,
        "contest": scenes.contest_facts(show),
        "me": {"id": me.id, "seat": me.seat, "name": me.name},
        "rule": sheet.marking_facts(show.contest.scoring),
        "now": show.scoring,
        "order": _marked_by(show, id),
    }  # fmt: skip
    for entry in show.entries:  # whatever is moved or withdrawn, a view keeps its slices
        slices[f"entry/{entry}"] = _project(show, entry)
        slices[f"own/{entry}"] = _own(show, entry, id)
    return slices


@memoised(lambda show, _: (show.contest, show.entries, show.rundown, show.judges))
def _marked_by(show: Show, judge: str) -> list[str]:
    """The entries that a judge marks, in running order."""
    return [
        id
        for id in reveal_policy.competing(show)
        if any(seat.id == judge for seat in judging.judges_of(show, id))
    ]


@memoised(lambda show, _: (show.contest, show.entries, show.rundown))
def _project(show: Show, id: str) -> View:
    """An entry's facts as a judge reads them."""
    entry = show.entries[id]
    facts = scenes.entry_facts(show, id) or {}
    texts = {name: list(getattr(entry, name)) for name in ("practice", "progress", "effect", "firsts", "honours")}
    return facts | texts


def _own(show: Show, entry: str, judge: str) -> View:
    """A judge's own sheet of one entry: draft, what was submitted and when, and whether it may still change."""
    sheet = show.sheets.get(entry, Sheet())
    mark = sheet.marks.get(judge)
    values = sheet.criteria.get(judge) or ({"total": mark} if mark is not None else {})
    return {
        "draft": {name: str(value) for name, value in sheet.drafts.get(judge, {}).items()},
        "values": {name: str(value) for name, value in values.items()},
        "mark": None if mark is None else str(mark),
        "submitted": sheet.submitted.get(judge),
        "excused": sheet.excused.get(judge),
        "locked": bool(sheet.checked_by) or sheet.confirmed is not None,
    }


def desk(show: Show) -> View:
    """Desk of the scorer and the supervisor: the operator's slices that are about marks."""
    whole = control.control(show)
    return {name: part for name, part in whole.items() if name in DESK or name.startswith("sheet/")}


def host(show: Show) -> View:
    """Host's view: the confirmed results to read out, the ceremony on air, and who is next."""
    cue = show.program.cue if show.program else None
    coming = scenes.upcoming(show, cue, 2)
    ready = [id for id in reveal_policy.competing(show) if reveal_policy.is_confirmed(show, id)]
    waiting = [id for id in ready if not reveal_policy.is_revealed(show, id)]
    newest = [id for id in ready[-MAX_READ:] if id not in waiting]
    segment = rundown.segment_of(show, cue.id) if cue else None
    on_stage = (cue.entry if cue else None) or (segment.entry if segment else None)
    return {
        "mode": show.mode,
        "contest": scenes.contest_facts(show),
        "now": scenes.entry_facts(show, on_stage),
        "next": coming[0] if coming else None,
        "after": coming[1] if len(coming) > 1 else None,
        "results": [_spoken(show, id) for id in (*waiting, *newest)],
        "ceremony": ceremony.host(show),
    }


def _spoken(show: Show, id: str) -> View:
    """A result as it is read: what fell, the mean, points off, the score."""
    sheet = show.sheets[id]
    result = sheet.confirmed
    assert result is not None
    return {
        "entry": scenes.entry_facts(show, id),
        "revealed": sheet.revealed == result,
        "corrected": sheet.seen is not None and sheet.seen != result,
        **_numbers(result),
        "combine": show.contest.scoring.combine,
        "deduction_reason": sheet.deduction_reason if result.deduction else "",
    }


def _numbers(result: Result) -> View:
    fell = {
        side: [str(mark.mark) for mark in result.marks if mark.dropped == side] for side in ("high", "low")
    }
    return {
        **fell,
        "mean": str(result.mean),
        "deduction": str(result.deduction),
        "parts": [
            {"name": part.name, "value": str(part.value), "weight": scoring.short(part.weight)}
            for part in result.parts
        ],
        "score": str(result.score),
    }


def viewer(show: Show) -> View:
    """Viewer's view: where the show is, and what the hall has seen."""
    cue = show.program.cue if show.program else None
    public = standings.revealed(show)
    return {
        "mode": show.mode,
        "contest": scenes.contest_facts(show),
        "now": {"scene": cue.scene, "title": cue.title, "entry": scenes.entry_facts(show, cue.entry)} if cue else None,
        "coming": scenes.upcoming(show, cue, 8),
        "standings": [
            {
                "name": category.name,
                "rows": [
                    {"entry": scenes.entry_facts(show, row.entry), "rank": row.rank, "score": str(row.score)}
                    for row in standings.standings(show, category.id, public)
                ],
            }
            for category in show.contest.categories
        ],
    }
