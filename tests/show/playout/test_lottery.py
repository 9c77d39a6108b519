"""The draw in the show: who draws, what moves, what stays in the record, what no page holds before it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from server.show import commands as c
from server.show.model import Refused, Show, rundown
from server.show.playout import air, lottery
from server.show.view import project, public_views
from server.wire import decode_event, encode_event
from tests.support.contests import contest, opened, perform

TEN = contest(entries=10)


def order(show: Show, session: str = "s1") -> list[str]:
    return [id for id in rundown.order(show) if show.entries[id].session == session]


def waiting() -> Show:
    """A show whose stage waits for the draw of the first session."""
    show = perform(opened(TEN), c.AddCue("s1.rules", "draw", "", {"session": "s1"}))
    return perform(show, c.Preview(f"added.{show.seq}"), c.Take())


def refused(show: Show, *commands: object) -> str:
    with pytest.raises(Refused) as caught:
        perform(show, *commands)
    return caught.value.code


def test_the_running_order_is_the_drawn_one_and_breaks_and_other_sessions_stay() -> None:
    before, show = opened(TEN), perform(opened(TEN), c.Draw("s1", "2024"))
    drawn = show.draws[0].drawn
    assert order(show) == list(drawn.order) != order(before)
    assert order(show, "s2") == order(before, "s2")
    kinds = [segment.kind for segment in show.rundown]
    assert kinds == [segment.kind for segment in before.rundown]
    assert project(show, "control")["entries"][drawn.order[0]]["order"] == 1


def test_only_competing_entries_that_have_not_played_draw() -> None:
    show = perform(opened(TEN), c.SetEligibility("03", "exhibition"), c.Preview("01.talk"), c.Take())
    show = perform(show, c.Preview("s1.rules"), c.Take(), c.Draw("s1", "2024"))
    assert sorted(show.draws[0].drawn.order) == ["02", "04", "05"]
    assert [order(show)[place] for place in (0, 2)] == ["01", "03"]


def test_the_first_row_of_the_first_place_is_in_preview_once_it_is_drawn() -> None:
    show = perform(opened(TEN), c.Preview("01.next"), c.Draw("s1", "2026"))
    assert show.preview == f"{show.draws[0].drawn.order[0]}.next" != "01.next"


def test_entries_of_one_parent_unit_stand_apart_unless_that_is_not_asked() -> None:
    related = tuple(
        replace(entry, parent_unit="省局" if entry.id in ("01", "02", "03") else "") for entry in TEN.entries
    )
    show = opened(replace(TEN, entries=related))
    for seed in "abcdef":
        drawn = perform(show, c.Draw("s1", seed)).draws[0].drawn
        assert drawn.order.index("01") % 2 == 0 and drawn.adjacent == ()
    free = [perform(show, c.Draw("s1", seed, apart=False)).draws[0].drawn for seed in "abcdef"]
    assert any(drawing.order.index("01") % 2 for drawing in free)


def test_units_that_cannot_all_stand_apart_are_drawn_and_named() -> None:
    one_house = tuple(replace(entry, parent_unit="省局" if entry.id != "05" else "") for entry in TEN.entries)
    drawn = perform(opened(replace(TEN, entries=one_house)), c.Draw("s1", "2024")).draws[0].drawn
    assert len(drawn.adjacent) == 2 and "05" not in sum(drawn.adjacent, ())


def test_a_draw_is_replayed_exactly_from_the_journal() -> None:
    drawn = perform(opened(TEN), c.Draw("s1", " 公证员  说 的种子 ")).draws[0].drawn
    assert drawn.seed == "公证员 说 的种子"
    assert decode_event(encode_event(drawn)) == drawn


def test_undo_restores_the_order_and_the_record_keeps_the_draw() -> None:
    before = opened(TEN)
    show = perform(before, c.Draw("s1", "2024"), c.TakeBack())
    assert show.rundown == before.rundown and show.preview == before.preview
    assert show.draws[0].taken_back == show.at and lottery.in_force(show, "s1") is None
    assert refused(show, c.Draw("s1", "2025")) == "reason_needed"


def test_a_second_draw_of_a_session_needs_a_reason_and_both_are_kept() -> None:
    show = perform(opened(TEN), c.Draw("s1", "2024"), c.Draw("s2", "2024"))
    assert refused(show, c.Draw("s1", "2025")) == "reason_needed"
    show = perform(show, c.Draw("s1", "2025", reason="有单位迟到"))
    assert [drawing["reason"] for drawing in project(show, "control")["draws"]] == ["", "", "有单位迟到"]
    assert order(show) == list(show.draws[2].drawn.order)


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (c.Draw("s9", "1"), "unknown_session"),
        (c.Draw("s1", "  "), "seed_needed"),
        (c.Draw("s1", "字" * 61), "too_long"),
        (c.AddCue("s1.rules", "draw", "", {"session": "s9"}), "unknown_session"),
    ],
)
def test_what_cannot_be_drawn_is_refused(command: object, code: str) -> None:
    assert refused(opened(TEN), command) == code


def test_one_entry_alone_does_not_draw() -> None:
    assert refused(opened(contest(entries=2)), c.Draw("s1", "2024")) == "nothing_to_draw"


def test_go_draws_while_the_stage_waits_and_a_bounced_go_does_nothing() -> None:
    show = waiting()
    assert project(show, "control")["go"]["does"] == "draw"
    assert refused(show, c.Go()) == "seed_needed"
    went = replace(show, last_go=show.at)
    assert air.with_seed(went, c.Go(), show.at + air.GO_GUARD - 1, lambda: "5eed") == c.Go()
    assert air.with_seed(show, c.Go(expect="s1.test"), show.at, lambda: "5eed") == c.Go(expect="s1.test")
    command = air.with_seed(show, c.Go(), show.at, lambda: "5eed")
    assert command == c.Draw("s1", "5eed")
    show = perform(show, command)
    assert project(show, "control")["go"]["does"] == "take"
    with pytest.raises(Refused, match="double_go"):
        perform(show, c.Go(), at=show.at + 1)


def test_a_typed_seed_is_kept_and_other_commands_pass() -> None:
    show = opened(TEN)
    assert air.with_seed(show, c.Draw("s1", "7 3 9"), show.at, lambda: "5eed").seed == "7 3 9"
    assert air.with_seed(show, c.Draw("s1"), show.at, lambda: "5eed").seed == "5eed"
    assert air.with_seed(show, c.Go(), show.at, lambda: "5eed") == c.Go()


def test_the_stage_shows_who_draws_and_then_the_order_with_its_seed_and_moment() -> None:
    show = waiting()
    content = project(show, "stage")["program"]["content"]
    assert [row["entry"] for row in content["rows"]] == order(show) and content["drawn_at"] is None
    show = perform(show, c.Draw("s1", "2024"))
    content = project(show, "stage")["program"]["content"]
    assert [row["entry"] for row in content["rows"]] == order(show)
    assert (content["seed"], content["drawn_at"]) == ("2024", show.at)


def test_units_that_count_and_reasons_stay_out_of_public_views() -> None:
    related = tuple(replace(entry, parent_unit="上级单位甲") for entry in TEN.entries)
    show = perform(opened(replace(TEN, entries=related)), c.AddCue("s1.rules", "draw", "", {"session": "s1"}))
    show = perform(show, c.Preview(f"added.{show.seq}"), c.Take(), c.Draw("s1", "2024"))
    show = perform(show, c.Draw("s1", "1", reason="缘由乙"))
    public = "".join(json.dumps(project(show, name), ensure_ascii=False) for name in public_views(show))
    assert "上级单位甲" not in public and "缘由乙" not in public
