"""The reducer's bookkeeping: the way back of every action, what changed, and nothing that grows for ever."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, replace
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from server.show import commands as c
from server.show.decide import decide
from server.show.events import Recorded
from server.show.evolve import MAX_LOG, MAX_NAME, MAX_UNDO, evolve
from server.show.model import Sheet, Show, rundown
from server.show.view import project
from tests.support.contests import START, contest, opened, perform
from tests.support.random_shows import commands
from tests.support.scored_shows import carried, eventful, on_air, refused, scored

SMALL = contest(entries=4, judges=3)
DRAW = c.Draw(session="s1", seed="请准备", apart=False, reason="")
BOOKKEEPING = {"seq", "at", "changed", "undo", "log", "last_go", "scoring"}


def facts(show: Show) -> dict[str, object]:
    """Every field but the bookkeeping, and without what the hall once saw, who wrote what and which draws
    were taken back: that is on record, and no undo removes it."""
    found = {field.name: getattr(show, field.name) for field in fields(Show) if field.name not in BOOKKEEPING}
    sheets = {id: replace(sheet, seen=None, versions=()) for id, sheet in show.sheets.items()}
    in_force = [drawing for drawing in show.draws if drawing.taken_back is None]
    return found | {"sheets": {id: sheet for id, sheet in sheets.items() if sheet != Sheet()}, "draws": in_force}


@settings(max_examples=300)
@given(eventful(SMALL), commands(SMALL))
@example([], DRAW)
def test_undo_gives_every_field_back_whatever_was_done(sequence: list[object], last: object) -> None:
    before = carried(opened(SMALL), *sequence)
    after = carried(before, last)
    if len(after.undo) == 0 or after.undo[-1].seq != after.seq or after.seq == before.seq:
        return
    assert facts(perform(after, c.TakeBack())) == facts(before)


@settings(max_examples=60)
@given(eventful(SMALL))
@example([DRAW])
def test_undoing_everything_gets_back_to_where_undoing_began(sequence: list[object]) -> None:
    judges_own = (c.DraftMarks, c.SubmitMarks, c.WithdrawMarks)  # nobody at the panel takes these back
    plain = [
        command
        for command in sequence
        if not isinstance(command, (c.TakeBack, c.Preview, c.Freeze, *judges_own))
    ]
    show = opened(SMALL)
    stops = {0: show}  # by the seq of the action on top of the pile
    for command in plain[:MAX_UNDO]:
        after = carried(show, command)
        if after.seq != show.seq and not after.undo:
            stops = {0: after}
        elif after.undo and after.undo[-1].seq == after.seq:
            stops[after.seq] = after
        show = after
    while show.undo:
        show = perform(show, c.TakeBack())
        top = show.undo[-1].seq if show.undo else 0
        assert apart_from_the_seen(show, show) == apart_from_the_seen(stops[top], show)


def apart_from_the_seen(show: Show, last: Show) -> dict[str, object]:
    """The facts without the sheets that the hall saw: below their reveals nothing of them is undone."""
    seen = {id for id, sheet in last.sheets.items() if sheet.seen}
    found = facts(show)
    found["sheets"] = {id: sheet for id, sheet in found["sheets"].items() if id not in seen}  # type: ignore[attr-defined]
    found["armed"] = None if show.armed in seen else show.armed
    return found


@given(eventful(SMALL))
@settings(max_examples=60)
def test_nothing_that_is_kept_grows_without_end(sequence: list[object]) -> None:
    show = carried(opened(SMALL), *sequence)
    assert len(show.undo) <= MAX_UNDO and len(show.log) <= MAX_LOG
    cells = len(show.entries) * (len(show.judges) + 2) + len(show.judges)
    assert len(show.changed) <= cells + len(fields(Show)) + 8
    assert len(show.timers) <= 2 * len(show.entries)
    if show.frozen:
        assert show.frozen.frozen is None and not show.frozen.undo and not show.frozen.log


@settings(max_examples=60)
@given(eventful(SMALL), st.integers(0, 3))
def test_the_log_says_what_and_who_and_never_a_number(sequence: list[object], seed: int) -> None:
    """The log is read aloud and photographed: ids and words only, whatever was typed."""
    show = opened(SMALL)
    for command in sequence:
        if isinstance(command, c.EnterMarks):
            marks = {judge: mark and Decimal("77.77") for judge, mark in command.marks.items()}
            command = c.EnterMarks(command.entry, marks)
        show = carried(show, command)
    assert all(line.by == "operator" for line in show.log)
    assert "77" not in json.dumps([asdict(line.action) for line in show.log])


@given(eventful(SMALL))
@settings(max_examples=60)
def test_every_event_is_one_number_and_one_line(sequence: list[object]) -> None:
    show = opened(SMALL)
    for command in sequence:
        after = carried(show, command)
        assert after.seq - show.seq in (0, 1)
        if after.seq != show.seq and not isinstance(command, c.DraftMarks):  # a judge's pause is no line
            assert (after.log[-1].seq, after.log[-1].at) == (after.seq, after.at)
        elif after.seq == show.seq:
            assert after == show
        show = after


def test_a_journal_begins_with_opened() -> None:
    message = decide(opened(), c.Message("x"), START)[0]
    with pytest.raises(AssertionError, match="Opened"):
        evolve(None, Recorded(1, START, "", message))
    assert opened().undo == () and opened().log == ()


def test_undo_of_one_element_leaves_what_came_by_other_ways_alone() -> None:
    show = perform(opened(), c.Put("ticker", text="字幕"), c.Preview("01.next"), c.ScoreEntry("02"), c.Freeze(True))
    show = perform(show, c.TakeBack())
    assert "ticker" not in show.elements
    assert (show.preview, show.scoring, show.frozen is not None) == ("01.next", "02", True)


def test_what_cannot_be_taken_back_ends_the_pile() -> None:
    show = perform(scored(opened(), "01"), c.Arm("01"), c.Reveal("01"), c.Hide("01", "误操作"))
    assert show.undo == () and refused(show, c.TakeBack()).code == "nothing_to_undo"
    show = perform(scored(opened(), "01"), c.Correct("01", "抄错", {"J1": Decimal(1), "J2": Decimal(1)}))
    assert show.undo == ()


def test_undo_means_one_action_and_says_which_it_is_now() -> None:
    show = perform(opened(), c.Message("一"), c.Message("二"))
    found = refused(show, c.TakeBack(expect=2))
    assert (found.code, found.now) == ("undo_changed", 3)
    assert perform(show, c.TakeBack(expect=3)).message == "一"


def test_a_take_is_undone_with_its_clock_running_on_as_if_nothing_had_been() -> None:
    show = perform(on_air(opened(), "01.talk"), c.TimerStart())
    gone = on_air(show, "01.scoring")
    back = perform(gone, c.TakeBack())
    assert back.timers == show.timers and back.clock == "01/talk" and back.finished == {}


def test_what_an_undo_gives_back_has_changed() -> None:
    show = perform(opened(), c.Message("一"), c.EditEntry("01", unit="新单位"))
    assert refused(show, c.TakeBack(), c.EditEntry("01", unit="别的"), seen=show.seq).now["unit"] == "单位01"
    back = perform(show, c.TakeBack())
    assert refused(back, c.TakeBack(), c.Message("二"), seen=back.seq).code == "changed"


def test_undo_never_takes_back_what_another_panel_did_since() -> None:
    show = perform(opened(), c.Message("一"))
    assert refused(show, c.Take(), c.TakeBack(), seen=show.seq).code == "changed"


def test_undo_of_an_added_row_never_leaves_it_in_preview() -> None:
    show = perform(opened(), c.AddCue("s1.test", "message", "", {"text": "请稍候"}))
    show = perform(show, c.Preview("added.2"), c.TakeBack())
    assert rundown.find(show, show.preview) is not None
    assert project(show, "control")["go"]["does"] == "take"


def test_undo_leaves_a_preview_that_was_chosen_since() -> None:
    show = perform(opened(), c.Preview("01.next"), c.SetEligibility("01", "withdrawn"), c.Preview("05.next"))
    assert perform(show, c.TakeBack()).preview == "05.next"


def test_a_mark_taken_back_has_changed() -> None:
    show = perform(opened(), c.EnterMarks("01", {"J1": Decimal(90)}))
    assert refused(show, c.TakeBack(), c.EnterMarks("01", {"J1": Decimal(92)}), seen=show.seq).code == "changed"


def test_a_mark_corrected_and_opened_again_has_changed() -> None:
    show = scored(opened(), "01")
    again = perform(show, c.Correct("01", "抄错", {"J1": Decimal(95), "J2": Decimal(95)}), c.Unconfirm("01", "再核"))
    assert refused(again, c.EnterMarks("01", {"J1": Decimal(92)}), seen=show.seq).code == "changed"


@pytest.mark.parametrize("edit", [c.SetEligibility("01", "withdrawn"), c.RemoveCue("added.2")], ids=["out", "removed"])
def test_a_preview_that_moved_by_itself_has_changed(edit: object) -> None:
    show = perform(opened(), c.AddCue("s1.test", "message", "", {"text": "请稍候"}))
    show = perform(show, c.Preview("01.next" if isinstance(edit, c.SetEligibility) else "added.2"))
    assert refused(show, edit, c.Take(), seen=show.seq).code == "changed"


def test_below_a_reveal_nothing_of_its_sheet_is_undone() -> None:
    show = perform(scored(opened(), "01"), c.Message("一"), c.Arm("01"), c.Reveal("01"), c.TakeBack())
    assert show.sheets["01"].revealed is None and show.sheets["01"].seen is not None
    assert [undo.action.did for undo in show.undo] == ["MessageSet", "Armed"]
    show = perform(show, c.TakeBack(), c.TakeBack())
    assert show.sheets["01"].confirmed is not None and show.undo == ()


def test_a_log_line_is_short_whatever_was_said() -> None:
    show = perform(opened(), c.EditEntry("01", unit="长" * 60), c.Put("ticker", text="长" * 200))
    assert all(len(name) <= MAX_NAME for line in show.log for name in line.action.of)
