"""The operator's slices: true, small enough, and honest about what GO will do."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings

from server.show import commands as c
from server.show.decide import decide
from server.show.events import Revealed, Taken
from server.show.model import Refused, Sheet, Show, rundown
from server.show.view import project
from server.show.views.control import next_step
from server.show.views.sheet import result_facts, sheet_state
from tests.show.test_evolve import SMALL, carried
from tests.support.contests import START, contest, opened, perform
from tests.support.random_shows import shows
from tests.support.scored_shows import eventful, on_air, refused, scored

SLICES = {
    "ties",
    "mode", "contest", "settings", "entries", "rundown", "preview", "program", "go", "override", "frozen", "elements",
    "timer", "clock", "message", "scoring", "standings", "draws", "ceremony", "plan", "undo", "schedule",
    "log", "stream",
}  # fmt: skip


def control(show: Show) -> dict:
    return project(show, "control")


def size(value: object) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


@settings(max_examples=50)
@given(eventful(SMALL))
def test_the_slices_are_the_same_ones_whatever_happens(sequence: list[object]) -> None:
    view = control(carried(opened(SMALL), *sequence))
    assert set(view) == SLICES | {f"sheet/{entry.id}" for entry in SMALL.entries}
    assert json.loads(json.dumps(view, ensure_ascii=False)) is not None


def test_a_final_of_84_entries_fits_and_one_mark_moves_little() -> None:
    show = scored(opened(contest(entries=84, judges=9)), *(f"{n:02d}" for n in range(1, 60)))
    view = control(show)
    assert size(view) < 400_000, "the snapshot of a reload"
    after = control(perform(show, c.EnterMarks("60", {"J1": Decimal(91)})))
    patch = {name: value for name, value in after.items() if view[name] != value}
    assert set(patch) == {"sheet/60", "undo", "log"} and size(patch) < 6000


def test_corrections_of_one_sheet_do_not_grow_its_slice_without_end() -> None:
    show = scored(opened(), "01")
    for turn in range(200):
        try:
            show = perform(show, c.Correct("01", "抄错", dict.fromkeys(show.judges, Decimal(turn % 100))))
        except Refused:
            break
    assert size(control(show)["sheet/01"]) < 60_000


WHAT_GO_DOES = {"reveal": Revealed, "take": Taken}


@settings(max_examples=150)
@given(eventful(SMALL))
def test_go_does_what_it_says(sequence: list[object]) -> None:
    """A take may still be refused by a reveal's policy."""
    show = carried(opened(SMALL), *sequence)
    step = next_step(show)
    try:
        (event,) = decide(show, c.Go(expect=step["cue"]), show.at + 1000)
    except Refused as no:
        assert step["does"] != "reveal", no.code
        assert (step["does"], no.code) in {("arm_first", "not_armed"), ("end", "nothing_in_preview")} or (
            step["does"] == "take"
            and no.code in ("not_confirmed", "too_early", "award_unconfirmed", "hidden_until_awards", "not_competing")
        )
        return
    assert isinstance(event, WHAT_GO_DOES[step["does"]])
    assert (event.cue if isinstance(event, Taken) else show.program.cue.id) == step["cue"]  # type: ignore[union-attr]


def test_go_never_promises_the_reveal_of_somebody_withdrawn() -> None:
    show = perform(scored(opened(), "01"), c.Preview("01.reveal"), c.Go(), c.SetEligibility("01", "withdrawn"))
    assert control(show)["go"]["does"] == "take"


def test_a_disarmed_reveal_on_air_says_what_go_waits_for() -> None:
    show = perform(scored(opened(), "01"), c.Preview("01.reveal"), c.Go())
    assert control(show)["go"]["does"] == "reveal"
    assert control(perform(show, c.Disarm()))["go"]["does"] == "arm_first"
    assert control(perform(scored(show, "02"), c.Arm("02")))["go"]["does"] == "arm_first", "another one is armed"


def test_the_end_says_so() -> None:
    show = perform(opened(), c.Preview("closing.key_visual"), c.Go())
    assert control(show)["go"] == {"does": "end", "cue": None, "scene": None, "entry": None, "title": "", "then": None,
                                     "step": None}  # fmt: skip


def test_a_sheet_goes_from_empty_to_revealed_and_says_each_step() -> None:
    show = opened(contest(judges=2))
    seen = [control(show)["sheet/01"]["state"]]
    for command in (
        c.EnterMarks("01", {"J1": Decimal(90)}), c.EnterMarks("01", {"J2": Decimal(91)}), c.Confirm("01"), c.Arm("01"),
        c.Reveal("01"), c.Correct("01", "抄错", {"J1": Decimal(80)}), c.Arm("01"), c.Reveal("01"), c.Hide("01"),
    ):  # fmt: skip
        show = perform(show, command)
        seen.append(control(show)["sheet/01"]["state"])
    assert seen == ["empty", "partial", "complete", "confirmed", "armed", "revealed", "corrected", "armed", "revealed",
                    "confirmed"]  # fmt: skip
    one_mark = Sheet(marks={"J1": Decimal(90)})
    assert sheet_state(opened(contest(judges=0)), "01", one_mark, None) == "partial"


