"""Event registry: a row, an evolution and words of each class; what a row says holds."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from decimal import Decimal

import pytest

from server.show import commands as c
from server.show import events as e
from server.show.evolve import EVOLUTIONS
from server.show.model import Action, Timer
from server.texts.journal_sentences import SENTENCES


def test_every_event_has_a_row_and_is_known_by_its_name() -> None:
    declared = {one for one in vars(e).values() if isinstance(one, type) and issubclass(one, e.Event)} - {e.Event}
    assert set(e.EVENT_ROWS) == declared and all(is_dataclass(one) for one in declared)
    assert set(e.EVENTS.values()) == declared and all(name == one.__name__ for name, one in e.EVENTS.items())
    assert not set(e.EVENTS) & {one.__name__ for one in c.COMMAND_ROWS}, "a fact is no wish"
    assert all(fields(one) for one in declared)


def test_every_event_has_an_evolution_and_a_sentence_in_each_language() -> None:
    assert set(EVOLUTIONS) == set(e.EVENT_ROWS) - {e.Opened, e.Undone}, "these two are evolve's own"
    told = {key.partition(".")[0] for key, pair in SENTENCES.items() if all(pair)}
    assert told == set(e.EVENTS)


TIMER = Timer("07/talk", ())


@pytest.mark.parametrize(
    ("event", "action"),
    [
        (e.Taken("07.talk", None), Action("Taken", "", ("07.talk",))),
        (e.Taken("d1.award", None, winners=()), Action("Taken", "award", ("d1.award",))),
        (e.Overridden(True, False), Action("Overridden", "holding", ())),
        (e.Overridden(False, False, "black"), Action("Overridden", "off", ("black",))),
        (e.TimerSet("start", TIMER), Action("TimerSet", "start", ("07", "talk"))),
        (e.MarksSubmitted("07", "J3", Decimal(90)), Action("MarksSubmitted", "", ("07", "J3"))),
        (e.StreamDelayed(12_500), Action("StreamDelayed", "", ("12.5",))),
        (e.MessageSet(""), Action("MessageSet", "", ())),
    ],
)
def test_an_event_is_named_by_what_it_did_its_way_and_whom_it_was_about(event: e.Event, action: Action) -> None:
    assert e.action_of(event) == action


def test_only_a_step_with_a_motion_moves() -> None:
    assert e.cause_of(e.CeremonyStepped(3, None)) == "other" and "other" not in e.MOVING
    assert {e.cause_of(e.Overridden(True, False)), e.cause_of(e.Overridden(False, False))} == {"hold", "release"}


def test_what_the_hall_saw_is_told_by_the_event_itself() -> None:
    award, plain = e.Taken("a", None, winners=("07",)), e.Taken("a", None)
    assert e.row_of(award).hall_saw(award) and not e.row_of(plain).hall_saw(plain)
