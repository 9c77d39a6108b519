"""Ceremony slices: to the hall the steps so far, to the host one more, to the operator the whole plan.

`content` and `bar` read nothing of the plan but `Ceremony.shown`, the steps up to the one on air; the
places that are still covered follow from the lowest rank that is out, or from the quotas before that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from itertools import groupby
from typing import Any

from server.show.ceremony import honours, lint
from server.show.ceremony import plan as ceremony_plan
from server.show.ceremony import steps as ceremony_steps
from server.show.marks import standings
from server.show.model import Cue, OnAir, Show
from server.show.model.ceremony import PER_CENT, Ceremony, Step, Winner, left

Content = dict[str, Any]
BOARD = ("place", "suspense")
SPEEDS = {per_cent: name for name, per_cent in PER_CENT.items()}


def current_take(show: Show, on_air: OnAir) -> tuple[str, int]:
    """Take that is on air: its key and its moment (server ms). In the ceremony a step is a take of its own,
    which comes when its motion starts; steps on one board are updates of it."""
    ceremony = show.ceremony
    if on_air.cue.scene != "ceremony" or ceremony is None or ceremony.now is None:
        return on_air.key, on_air.at
    board = ceremony.now.kind in BOARD
    key = f"{on_air.key}/{f'board/{ceremony.now.category}' if board else ceremony.step}"
    return key, ceremony.motion.at if ceremony.motion and not ceremony.motion.done else on_air.at


def content(show: Show, on_air: OnAir) -> Content:
    """Content of a step as the hall sees it. Without a plan (in preview, unlocked) the ceremony's own title."""
    ceremony = show.ceremony
    step = ceremony.now if ceremony and ceremony.now else Step("opening")
    board = step.kind in BOARD and ceremony is not None
    return {
        "kind": "board" if board else "page" if step.kind in ("page", "prize") else "title",
        "title": title(show, step, on_air.cue),
        "group": group_name(show, step),
        "suspense": step.kind == "suspense",
        "places": _covered(show, ceremony, step.category) if board and ceremony else 0,
        "rows": _rows(show, ceremony, step) if board and ceremony else [],
        "sets": [] if board else _sets(show, step.winners),
        "presenters": [] if board else [asdict(person) for person in honours.presenters(show, step.award)],
        "motion": asdict(ceremony.motion) if ceremony and ceremony.motion else None,
    }


def title(show: Show, step: Step, cue: Cue) -> str:
    """Title of a step: the award that it is about; a group's chapter has only its name, the opening the
    cue's."""
    if step.kind == "opening":
        return cue.title
    return next((award.title for award in honours.honours(show) if award.id == step.award), "")


def group_name(show: Show, step: Step) -> str:
    """Name of the category, or the session, that a step is about."""
    groups = show.contest.sessions if step.session else show.contest.categories
    wanted = step.session or step.category
    return next((group.name for group in groups if group.id == wanted), "")


def _called(ceremony: Ceremony, category: str) -> dict[str, tuple[Winner, str]]:
    """Who is out in a category, with the award: entry → winner and award's id."""
    return {
        winner.entry: (winner, step.award)
        for step in ceremony.shown
        if step.category == category and step.kind in ("place", "page")
        for winner in step.winners
    }


def called(show: Show, award: str, category: str, shown: bool = False) -> tuple[str, ...]:
    """Entries that get an award by the locked plan, best first; `shown`: those whom the hall has seen."""
    ceremony = show.ceremony
    if ceremony is None:
        return ()
    steps = ceremony.shown if shown else ceremony.plan.steps
    ranks = {
        winner.entry: winner.rank
        for step in steps
        if (step.award, step.category) == (award, category)
        for winner in step.winners
    }
    return tuple(sorted(ranks, key=lambda id: ranks[id]))


def _covered(show: Show, ceremony: Ceremony, category: str) -> int:
    """How many places above the lowest that is out are still covered."""
    out = [winner.rank for winner, _ in _called(ceremony, category).values()]
    if out:
        return min(out) - 1
    field = len(standings.field(show, category))
    return min(field, sum(standings.quota(show, award, category) for award in standings.awards_of(show, category)))


def _rows(show: Show, ceremony: Ceremony, step: Step) -> list[Content]:
    """The rows of the board, best first; `now`: those that climb at this step."""
    awards = {award.id: award.title for award in show.contest.awards}
    now = {winner.entry for winner in step.winners}
    called = sorted(_called(ceremony, step.category).values(), key=lambda pair: pair[0].rank)
    shared = {rank: len(list(group)) > 1 for rank, group in groupby(called, key=lambda pair: pair[0].rank)}
    return [
        face(show, winner) | {"award": awards.get(award, ""), "joint": shared[winner.rank], "now": winner.entry in now}
        for winner, award in called
    ]


def face(show: Show, winner: Winner) -> Content:
    """Winner as the hall reads it, under the names of now."""
    entry = show.entries[winner.entry]
    return {
        "entry": entry.id,
        "unit": entry.unit,
        "title": list(entry.title),
        "doer": entry.doer,
        "rank": winner.rank or None,
        "score": None if winner.score is None else str(winner.score),
    }