def test_a_complete_sheet_shows_its_result_before_it_is_confirmed() -> None:
    show = perform(opened(contest(judges=2)), c.EnterMarks("01", {"J1": Decimal(90), "J2": Decimal("90.01")}))
    sheet = control(show)["sheet/01"]
    assert sheet["result"]["mean"] == sheet["result"]["score"] == "90.01" and sheet["rank"] is None
    assert control(perform(show, c.Confirm("01")))["sheet/01"]["rank"] == 1
    assert result_facts(None) is None


def test_standings_know_what_the_hall_does_not() -> None:
    show = perform(scored(opened(), "01", "03"), c.Arm("03"), c.Reveal("03"))
    rows = control(show)["standings"]["a"]
    assert [(row["entry"], row["rank"], row["revealed"]) for row in rows] == [("01", 1, False), ("03", 1, True)]


def test_undo_says_what_and_whether_the_hall_saw_it() -> None:
    assert control(opened())["undo"] is None
    show = perform(opened(), c.Message("一"))
    assert control(show)["undo"] == {"seq": 2, "did": "MessageSet", "what": "", "of": ("一",), "seen": False}
    show = scored(opened(), "01", "03", "05")
    show = on_air(show, "award.one.a.1")
    assert control(show)["undo"]["seen"] is True
    assert control(perform(scored(opened(), "01"), c.Arm("01"), c.Reveal("01")))["undo"]["seen"] is True


def test_the_schedule_follows_the_session_on_air() -> None:
    assert control(opened())["schedule"] is None
    show = on_air(opened(), "04.talk")
    found = control(show)["schedule"]
    assert found["session"] == "s2" and found["planned_start"] == START + 6 * 3_600_000
    assert found["current"] == {"cue": "04.talk", "started_at": show.at, "planned": 360}
    gone = perform(show, c.SetEligibility("05", "withdrawn"))
    assert found["remaining"] - control(gone)["schedule"]["remaining"] == 30 + 360 + 180 + 30 + 30


def test_rehearsal_is_said_to_the_operator_and_on_no_screen() -> None:
    show = opened(mode="rehearsal")
    assert control(show)["mode"] == "rehearsal"
    for name in ("stage", "monitor", "backstage", "overlay", "watch"):
        assert "rehearsal" not in json.dumps(project(show, name))


def test_what_is_so_already_has_no_words_of_refusal() -> None:
    assert refused(opened(), c.TakeBack()).params == {}


def test_the_pause_that_people_leave_for_is_no_part_of_the_session() -> None:
    show = on_air(opened(), "s1.ranking.b")
    last = control(show)["schedule"]
    assert last["remaining"] == 0
    lunch = on_air(show, "s1.break.2")
    assert lunch.program and lunch.program.cue.args["until"] == "14:00"
    assert control(lunch)["schedule"]["current"]["planned"] == control(lunch)["schedule"]["remaining"] == 0
    tea = control(on_air(opened(), "s1.break.1"))["schedule"]
    assert tea["current"]["planned"] == 600 and tea["remaining"] > 0


@given(shows())
def test_each_cue_says_whether_go_stops_there(drawn: tuple[Show, list[object]]) -> None:
    show = carried(drawn[0], *drawn[1])
    listed = [cue for segment in control(show)["rundown"] for cue in segment["cues"]]
    assert {cue["id"]: cue["plays"] for cue in listed} == {
        cue.id: rundown.plays(show, cue) for cue in rundown.cues(show)
    }
    for place, cue in enumerate(listed):
        after = next((one["id"] for one in listed[place + 1 :] if one["plays"]), None)
        following = rundown.following(show, cue["id"])
        assert after == (following.id if following else None)


def test_a_ranking_of_nobody_is_passed_over_once_its_last_entry_is_gone() -> None:
    def plays(show: Show) -> bool:
        cues = (cue for segment in control(show)["rundown"] for cue in segment["cues"])
        return next(cue["plays"] for cue in cues if cue["id"] == "s1.ranking.b")

    one = contest()
    show = opened(replace(one, reveal=replace(one.reveal, policy="session")))
    assert plays(show)
    gone = [entry.id for entry in show.entries.values() if (entry.session, entry.category) == ("s1", "b")]
    for id in gone:
        show = perform(show, c.SetEligibility(id, "withdrawn"))
    assert gone and not plays(show)


def test_the_first_entry_without_a_confirmed_result_is_next_to_be_scored() -> None:
    show = opened()
    first, second, third, *_ = rundown.order(show)
    assert control(show)["scoring"]["next"] == first
    show = perform(scored(show, first), c.SetEligibility(second, "exhibition"))
    assert control(show)["scoring"]["next"] == third
    gone = (c.SetEligibility(id, "withdrawn") for id in show.entries)
    assert control(perform(show, *gone))["scoring"]["next"] is None
