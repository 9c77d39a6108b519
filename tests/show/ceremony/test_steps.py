"""Walking a ceremony: GO, back, jump, complete, pause, speed, and what they leave as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.show import commands as c
from server.show.ceremony import steps
from server.show.decide import decide
from server.show.events import Recorded
from server.show.evolve import evolve
from server.show.model import Show
from server.show.model.ceremony import LEAD, runs
from server.show.view import project, public_views
from server.wire import decode_event, encode_event
from tests.support.ceremony_shows import CUE, honouring, locked, pressed, ranked, walking
from tests.support.contests import opened, perform
from tests.support.scored_shows import refused

WALK = walking()
LENGTH = len(WALK.ceremony.plan.steps)  # type: ignore[union-attr]
places = st.integers(1, LENGTH)


def public(show: Show) -> dict[str, Any]:
    return {name: project(show, name) for name in public_views(show)}


def at_rest(views: Any) -> Any:
    """Public views without their motion and its moment: the picture in which a step ends."""
    if isinstance(views, dict):
        return {key: at_rest(value) for key, value in views.items() if key not in ("motion", "at")}
    return [at_rest(value) for value in views] if isinstance(views, list) else views


@settings(max_examples=30)
@given(st.integers(1, LENGTH - 1))
def test_back_after_next_is_the_same_picture_to_the_byte(step: int) -> None:
    show = pressed(WALK, step - 1)
    there_and_back = perform(show, c.Go(), c.CeremonyBack(), step=10_000)
    assert json.dumps(public(there_and_back)) == json.dumps(public(show))
    undone = perform(show, c.Go(), c.TakeBack(), step=10_000)
    assert public(undone) == public(show), "undo is the same way back"


@settings(max_examples=30)
@given(places, places)
def test_a_jump_shows_what_so_many_nexts_show(start: int, step: int) -> None:
    walked, jumped = pressed(WALK, step - 1), perform(pressed(WALK, start - 1), c.CeremonyJump(step), step=10_000)
    assert at_rest(public(jumped)) == at_rest(public(walked))
    if step > 1:
        back = perform(jumped, c.CeremonyBack())
        assert at_rest(public(back)) == at_rest(public(pressed(WALK, step - 2)))


@settings(max_examples=30)
@given(places, st.integers(401, 700))
def test_a_second_press_completes_the_motion_and_shows_its_end(step: int, wait: int) -> None:
    if step == 1:
        return
    show = pressed(WALK, step - 1)
    done = perform(show, c.Go(), step=wait)
    assert done.ceremony is not None and done.ceremony.step == step and done.ceremony.motion is None
    assert at_rest(public(done)) == at_rest(public(show))
    assert public(perform(show, c.CeremonyComplete())) == public(done)


def test_the_guard_holds_also_in_the_ceremony_and_lets_the_press_after_it_complete() -> None:
    show = pressed(WALK, 3)
    with pytest.raises(Exception, match="double_go"):
        perform(show, c.Go(), step=399)
    done = perform(show, c.Go(), step=400)
    assert done.ceremony.motion is None  # type: ignore[union-attr]
    with pytest.raises(Exception, match="double_go"):
        perform(done, c.Go(), step=399)
    assert perform(done, c.Go(), step=400).ceremony.step == 5  # type: ignore[union-attr]


WALKS = ["go", "quick", "back", "jump", "pause", "resume", "half", "double", "undo"]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sampled_from(WALKS), max_size=14), places)
def test_a_journal_read_back_is_where_the_show_is(walk: list[str], target: int) -> None:
    commands = {
        "go": (c.Go(), 10_000), "quick": (c.Go(), 450), "back": (c.CeremonyBack(), 700),
        "jump": (c.CeremonyJump(target), 700), "pause": (c.CeremonyPause(True), 500),
        "resume": (c.CeremonyPause(False), 500), "half": (c.CeremonySpeed("0.5"), 300),
        "double": (c.CeremonySpeed("2"), 300), "undo": (c.TakeBack(), 700),
    }  # fmt: skip
    live = replayed = WALK
    for name in walk:
        command, wait = commands[name]
        at = live.at + wait
        try:
            events = decide(live, command, at, "operator")
        except steps.Refused:
            continue
        for event in events:
            live = evolve(live, Recorded(live.seq + 1, at, "operator", event))
            again = decode_event(encode_event(event))
            replayed = evolve(replayed, Recorded(replayed.seq + 1, at, "operator", again))
    assert replayed == live
    assert {name: project(replayed, name) for name in ("control", "preview.stage", *public_views(live))} == {
        name: project(live, name) for name in ("control", "preview.stage", *public_views(live))
    }


def test_go_walks_to_the_end_and_then_takes_the_next_cue() -> None:
    show = pressed(WALK, LENGTH - 1)
    assert show.ceremony.step == LENGTH and show.program.cue.id == CUE  # type: ignore[union-attr]
    assert project(show, "control")["go"]["does"] == "take"
    assert pressed(show, 1).program.cue.scene == "ranking"  # type: ignore[union-attr]


def test_a_step_starts_a_little_ahead_on_every_screen() -> None:
    show = pressed(WALK, 1)
    stage, bar = project(show, "stage")["program"], project(show, "overlay")["award_bar"]
    assert stage["at"] == bar["at"] == stage["content"]["motion"]["at"] == show.at + LEAD


def test_a_pause_holds_the_motion_and_speed_changes_it_without_a_jump() -> None:
    show = pressed(WALK, 6)
    ms = show.ceremony.motion.ms  # type: ignore[union-attr]
    held = perform(show, c.CeremonyPause(True), step=500)  # it stands still at the moment 500 + LEAD
    assert held.ceremony.motion.done == 500 and runs(held.ceremony.motion, held.at + 10**6)  # type: ignore[union-attr]
    slow = perform(held, c.CeremonySpeed("0.5"), step=5000)
    assert slow.ceremony.motion.done == 500 and slow.ceremony.held  # type: ignore[union-attr]
    going = perform(slow, c.CeremonyPause(False))
    motion = going.ceremony.motion  # type: ignore[union-attr]
    assert motion.done == 500 and motion.at == going.at + LEAD and motion.speed == 50
    assert runs(motion, motion.at + 2 * (ms - 500) - 2) and not runs(motion, motion.at + 2 * (ms - 500))
    finished = perform(held, c.Go(), step=5000)
    assert finished.ceremony.motion is None and not finished.ceremony.held, "GO goes on"  # type: ignore[union-attr]
    assert perform(finished, c.CeremonyPause(True), c.CeremonyPause(False)).ceremony.held is False  # type: ignore[union-attr]


def test_a_press_that_was_meant_for_another_step_is_refused() -> None:
    show = pressed(WALK, 3)
    late = perform(pressed(show, 1), c.Message("x"), step=20_000)
    assert refused(late, c.Go(f"{CUE}/5")).now == f"{CUE}/6"
    assert perform(late, c.Go(f"{CUE}/6")).ceremony.step == 6  # type: ignore[union-attr]
    assert perform(late, c.Go(CUE)).ceremony.step == 6  # type: ignore[union-attr]


def test_the_plan_is_locked_until_its_first_step_and_not_given_up_after_it() -> None:
    show = locked()
    for command in (c.PlanCeremony("by_award"), c.LockCeremony(), c.SetQuota("one", "a", 2), c.AddPrize("奖", ("01",)),
                    c.RemovePrize("x")):  # fmt: skip
        assert refused(show, command).code == "ceremony_locked"
    assert perform(show, c.UnlockCeremony()).ceremony is None
    assert refused(WALK, c.UnlockCeremony()).code == "ceremony_begun"
    assert refused(ranked(), c.UnlockCeremony()).code == "ceremony_unlocked"


def test_a_take_locks_a_plan_that_nobody_locked_and_is_refused_for_what_blocks_it() -> None:
    show = perform(ranked(), c.Preview(CUE), c.Go())
    assert show.ceremony.plan == locked().ceremony.plan and show.ceremony.step == 1  # type: ignore[union-attr]
    assert perform(show, c.TakeBack()).ceremony is None
    assert refused(opened(honouring()), c.Preview(CUE), c.Take()).code == "award_unconfirmed"


def test_the_locked_plan_stays_what_it_was_and_the_panel_says_that_results_changed() -> None:
    show = perform(locked(), c.Correct("11", "抄错", dict.fromkeys(WALK.judges, WALK.sheets["07"].marks["J1"] - 3)))
    assert show.ceremony.plan == locked().ceremony.plan  # type: ignore[union-attr]
    assert project(show, "control")["plan"]["stale"] and not project(locked(), "control")["plan"]["stale"]


def test_off_air_nothing_walks_and_a_return_finds_the_step() -> None:
    for command in (c.CeremonyBack(), c.CeremonyJump(2), c.CeremonyComplete(), c.CeremonyPause(True),
                    c.CeremonySpeed("2")):  # fmt: skip
        assert refused(locked(), command).code == "ceremony_off"
    away = perform(pressed(WALK, 5), c.Preview("closing.key_visual"), c.Take())
    assert refused(away, c.CeremonyBack()).code == "ceremony_off"
    again = perform(away, c.Preview(CUE), c.Take())
    assert again.ceremony.step == 6 and again.ceremony.motion is None  # type: ignore[union-attr]


def test_steps_that_are_not_there_are_refused() -> None:
    assert refused(WALK, c.CeremonyBack()).code == "ceremony_first"
    for step in (0, LENGTH + 1):
        assert refused(WALK, c.CeremonyJump(step)).params == {"step": step, "of": LENGTH}
    assert decide(WALK, c.CeremonyJump(1), WALK.at) == ()


def test_an_old_journal_has_no_ceremony_and_shows_what_it_showed() -> None:
    plain = honouring(ceremony=None)
    show = perform(ranked(plain), c.Preview("award.one.a.1"), c.Take())
    assert show.ceremony is None and project(show, "stage")["program"]["content"]["winners"][0]["entry"] == "11"
    assert replace(plain, ceremony=None) == plain
