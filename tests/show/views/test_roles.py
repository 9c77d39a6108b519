"""What each role sees, searched for numbers that it must not."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from server.show import commands as c
from server.show.model import Award, CeremonyRule, Criterion, Person, ScoringRule, Show
from server.show.view import project
from tests.support.ceremony_shows import CUE, honouring, locked, pressed, walking, with_scores
from tests.support.contests import contest, opened, perform
from tests.support.random_shows import runs, shows
from tests.support.scored_shows import carried, on_air, scored

D = Decimal
SMALL = contest(entries=4, judges=3)


def text(show: Show, view: str) -> str:
    return json.dumps(project(show, view), ensure_ascii=False)


@given(runs(SMALL))
def test_a_judge_sees_no_other_judges_mark_and_no_result(sequence: list[object]) -> None:
    show = carried(opened(SMALL), *sequence)
    marks = {f"J{n}": D(f"1{n}.6{n}") for n in (1, 2, 3)}
    competing = [id for id, entry in show.entries.items() if entry.eligibility == "competing"]
    fresh = next((id for id in competing if id not in show.sheets), "")
    if not fresh or any(str(mark) in text(show, "judge.J1") for mark in marks.values()):
        return  # nothing to mark, or a mark of the sequence happens to be one of these
    show = perform(show, c.EnterMarks(fresh, marks), c.Confirm(fresh))
    seen = text(show, "judge.J1")
    assert "11.61" in seen and "12.62" not in seen and "13.63" not in seen
    assert str(show.sheets[fresh].confirmed.score) not in seen  # type: ignore[union-attr]


@given(shows(), st.sampled_from(["host", "viewer"]))
def test_the_host_waits_for_the_confirmation_and_the_viewer_for_the_reveal(
    drawn: tuple[Show, list[object]], view: str
) -> None:
    show = carried(drawn[0], *drawn[1])
    for id, sheet in show.sheets.items():
        if sheet.confirmed is None and sheet.revealed is None:
            after = project(show, view)
            assert id not in [row["entry"]["id"] for row in after.get("results", ())]
    public = {id for id, sheet in show.sheets.items() if sheet.revealed}
    rows = [row["entry"]["id"] for one in project(show, "viewer")["standings"] for row in one["rows"]]
    assert set(rows) <= public


def test_a_judges_view_follows_the_entry_that_is_scored() -> None:
    criteria = (Criterion("创新", D(60), "新", "a"), Criterion("实效", D(40), "", "b"))
    rule = ScoringRule(marks="points", criteria=criteria)
    show = opened(replace(SMALL, scoring=rule))
    show = perform(show, c.ScoreEntry("03"), c.DraftMarks("03", "J1", {"a": D(50)}))
    view = project(show, "judge.J1")
    assert view["now"] == "03" and view["own/03"]["draft"] == {"a": "50.00"} and view["own/03"]["submitted"] is None
    assert [criterion["weight"] for criterion in view["rule"]["criteria"]] == ["60", "40"]
    assert view["entry/03"]["practice"] == ["做法"]
    show = perform(show, c.SubmitMarks("03", "J1", {"a": D(50), "b": D(30)}))
    own = project(show, "judge.J1")["own/03"]
    assert (own["mark"], own["values"], own["submitted"], own["locked"]) == (
        "80.00", {"a": "50.00", "b": "30.00"}, show.at, False,
    )  # fmt: skip
    assert project(perform(show, c.Excuse("03", "J1", "recused")), "judge.J1")["own/03"]["excused"] == "recused"


def test_the_host_reads_what_fell_and_the_score() -> None:
    show = opened(contest(judges=5))
    marks = {f"J{n}": D(mark) for n, mark in enumerate(("95", "90", "91", "92", "88.5"), 1)}
    show = perform(show, c.EnterMarks("01", marks), c.Deduct("01", D("0.5"), "超时"))
    assert project(show, "host")["results"] == []
    result = project(perform(show, c.Confirm("01")), "host")["results"][0]
    assert (result["high"], result["low"], result["mean"], result["score"]) == (["95.00"], ["88.50"], "91.00", "90.50")
    assert (result["deduction"], result["deduction_reason"], result["revealed"]) == ("0.50", "超时", False)


def test_a_correction_is_called_one_once_the_hall_has_seen_the_old_number() -> None:
    show = perform(scored(opened(), "01"), c.Arm("01"), c.Reveal("01"), c.Correct("01", "错", {"J1": D(80)}))
    result = project(show, "host")["results"][0]
    assert result["corrected"] and not result["revealed"]


def test_the_viewer_and_the_host_know_where_the_show_is() -> None:
    show = on_air(scored(opened(), "01"), "01.talk")
    assert project(show, "viewer")["now"]["entry"]["id"] == project(show, "host")["now"]["id"] == "01"
    assert project(show, "viewer")["coming"] and project(show, "host")["next"]["id"] == "02"


def test_the_desk_has_sheets_and_no_buttons_of_the_stage() -> None:
    view = project(scored(opened(), "01"), "desk")
    assert view["sheet/01"]["result"] and "preview" not in view and "elements" not in view and "log" not in view


def test_the_host_reads_the_step_on_stage_and_the_one_that_comes() -> None:
    assert project(locked(), "host")["ceremony"] is None, "a plan that is not on air is not the host's"
    show = walking(honouring(ceremony=CeremonyRule("last_to_first")))
    steps = show.ceremony.plan.steps  # type: ignore[union-attr]
    first = project(show, "host")["ceremony"]
    assert (first["step"], first["of"], first["now"]["kind"], first["now"]["sets"]) == (1, len(steps), "opening", [])
    for number in range(2, len(steps) + 1):
        show = pressed(show, 1)
        read = project(show, "host")["ceremony"]
        called = [[winner["entry"] for called in read[which]["sets"] for winner in called] if read[which] else None
                  for which in ("now", "next")]  # fmt: skip
        coming = [winner.entry for winner in steps[number].winners] if number < len(steps) else None
        assert called == [[winner.entry for winner in steps[number - 1].winners], coming]
    assert read["next"] is None
    assert project(perform(show, c.Go(), step=10_000), "host")["ceremony"] is None, "and then it is over"


def test_the_host_calls_joint_winners_together_with_scores_where_the_board_has_them() -> None:
    awards = (Award("one", "一等奖", 2, presenters=(Person("于澜", "主任"),)),)
    for shown in (True, False):
        show = opened(honouring(awards=awards, ceremony=CeremonyRule("last_to_first", scores=shown)))
        show = with_scores(show, {f"{n:02d}": 91 if n in (3, 5) else 60 for n in range(1, 13)})
        show = perform(show, c.SetQuota("one", "b", 0), c.LockCeremony(), c.Preview(CUE), c.Go())
        read = project(pressed(show, 2), "host")["ceremony"]
        (together,) = read["now"]["sets"]
        assert [(called["entry"], called["rank"], called["score"]) for called in together] == [
            ("03", 1, "91.00" if shown else None), ("05", 1, "91.00" if shown else None),
        ]  # fmt: skip
        assert read["now"]["presenters"] == [] and read["next"]["presenters"] == [{"name": "于澜", "post": "主任"}]


def test_before_the_top_three_the_host_hears_how_many_places_are_open() -> None:
    show = walking()
    steps = show.ceremony.plan.steps  # type: ignore[union-attr]
    at = next(number for number, step in enumerate(steps, 1) if step.kind == "suspense")
    before = project(pressed(show, at - 2), "host")["ceremony"]["next"]
    assert before == project(pressed(show, at - 1), "host")["ceremony"]["now"]
    assert before["places"] and before["sets"] == []
