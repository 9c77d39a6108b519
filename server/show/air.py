"""What goes on air and off it: take, go, preview, the panic layer, overlay elements, undo."""

from __future__ import annotations

from dataclasses import replace

from server.show import clockwork, commands, reveals, rundown, standings
from server.show.events import (
    ElementCleared,
    ElementPut,
    Event,
    Frozen,
    Overridden,
    Previewed,
    Refused,
    Revealed,
    Taken,
    Undone,
)
from server.show.model import Cue, OnAir, Override, Show

GO_GUARD = 400  # ms: a second GO within this is the same GO, whatever it came from
HALL_SAW = ("Revealed", "Taken award")


def take(show: Show, command: commands.Take, at: int) -> tuple[Event, ...]:
    cue = _previewed(show, command.expect)
    return (taken(show, cue, advance=show.preview, at=at),)


def go(show: Show, command: commands.Go, at: int) -> tuple[Event, ...]:
    if show.last_go is not None and at - show.last_go < GO_GUARD:
        raise Refused("double_go", within=GO_GUARD)
    due = waiting_reveal(show)
    if due is not None:
        if command.expect not in (None, due.id):
            raise Refused("expected", now=due.id, expected=command.expect, found=due.id)
        return (reveal_of(show, due, go=True),)
    cue = _previewed(show, command.expect)
    after = rundown.following(show, cue.id)
    return (taken(show, cue, advance=after.id if after else None, at=at, go=True),)


def waiting_reveal(show: Show) -> Cue | None:
    """The cue on air that still covers a result: GO reveals it before anything else."""
    if show.program is None or not reveals.covered(show, show.program.cue):
        return None
    return show.program.cue


def reveal_of(show: Show, cue: Cue, go: bool = False) -> Revealed:
    """The reveal that a covered cue on air leads to."""
    if show.armed is None or show.armed != reveals.armed_by(cue):
        raise Refused("not_armed", entry=cue.entry or cue.id)
    entries = reveals.covered(show, cue)
    return Revealed(cue.entry or cue.id, {id: reveals.check(show, id) for id in entries}, go)


def _previewed(show: Show, expect: str | None) -> Cue:
    cue = rundown.find(show, show.preview)
    if expect is not None and expect != show.preview:
        raise Refused("expected", now=show.preview, expected=expect, found=show.preview or "")
    if cue is None:
        raise Refused("nothing_in_preview")
    return cue


def taken(show: Show, cue: Cue, advance: str | None, at: int, go: bool = False) -> Taken:
    """The event of taking `cue`: what it arms, whom it honours, which clock it brings."""
    due = reveals.covered(show, cue)
    for entry in due:
        reveals.check(_as_if_on_air(show, cue), entry)
    winners = standings.winners(show, cue.args["award"], cue.args["category"]) if cue.scene == "award" else None
    return Taken(
        cue=cue.id,
        advance=advance,
        go=go,
        arms=reveals.armed_by(cue) if due else None,
        winners=page_of(winners, cue) if winners is not None else None,
        timer=clockwork.brought_by(show, cue, at),
    )


def _as_if_on_air(show: Show, cue: Cue) -> Show:
    return replace(show, program=OnAir(cue, "", show.at))


def page_of(winners: tuple[str, ...], cue: Cue) -> tuple[str, ...]:
    """This page's winners, of `pages` pages of nearly equal length, from the last rank upward."""
    page, pages = cue.args.get("page", 1), cue.args.get("pages", 1)
    size = -(-len(winners) // pages)
    last = len(winners) - (page - 1) * size
    return winners[max(0, last - size) : max(0, last)]


def preview(show: Show, command: commands.Preview, at: int) -> tuple[Event, ...]:
    if rundown.find(show, command.cue) is None:
        raise Refused("unknown_cue", cue=command.cue)
    return () if command.cue == show.preview else (Previewed(command.cue),)


def hold(show: Show, command: commands.Hold, at: int) -> tuple[Event, ...]:
    return _override(show, "holding", command.on)


def black(show: Show, command: commands.Black, at: int) -> tuple[Event, ...]:
    return _override(show, "black", command.on)


def _override(show: Show, which: Override, on: bool) -> tuple[Event, ...]:
    if on == (show.override == which):
        return ()
    return (Overridden(which if on else None, show.override),)


def freeze(show: Show, command: commands.Freeze, at: int) -> tuple[Event, ...]:
    return () if command.on == (show.frozen is not None) else (Frozen(command.on),)


def put(show: Show, command: commands.Put, at: int) -> tuple[Event, ...]:
    if command.entry is not None and command.entry not in show.entries:
        raise Refused("unknown_entry", entry=command.entry)
    known = {category.id for category in show.contest.categories}
    if command.category is not None and command.category not in known:
        raise Refused("unknown_category", category=command.category)
    needs = {
        "lower_third": bool(command.entry or command.name.strip()),
        "score": bool(command.entry),
        "top": bool(command.category),
        "ticker": bool(command.text.strip()),
    }
    if not needs.get(command.element, True):
        raise Refused("element_needs", element=command.element)
    args = {
        "entry": command.entry, "name": command.name.strip(), "post": command.post.strip(),
        "text": command.text.strip(), "category": command.category,
    }  # fmt: skip
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
        raise Refused("expected", now=last.seq, expected=str(command.expect), found=str(last.seq))
    return (Undone(last.seq, last.did in HALL_SAW),)


DECIDERS = {
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
