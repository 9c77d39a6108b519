"""Words for the speaker: typed, or the event file's own by their number."""

from __future__ import annotations

import pytest

from server.show import commands as c
from server.show.model import Contest
from server.show.view import project
from tests.support.contests import contest, opened, perform
from tests.support.scored_shows import refused


def test_a_typed_message_is_trimmed_shown_and_removed_by_an_empty_one() -> None:
    show = perform(opened(), c.Message("  请靠近话筒 "))
    assert show.message == "请靠近话筒" == project(show, "monitor")["message"]
    assert perform(show, c.Message("请靠近话筒")).seq == show.seq
    assert perform(show, c.Message("  ")).message == ""


def test_a_preset_is_the_event_file_s_message_of_that_number() -> None:
    show = opened(contest(messages=("一", "二")))
    show = perform(show, c.MessagePreset(2))
    assert project(show, "monitor")["message"] == "二" and perform(show, c.MessagePreset(2)).seq == show.seq
    assert perform(show, c.TakeBack()).message == ""
    assert project(show, "control")["settings"]["messages"] == ["一", "二"]


@pytest.mark.parametrize("number", [0, -1, 3])
def test_a_number_that_is_not_there_is_refused_with_how_many_there_are(number: int) -> None:
    show = opened(contest(messages=("一", "二")))
    assert refused(show, c.MessagePreset(number)).params == {"number": number, "count": 2}


def test_an_event_file_without_messages_has_the_three_that_every_stage_needs() -> None:
    assert Contest("x").messages == ("还有 1 分钟", "请结束", "请靠近话筒")
    assert refused(opened(contest(messages=())), c.MessagePreset(1)).code == "unknown_preset"
