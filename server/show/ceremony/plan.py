"""The compiler of a ceremony: from confirmed results to numbered steps, in one of five orders.

Every order goes from the lowest award to the highest, since a ceremony ends with its best:

last_to_first  category by category, place by place on a board; then each award's pages
by_award       award by award through the categories, in pages that fit the stage
by_category    category by category, in pages
by_session     session by session, in pages
suspense       as by_award, until an award reaches the top three: those of each category climb its board

Equal ranks are called together. The same show and order give the same plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from server.show.marks.standings import Allotted, Standing, allotted
from server.show.model import Show
from server.show.model.ceremony import TOP, Plan, Step, Winner
from server.show.model.contest import CeremonyOrder, CeremonyRule

TITLE_MS, CARD_MS, EACH_CARD_MS, SUSPENSE_MS = 900, 1100, 130, 1600
CLIMB_MS, EACH_PLACE_MS = 900, 190  # a row that passes nobody, and for each row that it passes
MAX_PASSED = 9  # rows of a board that are seen at once: below them nobody sees it climb
TOGETHER = 6  # winners of a special prize on one page
TITLE_PAUSE = 5  # seconds that a title is planned to stand

Given = dict[str, tuple[Allotted, ...]]  # category → its awards with their winners


def rule(show: Show) -> CeremonyRule:
    """Ceremony rule of the event; a contest that says nothing about it has the default one."""
    return show.contest.ceremony or CeremonyRule()


def order_of(show: Show) -> CeremonyOrder:
    """Order of the ceremony: the one that people chose, else the event file's."""
    return show.order or rule(show).order


def plan_of(show: Show, order: CeremonyOrder | None = None) -> Plan:
    """Ceremony plan of the confirmed results of now. It never refuses: what stands against it, the linter
    says."""
    order = order or order_of(show)
    given = {category.id: allotted(show, category.id) for category in show.contest.categories}
    opening = Step("opening", ms=TITLE_MS, pause=TITLE_PAUSE)
    return Plan(order, (opening, *_special(show), *ORDERS[order](show, given)))


def _special(show: Show) -> Iterator[Step]:
    for prize in show.prizes:
        for at in range(0, len(prize.entries), TOGETHER):
            called = (Winner(entry) for entry in prize.entries[at : at + TOGETHER])
            yield _page(show, "prize", prize.id, "", "", called)


def ranks(rows: Iterable[Standing]) -> list[list[Standing]]:
    """Ranking rows in groups of one rank, best first."""
    return [list(group) for _, group in groupby(rows, key=lambda row: row.rank)]


def pages(rows: Sequence[Standing], size: int) -> list[list[Standing]]:
    """Pages of winners, at most `size` on each and nearly equal in length, from the last rank upward; best
    first in each. Equal ranks stay on one page unless they alone do not fit."""
    wanted = -(-len(rows) // max(1, -(-len(rows) // size)))
    full: list[list[Standing]] = []
    page: list[Standing] = []
    for group in reversed(ranks(rows)):
        for part in reversed([group[at : at + size] for at in range(0, len(group), size)]):
            if page and (len(page) >= wanted or len(page) + len(part) > size):
                full.append(page)
                page = []
            page = [*part, *page]
    return [*full, page] if page else full


def _winners(show: Show, rows: Iterable[Standing]) -> tuple[Winner, ...]:
    shown = rule(show).scores
    return tuple(Winner(row.entry, row.rank, row.score if shown else None) for row in rows)


def _chapter(award: str = "", category: str = "", session: str = "") -> Step:
    return Step("chapter", award, category, session, ms=TITLE_MS, pause=TITLE_PAUSE)


def _page(
    show: Show, kind: str, award: str, category: str, session: str, winners: Iterable[Winner]
) -> Step:
    called = tuple(winners)
    ms = CARD_MS + EACH_CARD_MS * len(called)
    return Step(kind, award, category, session, called, ms, rule(show).page)  # type: ignore[arg-type]


def _pages(show: Show, allotment: Allotted, category: str, session: str = "") -> Iterator[Step]:
    """An award's winners in a category (of one session, if it is named), in groups that fit the stage."""
    rows = [row for row in allotment.rows if session in ("", show.entries[row.entry].session)]
    for page in pages(rows, max(1, allotment.award.group)):
        yield _page(show, "page", allotment.award.id, category, session, _winners(show, page))


def _climb(show: Show, given: Sequence[Allotted], category: str, placed: int, suspense: bool) -> Iterator[Step]:
    """A category's awards place by place, each followed by its pages. `placed` rows stand already."""
    waits = suspense and any(row.rank <= TOP for allotment in given for row in allotment.rows)
    for allotment in reversed(given):
        for group in reversed(ranks(allotment.rows)):
            if waits and group[0].rank <= TOP:
                waits = False
                yield Step("suspense", category=category, ms=SUSPENSE_MS, pause=rule(show).pause)
            ms = CLIMB_MS + EACH_PLACE_MS * min(placed, MAX_PASSED)
            yield Step("place", allotment.award.id, category, "", _winners(show, group), ms, rule(show).pause)
            placed += len(group)
        yield from _pages(show, allotment, category)


def _last_to_first(show: Show, given: Given) -> Iterator[Step]:
    for category, awards in given.items():
        if any(allotment.rows for allotment in awards):
            yield _chapter(category=category)
            yield from _climb(show, awards, category, 0, suspense=False)


def _by_award(show: Show, given: Given) -> Iterator[Step]:
    for award in reversed(show.contest.awards):
        steps = [
            step
            for category, awards in given.items()
            for allotment in awards
            if allotment.award == award
            for step in _pages(show, allotment, category)
        ]
        if steps:
            yield _chapter(award=award.id)
            yield from steps


def _by_category(show: Show, given: Given) -> Iterator[Step]:
    for category, awards in given.items():
        steps = [step for allotment in reversed(awards) for step in _pages(show, allotment, category)]
        if steps:
            yield _chapter(category=category)
            yield from steps


def _by_session(show: Show, given: Given) -> Iterator[Step]:
    for session in show.contest.sessions:
        steps = [
            step
            for award in reversed(show.contest.awards)
            for category, awards in given.items()
            for allotment in awards
            if allotment.award == award
            for step in _pages(show, allotment, category, session.id)
        ]
        if steps:
            yield _chapter(session=session.id)
            yield from steps


def _suspense(show: Show, given: Given) -> Iterator[Step]:
    """Awards that reach the top three in some category climb in every category, so that nobody's is less."""
    high = {
        allotment.award.id
        for awards in given.values()
        for allotment in awards
        if any(row.rank <= TOP for row in allotment.rows)
    }
    low = {
        category: tuple(allotment for allotment in awards if allotment.award.id not in high)
        for category, awards in given.items()
    }
    yield from _by_award(show, low)
    for category, awards in given.items():
        climbing = [allotment for allotment in awards if allotment.award.id in high]
        if any(allotment.rows for allotment in climbing):
            placed = sum(len(allotment.rows) for allotment in low[category])
            yield _chapter(category=category)
            yield from _climb(show, climbing, category, placed, suspense=True)


ORDERS: dict[CeremonyOrder, Callable[[Show, Given], Iterator[Step]]] = {
    "last_to_first": _last_to_first,
    "by_award": _by_award,
    "by_category": _by_category,
    "by_session": _by_session,
    "suspense": _suspense,
}
