"""How steps of the ceremony are named, and which of them move."""

from __future__ import annotations

from server.show import events as e
from server.show.model import Motion, Prize


def test_a_step_is_named_by_its_number_and_moves_only_with_a_motion() -> None:
    jumped = e.CeremonyStepped(7, None)
    assert e.action_of(jumped).of == ("7",) and e.cause_of(jumped) == "other"
    assert e.cause_of(e.CeremonyStepped(7, Motion(at=0, ms=100))) == "step"


def test_quotas_and_prizes_are_named_by_what_people_call_them() -> None:
    assert e.action_of(e.QuotaSet("one", "a", 2)).of == ("one",)
    assert e.action_of(e.PrizeAdded(Prize("prize.1", "最佳人气奖", ("07",)))).of == ("最佳人气奖",)
    assert e.action_of(e.CeremonyMoved("pause", None)).what == "pause"
