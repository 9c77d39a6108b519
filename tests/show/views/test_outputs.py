"""The slices of each kind of output, and what stays off the air."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from server.show import commands as c
from server.show.model import Show
from server.show.view import project
from server.show.views.outputs import ELEMENTS
from server.show.views.scenes import TOP_SIZE
from tests.show.test_evolve import SMALL
from tests.show.test_view import public_bytes, recognisable, step, tells
from tests.support.contests import contest, opened, perform
from tests.support.scored_shows import eventful, on_air, scored

COMMON = {"output", "contest", "override", "timer"}
OWN = {
    "stage": {"program"}, "monitor": {"now", "next", "message"},
    "backstage": {"now", "on", "next", "after", "session", "pause"}, "overlay": set(ELEMENTS),
    "watch": {*ELEMENTS, "stream", "now", "next", "pause", "on", "session", "standings"},
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(OWN))
def test_each_output_has_its_slices_and_no_others(name: str) -> None:
    for show in (opened(), on_air(opened(), "01.talk"), on_air(opened(), "s1.break.2", "closing.key_visual")):
        assert set(project(show, name)) == COMMON | OWN[name]


@pytest.mark.parametrize(
    ("cue", "on"),
    [
        ("s1.judge.J1", {"scene": "judge", "title": "评委1"}),
        ("s1.ranking.a", {"scene": "ranking", "title": "发展提质"}),
        ("closing.key_visual", None),
        ("01.talk", None),
    ],
)
def test_remote_viewers_read_what_goes_on_where_it_is_no_entry_s(cue: str, on: dict | None) -> None:
    assert project(on_air(opened(), cue), "watch")["on"] == on


def test_elements_off_air_are_null() -> None:
    show = perform(opened(), c.Clear("all"))
    assert all(project(show, "overlay")[name] is None for name in ELEMENTS)


def overlay(show: Show, *puts: c.Put) -> dict:
    return project(perform(show, *puts), "overlay")


def test_every_element_says_what_was_put() -> None:
    found = overlay(
        opened(), c.Put("lower_third", name="王芳", post="主持人"), c.Put("bug"), c.Put("top", category="a"),
        c.Put("ticker", text="请将手机静音"), c.Put("logo"),
    )  # fmt: skip
    assert found["lower_third"] == {"form": "person", "name": "王芳", "post": "主持人"}
    assert found["bug"] == {} and found["ticker"] == {"text": "请将手机静音"}
    assert found["top"] == {"category": {"id": "a", "name": "发展提质"}, "rows": []}
    assert found["logo"] == {"text": "先锋杯", "image": ""}
    assert overlay(opened(), c.Put("lower_third", entry="01"))["lower_third"]["form"] == "entry"


def test_the_lower_third_of_a_judge_follows_the_name_and_falls_back_on_the_unit() -> None:
    show = on_air(opened(), "s1.judge.J1")
    assert project(show, "overlay")["lower_third"] == {
        "form": "person", "name": "评委1", "post": contest().judges[0].unit,
    }  # fmt: skip
    show = perform(show, c.EditJudge("J1", name="欧阳", post="主任"))
    assert project(show, "overlay")["lower_third"] == {"form": "person", "name": "欧阳", "post": "主任"}


def test_a_ticker_without_words_says_what_the_event_says() -> None:
    show = on_air(opened(contest(ticker="欢迎")), "s1.test")
    assert overlay(show, c.Put("ticker", text="一"))["ticker"] == {"text": "一"}
    assert ELEMENTS["ticker"](show, {}) == {"text": "欢迎"}


def test_the_top_panel_is_short_and_the_score_comes_with_the_reveal_only() -> None:
    show = opened(contest(entries=16, judges=1))
    for id in [id for id, entry in show.entries.items() if entry.category == "a"]:
        show = perform(scored(show, id), c.Arm(id), c.Reveal(id))
    found = overlay(show, c.Put("top", category="a"), c.Put("score", entry="02"))
    assert len(found["top"]["rows"]) == TOP_SIZE and found["score"] is None
    show = perform(scored(show, "02"), c.Put("score", entry="02"), c.Arm("02"), c.Reveal("02"))
    assert project(show, "overlay")["score"]["rank"] == 1
    assert project(perform(show, c.Hide("02")), "overlay")["score"] is None


@pytest.mark.parametrize("kind", ["element", "cue"])
def test_an_element_that_knows_too_little_is_off_air(kind: str) -> None:
    for name in ("score", "top"):
        assert ELEMENTS[name](opened(), {} if kind == "element" else {"by_cue": True}) is None


def test_the_monitor_says_what_is_on_and_who_is_next() -> None:
    assert project(opened(), "monitor")["now"] is None
    assert project(opened(), "monitor")["next"]["id"] == "01"
    show = perform(on_air(opened(), "06.talk"), c.Message("请靠近话筒"))
    found = project(show, "monitor")
    assert (found["now"]["scene"], found["now"]["entry"]["id"], found["next"]) == ("talk", "06", None)
    assert found["message"] == "请靠近话筒"
    elsewhere = [project(show, name) for name in ("stage", "overlay", "watch", "backstage")]
    assert "请靠近话筒" not in json.dumps(elsewhere, ensure_ascii=False)


def test_a_row_moved_into_an_entrys_segment_is_about_that_entry() -> None:
    show = perform(opened(), c.AddCue("01.talk", "message", "请稍候", {"text": "稍候"}))
    show = on_air(show, "added.2")
    assert project(show, "monitor")["now"]["entry"]["id"] == "01"
    assert project(show, "backstage")["now"]["id"] == "01"


def test_the_waiting_room_knows_the_break_and_its_end() -> None:
    show = on_air(opened(), "s1.break.2")
    found = project(show, "backstage")
    assert found["pause"]["title"] == "午休" and found["pause"]["to"] is not None
    assert found["session"] == {"name": "第一场", "start": "09:00"} and found["next"]["id"] == "04"
    assert project(opened(), "backstage")["session"] is None
    assert project(on_air(show, "01.talk"), "backstage")["pause"] is None


@settings(max_examples=80)
@given(eventful(SMALL))
def test_public_pages_hold_the_numbers_of_what_is_revealed_now(sequence: list[object]) -> None:
    """After hide and undo too; a frozen picture is as it was, so freezing is left out."""
    show = opened(SMALL)
    for command in sequence:
        if not isinstance(command, c.Freeze):
            show, _ = step(show, recognisable(command))
            seen = public_bytes(show)
            assert not [id for id in set(show.entries) - set(show.reveals) if tells(seen, id)]


@pytest.mark.parametrize(
    ("edit", "cue"),
    [(c.EditEntry("01", unit="新名"), "01.reveal"), (c.EditJudge("J1", name="新名"), "s1.judge.J1")],
    ids=["unit", "judge"],
)
def test_an_old_name_is_on_no_public_page(edit: object, cue: str) -> None:
    old = "单位01" if cue == "01.reveal" else "评委1"
    show = on_air(perform(scored(opened(), "01"), edit), cue)
    assert old not in json.dumps([project(show, name) for name in OWN], ensure_ascii=False)


def test_a_frozen_wall_does_not_deafen_the_speaker() -> None:
    show = perform(on_air(opened(), "01.talk"), c.TimerStart(), c.Freeze(True), c.TimerPause(), c.Message("请停"))
    assert project(show, "monitor")["message"] == "请停"
    assert project(show, "monitor")["timer"]["held_at"] is not None
