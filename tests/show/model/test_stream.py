"""What remote viewers watch: the stream's kind, its delay, and no more than the hall has seen."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from server.show import commands as c
from server.show.model import Refused
from server.show.model.contest import Watch
from server.show.model.stream import MAX_DELAY, stream_facts
from server.show.view import project
from tests.support.contests import contest, opened, perform
from tests.support.scored_shows import on_air


@pytest.mark.parametrize(
    ("watch", "kind"),
    [(Watch(), "none"), (Watch(embed="https://player.example.org/x"), "embed"),
     (Watch("https://live.example.org/a/INDEX.M3U8?key=1#t"), "hls"), (Watch("loop.mp4"), "file"),
     (Watch("https://live.example.org/a.webm"), "file")],
)  # fmt: skip
def test_a_stream_is_known_by_its_address(watch: Watch, kind: str) -> None:
    assert stream_facts(contest(watch=watch), None)["kind"] == kind


def test_the_operator_s_delay_is_on_the_page_and_may_be_taken_back() -> None:
    show = opened(contest(watch=Watch("https://live.example.org/a.m3u8", title="直播", delay=8000)))
    stream = lambda: project(show, "watch")["stream"]  # noqa: E731
    assert (stream()["delay"], stream()["set"]) == (8000, None)
    show = perform(show, c.StreamDelay(Decimal("12.5")))
    assert stream()["set"] == 12_500 == project(show, "control")["stream"]["set"]
    show = perform(show, c.TakeBack())
    assert stream()["set"] is None
    show = perform(show, c.StreamDelay(Decimal(0)), c.StreamDelay())
    assert stream()["set"] is None


@pytest.mark.parametrize("seconds", ["-0.1", "120.1", "NaN", "Infinity"])
def test_a_delay_beyond_its_bounds_is_refused(seconds: str) -> None:
    with pytest.raises(Refused, match="bad_delay"):
        perform(opened(), c.StreamDelay(Decimal(seconds)))
    perform(opened(), c.StreamDelay(Decimal(MAX_DELAY)))


def test_no_phone_is_ahead_of_the_ranking_in_the_hall() -> None:
    show = opened()
    for id, mark in (("01", "90"), ("03", "95")):
        show = perform(show, c.EnterMarks(id, dict.fromkeys(show.judges, Decimal(mark))), c.Confirm(id))
        show = perform(show, c.Arm(id), c.Reveal(id))
        if id == "01":
            assert project(show, "watch")["standings"] == [], "no ranking has been shown yet"
            show = on_air(show, _ranking(show))
            show = on_air(show, "02.next")
    assert _units(show) == ["01"], "as the hall has last seen it"
    assert _units(on_air(show, _ranking(show))) == ["03", "01"]


def _ranking(show: Any) -> str:
    return next(cue.id for segment in show.rundown for cue in segment.cues if cue.scene == "ranking")


def _units(show: Any) -> list[str]:
    return [row["entry"] for table in project(show, "watch")["standings"] for row in table["rows"]]


def test_a_frozen_picture_is_frozen_for_remote_viewers_too() -> None:
    show = perform(on_air(opened(), "01.talk"), c.Freeze(True))
    show = on_air(show, "02.next")
    assert project(show, "watch")["now"]["id"] == "01"


def test_other_overlays_have_no_stream() -> None:
    assert "stream" not in project(opened(), "overlay")
