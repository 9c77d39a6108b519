"""Rates of commands: a burst, then so many a second, over all of a person's sessions; the panic keys always pass."""

from __future__ import annotations

import pytest

from server.show.commands import Black, Hold, Take
from server.show.model.role import Who
from server.web.rates import BURST, MAX_COUNTED, PER_SECOND, Rates, person_of

PANEL = Who("operator", "panel-1")


class Seconds:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def spent(who: Who = PANEL) -> tuple[Rates, Seconds]:
    seconds = Seconds()
    rates = Rates(seconds)
    assert all(rates.allow(who, Take()) for _ in range(BURST))
    return rates, seconds


def test_a_burst_passes_and_one_more_does_not() -> None:
    rates, seconds = spent()
    assert not rates.allow(PANEL, Take())
    seconds.now += 1
    assert sum(rates.allow(PANEL, Take()) for _ in range(BURST)) == PER_SECOND
    seconds.now += 3600
    assert sum(rates.allow(PANEL, Take()) for _ in range(2 * BURST)) == BURST, "a pause saves up no more than a burst"


def test_another_session_of_the_same_person_has_no_rate_of_its_own() -> None:
    rates, _ = spent()
    assert not rates.allow(Who("operator", "token-9"), Take())
    assert rates.allow(Who("scorer", "scorer-1/a", "scorer-1"), Take()), "somebody else goes on"


@pytest.mark.parametrize("command", [Hold(True), Hold(False), Black(True), Black(False)])
def test_the_panic_keys_are_never_too_fast(command: object) -> None:
    rates, _ = spent()
    assert all(rates.allow(PANEL, command) for _ in range(2 * BURST))


@pytest.mark.parametrize(
    ("who", "person"),
    [
        (Who("judge", "J1/a", "judge-J1", "J1"), "judge-J1"), (Who("judge", "J1/token-1", "", "J1"), "judge-J1"),
        (Who("operator", "panel-1"), "operator"), (Who("scorer", "scorer-1/b", "scorer-1"), "scorer-1"),
    ],
)  # fmt: skip
def test_a_person_is_the_same_by_page_and_by_token(who: Who, person: str) -> None:
    assert person_of(who) == person


def test_people_are_counted_within_a_bound() -> None:
    rates, _ = spent()
    for number in range(MAX_COUNTED):
        rates.allow(Who("viewer", f"v{number}/a", f"v{number}"), Take())
    assert len(rates._left) == MAX_COUNTED
