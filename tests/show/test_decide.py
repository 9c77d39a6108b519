"""Commands and refusals of the whole show, by properties and by the cases people meet."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings

from server.show import commands as c
from server.show.commands import ImportEntries
from server.show.decide import DECIDERS, decide
from server.show.events import EVENTS, Recorded
from server.show.evolve import EVOLUTIONS, evolve
from server.show.marks.sign import SIGNED
from server.show.model import Chain, Refused, Show
from server.show.view import project, views
from tests.support.contests import contest, opened, perform
from tests.support.random_shows import shows

DIRECTORS_OWN = {"switch_mode", "restart_rehearsal"}
PAGES_OWN = {ImportEntries}  # its door is the upload page, which reads a table first


def test_every_command_has_a_decider_and_every_event_an_evolution() -> None:
    on_the_wire = {c.COMMANDS[name] for name in set(c.COMMANDS) - DIRECTORS_OWN}
    assert on_the_wire | PAGES_OWN == {*DECIDERS, *SIGNED}
    assert set(EVENTS.values()) == set(EVOLUTIONS) | {EVENTS["Opened"], EVENTS["Undone"]}


def run(show: Show, sequence: list[object]) -> tuple[Show, list[Recorded]]:
    recorded: list[Recorded] = []
    for command in sequence:
        before = show
        try:
            events = decide(show, command, show.at + 250, "操作员")
        except Refused as refused:
            assert show is before and refused.code
            continue
        assert len(events) <= 1, "one command is one event, so that one command is one seq"
        for event in events:
            recorded.append(Recorded(show.seq + 1, show.at + 250, "操作员", event))
            show = evolve(show, recorded[-1])
    return show, recorded


@settings(max_examples=80, deadline=None)
@given(shows(40))
def test_any_sequence_replays_to_the_same_views_and_never_crashes(drawn: tuple[Show, list[object]]) -> None:
    first, sequence = drawn
    live, recorded = run(first, sequence)
    again = first
    for fact in recorded:
        again = evolve(again, fact)
    assert again == live
    for name in views(live):
        json.dumps(project(live, name), ensure_ascii=False)
        assert project(again, name) == project(live, name)


@settings(max_examples=40, deadline=None)
@given(shows())
def test_undo_gives_back_every_view_as_it_was(drawn: tuple[Show, list[object]]) -> None:
    show, _ = run(*drawn)
    before = {name: project(show, name) for name in views(show) if not name.startswith("preview.")}
    for command in (
        c.Message("一二三"),
        c.Put("ticker", text="滚动字幕"),
        c.Hold(show.override != "holding"),
    ):
        after = perform(perform(show, command), c.TakeBack())
        for name, view in before.items():
            now = project(after, name)
            for slice_name in view.keys() - {"undo", "log"}:
                assert now[slice_name] == view[slice_name], (name, slice_name)


def test_go_takes_and_advances_and_take_leaves_the_preview() -> None:
    show = opened()
    assert show.preview == "s1.test"
    show = perform(show, c.Go())
    assert show.program and show.program.cue.id == "s1.test" and show.preview == "s1.key_visual"
    show = perform(show, c.Take())
    assert show.program and show.program.cue.id == show.preview == "s1.key_visual"


def test_a_second_go_within_400_ms_is_one_go() -> None:
    show = perform(opened(), c.Go(), at=10_000_000_000_000)
    with pytest.raises(Refused) as refused:
        perform(show, c.Go(), at=10_000_000_000_399)
    assert refused.value.code == "double_go"
    assert perform(show, c.Go(), at=10_000_000_000_400).preview != show.preview


def test_a_take_that_expects_another_preview_is_refused_with_what_it_is() -> None:
    show = perform(opened(), c.Preview("01.next"))
    with pytest.raises(Refused) as refused:
        perform(show, c.Take(expect="s1.test"))
    assert (refused.value.code, refused.value.now) == ("expected", "01.next")


def test_what_changed_under_a_command_is_refused_and_panic_never_is() -> None:
    show = perform(opened(), c.EnterMarks("01", {"J1": Decimal(90)}))
    seen = show.seq
    show = perform(show, c.EnterMarks("01", {"J1": Decimal(91)}))
    with pytest.raises(Refused) as refused:
        perform(show, c.EnterMarks("01", {"J1": Decimal(92)}), seen=seen)
    assert (refused.value.code, refused.value.now) == ("changed", "91.00")
    perform(show, c.EnterMarks("01", {"J2": Decimal(92)}), seen=seen)
    perform(show, c.Hold(True), c.Black(True), c.Clear("all"), seen=0)


def test_two_who_type_copies_of_a_sheet_are_not_in_each_others_way() -> None:
    show = opened(contest(chain=Chain(double_entry=True)))
    typed = perform(show, c.EnterMarks("01", {"J1": Decimal(91)}), by="scorer-1/aa")
    both = perform(typed, c.EnterMarks("01", {"J1": Decimal(91)}), by="scorer-2/bb", seen=show.seq)
    assert str(both.sheets["01"].marks["J1"]) == "91.00"


def full(show: Show, entry: str, *marks: str) -> Show:
    given = marks or ("90", "91", "92", "93", "94")
    sheet = {judge: Decimal(mark) for judge, mark in zip(show.judges, given, strict=True)}
    return perform(show, c.EnterMarks(entry, sheet), c.Confirm(entry))


def test_from_paper_to_the_reveal_by_go() -> None:
    show = full(opened(), "01")
    show = perform(show, c.Preview("01.reveal"), c.Go())
    covered = project(show, "stage")["program"]["content"]
    assert covered["covered"] and "92" not in json.dumps(covered)
    assert project(show, "control")["go"]["does"] == "reveal"
    show = perform(show, c.Go())
    shown = project(show, "stage")["program"]["content"]
    assert not shown["covered"] and shown["score"] == "92.00"
    assert [seat.get("dropped") for seat in shown["seats"]] == ["low", None, None, None, "high"]
    assert project(show, "control")["go"]["does"] == "take"


def test_confirm_arm_reveal_need_each_other() -> None:
    show = perform(opened(), c.EnterMarks("01", {"J1": Decimal(90)}))
    for command, code in (
        (c.Confirm("01"), "marks_missing"), (c.Arm("01"), "not_confirmed"), (c.Reveal("01"), "not_confirmed"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            perform(show, command)
        assert refused.value.code == code
    show = full(opened(), "01")
    with pytest.raises(Refused) as refused:
        perform(show, c.Reveal("01"))
    assert refused.value.code == "not_armed"
    show = perform(show, c.Arm("01"), c.Reveal("01"))
    assert project(show, "control")["sheet/01"]["state"] == "revealed"


def test_a_blank_is_a_blank_and_out_of_range_says_the_range() -> None:
    show = perform(opened(), c.EnterMarks("01", {"J1": Decimal(0), "J2": Decimal(50)}))
    show = perform(show, c.EnterMarks("01", {"J2": None}))
    assert project(show, "control")["sheet/01"]["marks"] == {"J1": "0.00"}
    with pytest.raises(Refused) as refused:
        perform(show, c.EnterMarks("01", {"J3": Decimal("100.01"), "J4": Decimal(1)}))
    assert refused.value.code == "out_of_range" and refused.value.params["maximum"] == "100"
    assert "J4" not in show.sheets["01"].marks


def test_a_correction_keeps_both_and_reaches_the_hall_only_when_revealed_again() -> None:
    show = perform(full(opened(), "01"), c.Arm("01"), c.Reveal("01"), c.Preview("01.reveal"), c.Take())
    show = perform(show, c.Correct("01", "抄错", {"J3": Decimal("98")}))
    sheet = project(show, "control")["sheet/01"]
    assert sheet["state"] == "corrected"
    assert sheet["corrections"][0]["before"]["score"] == "92.00"
    assert sheet["corrections"][0]["after"]["score"] == sheet["result"]["score"] == "92.67"
    assert sheet["corrections"][0]["reason"] == "抄错" and sheet["corrections"][0]["by"] == "operator"
    assert project(show, "stage")["program"]["content"]["score"] == "92.00"
    show = perform(show, c.Arm("01"), c.Reveal("01"))
    assert project(show, "stage")["program"]["content"]["score"] == "92.67"


def test_undoing_a_reveal_hides_it_and_says_that_it_was_seen() -> None:
    show = perform(full(opened(), "01"), c.Arm("01"), c.Reveal("01"))
    assert project(show, "control")["undo"]["seen"] is True
    show = perform(show, c.TakeBack())
    assert project(show, "control")["sheet/01"]["state"] == "armed"


def test_a_withdrawn_entry_is_passed_over_and_cannot_be_scored() -> None:
    show = perform(opened(), c.SetEligibility("01", "withdrawn", "本单位申请"), c.Preview("s1.rules"), c.Go())
    assert show.preview == "s1.break.1"
    with pytest.raises(Refused) as refused:
        perform(show, c.EnterMarks("01", {"J1": Decimal(90)}))
    assert refused.value.code == "not_competing"


def test_the_entry_being_scored_does_not_follow_the_stage_in_mid_sheet() -> None:
    show = perform(opened(), c.ScoreEntry("01"), c.EnterMarks("01", {"J1": Decimal(90)}))
    assert perform(show, c.Preview("02.scoring"), c.Take()).scoring == "01"
