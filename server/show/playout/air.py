"""Playout, on air and off it: take, go, preview, the panic layer, overlay elements, undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from server.show import commands, lengths
from server.show.ceremony import steps
from server.show.events import (
    ElementCleared,
    ElementPut,
    Event,
    Frozen,
    Overridden,
    Previewed,
    Revealed,
    Taken,
    Undone,
)
from server.show.marks import reveal_policy, standings
from server.show.model import Cue, OnAir, Refused, Show, rundown
from server.show.model.replacing import replace
from server.show.playout import clock, lottery

GO_GUARD = 400  # ms: a second GO within this is the same GO, whatever it came from
# What an overlay element says nothing without: one of these.
NEEDED = {"lower_third": ("entry", "name"), "score": ("entry",), "top": ("category",), "ticker": ("text",)}


def take(show: Show, command: commands.Take, at: int) -> tuple[Event, ...]:
    cue = _previewed(show, command.expect)
    return (taken(show, cue, advance=show.preview, at=at),)


def go(show: Show, command: commands.Go, at: int) -> tuple[Event, ...]:
    if show.last_go is not None and at - show.last_go < GO_GUARD:
        raise Refused("double_go", within=GO_GUARD)
    drawing = lottery.waiting(show)
    if drawing is not None:
        if command.expect not in (None, drawing.id):
            raise _unexpected(str(command.expect), drawing.id)
        raise Refused("seed_needed")
    due = waiting_reveal(show)
    if due is not None:
        if command.expect not in (None, due.id):
            raise _unexpected(str(command.expect), due.id)
        return (reveal_of(show, due, go=True),)
    step = steps.pressed(show, command.expect, at)
    if step is not None:
        return (step,)
    cue = next_cue(show)
    if command.expect is not None and command.expect != (cue.id if cue else None):
        raise _unexpected(command.expect, cue.id if cue else None)
    if cue is None:
        raise Refused("nothing_in_preview")
    after = onward(show, cue.id)
    return (taken(show, cue, advance=after.id if after else None, at=at, go=True),)


def with_seed(show: Show, command: Any, at: int, seed: Callable[[], str]) -> Any:
    """Command as it can be decided: a draw that names no seed gets one, and GO is the draw that waits on
    stage."""
    drawing = lottery.waiting(show)
    if isinstance(command, commands.Go) and drawing is not None and command.expect in (None, drawing.id):
        bounced = show.last_go is not None and at - show.last_go < GO_GUARD
        return command if bounced else commands.Draw(str(drawing.args["session"]), seed())
    if isinstance(command, commands.Draw) and not command.seed.strip():
        return replace(command, seed=seed())
    return command


def next_cue(show: Show) -> Cue | None:
    """Cue that GO takes: the preview, or what follows it where a TAKE has put the preview on air already."""
    cue = rundown.find(show, show.preview)
    if cue is None:
        return None
    on_air = show.program is not None and show.program.cue.id == cue.id
    return onward(show, cue.id) if on_air or _honours_nobody(show, cue) else cue


def onward(show: Show, cue_id: str) -> Cue | None:
    """Cue that GO takes after `cue_id`: an award's page without winners is passed over."""
    cue = rundown.following(show, cue_id)
    while cue is not None and _honours_nobody(show, cue):
        cue = rundown.following(show, cue.id)
    return cue


def step_in_preview(show: Show) -> bool:
    """Test for the ceremony's next step in preview: it is on air, and its own cue or the one after it waits,
    so nobody chose another."""
    if steps.waiting(show) is None or show.program is None:
        return False
    after = onward(show, show.program.cue.id)
    return show.preview in (show.program.cue.id, after.id if after else None)


def _honours_nobody(show: Show, cue: Cue) -> bool:
    if cue.scene != "award":
        return False
    try:
        return not rundown.page_of(_winners(show, cue), cue)
    except Refused:
        return False


def _unexpected(expected: str, found: str | None) -> Refused:
    return Refused("expected", now=found, expected=expected, found=found or "")


def waiting_reveal(show: Show) -> Cue | None:
    """Cue on air that still covers a result: GO reveals it before anything else."""
    if show.program is None or not reveal_policy.covered(show, show.program.cue):
        return None
    return show.program.cue


def reveal_of(show: Show, cue: Cue, go: bool = False) -> Revealed:
    """Reveal that a covered cue on air leads to. Raises Refused `not_armed`, and what the reveal policy
    refuses."""
    if show.armed is None or show.armed != reveal_policy.armed_by(cue):
        raise Refused("not_armed", entry=cue.entry or cue.id)
    entries = reveal_policy.covered(show, cue)
    return Revealed(cue.entry or cue.id, {id: reveal_policy.check(show, id) for id in entries}, go)


