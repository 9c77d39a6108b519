"""Honours of the ceremony: presenters of the awards, their quotas, and special prizes (单项奖)."""

from __future__ import annotations

from typing import Any

from server.show import lengths
from server.show.commands import ceremony as c
from server.show.events import Event, Recorded
from server.show.events import ceremony as e
from server.show.marks import standings
from server.show.model import Award, Person, Prize, Refused, Show
from server.show.model.replacing import replace

MAX_PRIZES = 30  # special prizes of one event
MAX_PRESENTERS = 6  # of one award
MAX_QUOTA = 999


def refuse_locked(show: Show) -> None:
    if show.ceremony is not None:
        raise Refused("ceremony_locked")


def set_presenters(show: Show, command: c.SetPresenters, at: int) -> tuple[Event, ...]:
    if command.award not in {honour.id for honour in honours(show)}:
        raise Refused("unknown_award", award=command.award)
    if len(command.presenters) > MAX_PRESENTERS:
        raise Refused("too_many_presenters", most=MAX_PRESENTERS)
    people = tuple(
        Person(lengths.trimmed("name", name, lengths.NAME), lengths.trimmed("post", post, lengths.NAME))
        for name, post in command.presenters.items()
    )
    if any(not person.name for person in people):
        raise Refused("empty_name", field="name")
    return () if people == presenters(show, command.award) else (e.PresentersSet(command.award, people),)


def honours(show: Show) -> tuple[Award | Prize, ...]:
    """Awards of the event file, highest first, and then the special prizes."""
    return (*show.contest.awards, *show.prizes)


def presenters(show: Show, award: str) -> tuple[Person, ...]:
    """Presenters of an award or a prize: those whom people set, else the event file's."""
    own = next((honour.presenters for honour in honours(show) if honour.id == award), ())
    return show.presenters.get(award, own)


def set_quota(show: Show, command: c.SetQuota, at: int) -> tuple[Event, ...]:
    refuse_locked(show)
    if command.category not in {category.id for category in show.contest.categories}:
        raise Refused("unknown_category", category=command.category)
    award = next(
        (award for award in standings.awards_of(show, command.category) if award.id == command.award), None
    )
    if award is None:
        raise Refused("unknown_award", award=command.award)
    if not 0 <= command.quota <= MAX_QUOTA:
        raise Refused("bad_quota", most=MAX_QUOTA)
    same = standings.quota(show, award, command.category) == command.quota
    return () if same else (e.QuotaSet(command.award, command.category, command.quota),)


def add_prize(show: Show, command: c.AddPrize, at: int) -> tuple[Event, ...]:
    refuse_locked(show)
    title = lengths.trimmed("title", command.title, lengths.NAME)
    if not title:
        raise Refused("empty_name", field="title")
    entries = tuple(dict.fromkeys(command.entries))
    for entry in entries:
        if entry not in show.entries:
            raise Refused("unknown_entry", entry=entry)
    if not entries:
        raise Refused("prize_needs")
    if len(show.prizes) >= MAX_PRIZES:
        raise Refused("too_many_prizes", most=MAX_PRIZES)
    # Named after its place in the journal: the same journal always gives the same names.
    return (e.PrizeAdded(Prize(f"prize.{show.seq + 1}", title, entries)),)


def remove_prize(show: Show, command: c.RemovePrize, at: int) -> tuple[Event, ...]:
    refuse_locked(show)
    if command.prize not in {prize.id for prize in show.prizes}:
        raise Refused("unknown_award", award=command.prize)
    return (e.PrizeRemoved(command.prize),)


def _presenters_set(show: Show, event: e.PresentersSet, recorded: Recorded) -> Show:
    return replace(show, presenters={**show.presenters, event.award: event.presenters})


def _quota_set(show: Show, event: e.QuotaSet, recorded: Recorded) -> Show:
    return replace(show, quotas={**show.quotas, f"{event.award}/{event.category}": event.quota})


def _prize_added(show: Show, event: e.PrizeAdded, recorded: Recorded) -> Show:
    return replace(show, prizes=(*show.prizes, event.prize))


def _prize_removed(show: Show, event: e.PrizeRemoved, recorded: Recorded) -> Show:
    return replace(show, prizes=tuple(prize for prize in show.prizes if prize.id != event.prize))


DECIDERS: dict[type, Any] = {
    c.SetPresenters: set_presenters,
    c.SetQuota: set_quota,
    c.AddPrize: add_prize,
    c.RemovePrize: remove_prize,
}

EVOLUTIONS: dict[type, Any] = {
    e.PresentersSet: _presenters_set,
    e.QuotaSet: _quota_set,
    e.PrizeAdded: _prize_added,
    e.PrizeRemoved: _prize_removed,
}
