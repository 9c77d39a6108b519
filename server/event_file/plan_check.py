"""Warnings about a ceremony's plan that need files: characters that our fonts lack, pictures that are not
there.

The show is pure and opens no file, so the director adds these to the operator's plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from server.event_file.glyphs import missing
from server.show.ceremony import honours
from server.show.ceremony.lint import PlanFault
from server.show.model import Show
from server.show.model.ceremony import Plan

lacking = lru_cache(maxsize=4096)(missing)  # the same names at every command


def faults(show: Show, plan: Plan, assets: Path | None) -> Iterator[PlanFault]:
    """Warnings about every text that the plan brings on air, and about the theme's pictures."""
    for where, text in _texts(show, plan):
        signs = lacking(text)
        if signs:
            named = " ".join(f"{sign} (U+{ord(sign):04X})" for sign in signs)
            yield PlanFault("glyphs", "warns", {"where": where, "found": named})
    theme = show.contest.theme
    for name in (theme.logo, theme.key_visual):
        if name and assets is not None and not (assets / name).is_file():
            yield PlanFault("missing_picture", "warns", {"found": name})


def _texts(show: Show, plan: Plan) -> Iterator[tuple[str, str]]:
    called = dict.fromkeys(winner.entry for step in plan.steps for winner in step.winners)
    for entry in (show.entries[id] for id in called if id in show.entries):
        yield f"{entry.id} {entry.unit}", " ".join((entry.unit, *entry.title, entry.doer))
    for award in honours.honours(show):
        people = honours.presenters(show, award.id)
        yield award.title, " ".join((award.title, *(f"{person.name} {person.post}" for person in people)))
    for name in (
        *(category.name for category in show.contest.categories),
        *(session.name for session in show.contest.sessions),
    ):
        yield name, name