def _sets(show: Show, winners: Iterable[Winner]) -> list[list[Content]]:
    """Winners in sets that are called together: equal ranks, and those of a prize one by one."""
    groups = groupby(enumerate(winners), key=lambda pair: pair[1].rank or -pair[0] - 1)
    return [[face(show, winner) for _, winner in group] for _, group in groups]


def bar(show: Show) -> Content | None:
    """Award bar of the livestream, in step with the hall; nothing while no ceremony is on air."""
    ceremony = show.ceremony
    if not ceremony_steps.is_on_air(show) or ceremony is None or ceremony.now is None or show.program is None:
        return None
    step, whole = ceremony.now, content(show, show.program)
    return {
        "key": f"{show.program.key}/{ceremony.step}",
        "at": current_take(show, show.program)[1],
        "kind": step.kind,
        "title": whole["title"],
        "group": whole["group"],
        "sets": _sets(show, step.winners),
        "presenters": whole["presenters"] if step.kind in ("page", "prize") else [],
        "motion": whole["motion"],
    }


def host(show: Show) -> Content | None:
    """Host's slice while the ceremony is on air: the step on stage, and the one that the next press brings,
    since a name is called before it climbs. A plan that is not on air is not the host's business."""
    ceremony = show.ceremony
    if not ceremony_steps.is_on_air(show) or ceremony is None or show.program is None:
        return None
    cue, coming = show.program.cue, advanced(show)
    return {
        "step": ceremony.step,
        "of": len(ceremony.plan.steps),
        "now": _read_out(show, cue),
        "next": _read_out(coming, cue) if ceremony.next else None,
    }


def _read_out(show: Show, cue: Cue) -> Content:
    """The ceremony's step of now as the host speaks of it."""
    ceremony = show.ceremony
    assert ceremony is not None and ceremony.now is not None
    step = ceremony.now
    people = honours.presenters(show, step.award) if step.kind in ("page", "prize") else ()
    return {
        "kind": step.kind,
        "title": title(show, step, cue),
        "group": group_name(show, step),
        "sets": _sets(show, step.winners),
        "places": _covered(show, ceremony, step.category) if step.kind == "suspense" else 0,
        "presenters": [asdict(person) for person in people],
    }


def advanced(show: Show) -> Show:
    """Show as the next GO makes it, at rest: what the operator sees as NEXT."""
    ceremony = show.ceremony
    if ceremony is None or ceremony.next is None:
        return show
    come = (ceremony.step or 0) + 1
    return replace(show, ceremony=replace(ceremony, step=come, motion=None))


def panel(show: Show) -> Content:
    """Slice `ceremony` of the operator: where it is, and what the next plan would be made from."""
    ceremony, rule = show.ceremony, ceremony_plan.rule(show)
    steps = ceremony.plan.steps if ceremony else ()
    return {
        "order": ceremony.plan.order if ceremony else ceremony_plan.order_of(show),
        "locked": ceremony is not None,
        "step": ceremony.step if ceremony else None,
        "of": len(steps),
        "at": ceremony.at if ceremony else None,
        "seq": ceremony.seq if ceremony else None,
        "planned": _seconds(ceremony.now, ceremony.speed) if ceremony and ceremony.now else 0,
        "left": left(ceremony) if ceremony else 0,
        "motion": asdict(ceremony.motion) if ceremony and ceremony.motion else None,
        "speed": SPEEDS[ceremony.speed] if ceremony else "1",
        "held": ceremony.held if ceremony else False,
        "on_air": ceremony_steps.is_on_air(show),
        "scores": rule.scores,
        "prizes": [{"id": prize.id, "title": prize.title, "entries": list(prize.entries)} for prize in show.prizes],
        "presenters": {
            award.id: [asdict(person) for person in honours.presenters(show, award.id)]
            for award in honours.honours(show)
        },
        "quotas": {
            category.id: {award.id: standings.quota(show, award, category.id)
                          for award in standings.awards_of(show, category.id)}
            for category in show.contest.categories
        },
    }  # fmt: skip


def _seconds(step: Step, speed: int) -> int:
    return step.pause + step.ms * 100 // speed // 1000


def plan(show: Show) -> Content:
    """Slice `plan` of the operator: every step of the locked plan, or of the one that a lock would make, what
    the linter says of it, and whether the results have changed since it was locked."""
    read = lint.reading(show)
    current = show.ceremony.plan if show.ceremony else read.plan
    steps = [_step(show, step) for step in current.steps]
    return {
        "steps": steps,
        "seconds": sum(step["seconds"] for step in steps),
        "faults": [asdict(fault) for fault in read.faults],
        "stale": current.steps != read.plan.steps,
    }


def _step(show: Show, step: Step) -> Content:
    return {
        "kind": step.kind,
        "title": title(show, step, Cue("", "ceremony", "")),
        "group": group_name(show, step),
        "entries": [winner.entry for winner in step.winners],
        "ranks": [winner.rank for winner in step.winners],
        "seconds": _seconds(step, 100),
    }
