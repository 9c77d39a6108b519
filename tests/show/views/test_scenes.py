"""What each stage scene shows: its keys as the pages expect them, whatever has happened before."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from server.show import commands as c
from server.show.commands import Scene
from server.show.model import OnAir, Show, Theme, rundown
from server.show.model.walltime import wall_time
from server.show.view import project
from server.show.views import scenes
from tests.support.contests import START, contest, opened, perform
from tests.support.scored_shows import on_air, refused, scored

KEYS = {
    "key_visual": "words", "holding": "", "countdown": "title to", "opening": "kicker name post",
    "judge": "seat name unit post of", "judges": "judges",
    "rules": "title talk qa criteria judges trim_high trim_low combine decimals minimum maximum example",
    "next": "entry members", "story": "entry part practice progress effect figures firsts honours",
    "talk": "entry layout", "qa": "entry layout asker", "scoring": "entry received of",
    "reveal": "entry covered seats", "previous": "entry score rank",
    "ranking": "category rows top page_size page of", "award": "award category page pages winners presenters joint",
    "break": "title to next", "message": "title text", "black": "", "test": "outputs",
    "draw": "session rows seed drawn_at",
    "ceremony": "kind title group suspense places rows sets presenters motion",
}  # fmt: skip
BRIEF = {"id", "order", "unit", "title", "doer", "speaker", "category", "eligibility"}


def content(show: Show) -> dict[str, Any]:
    return project(show, "stage")["program"]["content"]


def test_the_keys_of_every_scene_are_settled() -> None:
    assert set(KEYS) == set(Scene.__args__) == set(scenes.CONTENT)  # type: ignore[attr-defined]


@pytest.mark.parametrize("policy", ["at_once", "previous_after_next", "first_together", "session", "awards"])
def test_every_row_of_a_rundown_shows_what_its_page_expects_and_nothing_else(policy: str) -> None:
    show = scored(opened(contest(entries=4, judges=3, policy=policy)), "01", "02", "03", "04")
    for cue in rundown.cues(show):
        picture = replace(show, program=OnAir(cue, "1", START))
        found = content(picture)
        assert set(found) - {"covered"} == set(KEYS[cue.scene].split()) - {"covered"}, cue.id
        assert isinstance(json.dumps(found), str)
        assert found.get("entry") is None or set(found["entry"]) == BRIEF


def test_nothing_on_air_is_no_program() -> None:
    assert scenes.program(opened()) is None and scenes.timer_facts(None) is None


def test_a_revealed_result_has_its_way_and_a_covered_one_has_only_faces() -> None:
    show = on_air(scored(opened(), "01"), "01.reveal")
    covered = content(show)
    assert covered["covered"] and all(set(face) == {"seat", "name"} for face in covered["seats"])
    shown = content(perform(show, c.Reveal("01")))
    assert set(shown) == {"entry", "covered", "seats", "combine", "mean", "deduction", "deduction_reason", "score",
                          "parts"}  # fmt: skip
    assert [face["mark"] for face in shown["seats"]] == ["90.00"] * 5
    assert sum("dropped" in face for face in shown["seats"]) == 2


def test_the_previous_score_is_a_pair_of_blanks_until_it_is_revealed() -> None:
    show = scored(scored(opened(), "01"), "03", mark="95")
    assert scenes.score_facts(show, "01") == {"score": None, "rank": None}
    show = perform(show, c.Arm("01"), c.Reveal("01"))
    assert scenes.score_facts(show, "01") == {"score": "90.00", "rank": 1}, "03 has more, but nobody knows"
    assert scenes.score_facts(perform(show, c.SetEligibility("01", "withdrawn", "x")), "01")["rank"] is None


def test_a_ranking_can_stop_at_the_top_and_counts_the_field() -> None:
    show = scored(opened(contest(entries=8, judges=1)), "01", "03", "05")
    for id in ("01", "03", "05"):
        show = perform(show, c.Arm(id), c.Reveal(id))
    show = perform(show, c.AddCue("s1.test", "ranking", "", {"category": "a", "top": 2, "page_size": 5, "page": 1}))
    found = content(on_air(show, rundown.following(show, "s1.test").id))  # type: ignore[union-attr]
    assert (len(found["rows"]), found["top"], found["page_size"], found["page"], found["of"]) == (2, 2, 5, 1, 4)
    assert [row["rank"] for row in found["rows"]] == [1, 1]


def test_marks_are_counted_of_todays_judges() -> None:
    show = on_air(opened(), "01.scoring")
    assert (content(show)["received"], content(show)["of"]) == (0, 5)


def test_a_break_ends_at_its_time_or_after_its_minutes_or_when_it_ends() -> None:
    show = on_air(opened(), "s1.break.2")
    assert content(show)["to"] == wall_time(show.contest, "14:00", START)
    show = on_air(show, "s1.break.1")
    assert content(show)["to"] == show.program.at + 600_000  # type: ignore[union-attr]
    assert [entry["id"] for entry in content(show)["next"]] == ["02", "03", "04"]
    show = perform(show, c.AddCue("s1.test", "break", "稍候"))
    assert content(on_air(show, rundown.following(show, "s1.test").id))["to"] is None  # type: ignore[union-attr]


def test_who_comes_next_is_who_takes_part_in_todays_order() -> None:
    show = perform(opened(), c.SetEligibility("02", "withdrawn"), c.SetEligibility("03", "exhibition"))
    show = on_air(perform(show, c.MoveSegment("05", "03")), "01.talk")
    coming = scenes.upcoming(show, show.program.cue, 3)  # type: ignore[union-attr]
    assert [entry["id"] for entry in coming] == ["05", "03", "04"]
    assert len(scenes.upcoming(show, None, 99)) == 5 and scenes.upcoming(show, None, 0) == []


def test_the_number_of_an_entry_is_its_place_in_its_session_today() -> None:
    show = perform(opened(), c.MoveSegment("03", "01"))
    assert [scenes.place_in_session(show, id) for id in ("03", "01", "02", "04")] == [1, 2, 3, 1]
    lost = opened(contest(order=("01",)))
    assert scenes.place_in_session(lost, "02") == 0
    assert scenes.entry_facts(show, None) is None and scenes.entry_facts(show, "99") is None


def test_names_that_are_not_there_are_shown_as_they_are() -> None:
    show = opened()
    assert scenes.category_name(show, "a") == "发展提质" and scenes.category_name(show, "z") == "z"
    assert refused(show, c.Put("top", category="z")).code == "unknown_category"


def test_the_contest_shows_its_own_theme() -> None:
    theme = Theme({"red-900": "#900"}, "logo.png", "kv.jpg")
    assert scenes.contest_facts(opened(contest(theme=theme)))["theme"] == {
        "colors": {"red-900": "#900"}, "logo": "logo.png", "key_visual": "kv.jpg",
    }  # fmt: skip


def test_a_judges_new_name_is_on_every_card_at_once() -> None:
    show = perform(on_air(opened(), "s1.judge.J1"), c.EditJudge("J1", name="欧阳于澜", post="主任"))
    assert content(show)["name"] == "欧阳于澜" and content(show)["of"] == 5
    assert content(on_air(show, "s1.judges"))["judges"][0]["post"] == "主任"
    assert content(on_air(scored(show, "01"), "01.reveal"))["seats"][0]["name"] == "欧阳于澜"