def _previewed(show: Show, expect: str | None) -> Cue:
    cue = rundown.find(show, show.preview)
    if expect is not None and expect != show.preview:
        raise _unexpected(expect, show.preview)
    if cue is None:
        raise Refused("nothing_in_preview")
    return cue


def taken(show: Show, cue: Cue, advance: str | None, at: int, go: bool = False) -> Taken:
    """Event of taking `cue`: what it arms, whom it honours, which clock it brings. Raises Refused
    `not_competing`, `award_empty`, and what the reveal policy and the awards refuse."""
    due = reveal_policy.covered(show, cue)
    if cue.scene == "reveal" and cue.entry not in reveal_policy.competing(show):
        raise Refused("not_competing", entry=cue.entry)
    for entry in due:
        reveal_policy.check(_as_if_on_air(show, cue), entry)
    winners = _winners(show, cue) if cue.scene == "award" else None
    if winners is not None and not rundown.page_of(winners, cue):
        raise Refused("award_empty", page=cue.args.get("page", 1))
    return Taken(
        cue=cue.id,
        advance=advance,
        go=go,
        arms=reveal_policy.armed_by(cue) if due else None,
        winners=rundown.page_of(winners, cue) if winners is not None else None,
        honoured=winners,
        timer=clock.brought_by(show, cue, at),
        plan=steps.plan_to_lock(show) if cue.scene == "ceremony" and show.ceremony is None else None,
    )


def _winners(show: Show, cue: Cue) -> tuple[str, ...]:
    """The whole list of the cue's award: fixed by its first page, so that a correction between two
    pages calls nobody twice and forgets nobody."""
    award, category = str(cue.args["award"]), str(cue.args["category"])
    known = show.honoured.get(f"{award}/{category}")
    return standings.winners(show, award, category) if known is None else known


def _as_if_on_air(show: Show, cue: Cue) -> Show:
    return replace(show, program=OnAir(cue, "", show.at))


def preview(show: Show, command: commands.Preview, at: int) -> tuple[Event, ...]:
    if rundown.find(show, command.cue) is None:
        raise Refused("unknown_cue", cue=command.cue)
    return () if command.cue == show.preview else (Previewed(command.cue),)


def hold(show: Show, command: commands.Hold, at: int) -> tuple[Event, ...]:
    """HOLD over everything, BLACK too: it is what the panic key is for."""
    return _override(show, held=command.on, black=show.black and not command.on)


def black(show: Show, command: commands.Black, at: int) -> tuple[Event, ...]:
    return _override(show, held=show.held, black=command.on)


def _override(show: Show, held: bool, black: bool) -> tuple[Event, ...]:
    if (held, black) == (show.held, show.black):
        return ()
    return (Overridden(held, black, show.override),)


def freeze(show: Show, command: commands.Freeze, at: int) -> tuple[Event, ...]:
    return () if command.on == (show.frozen is not None) else (Frozen(command.on),)


def put(show: Show, command: commands.Put, at: int) -> tuple[Event, ...]:
    if command.entry is not None and command.entry not in show.entries:
        raise Refused("unknown_entry", entry=command.entry)
    known = {category.id for category in show.contest.categories}
    if command.category is not None and command.category not in known:
        raise Refused("unknown_category", category=command.category)
    args = {
        "entry": command.entry,
        "name": lengths.trimmed("name", command.name, lengths.NAME),
        "post": lengths.trimmed("post", command.post, lengths.NAME),
        "text": lengths.trimmed("text", command.text, lengths.PASSAGE),
        "category": command.category,
    }
    needed = NEEDED.get(command.element)
    if needed and not any(args[name] for name in needed):
        raise Refused("element_needs", element=command.element)
    return (ElementPut(command.element, {key: value for key, value in args.items() if value}),)


def clear(show: Show, command: commands.Clear, at: int) -> tuple[Event, ...]:
    if command.element != "all" and command.element not in show.elements:
        return ()
    return (ElementCleared(command.element),) if show.elements else ()


def take_back(show: Show, command: commands.TakeBack, at: int) -> tuple[Event, ...]:
    if not show.undo:
        raise Refused("nothing_to_undo")
    last = show.undo[-1]
    if command.expect not in (None, last.seq):
        raise Refused("undo_changed", now=last.seq, expected=command.expect, found=last.seq)
    return (Undone(last.seq, last.seen),)


DECIDERS: dict[type, Any] = {
    commands.Take: take,
    commands.Go: go,
    commands.Preview: preview,
    commands.Hold: hold,
    commands.Black: black,
    commands.Freeze: freeze,
    commands.Put: put,
    commands.Clear: clear,
    commands.TakeBack: take_back,
}
