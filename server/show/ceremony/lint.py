"""The linter of a ceremony: what would go wrong in front of the hall, said before the plan is locked.

A fault that `blocks` refuses the lock: an entry without a confirmed score, a tie on an award's border
that the rules leave to people, quotas that the category cannot fill. The rest are warnings. Words are
the panel's and the refusal's; `params` are names and numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from server.show.ceremony import plan as ceremony_plan
from server.show.marks import reveal_policy, standings
from server.show.memo import memoised
from server.show.model import Category, Show
from server.show.model.ceremony import Plan
from server.show.model.contest import CeremonyOrder

LATE = 5  # the last top award has to come in the last fifth of the steps
NAMED = 8  # entries that one fault names
SLOW: tuple[CeremonyOrder, ...] = ("last_to_first", "suspense")
CALM: tuple[CeremonyOrder, ...] = ("by_award", "by_category")


@dataclass(frozen=True, slots=True)
class PlanFault:
    """Fault of a ceremony plan, as a code and its facts. `blocks`: the plan cannot be locked."""

    code: str
    level: Literal["blocks", "warns"]
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlanReading:
    """Ceremony plan that a lock would make now, with its faults."""

    plan: Plan
    faults: tuple[PlanFault, ...]


@memoised(lambda show: (
    show.contest, show.entries, show.sheets, show.tiebreaks, show.rundown, show.order, show.prizes, show.quotas
))  # fmt: skip
def reading(show: Show) -> PlanReading:
    """Ceremony plan of now with its faults: the panel shows it at every command, and few of them change it."""
    plan = ceremony_plan.plan_of(show)
    return PlanReading(plan, lint(show, plan))


def lint(show: Show, plan: Plan) -> tuple[PlanFault, ...]:
    """Faults of `plan`, those that block first."""
    faults = [fault for category in show.contest.categories for fault in _category(show, category)]
    faults += _settled(show, plan)
    faults += _special(show)
    if plan.order == "by_session":
        faults += _apart(show)
    return tuple(sorted(faults, key=lambda fault: fault.level != "blocks"))


def _category(show: Show, category: Category) -> Iterator[PlanFault]:
    missing, awards = standings.unconfirmed(show, category.id), standings.allotted(show, category.id)
    if missing:
        yield PlanFault("award_unconfirmed", "blocks", {"entries": _named(missing), "count": len(missing)})
    yield from _quotas(show, category)
    for allotment in awards:
        words = {"award": allotment.award.title, "category": category.name}
        if allotment.tied:
            blocks = allotment.award.ties == "block"
            code, level = ("award_tie", "blocks") if blocks else ("tie_admitted", "warns")
            yield PlanFault(code, level, words | {"entries": _named(allotment.tied)})  # type: ignore[arg-type]
        if not allotment.rows and not missing:
            yield PlanFault("award_without", "warns", words)
        widest = max((len(group) for group in ceremony_plan.ranks(allotment.rows)), default=0)
        if widest > allotment.award.group:
            yield PlanFault("joint_wide", "warns", words | {"count": widest, "group": allotment.award.group})
    corrected = [
        id for id in standings.field(show, category.id)
        if id in show.sheets and show.sheets[id].seen not in (None, show.sheets[id].confirmed)
    ]  # fmt: skip
    if corrected:
        yield PlanFault("correction_unseen", "warns", {"entries": _named(corrected)})


def _quotas(show: Show, category: Category) -> Iterator[PlanFault]:
    count = len(standings.field(show, category.id))
    quotas = [standings.quota(show, award, category.id) for award in standings.awards_of(show, category.id)]
    if count and sum(quotas) > count:
        shown = f"{'+'.join(map(str, quotas))} = {sum(quotas)}"
        yield PlanFault("quota_over", "blocks", {"category": category.name, "found": shown, "count": count})


def _special(show: Show) -> Iterator[PlanFault]:
    for prize in show.prizes:
        out = [id for id in prize.entries if id not in show.entries or show.entries[id].eligibility != "competing"]
        if out:
            yield PlanFault("prize_out", "warns", {"award": prize.title, "entries": _named(out)})


def _apart(show: Show) -> Iterator[PlanFault]:
    """By session, equal ranks of two sessions cannot be called together."""
    for category in show.contest.categories:
        for allotment in standings.allotted(show, category.id):
            for group in ceremony_plan.ranks(allotment.rows):
                if len({show.entries[row.entry].session for row in group}) > 1:
                    names = _named(row.entry for row in group)
                    yield PlanFault(
                        "joint_apart", "warns", {"award": allotment.award.title, "entries": names}
                    )


def _settled(show: Show, plan: Plan) -> Iterator[PlanFault]:
    """An ending that the hall knows long before it comes, and an order that ends better."""
    if plan.order in SLOW and _known(show):
        yield PlanFault("known", "warns", {"offer": CALM[0]})
    late = climax(show, plan)
    if late is not None and (len(plan.steps) - late) * LATE > len(plan.steps):
        better = (order for order in get_args(CeremonyOrder) if order != plan.order and _ends_well(show, order))
        yield PlanFault("settled", "warns", {"step": late, "of": len(plan.steps), "offer": next(better, "")})


def _ends_well(show: Show, order: CeremonyOrder) -> bool:
    plan = ceremony_plan.plan_of(show, order)
    late = climax(show, plan)
    return late is not None and (len(plan.steps) - late) * LATE <= len(plan.steps)


def climax(show: Show, plan: Plan) -> int | None:
    """Number of the last step that shows somebody of the highest award; None: nobody gets it."""
    highest = show.contest.awards[0].id if show.contest.awards else ""
    return max((n for n, step in enumerate(plan.steps, 1) if step.award == highest and step.winners), default=None)


def _known(show: Show) -> bool:
    """Whether the hall has seen every score already: no place can surprise it."""
    competing = reveal_policy.competing(show)
    return bool(competing) and all(reveal_policy.is_revealed(show, id) for id in competing)


def _named(ids: Any) -> str:
    listed = list(ids)
    return ", ".join(listed[:NAMED]) + (" …" if len(listed) > NAMED else "")
