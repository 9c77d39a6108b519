"""Operator's view: everything, marks included. Never sent to a public page or socket."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from server.show.ceremony import steps
from server.show.marks import reveal_policy, scoring, standings, ties
from server.show.memo import memoised
from server.show.model import Cue, LogLine, Show, rundown, stream, walltime
from server.show.playout import air, clock, lottery
from server.show.views import ceremony, scenes, sheet

View = dict[str, Any]


def control(show: Show) -> View:
    """Slices of the panel by name; each entry's sheet is a slice of its own (`sheet/07`)."""
    contest = show.contest
    slices: View = {
        "mode": show.mode,
        "contest": scenes.contest_facts(show),
        "settings": _settings(show),
        "entries": _entries(show),
        "rundown": _rundown(show),
        "preview": show.preview,
        "program": _program(show),
        "go": next_step(show),
        "override": show.override,
        "frozen": show.frozen is not None,
        "elements": show.elements,
        "timer": scenes.timer_facts(clock.current(show)),
        "clock": show.clock,
        "message": show.message,
        "stream": stream.stream_facts(contest, show.stream_delay),
        "scoring": _scoring(show),
        "standings": {category.id: _standings(show, category.id) for category in contest.categories},
        "ties": {category.id: _ties(show, category.id) for category in contest.categories},
        "draws": lottery.record(show),
        "ceremony": ceremony.panel(show) | {"previewed": air.step_in_preview(show)},
        "plan": ceremony.plan(show),
        "undo": _undo(show),
        "schedule": _schedule(show),
        "log": [_log_line(line) for line in show.log],
    }
    ranks = {row["entry"]: row["rank"] for rows in slices["standings"].values() for row in rows}
    for id in show.entries:
        slices[f"sheet/{id}"] = sheet.sheet_facts(show, id, ranks.get(id))
    return slices


@memoised(lambda show: (show.contest, show.judges))
def _settings(show: Show) -> View:
    contest = show.contest
    rule = contest.scoring
    return {
        "categories": [asdict(category) for category in contest.categories],
        "sessions": [asdict(session) for session in contest.sessions],
        "outputs": [asdict(output) for output in contest.outputs],
        "judges": [
            asdict(judge) | {"weight": scoring.short(judge.weight)}
            for judge in sorted(show.judges.values(), key=lambda judge: judge.seat)
        ],
        "scoring": sheet.marking_facts(rule) | {
            "decimals": rule.decimals, "trim_high": rule.trim_high, "trim_low": rule.trim_low,
            "min_judges": rule.min_judges, "combine": rule.combine, "example": rule.example,
            "parts": [
                {
                    "id": part.id, "name": part.name, "weight": scoring.short(part.weight),
                    "source": part.source, "panel": part.panel,
                    "minimum": str(part.minimum), "maximum": str(part.maximum),
                }
                for part in rule.parts
            ],
            "ties": list(rule.ties), "timed": rule.time is not None,
        },
        "chain": asdict(contest.chain),
        "panels": [asdict(panel) for panel in contest.panels],
        "timing": {"talk": contest.timing.talk, "qa": contest.timing.qa, "chained": contest.timing.chained},
        "reveal": asdict(contest.reveal),
        "awards": [
            {
                "id": award.id, "title": award.title, "quota": award.quota, "categories": list(award.categories),
                "percent": scoring.short(award.percent) if award.percent is not None else None,
                "ties": award.ties,
            }
            for award in contest.awards
        ],
        "notes": list(contest.notes),
        "messages": list(contest.messages),
        "ticker": contest.ticker,
    }  # fmt: skip


@memoised(lambda show: (show.contest, show.entries, show.rundown))
def _entries(show: Show) -> View:
    return {id: _entry(show, id) for id in show.entries}


def _entry(show: Show, id: str) -> View:
    entry = show.entries[id]
    facts = scenes.entry_facts(show, id) or {}
    extra = {"members": list(entry.members), "category_id": entry.category, "session": entry.session}
    return facts | extra | {"sample": entry.sample}


@memoised(lambda show: (show.rundown, show.entries))
def _rundown(show: Show) -> list[View]:
    return [_segment(show, segment) for segment in show.rundown]


def _segment(show: Show, segment: Any) -> View:
    return {
        "id": segment.id, "kind": segment.kind, "title": segment.title, "session": segment.session,
        "entry": segment.entry, "cues": [_cue(show, cue) for cue in segment.cues],
    }  # fmt: skip


def _cue(show: Show, cue: Cue) -> View:
    return {
        "id": cue.id, "scene": cue.scene, "title": cue.title, "entry": cue.entry, "args": cue.args,
        "planned": cue.planned, "skipped": cue.skipped, "added": cue.added, "plays": rundown.plays(show, cue),
    }  # fmt: skip


