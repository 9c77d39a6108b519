"""Playout evolution: the change that each event makes to the show. Each function says only what is different
afterwards."""

from __future__ import annotations

from typing import Any

from server.show import events as e
from server.show.ceremony import steps
from server.show.marks import reveal_policy
from server.show.model import Cue, OnAir, Show, Timer, rundown, timing
from server.show.model.replacing import replace
from server.show.playout import (
    clock,
)

# Elements that come and go with a cue; what an operator put by hand stays until it is cleared.
_BY_CUE = ("lower_third", "bug", "score", "top", "award_bar")


def opened(event: e.Opened, recorded: e.Recorded) -> Show:
    """Show as its journal begins: the first cue in preview, nothing on air but holding."""
    contest = event.contest
    logo: dict[str, dict[str, Any]] = {"logo": {}} if contest.theme.logo or contest.cup else {}
    show = Show(
        contest=contest,
        mode=event.mode,
        seq=recorded.seq,
        at=recorded.at,
        entries={entry.id: entry for entry in contest.entries},
        judges={judge.id: judge for judge in contest.judges},
        rundown=event.rundown,
        elements=logo,
        prizes=contest.ceremony.prizes if contest.ceremony else (),
    )
    first = next((cue.id for cue in rundown.cues(show) if rundown.plays(show, cue)), None)
    return replace(show, preview=first)


def _taken(show: Show, event: e.Taken, recorded: e.Recorded) -> Show:
    cue = rundown.find(show, event.cue)
    assert cue is not None
    after = replace(
        _stop_clock(show, cue, event.timer, recorded.at),
        program=OnAir(cue, f"{recorded.seq}", recorded.at),
        preview=event.advance,
        elements=_elements(show, cue),
        armed=event.arms or _armed_after(show),
        last_go=recorded.at if event.go else show.last_go,
    )
    if event.timer is not None:
        timers = {**after.timers, event.timer.key: event.timer}
        after = replace(after, timers=timers, clock=event.timer.key)
    if cue.scene == "scoring" and cue.entry:
        after = replace(_scored_next(after, cue.entry), finished={**after.finished, cue.entry: recorded.at})
    if event.winners is not None and event.honoured is not None:
        whole = {**after.honoured, f"{cue.args['award']}/{cue.args['category']}": event.honoured}
        after = replace(after, awarded={**after.awarded, cue.id: event.winners}, honoured=whole)
    if cue.scene == "ceremony":
        after = replace(after, ceremony=steps.begun(show, event.plan, recorded.at, recorded.seq))
    return _mark_fresh(after, cue)


def _armed_after(show: Show) -> str | None:
    """Leaving a covered reveal disarms it; what a person armed by hand stays armed."""
    left = reveal_policy.armed_by(show.program.cue) if show.program else None
    return None if show.armed == left else show.armed


def _scored_next(show: Show, entry: str) -> Show:
    """Scoring follows the stage only while nobody is in the middle of another entry's sheet."""
    sheet = show.sheets.get(show.scoring or "")
    free = show.scoring is None or (sheet is not None and sheet.confirmed is not None)
    return replace(show, scoring=entry) if free else show


def _mark_fresh(show: Show, cue: Cue) -> Show:
    """A ranking taken again shows which results came since it was last seen."""
    if cue.scene != "ranking":
        return show
    category = str(cue.args.get("category"))
    since = show.ranked.get(category, 0)
    return replace(show, fresh=show.reveals[since:], ranked={**show.ranked, category: len(show.reveals)})


def _stop_clock(show: Show, cue: Cue, brought: Timer | None, at: int) -> Show:
    """Leaving the talk holds its clock where it is, so that a step back finds it there."""
    timer = clock.current(show)
    if timer is None or (timer.key == brought.key if brought else _stands_over(cue, timer)):
        return show
    held = {**show.timers, timer.key: timing.hold(timer, at)}
    return replace(show, timers=held, clock=None)


def _stands_over(cue: Cue, timer: Timer) -> bool:
    """Whether a scene may stand over a running talk: a message, or the talk's own entry's picture."""
    return cue.scene in clock.KEEP_CLOCK and cue.entry in (None, timer.key.partition("/")[0])


def _elements(show: Show, cue: Cue) -> dict[str, dict[str, Any]]:
    kept = {name: args for name, args in show.elements.items() if not args.get("by_cue")}
    for name in cue.elements:
        args: dict[str, Any] = {"by_cue": True} if name in _BY_CUE else {}
        if cue.entry:
            args["entry"] = cue.entry
        args |= {key: cue.args[key] for key in ("name", "post", "judge", "category") if key in cue.args}
        kept.setdefault(name, args)
    return kept


def _previewed(show: Show, event: e.Previewed, recorded: e.Recorded) -> Show:
    return replace(show, preview=event.cue)


def _overridden(show: Show, event: e.Overridden, recorded: e.Recorded) -> Show:
    return replace(show, held=event.held, black=event.black)


def _frozen(show: Show, event: e.Frozen, recorded: e.Recorded) -> Show:
    return replace(show, frozen=replace(show, frozen=None, undo=(), log=()) if event.on else None)


def _element_put(show: Show, event: e.ElementPut, recorded: e.Recorded) -> Show:
    return replace(show, elements={**show.elements, event.element: event.args})


def _element_cleared(show: Show, event: e.ElementCleared, recorded: e.Recorded) -> Show:
    left = {} if event.element == "all" else {
        name: args for name, args in show.elements.items() if name != event.element
    }  # fmt: skip
    return replace(show, elements=left)


EVOLUTIONS: dict[type, Any] = {
    e.Taken: _taken,
    e.Previewed: _previewed,
    e.Overridden: _overridden,
    e.Frozen: _frozen,
    e.ElementPut: _element_put,
    e.ElementCleared: _element_cleared,
}
