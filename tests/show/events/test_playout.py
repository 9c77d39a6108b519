"""Events as the journal keeps them: from bytes they come back the same, and so does the show."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings

from server.show import events as e
from server.show.evolve import evolve
from server.show.model import Contest, Show
from server.show.model.rundown import build
from server.show.view import project, views
from server.wire import decode_event, encode_event
from tests.show.test_decide import run
from tests.support.contests import START, contest, opened
from tests.support.scored_shows import eventful

SMALL = contest(entries=4, judges=3)


def from_bytes(one: Contest, recorded: list[e.Recorded]) -> Show:
    opening = e.Recorded(1, START, "", e.Opened(one, "live", build(one)))
    show: Show | None = None
    for fact in (opening, *recorded):
        show = evolve(show, replace(fact, event=decode_event(encode_event(fact.event))))
    assert show is not None
    return show


@settings(max_examples=80)
@given(eventful(SMALL))
def test_a_journal_read_back_from_bytes_shows_the_same_on_every_page(sequence: list[object]) -> None:
    live, recorded = run(opened(SMALL), sequence)
    again = from_bytes(SMALL, recorded)
    assert {name: project(again, name) for name in views(again)} == {name: project(live, name) for name in views(live)}
    assert replace(again, undo=(), frozen=None) == replace(live, undo=(), frozen=None)


def test_numbers_keep_every_digit_and_blanks_stay_blanks() -> None:
    entered = e.MarksEntered("01", {"J1": Decimal("90.10"), "J2": None})
    again = decode_event(encode_event(entered))
    assert again == entered and str(again.marks["J1"]) == "90.10"  # type: ignore[union-attr]


def test_lists_and_names_of_any_script_come_back_as_they_were() -> None:
    for event in (
        e.EntryEdited("㼆01", {"title": ("𬴂𫓧", "“两山论”")}), e.Taken("a", None, winners=()), e.Taken("a", "b"),
        e.ElementPut("ticker", {"text": '"\\\u2028'}), e.Opened(contest(), "rehearsal", build(contest())),
    ):  # fmt: skip
        again = decode_event(encode_event(event))
        assert encode_event(again) == encode_event(event)
        assert type(again) is type(event)
    assert decode_event(encode_event(e.Taken("a", None, winners=()))).winners == ()  # type: ignore[union-attr]
    assert decode_event(encode_event(e.Taken("a", None))).winners is None  # type: ignore[union-attr]
