"""Presence: screens that count stand apart from those that anybody may have opened."""

from __future__ import annotations

from typing import Any

from server.screens.hub import Hub
from server.screens.pairing import Device
from server.screens.presence import MAX_OTHERS
from server.screens.vitals import Vitals
from server.texts.screen_words import SCREEN_WORDS
from tests.support.hubs import hub_of, joined


def stage(hub: Hub) -> dict[str, Any]:
    outputs: dict[str, Any] = hub.presence()["outputs"]
    return outputs["stage"]


def paired_with(hub: Hub, name: str = "左屏") -> Device:
    redeemed = hub.pairing.redeem(hub.pairing.offer("0", name, "stage"))
    assert redeemed is not None
    return redeemed[1]


def test_sockets_that_anybody_opens_fake_no_tally() -> None:
    hub = hub_of("stage")
    device = paired_with(hub)
    real = joined(hub, device=device, near=False)
    hub.publish("stage", 7, "take", {"program": 1})
    for _ in range(5):
        hub.showed(joined(hub, near=False).screen, 7)
    assert (stage(hub)["screens"], stage(hub)["showing"], stage(hub)["unpaired"]) == (1, 0, 5)
    hub.showed(real.screen, 7)
    assert (stage(hub)["screens"], stage(hub)["showing"]) == (1, 1)
    assert [one["name"] for one in stage(hub)["list"]] == ["左屏"]


def test_the_server_s_own_machine_counts_until_somebody_pairs() -> None:
    hub = hub_of("stage")
    near, far = joined(hub, near=True), joined(hub, near=False)
    assert (stage(hub)["screens"], stage(hub)["unpaired"], hub.presence()["paired"]) == (1, 1, 0)
    device = paired_with(hub)
    hub.recount(far.screen, device)
    assert [one["id"] for one in stage(hub)["list"]] == [far.screen.id]
    assert [one["id"] for one in stage(hub)["others"]] == [near.screen.id]
    hub.pairing.unpair(device.id)
    hub.recount()
    assert [one["id"] for one in stage(hub)["list"]] == [near.screen.id]
    assert stage(hub)["others"][0]["word"], "an unpaired screen has its word again"


def test_a_recount_keeps_what_each_screen_shows() -> None:
    hub = hub_of("stage")
    one, other = joined(hub), joined(hub)
    hub.publish("stage", 7, "take", {"program": 1})
    hub.showed(one.screen, 7)
    hub.recount(other.screen, paired_with(hub))
    assert (stage(hub)["screens"], stage(hub)["showing"]) == (1, 0)
    hub.showed(other.screen, 7)
    hub.leave(one.screen)
    assert (stage(hub)["screens"], stage(hub)["showing"], stage(hub)["unpaired"]) == (1, 1, 0)


def test_remote_viewers_are_counted_without_a_word() -> None:
    hub = hub_of("watch")
    viewer = joined(hub, "watch", near=False).screen
    assert hub.presence()["outputs"]["watch"]["screens"] == 1 and viewer.word == ""


def test_the_panel_s_own_pictures_are_in_neither_list() -> None:
    hub = hub_of("stage")
    joined(hub, monitor=True)
    assert (stage(hub)["screens"], stage(hub)["unpaired"], stage(hub)["others"]) == (0, 0, [])


def test_words_are_the_screens_own_and_come_back() -> None:
    hub = hub_of("stage", limit=1000)
    screens = [joined(hub, near=False) for _ in range(len(SCREEN_WORDS) + 2)]
    words = [one.screen.word for one in screens]
    assert words[: len(SCREEN_WORDS)] == list(SCREEN_WORDS) and len(set(words)) == len(words)
    assert words[-1] == screens[-1].screen.id, "then its number"
    hub.leave(screens[3].screen)
    assert joined(hub, near=False).screen.word == words[3]


def test_a_crowd_of_unpaired_screens_is_counted_and_not_listed() -> None:
    hub = hub_of("stage", limit=1000)
    for _ in range(MAX_OTHERS + 5):
        joined(hub, near=False)
    assert (stage(hub)["unpaired"], len(stage(hub)["others"])) == (MAX_OTHERS + 5, MAX_OTHERS)


def test_a_screen_s_vitals_stand_with_it() -> None:
    hub = hub_of("stage")
    screen = joined(hub).screen
    assert stage(hub)["list"][0]["vitals"] is None
    screen.vitals = Vitals(trip=4)
    assert stage(hub)["list"][0]["vitals"].trip == 4
