"""Public slices of each kind of output, made from what is on air."""

from __future__ import annotations

from typing import Any

from server.show.memo import memoised
from server.show.model import Cue, Show, rundown, stream
from server.show.views import ceremony, scenes

View = dict[str, Any]


def stage(show: Show) -> View:
    """Slice of the main screens: the scene on air."""
    return {"program": scenes.program(show)}


def overlay(show: Show) -> View:
    """Slices of the livestream's overlay, one an element, each null while it is off air."""
    return {name: make(show, show.elements.get(name)) for name, make in ELEMENTS.items()}


def _lower_third(show: Show, args: View | None) -> View | None:
    if args is None:
        return None
    if args.get("entry"):
        return {"form": "entry", "entry": scenes.entry_facts(show, args["entry"])}
    judge = show.judges.get(args.get("judge", ""))
    if judge:
        return {"form": "person", "name": judge.name, "post": judge.post or judge.unit}
    return {"form": "person", "name": args.get("name", ""), "post": args.get("post", "")}


def _bug(show: Show, args: View | None) -> View | None:
    return None if args is None else {}


def _score(show: Show, args: View | None) -> View | None:
    """Nothing before the reveal, so that the bar may be put early and comes with the number."""
    if args is None or not args.get("entry"):
        return None
    facts = scenes.score_facts(show, args["entry"])
    return {"entry": scenes.entry_facts(show, args["entry"]), **facts} if facts["score"] is not None else None


def _top(show: Show, args: View | None) -> View | None:
    if args is None or not args.get("category"):
        return None
    category = args["category"]
    return {
        "category": {"id": category, "name": scenes.category_name(show, category)},
        "rows": scenes.ranking_rows(show, category)[: scenes.TOP_SIZE],
    }


def _ticker(show: Show, args: View | None) -> View | None:
    return None if args is None else {"text": args.get("text") or show.contest.ticker}


def _logo(show: Show, args: View | None) -> View | None:
    if args is None:
        return None
    contest = show.contest
    return {"text": contest.cup or contest.name, "image": contest.theme.logo}


def _award_bar(show: Show, args: View | None) -> View | None:
    return None if args is None else ceremony.bar(show)


def watch(show: Show) -> View:
    """Slices for remote viewers: the overlay, and beside the stream what a phone has room to say."""
    room = backstage(show)
    return {
        **overlay(show),
        "stream": stream.stream_facts(show.contest, show.stream_delay),
        "now": room["now"],
        "next": room["next"],
        "pause": room["pause"],
        "on": room["on"],
        "session": room["session"],
        "standings": [
            {"id": category.id, "name": category.name, "rows": _as_ranked(show, category.id)}
            for category in show.contest.categories
            if category.id in show.ranked
        ],
    }


# Scenes that say nothing of what is going on: before and between the parts of a session.
WAITING = ("test", "key_visual", "holding", "black", "countdown")


def _going_on(show: Show) -> View | None:
    """What goes on that is no entry's: the opening, a ranking, the awards. None while all wait."""
    cue = _on_air(show)
    if cue is None or cue.scene in WAITING or _entry_now(show):
        return None
    return {"scene": cue.scene, "title": _title(show, cue)}


def _as_ranked(show: Show, category: str) -> list[View]:
    """The best of a ranking as the hall has last seen it: no phone is ahead of the announcement."""
    seen = set(show.reveals[: show.ranked[category]])
    return scenes.ranking_rows(show, category, seen)[: scenes.TOP_SIZE]


ELEMENTS = {
    "lower_third": _lower_third,
    "bug": _bug,
    "score": _score,
    "top": _top,
    "ticker": _ticker,
    "logo": _logo,
    "award_bar": _award_bar,
}


def _on_air(show: Show) -> Cue | None:
    return show.program.cue if show.program else None


def _entry_now(show: Show) -> str | None:
    cue = _on_air(show)
    if cue is None:
        return None
    segment = rundown.segment_of(show, cue.id)
    return cue.entry or (segment.entry if segment else None)


def _title(show: Show, cue: Cue) -> str:
    judge = show.judges.get(str(cue.args.get("judge"))) if cue.scene == "judge" else None
    return judge.name if judge else cue.title


def monitor(show: Show) -> View:
    """Slices of the stage-edge monitor: the clock, who is next, the operator's words."""
    return _at_the_stage(show) | {"message": show.message}


def _course(show: Show) -> tuple[Any, ...]:
    """What says who is on and who comes next."""
    return show.contest, show.entries, show.judges, show.program, show.rundown


@memoised(_course)
def _at_the_stage(show: Show) -> View:
    cue = _on_air(show)
    coming = scenes.upcoming(show, cue, 1)
    now = None
    if cue is not None:
        now = {"scene": cue.scene, "title": _title(show, cue), "entry": scenes.entry_facts(show, _entry_now(show))}
    return {"now": now, "next": coming[0] if coming else None}


@memoised(_course)
def backstage(show: Show) -> View:
    """Slices of the waiting room: now, next, after, and when a break ends."""
    cue = _on_air(show)
    coming = scenes.upcoming(show, cue, 5)
    segment = rundown.segment_of(show, cue.id) if cue else None
    session_id = segment.session if segment else ""
    session = next((session for session in show.contest.sessions if session.id == session_id), None)
    pause = None
    if show.program and show.program.cue.scene == "break":
        pause = {key: scenes.CONTENT["break"](show, show.program)[key] for key in ("title", "to")}
    return {
        "now": scenes.entry_facts(show, _entry_now(show)),
        "on": _going_on(show),
        "next": coming[0] if coming else None,
        "after": coming[1:],
        "session": {"name": session.name, "start": session.start} if session else None,
        "pause": pause,
    }
