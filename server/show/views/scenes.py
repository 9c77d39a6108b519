"""Content of each stage scene, looked up when it is on air, in plain JSON values."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from server.show.ceremony import honours
from server.show.marks import judging, reveal_policy, scoring, standings
from server.show.memo import memoised
from server.show.model import Cue, OnAir, Show, Timer, rundown, walltime
from server.show.playout import lottery
from server.show.views import ceremony

PAGE_SIZE = 10  # rows of a ranking on the stage at once
TOP_SIZE = 5
Content = dict[str, Any]


@memoised(lambda show: (show.contest,))
def contest_facts(show: Show) -> Content:
    contest = show.contest
    return {
        "name": contest.name, "cup": contest.cup, "subtitle": contest.subtitle, "edition": contest.edition,
        "organizer": contest.organizer,
        "utc_offset": contest.utc_offset, "place": contest.place, "lang": contest.lang,
        "theme": asdict(contest.theme),
    }  # fmt: skip


def timer_facts(timer: Timer | None) -> Content | None:
    return asdict(timer) if timer else None


def entry_facts(show: Show, id: str | None) -> Content | None:
    """Brief facts of an entry that most scenes use, or None for an unknown one."""
    entry = show.entries.get(id or "")
    if entry is None:
        return None
    return {
        "id": entry.id,
        "order": place_in_session(show, entry.id),
        "unit": entry.unit,
        "title": list(entry.title),
        "doer": entry.doer,
        "speaker": entry.speaker,
        "category": category_name(show, entry.category),
        "eligibility": entry.eligibility,
    }


def place_in_session(show: Show, id: str) -> int:
    """Place of the entry in today's running order of its session, from 1 (0: not in it)."""
    session = show.entries[id].session
    running = [other for other in rundown.order(show) if show.entries[other].session == session]
    return running.index(id) + 1 if id in running else 0


def category_name(show: Show, id: str) -> str:
    return next((category.name for category in show.contest.categories if category.id == id), id)


def program(show: Show) -> Content | None:
    """Slice `program` of a stage: which take it is and what its scene shows."""
    on_air = show.program
    if on_air is None:
        return None
    key, at = ceremony.current_take(show, on_air)
    return {
        "key": key,
        "scene": on_air.cue.scene,
        "at": at,
        "entry": on_air.cue.entry,
        "content": CONTENT[on_air.cue.scene](show, on_air),
    }


def _key_visual(show: Show, on_air: OnAir) -> Content:
    return {"words": str(on_air.cue.args.get("words", ""))}


def _empty(show: Show, on_air: OnAir) -> Content:
    return {}


def _countdown(show: Show, on_air: OnAir) -> Content:
    until = str(on_air.cue.args.get("until", ""))
    return {"title": on_air.cue.title, "to": walltime.next_time(show.contest, until, on_air.at)}


def _opening(show: Show, on_air: OnAir) -> Content:
    args = on_air.cue.args
    return {key: str(args.get(key, "")) for key in ("kicker", "name", "post")}


def _judge(show: Show, on_air: OnAir) -> Content:
    judge = show.judges.get(str(on_air.cue.args.get("judge")))
    seat = {"seat": judge.seat if judge else 0}
    facts = seat | {name: getattr(judge, name, "") for name in ("name", "unit", "post")}
    return facts | {"of": len(show.judges)}


def _judges(show: Show, on_air: OnAir) -> Content:
    seats = sorted(show.judges.values(), key=lambda judge: judge.seat)
    return {
        "judges": [{"seat": judge.seat, "name": judge.name, "unit": judge.unit, "post": judge.post} for judge in seats]
    }


def _rules(show: Show, on_air: OnAir) -> Content:
    rule, timing = show.contest.scoring, show.contest.timing
    return {
        "title": on_air.cue.title,
        "talk": timing.talk,
        "qa": timing.qa,
        "criteria": [
            {"name": criterion.name, "weight": str(criterion.weight), "note": criterion.note}
            for criterion in rule.criteria
        ],
        "judges": len(show.judges),
        **{name: getattr(rule, name) for name in ("trim_high", "trim_low", "combine", "decimals")},
        "minimum": str(rule.minimum),
        "maximum": str(rule.maximum),
        "example": rule.example,
    }


def _next(show: Show, on_air: OnAir) -> Content:
    entry = show.entries.get(on_air.cue.entry or "")
    return {"entry": entry_facts(show, on_air.cue.entry), "members": list(entry.members) if entry else []}


def _story(show: Show, on_air: OnAir) -> Content:
    entry = show.entries[on_air.cue.entry or ""]
    return {
        "entry": entry_facts(show, entry.id),
        "part": on_air.cue.args.get("part", "all"),
        "practice": list(entry.practice),
        "progress": list(entry.progress),
        "effect": list(entry.effect),
        "figures": [asdict(figure) for figure in entry.figures],
        "firsts": list(entry.firsts),
        "honours": list(entry.honours),
    }


def _talk(show: Show, on_air: OnAir) -> Content:
    args = on_air.cue.args
    content = {"entry": entry_facts(show, on_air.cue.entry), "layout": args.get("layout", "full")}
    return content | ({"asker": str(args.get("asker", ""))} if on_air.cue.scene == "qa" else {})


def _scoring(show: Show, on_air: OnAir) -> Content:
    """A count of marks and never a value."""
    sheet = show.sheets.get(on_air.cue.entry or "")
    seats = judging.seats(show, on_air.cue.entry or "")
    received = sum(judge.id in sheet.marks for judge in seats) if sheet else 0
    return {"entry": entry_facts(show, on_air.cue.entry), "received": received, "of": len(seats)}


