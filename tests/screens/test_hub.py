"""Connected screens: one text for everybody, and a tally of the screens that really show the program."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from server.screens.hub import MAX_LEAD, MIN_LEAD
from server.screens.outbox import Outbox
from server.screens.presence import MAX_LISTED
from tests.support.hubs import hub_of, joined


def test_everybody_gets_the_same_bytes_and_other_views_none() -> None:
    hub = hub_of("stage", "monitor")
    one, two, other = joined(hub), joined(hub), joined(hub, "monitor")
    hub.publish("stage", 7, "take", {"program": {"scene": "next"}})
    text = one.outbox.next_patch()
    assert text is not None and text is two.outbox.next_patch(), "encoded once"
    assert json.loads(text) == {"type": "patch", "seq": 7, "cause": "take", "set": {"program": {"scene": "next"}}}
    assert other.outbox.next_patch() is None


def test_a_skip_keeps_the_numbers_gapless_and_tells_nothing() -> None:
    hub = hub_of("stage")
    screen = joined(hub)
    hub.publish("stage", 7, "marks", {})
    assert json.loads(screen.outbox.next_patch() or b"") == {"type": "patch", "seq": 7, "cause": "other", "set": {}}


def test_moments_lie_as_far_ahead_as_the_farthest_venue_screen_needs_within_bounds() -> None:
    hub = hub_of("stage", "watch")
    near, far, crowd = joined(hub), joined(hub), joined(hub, "watch")
    assert hub.lead == MIN_LEAD
    hub.measured(near.screen, 2)
    assert hub.lead == MIN_LEAD, "nothing is gained by less"
    hub.measured(far.screen, 120)
    assert hub.lead == 60 + 34
    hub.measured(far.screen, 5000)
    assert hub.lead == MAX_LEAD, "HOLD never waits longer"
    hub.leave(far.screen)
    hub.measured(crowd.screen, 400)
    hub.measured(joined(hub, "stage", monitor=True).screen, 400)
    assert hub.lead == MIN_LEAD, "the venue does not wait for the crowd"


def test_the_tally_counts_who_has_drawn_the_newest_change() -> None:
    hub = hub_of("stage")
    one, two = joined(hub, name="左"), joined(hub)
    tally = lambda: hub.presence()["outputs"]["stage"]  # noqa: E731
    assert (tally()["screens"], tally()["showing"]) == (2, 0), "a page that has drawn nothing shows nothing"
    hub.publish("stage", 7, "take", {"program": 1})
    hub.showed(one.screen, 7)
    assert (tally()["screens"], tally()["showing"]) == (2, 1)
    hub.publish("stage", 8, "other", {})
    assert tally()["showing"] == 1, "a skip asks nobody to draw"
    hub.showed(two.screen, 8)
    hub.showed(two.screen, 6)
    assert tally()["showing"] == 2, "an older word takes nothing back"
    assert [screen["name"] for screen in tally()["list"]] == ["左", ""]
    hub.leave(one.screen)
    assert (tally()["screens"], tally()["showing"]) == (1, 1)


def test_the_panels_own_pictures_are_no_screens() -> None:
    hub = hub_of("stage")
    joined(hub, monitor=True)
    assert hub.presence()["outputs"]["stage"]["screens"] == 0


def test_a_crowd_is_counted_and_not_listed_by_name() -> None:
    hub = hub_of("watch", limit=MAX_LISTED + 20)
    for _ in range(MAX_LISTED + 10):
        joined(hub, "watch")
    watch = hub.presence()["outputs"]["watch"]
    assert watch["screens"] == MAX_LISTED + 10
    assert [int(screen["id"]) for screen in watch["list"]] == list(range(1, MAX_LISTED + 1))


def test_it_is_full_at_its_bound() -> None:
    hub = hub_of("stage", limit=2)
    one = joined(hub)
    assert not hub.full
    joined(hub, "monitor")
    assert hub.full and len(hub) == 2
    hub.leave(one.screen)
    assert not hub.full


def test_another_journal_gives_everybody_a_snapshot() -> None:
    hub = hub_of("stage")
    screen = joined(hub)
    hub.publish("stage", 7, "take", {"program": 1})
    hub.showed(screen.screen, 7)
    hub.restart()
    assert screen.outbox.needs_snapshot and screen.screen.shown == 0
    assert hub.presence()["outputs"]["stage"]["showing"] == 0
    hub.showed(screen.screen, 1)
    assert hub.presence()["outputs"]["stage"]["showing"] == 1, "seqs begin again"


def test_screens_are_listed_as_they_came() -> None:
    hub = hub_of("stage", limit=20)
    ids = [joined(hub).screen.id for _ in range(12)]
    assert [screen["id"] for screen in hub.presence()["outputs"]["stage"]["list"]] == ids


async def test_many_arrivals_are_one_announcement() -> None:
    hub = hub_of("stage")
    panel = joined(hub, "control")
    sent = 0
    presence_of = hub.presence

    def counted() -> dict[str, Any]:
        nonlocal sent
        sent += 1
        return presence_of()

    hub.presence = counted  # type: ignore[method-assign]
    screens = [joined(hub) for _ in range(5)]
    await asyncio.wait_for(panel.outbox.wait(), 10)
    presence = json.loads(panel.outbox.next_presence() or b"")
    assert (presence["type"], presence["panels"], presence["redis"]) == ("presence", 1, "none")
    assert presence["outputs"]["stage"]["screens"] == 5
    hub.leave(screens[0].screen)
    await asyncio.wait_for(panel.outbox.wait(), 10)
    assert json.loads(panel.outbox.next_presence() or b"")["outputs"]["stage"]["screens"] == 4
    assert sent == 2


async def test_a_person_is_counted_by_devices_and_signed_out_everywhere() -> None:
    hub = hub_of("stage")
    first, second = (joined(hub, person="J1", by=by) for by in ("J1/a", "J1/a"))
    third, other = joined(hub, person="J1", by="J1/b"), joined(hub, person="J2", by="J2/a")
    assert (hub.devices("J1"), hub.devices("J2"), hub.devices("J3")) == (2, 1, 0)
    assert hub.last_seen("J1") > 1_700_000_000_000 and hub.last_seen("J3") == 0
    hub.sign_out("J1")
    hub.sign_out("J3")
    assert all("signed out" in one.outbox.close_reason for one in (first, second, third))
    assert other.outbox.close_reason == ""


def test_connections_that_share_a_patch_function_get_a_patch_by_one_call() -> None:
    taken: list[bytes] = []

    class Sharing(Outbox):
        patch = property(lambda self: taken.append)  # type: ignore[assignment]

    hub = hub_of("stage")
    screens = [hub.join("stage", Sharing()) for _ in range(3)]
    hub.publish("stage", 7, "take", {"program": 1})
    assert len(taken) == 1
    hub.leave(screens[0])
    hub.publish("stage", 8, "take", {"program": 2})
    assert len(taken) == 2, "two of them are still there"
    for screen in screens[1:]:
        hub.leave(screen)
    hub.publish("stage", 9, "take", {"program": 3})
    assert len(taken) == 2
