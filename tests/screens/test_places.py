from __future__ import annotations

from server.screens.places import HALL_PLACES, Places


def places(**crowds: int) -> Places[str]:
    """Places that so many remote viewers of each address hold."""
    made = Places[str](per_address=99)
    for address, count in crowds.items():
        for number in range(count):
            made.take(f"{address}{number}", address, remote=True)
    return made


def test_a_screen_of_the_hall_takes_the_newest_place_of_the_address_with_most() -> None:
    held = places(a=1, b=3)
    assert held.gives_way("c", remote=False) == "b2"
    assert held.gives_way("b", remote=False) == "b2", "the hall may stand behind the crowd's address"


def test_a_viewer_takes_a_place_only_from_an_address_that_has_two_more() -> None:
    held = places(a=1, b=3)
    assert held.gives_way("c", remote=True) == held.gives_way("a", remote=True) == "b2"
    held.leave("b2")
    assert held.gives_way("c", remote=True) == "b1" and held.gives_way("a", remote=True) is None
    assert held.gives_way("b", remote=True) is None


def test_a_viewer_never_takes_a_screen_s_place_and_a_screen_takes_one_from_who_has_many() -> None:
    held = Places[str](per_address=99)
    for name in ("wall", "monitor", "backstage"):
        held.take(name, "hall", remote=False)
    assert held.gives_way("c", remote=True) is None
    assert held.gives_way("c", remote=False) == "backstage" and held.gives_way("hall", remote=False) is None


def test_beyond_so_many_screens_an_address_is_a_crowd() -> None:
    held = Places[str](per_address=99)
    for number in range(HALL_PLACES + 2):
        held.take(f"{number}", "a", remote=False)
    assert held.gives_way("b", remote=False) == f"{HALL_PLACES + 1}" == held.gives_way("b", remote=True)
    assert held.gives_way("a", remote=False) is None


def test_an_address_holds_so_many_and_a_network_of_ipv6_is_one() -> None:
    held = Places[str](per_address=2)
    held.take("one", "2001:db8::1", remote=True)
    held.take("two", "2001:db8::2", remote=True)
    assert held.has_enough("2001:db8::3", remote=True) and not held.has_enough("2001:db8:0:1::3", remote=True)
    assert not held.has_enough("2001:db8::3", remote=False), "a screen of the hall behind the same address"
    held.leave("two")
    held.leave("two")
    assert not held.has_enough("2001:db8::3", remote=True)
