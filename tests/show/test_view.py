"""What each audience sees, and above all what it does not see before a reveal."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.show import commands as c
from server.show.decide import decide
from server.show.events import Recorded
from server.show.evolve import evolve
from server.show.model import Output, Refused, Show
from server.show.view import is_public, previewed, project, public_views, views
from tests.support.contests import contest, opened, perform
from tests.support.random_shows import shows

POLICIES = ["at_once", "previous_after_next", "first_together", "session", "awards"]


def public_bytes(show: Show) -> str:
    return json.dumps({name: project(show, name) for name in public_views(show)}, ensure_ascii=False)


def step(show: Show, command: object) -> tuple[Show, int]:
    """The show after a command and how many patches every view gets from it."""
    try:
        events = decide(show, command, show.at + 500, "")
    except Refused:
        return show, 0
    for event in events:
        show = evolve(show, Recorded(show.seq + 1, show.at + 500, "", event))
    return show, len(events)


def walked(show: Show) -> bool:
    return show.ceremony is not None and show.ceremony.step is not None


def called(show: Show) -> set[str]:
    """Whom the steps of the ceremony up to the one on air have called."""
    steps = show.ceremony.shown if show.ceremony else ()
    return {winner.entry for step in steps for winner in step.winners if winner.score is not None}


def secret(entry: str) -> int:
    """What an entry's marks begin with: two apart, so that no deduction makes them another's."""
    return 70 + 2 * int(entry)


def tells(seen: str, entry: str) -> bool:
    return any(f'"{whole}.' in seen for whole in (secret(entry), secret(entry) - 1))


def recognisable(command: object) -> object:
    """The same command with marks that name their entry, and so do the score and its mean."""
    if not isinstance(command, (c.EnterMarks, c.Correct)):
        return command
    whole = secret(command.entry)
    marks = {
        judge: None if mark is None else Decimal(f"{whole}.{int(mark) % 100:02d}")
        for judge, mark in command.marks.items()
    }
    return replace(command, marks=marks)


@pytest.mark.parametrize("policy", POLICIES)
@settings(max_examples=30, deadline=None)
@given(draw=st.data())
def test_no_mark_or_score_is_public_before_its_reveal(policy: str, draw: st.DataObject) -> None:
    show, sequence = draw.draw(shows(policy=policy))
    ever_revealed: set[str] = set()
    for command in sequence:
        if isinstance(command, c.InventMarks):
            continue  # such numbers do not name their entry
        show, _ = step(show, recognisable(command))
        ever_revealed |= {*show.reveals, *called(show)}
        seen = public_bytes(show)
        for entry in set(show.entries) - ever_revealed:
            assert not tells(seen, entry)


@pytest.mark.parametrize("policy", POLICIES)
@settings(max_examples=25, deadline=None)
@given(draw=st.data())
def test_hidden_numbers_change_no_public_byte_and_no_number_of_messages(policy: str, draw: st.DataObject) -> None:
    """The same commands with other marks for entry 02: until its reveal, or an award, the hall
    gets the same bytes, and as many messages. (A tie that refuses a lock in one of them is the end of it.)"""
    one, sequence = draw.draw(shows(policy=policy))
    other = one
    for command in sequence:
        twin = command
        if isinstance(command, c.EnterMarks) and command.entry == "02":
            marks = {judge: None if mark is None else 100 - mark for judge, mark in command.marks.items()}
            twin = c.EnterMarks("02", marks)
        if isinstance(command, c.Correct) and command.entry == "02":
            continue
        one, sent = step(one, command)
        other, sent_too = step(other, twin)
        if "02" in (*one.reveals, *other.reveals) or one.awarded or other.awarded:
            return
        if walked(one) or walked(other) or (one.ceremony is None) != (other.ceremony is None):
            return
        if not isinstance(command, c.EnterMarks):
            assert sent == sent_too
        assert public_bytes(one) == public_bytes(other)


def score(show: Show, entry: str, *marks: str) -> Show:
    given = dict(zip(show.judges, map(Decimal, marks), strict=True))
    return perform(show, c.EnterMarks(entry, given), c.Confirm(entry))


def show_with_scores(policy: str = "at_once", **changes: object) -> Show:
    show = opened(contest(entries=4, judges=3, policy=policy, **changes))
    for entry, mark in (("01", "90"), ("02", "91"), ("03", "92"), ("04", "91")):
        show = score(show, entry, mark, mark, mark)
    return show


def test_views_are_named_and_only_the_outputs_are_public() -> None:
    show = opened()
    assert set(public_views(show)) == {"stage", "monitor", "backstage", "overlay", "watch"}
    assert not is_public(show, "control") and not is_public(show, "preview.stage")
    assert all(project(show, name) for name in views(show))


def test_no_output_opens_a_view_of_those_who_are_signed_in() -> None:
    own = ("control", "desk", "judge.J1", "preview.stage")
    show = opened(contest(outputs=tuple(Output(name, "stage", "主屏") for name in ("stage", *own))))
    assert public_views(show) == ("stage", "watch") and not any(is_public(show, name) for name in own)


def test_scoring_counts_marks_and_shows_none() -> None:
    show = perform(opened(), c.Preview("01.scoring"), c.Take(), c.EnterMarks("01", {"J1": Decimal(90)}))
    content = project(show, "stage")["program"]["content"]
    assert (content["received"], content["of"]) == (1, 5) and "90" not in json.dumps(content)


def test_a_ranking_on_air_gets_the_new_row_as_an_update() -> None:
    show = perform(show_with_scores(), c.Arm("01"), c.Reveal("01"), c.Preview("s1.ranking.a"), c.Take())
    before = project(show, "stage")["program"]
    assert [row["entry"] for row in before["content"]["rows"]] == ["01"] and before["content"]["rows"][0]["fresh"]
    show = perform(show, c.Arm("03"), c.Reveal("03"))
    after = project(show, "stage")["program"]
    assert after["key"] == before["key"]
    assert [(row["entry"], row["rank"], row["fresh"]) for row in after["content"]["rows"]] == [
        ("03", 1, True),
        ("01", 2, False),
    ]


def test_the_score_bar_is_empty_until_the_reveal() -> None:
    show = perform(show_with_scores(), c.Put("score", entry="01"))
    assert project(show, "overlay")["score"] is None
    show = perform(show, c.Arm("01"), c.Reveal("01"))
    assert project(show, "overlay")["score"]["score"] == "90.00"


def test_preview_shows_the_next_take_and_the_hall_does_not() -> None:
    show = perform(opened(), c.Preview("01.next"))
    assert project(show, "preview.stage")["program"]["scene"] == "next"
    assert project(show, "stage")["program"] is None
    assert previewed(show).program is not None


def test_a_frozen_picture_stays_and_panic_still_reaches_it() -> None:
    show = perform(opened(), c.Preview("01.next"), c.Take(), c.Freeze(True), c.Preview("02.next"), c.Take())
    assert project(show, "stage")["program"]["entry"] == "01"
    assert project(perform(show, c.Hold(True)), "stage")["override"] == "holding"
    assert project(perform(show, c.Freeze(False)), "stage")["program"]["entry"] == "02"


def test_a_rename_minutes_before_air_is_on_air_at_once() -> None:
    show = perform(opened(), c.Preview("01.next"), c.Take(), c.EditEntry("01", title=("新题目", "下一行")))
    assert project(show, "stage")["program"]["content"]["entry"]["title"] == ["新题目", "下一行"]


def test_monitor_and_backstage_say_now_next_after() -> None:
    show = perform(opened(), c.Preview("01.talk"), c.Take(), c.Message("请靠近话筒"))
    monitor, backstage = project(show, "monitor"), project(show, "backstage")
    assert monitor["next"]["id"] == "02" and monitor["message"] == "请靠近话筒"
    assert monitor["timer"]["key"] == "01/talk"
    assert backstage["now"]["id"] == "01" and [entry["id"] for entry in backstage["after"]] == [
        "03",
        "04",
        "05",
        "06",
    ]


def test_the_schedule_adds_up_what_is_still_planned() -> None:
    show = perform(opened(), c.Preview("01.talk"), c.Take())
    before = project(show, "control")["schedule"]
    show = perform(show, c.Extend("02.talk", 120), c.Skip("03.talk", True))
    after = project(show, "control")["schedule"]
    assert after["remaining"] - before["remaining"] == 120 - 360
    assert after["planned_end"] - after["planned_start"] == 3 * 3600 * 1000


def test_awards_carry_this_page_only() -> None:
    show = perform(show_with_scores(), c.Preview("award.one.b.1"), c.Take())
    content = project(show, "stage")["program"]["content"]
    assert [winner["entry"] for winner in content["winners"]] == ["02", "04"] and content["joint"]
    assert "91.00" not in public_bytes(show)