def _scoring(show: Show) -> View:
    """The entry being scored and the first that waits for its confirmation; what is armed, and the reveals so far."""
    waiting = (id for id in reveal_policy.competing(show) if not reveal_policy.is_confirmed(show, id))
    return {
        "entry": show.scoring, "next": next(waiting, None), "armed": show.armed, "reveals": list(show.reveals),
    }  # fmt: skip


def _program(show: Show) -> View | None:
    on_air = show.program
    if on_air is None:
        return None
    cue = on_air.cue
    return {"cue": cue.id, "key": on_air.key, "scene": cue.scene, "at": on_air.at, "entry": cue.entry}


def next_step(show: Show) -> View:
    """Next act of GO: reveal, draw, step (through the ceremony; while a motion runs it ends that), arm_first
    (GO is refused until it is armed), take, or end."""
    due, drawing = air.waiting_reveal(show), lottery.waiting(show)
    coming: Cue | None = air.next_cue(show)
    cue: Cue | None = coming
    step = steps.waiting(show)
    if drawing is not None:
        does, cue, after = "draw", drawing, coming
    elif due is not None:
        armed = show.armed is not None and show.armed == reveal_policy.armed_by(due)
        does, cue, after = ("reveal" if armed else "arm_first"), due, coming
    elif step is not None and show.program is not None:
        does, cue, after = "step", show.program.cue, coming
    else:
        does = "take" if coming else "end"
        after = air.onward(show, coming.id) if coming else None
    return {
        "does": does,
        "cue": cue.id if cue else None,
        "scene": cue.scene if cue else None,
        "entry": cue.entry if cue else None,
        "title": cue.title if cue else "",
        "then": after.id if after else None,
        "step": step if does == "step" else None,
    }


@memoised(lambda show, _: (show.contest, show.entries, show.rundown, show.sheets, show.tiebreaks))
def _standings(show: Show, category: str) -> list[View]:
    return [
        {
            "entry": row.entry,
            "score": str(row.score),
            "rank": row.rank,
            "revealed": reveal_policy.is_revealed(show, row.entry),
        }
        for row in standings.standings(show, category, standings.confirmed(show))
    ]


@memoised(lambda show, _: (show.contest, show.entries, show.rundown, show.sheets, show.tiebreaks, show.quotas))
def _ties(show: Show, category: str) -> list[View]:
    """Groups that only people can part: at which awards' borders they stand, and what was decided."""
    borders = dict(ties.on_borders(show, category))
    return [
        {
            "entries": list(group),
            "awards": [award for award, tied in borders.items() if set(tied) & set(group)],
            "values": {id: str(show.tiebreaks[id]) for id in group if id in show.tiebreaks},
        }
        for group in ties.for_people(show, category)
    ]


def _log_line(line: LogLine) -> View:
    return {"seq": line.seq, "at": line.at, "by": line.by, **asdict(line.action)}


def _undo(show: Show) -> View | None:
    if not show.undo:
        return None
    last = show.undo[-1]
    return {"seq": last.seq, **asdict(last.action), "seen": last.seen}


def _schedule(show: Show) -> View | None:
    """What the session's clock needs: planned start and end (server ms of the day on which the
    session runs), the cue on air, and the seconds planned for what comes after it."""
    on_air = show.program
    if on_air is None:
        return None
    segment = rundown.segment_of(show, on_air.cue.id)
    session = next(
        (session for session in show.contest.sessions if segment and session.id == segment.session), None
    )
    if session is None:
        return None
    current = rundown.find(show, on_air.cue.id) or on_air.cue
    coming = _coming(show, session.id, current.id)
    return {
        "session": session.id,
        "planned_start": walltime.wall_time(show.contest, session.start, on_air.at),
        "planned_end": walltime.wall_time(show.contest, session.end, on_air.at),
        "current": {
            "cue": current.id,
            "started_at": on_air.at,
            "planned": 0 if _leaves(current) and not coming else current.planned,
        },
        "remaining": sum(cue.planned for cue in coming),
    }


def _coming(show: Show, session: str, current: str) -> list[Cue]:
    """The cues that a session still has to play. The pause that people leave for is no part of it."""
    cues = [cue for segment in show.rundown if segment.session == session for cue in segment.cues]
    place = next((n for n, cue in enumerate(cues) if cue.id == current), len(cues))
    coming = [cue for cue in cues[place + 1 :] if rundown.plays(show, cue)]
    while coming and _leaves(coming[-1]):
        coming.pop()
    return coming


def _leaves(cue: Cue) -> bool:
    return cue.scene == "break" and bool(cue.args.get("until"))
