"""The projection of the show for one audience: plain, JSON-able slices by name.

A public view is built from what has been revealed and from nothing else: no function that makes
a public slice reads `sheet.marks` or `sheet.confirmed` (the one exception counts marks, for
"7 of 9"). While pictures are frozen, public views are built from the show as it was frozen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from server.show.events import Recorded
from server.show.evolve import evolve
from server.show.memo import memoised
from server.show.model import OnAir, Output, Refused, Show, rundown
from server.show.playout import air, clock
from server.show.views import (
    ceremony,
    control,
    roles,
    scenes,
)
from server.show.views import (
    outputs as output_views,
)

View = dict[str, Any]
KINDS: dict[str, Callable[[Show], View]] = {
    "stage": output_views.stage,
    "monitor": output_views.monitor,
    "backstage": output_views.backstage,
    "overlay": output_views.overlay,
}


# The views of those who are signed in; each judge has one, too.
OWN: dict[str, Callable[[Show], View]] = {
    "control": control.control,
    "desk": roles.desk,
    "host": roles.host,
    "viewer": roles.viewer,
}


@memoised(lambda show: (show.contest,))
def outputs(show: Show) -> dict[str, Output]:
    """Named pictures: the event's outputs and `watch`, which is an overlay for the crowd."""
    named = {output.name: output for output in show.contest.outputs}
    overlay = next((output for output in show.contest.outputs if output.kind == "overlay"), None)
    watch = Output("watch", "overlay", overlay.title if overlay else "watch", lang=show.contest.lang)
    return {**named, "watch": named.get("watch", watch)}


@memoised(lambda show: (show.contest,))
def public_views(show: Show) -> tuple[str, ...]:
    """Names of the views that need no sign-in."""
    return tuple(name for name in outputs(show) if is_public(show, name))


@memoised(lambda show: (show.contest, show.judges))
def views(show: Show) -> tuple[str, ...]:
    """Names of all views: the public ones, the operator's, and the operator's previews."""
    public = tuple(outputs(show))
    return (*public, *OWN, *roles.judge_views(show), *(f"preview.{name}" for name in public))


def is_public(show: Show, name: str) -> bool:
    """Test for a view that anybody may see; no name of an output opens the operator's views."""
    known = name == "watch" or any(
        name == output.name for output in show.contest.outputs
    )  # asked at every handshake
    return known and name not in OWN and not name.startswith(("preview.", "judge."))


def project(show: Show, name: str) -> View:
    """View `name` of the show: slice name → JSON-able value. Raises `KeyError` for a name that is not one of
    `views(show)`."""
    if name in OWN:
        return OWN[name](show)
    if name.startswith("judge."):
        return roles.judge(show, name.removeprefix("judge."))
    if name.startswith("preview."):
        return _output_view(previewed(show), outputs(show)[name.removeprefix("preview.")])
    output = outputs(show)[name]
    return _output_view(_as_frozen(show) if output.kind in FREEZES else show, output)


# The speaker's monitor and the waiting room go on while the hall's pictures stand still.
FREEZES = ("stage", "overlay")


def _as_frozen(show: Show) -> Show:
    """What the audience sees: the frozen show if there is one, under the panic layer of now."""
    return replace(show.frozen, held=show.held, black=show.black) if show.frozen else show


def _output_view(show: Show, output: Output) -> View:
    common = {
        "output": _output_facts(show, output.name),
        "contest": scenes.contest_facts(show),
        "override": show.override,
        "timer": scenes.timer_facts(clock.current(show)),
    }
    return common | (output_views.watch(show) if output.name == "watch" else KINDS[output.kind](show))


@memoised(lambda show, name: (show.contest,))
def _output_facts(show: Show, name: str) -> dict[str, Any]:
    return asdict(outputs(show)[name])


def previewed(show: Show) -> Show:
    """Show as it would be after the next take; where a take would be refused, its picture. In the ceremony it
    is the next step, unless somebody has put another cue in preview."""
    cue = rundown.find(show, show.preview)
    plain = replace(show, held=False, black=False, frozen=None)
    if air.step_in_preview(show):
        return ceremony.advanced(plain)
    if cue is None:
        return plain
    try:
        event = air.taken(plain, cue, advance=None, at=show.at)
    except Refused:
        return replace(plain, program=OnAir(cue, "preview", show.at))
    shown = evolve(plain, Recorded(show.seq, show.at, "", event))
    # One key for the whole time in preview: the panel's picture must not restart at each command.
    return replace(shown, program=replace(shown.program, key=f"preview/{cue.id}") if shown.program else None)