def _reveal(show: Show, on_air: OnAir) -> Content:
    id = on_air.cue.entry or ""
    result = show.sheets[id].revealed if id in show.sheets else None
    entry = entry_facts(show, id)
    if result is None:
        faces: list[Content] = [
            {"seat": judge.seat, "name": judge.name} for judge in judging.judges_of(show, id)
        ]
        return {"entry": entry, "covered": True, "seats": faces}
    faces = []
    for mark in result.marks:
        judge = show.judges[mark.judge]
        given = None if mark.excused or mark.mark is None else str(mark.mark)
        face: Content = {"seat": judge.seat, "name": judge.name, "mark": given}
        notes = {"dropped": mark.dropped, "excused": mark.excused}
        faces.append(face | {name: note for name, note in notes.items() if note})
    return {
        "entry": entry,
        "covered": False,
        "seats": faces,
        "combine": show.contest.scoring.combine,
        "mean": str(result.mean),
        "deduction": str(result.deduction),
        "deduction_reason": show.sheets[id].deduction_reason if result.deduction else "",
        "score": str(result.score),
        "parts": [
            {"name": part.name, "weight": scoring.short(part.weight), "value": str(part.value)}
            for part in result.parts
        ],
    }


def _previous(show: Show, on_air: OnAir) -> Content:
    return {"entry": entry_facts(show, on_air.cue.entry), **score_facts(show, on_air.cue.entry or "")}


def score_facts(show: Show, id: str) -> Content:
    """Score and rank of a revealed entry; both None before its reveal."""
    if not reveal_policy.is_revealed(show, id):
        return {"score": None, "rank": None}
    rows = standings.standings(show, show.entries[id].category, standings.revealed(show))
    rank = next((row.rank for row in rows if row.entry == id), None)
    result = show.sheets[id].revealed
    return {"score": str(result.score) if result else None, "rank": rank}


def ranking_rows(show: Show, category: str, among: set[str] | None = None) -> list[Content]:
    """Public ranking of a category: revealed entries only, best first; of those in `among`, if given."""
    public = {id: result for id, result in standings.revealed(show).items() if among is None or id in among}
    return [
        {
            "entry": row.entry,
            "order": place_in_session(show, row.entry),
            "unit": show.entries[row.entry].unit,
            "title": list(show.entries[row.entry].title),
            "score": str(row.score),
            "rank": row.rank,
            "fresh": row.entry in show.fresh,
        }
        for row in standings.standings(show, category, public)
    ]


def _ranking(show: Show, on_air: OnAir) -> Content:
    args = on_air.cue.args
    category = str(args.get("category", ""))
    rows, top = ranking_rows(show, category), args.get("top")
    return {
        "category": {"id": category, "name": category_name(show, category)},
        "rows": rows[:top] if top else rows,
        "top": top,
        "page_size": args.get("page_size", PAGE_SIZE),
        "page": args.get("page"),
        "of": sum(show.entries[id].category == category for id in reveal_policy.competing(show)),
    }


def _award(show: Show, on_air: OnAir) -> Content:
    args = on_air.cue.args
    award = next(award for award in show.contest.awards if award.id == args["award"])
    won = [show.entries[id] for id in show.awarded.get(on_air.cue.id, ())]
    whole = show.honoured.get(f"{args['award']}/{args['category']}", ())
    return {
        "award": award.title,
        "category": category_name(show, str(args["category"])),
        "page": args.get("page", 1),
        "pages": args.get("pages", 1),
        "winners": [
            {"entry": entry.id, "unit": entry.unit, "title": list(entry.title), "doer": entry.doer}
            for entry in won
        ],
        "presenters": [asdict(person) for person in honours.presenters(show, award.id)],
        "joint": len(whole) > award.quota,
    }


def _break(show: Show, on_air: OnAir) -> Content:
    cue = on_air.cue
    to = walltime.next_time(show.contest, str(cue.args.get("until", "")), on_air.at)
    minutes = cue.args.get("minutes")
    if to is None and minutes:
        to = on_air.at + int(minutes) * 60_000
    return {"title": cue.title, "to": to, "next": upcoming(show, cue, 3)}


def upcoming(show: Show, after: Cue | None, most: int) -> list[Content]:
    """Entries that come after `after` (or from the beginning), brief, at most `most`."""
    segments = list(show.rundown)
    here = rundown.segment_of(show, after.id) if after else None
    start = next((n for n, segment in enumerate(segments) if here and segment.id == here.id), -1)
    ids = [segment.entry for segment in segments[start + 1 :] if segment.entry]
    coming = [id for id in ids if id and show.entries[id].eligibility not in rundown.OUT]
    return [facts for id in coming[:most] if (facts := entry_facts(show, id))]


def _message(show: Show, on_air: OnAir) -> Content:
    return {"title": on_air.cue.title, "text": str(on_air.cue.args.get("text", ""))}


def _test(show: Show, on_air: OnAir) -> Content:
    return {
        "outputs": [
            {"name": output.name, "title": output.title, "width": output.width, "height": output.height}
            for output in show.contest.outputs
        ]
    }


CONTENT: dict[str, Any] = {
    "key_visual": _key_visual, "holding": _empty, "countdown": _countdown, "opening": _opening,
    "judge": _judge, "judges": _judges, "rules": _rules, "next": _next, "story": _story, "talk": _talk,
    "qa": _talk, "scoring": _scoring, "reveal": _reveal, "previous": _previous, "ranking": _ranking,
    "award": _award, "break": _break, "message": _message, "black": _empty, "test": _test, "draw": lottery.content,
    "ceremony": ceremony.content,
}  # fmt: skip
