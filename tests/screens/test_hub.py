"""Connected screens: one text for everybody, and a tally that tells who really shows the program."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from server.screens.hub import LEAST_LEAD, MAX_LISTED, MOST_LEAD, Hub, Screen


def reading(hub: Hub, view: str = "stage", **kwargs: object) -> Screen:
    screen = hub.join(view, **kwargs)  # type: ignore[arg-type]
    screen.outbox.owed = False
    return screen


def hub_of(*views: str, most: int = 10) -> Hub:
    hub = Hub(most)
    hub.outputs = lambda: views
    return hub


def test_everybody_gets_the_same_bytes_and_other_views_none() -> None:
    hub = hub_of("stage", "monitor")
    one, two, other = reading(hub), reading(hub), reading(hub, "monitor")
    hub.publish("stage", 7, "take", {"program": {"scene": "next"}})
    text = one.outbox.take_patch()
    assert text is not None and text is two.outbox.take_patch(), "encoded once"
    assert json.loads(text) == {"type": "patch", "seq": 7, "cause": "take", "set": {"program": {"scene": "next"}}}
    assert other.outbox.take_patch() is None


def test_a_skip_keeps_the_numbers_gapless_and_tells_nothing() -> None:
    hub = hub_of("stage")
    screen = reading(hub)
    hub.publish("stage", 7, "marks", {})
    assert json.loads(screen.outbox.take_patch() or "") == {"type": "patch", "seq": 7, "cause": "other", "set": {}}


def test_moments_lie_as_far_ahead_as_the_farthest_screen_of_the_hall_needs_within_bounds() -> None:
    hub = hub_of("stage", "watch")
    near, far, crowd = reading(hub), reading(hub), reading(hub, "watch")
    assert hub.lead == LEAST_LEAD
    hub.measured(near, 2)
    assert hub.lead == LEAST_LEAD, "nothing is gained by less"
    hub.measured(far, 120)
    assert hub.lead == 60 + 34
    hub.measured(far, 5000)
    assert hub.lead == MOST_LEAD, "HOLD never waits longer"
    hub.leave(far)
    hub.measured(crowd, 400)
    hub.measured(reading(hub, "stage", monitor=True), 400)
    assert hub.lead == LEAST_LEAD, "the hall does not wait for the crowd"


def test_the_tally_counts_who_has_drawn_the_newest_change() -> None:
    hub = hub_of("stage")
    one, two = reading(hub, name="左"), reading(hub)
    tally = lambda: hub.presence()["outputs"]["stage"]  # noqa: E731
    assert (tally()["screens"], tally()["showing"]) == (2, 0), "a page that has drawn nothing shows nothing"
    hub.publish("stage", 7, "take", {"program": 1})
    hub.showed(one, 7)
    assert (tally()["screens"], tally()["showing"]) == (2, 1)
    hub.publish("stage", 8, "other", {})
    assert tally()["showing"] == 1, "a skip asks nobody to draw"
    hub.showed(two, 8)
    hub.showed(two, 6)
    assert tally()["showing"] == 2, "an older word takes nothing back"
    assert [screen["name"] for screen in tally()["list"]] == ["左", ""]
    hub.leave(one)
    assert (tally()["screens"], tally()["showing"]) == (1, 1)


def test_the_panels_own_pictures_are_no_screens() -> None:
    hub = hub_of("stage")
    reading(hub, monitor=True)
    assert hub.presence()["outputs"]["stage"]["screens"] == 0


def test_a_crowd_is_counted_and_not_listed_by_name() -> None:
    hub = hub_of("watch", most=MAX_LISTED + 20)
    for _ in range(MAX_LISTED + 10):
        reading(hub, "watch")
    told = hub.presence()["outputs"]["watch"]
    assert told["screens"] == MAX_LISTED + 10
    assert [int(screen["id"]) for screen in told["list"]] == list(range(1, MAX_LISTED + 1))


def test_it_is_full_at_its_bound() -> None:
    hub = hub_of("stage", most=2)
    one = reading(hub)
    assert not hub.full
    reading(hub, "monitor")
    assert hub.full and len(hub) == 2
    hub.leave(one)
    assert not hub.full


def test_another_journal_owes_everybody_a_snapshot() -> None:
    hub = hub_of("stage")
    screen = reading(hub)
    hub.publish("stage", 7, "take", {"program": 1})
    hub.showed(screen, 7)
    hub.restart()
    assert screen.outbox.owed and screen.shown == 0 and hub.presence()["outputs"]["stage"]["showing"] == 0
    hub.showed(screen, 1)
    assert hub.presence()["outputs"]["stage"]["showing"] == 1, "seqs begin again"


def test_screens_are_listed_as_they_came() -> None:
    hub = hub_of("stage", most=20)
    ids = [reading(hub).id for _ in range(12)]
    assert [screen["id"] for screen in hub.presence()["outputs"]["stage"]["list"]] == ids


async def test_many_arrivals_are_one_announcement() -> None:
    hub = hub_of("stage")
    panel = reading(hub, "control")
    told = 0
    presence_of = hub.presence

    def counted() -> dict[str, Any]:
        nonlocal told
        told += 1
        return presence_of()

    hub.presence = counted  # type: ignore[method-assign]
    screens = [reading(hub) for _ in range(5)]
    await asyncio.wait_for(panel.outbox.wait(), 10)
    presence = json.loads(panel.outbox.take_presence() or "")
    assert (presence["type"], presence["panels"], presence["redis"]) == ("presence", 1, "none")
    assert presence["outputs"]["stage"]["screens"] == 5
    hub.leave(screens[0])
    await asyncio.wait_for(panel.outbox.wait(), 10)
    assert json.loads(panel.outbox.take_presence() or "")["outputs"]["stage"]["screens"] == 4
    assert told == 2
