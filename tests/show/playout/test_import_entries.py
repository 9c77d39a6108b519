"""A table taken over in mid-show: in one go or not at all, and nothing of it that has run is moved."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from server.show import commands as c
from server.show.commands import ImportEntries
from server.show.model import Part, Show, rundown
from server.show.model.contest import Contest
from server.show.playout.import_entries import Difference, ImportPlan, passed, plan
from server.show.view import project
from tests.support.contests import contest, opened, perform
from tests.support.scored_shows import on_air, refused, scored

D = Decimal
SIX = contest()


def table(order: tuple[str, ...] | None = None, **changes: dict[str, object]) -> Contest:
    """The contest as a newer table says it: `changes` by `e01`, fields by name."""
    entries = tuple(replace(entry, **changes.get(f"e{entry.id}", {})) for entry in SIX.entries)  # type: ignore[arg-type]
    return replace(SIX, entries=entries, order=order or SIX.order)


def taken(show: Show, wanted: Contest) -> Show:
    return perform(show, plan(show, "新表.xlsx", wanted).command)


def test_the_same_table_changes_nothing() -> None:
    show = opened()
    assert plan(show, "x", SIX).differences == () and taken(show, SIX) == show


def test_every_field_is_told_and_taken_over_in_one_event_that_one_undo_takes_back() -> None:
    show = on_air(opened(), "01.talk")
    wanted = table(
        e02={"unit": "新单位", "title": ("新题",), "members": ("甲", "乙"), "eligibility": "exhibition"},
        e03={"parent_unit": "上级", "category": "b"},
    )  # fmt: skip
    wanted = replace(wanted, judges=(replace(SIX.judges[0], name="新评委"), *SIX.judges[1:]))
    found = plan(show, "新表.xlsx", wanted)
    assert {(difference.about, difference.field) for difference in found.taken} == {
        ("02", "unit"), ("02", "title"), ("02", "members"), ("02", "eligibility"), ("03", "parent_unit"),
        ("03", "category"), ("J1", "name"),
    } and not found.left  # fmt: skip
    after = perform(show, found.command)
    assert after.seq == show.seq + 1 and after.entries["02"].unit == "新单位" and after.judges["J1"].name == "新评委"
    assert project(after, "control")["entries"]["02"]["title"] == ["新题"]
    back = perform(after, c.TakeBack())
    assert (back.entries, back.judges, back.rundown) == (show.entries, show.judges, show.rundown)


def test_who_is_new_or_gone_is_told_and_left_alone() -> None:
    show = opened()
    new = replace(SIX.entries[0], id="77", unit="新来")
    wanted = replace(SIX, entries=(*SIX.entries[1:], new), order=(*SIX.order[1:], "77"))
    found = plan(show, "x", wanted)
    told = {(difference.kind, difference.about, difference.why) for difference in found.left}
    assert told == {("added", "77", "added"), ("removed", "01", "removed")}
    assert taken(show, wanted) == show


def test_the_order_of_what_is_to_come_is_taken_over_across_sessions() -> None:
    show = on_air(opened(), "01.talk")
    homes = {"e03": {"session": "s2"}}
    wanted = table(("01", "02", "06", "03", "05", "04"), **homes)  # type: ignore[arg-type]
    after = taken(show, wanted)
    assert rundown.order(after) == ["01", "02", "06", "03", "05", "04"]
    assert after.entries["03"].session == "s2" and after.entries["02"].session == "s1"
    homes_now = {segment.entry: segment.session for segment in after.rundown if segment.entry}
    assert all(after.entries[id].session == session for id, session in homes_now.items())
    assert sorted(cue.id for cue in rundown.cues(after)) == sorted(cue.id for cue in rundown.cues(show))
    kinds = [segment.kind for segment in after.rundown]
    assert kinds.index("break") == [segment.kind for segment in show.rundown].index("break"), (
        "a pause keeps its place"
    )


def test_an_order_that_moves_what_has_run_is_told_and_left_alone() -> None:
    show = on_air(opened(), "02.talk")
    assert passed(show) == {"01", "02"}
    found = plan(show, "x", table(("02", "01", "03", "04", "05", "06"), e05={"unit": "新"}))
    assert {difference.why for difference in found.differences if difference.kind == "moved"} == {
        "passed"
    } and not found.command.order
    assert perform(show, found.command).entries["05"].unit == "新", "the rest is taken over"
    assert refused(show, ImportEntries("x", order={"s1": ("02", "01", "03")})).code == "place_passed"


def test_what_is_signed_or_seen_stays_and_is_told() -> None:
    parts = (Part("text", "文本", D(30), "given"), Part("stage", "现场", D(70)))
    one = contest(scoring=replace(SIX.scoring, parts=parts))
    show = opened(replace(one, entries=tuple(replace(entry, given={"text": D(80)}) for entry in one.entries)))
    show = perform(scored(show, "01", "03"), c.Arm("01"), c.Reveal("01"))
    changed = tuple(replace(entry, given={"text": D(90)}, category="b") for entry in show.contest.entries)
    found = plan(show, "x", replace(show.contest, entries=changed))
    assert {(difference.about, difference.field, difference.why) for difference in found.left} == {
        ("01", "category", "revealed_category"), ("01", "given", "confirmed_given"), ("03", "given", "confirmed_given"),
    }  # fmt: skip
    after = perform(show, found.command)
    assert after.sheets == show.sheets and after.entries["05"].given == {"text": D(90)}
    late = ImportEntries("x", {"01": replace(show.entries["01"], category="b")})
    assert refused(show, late).code == "already_revealed"


def test_it_is_refused_whole_when_the_show_has_changed_under_it() -> None:
    show = opened()
    found = plan(show, "x", table(e02={"unit": "新"}, e03={"unit": "新"}))
    other = perform(show, c.EditEntry("03", unit="别的"))
    assert refused(other, found.command, seen=show.seq).code == "changed"
    assert perform(other, found.command, seen=other.seq).entries["02"].unit == "新"
    moved = plan(show, "x", table(("02", "01", "03", "04", "05", "06")))
    assert refused(perform(show, c.MoveSegment("05", None)), moved.command, seen=show.seq).code == "changed"


def test_nonsense_is_refused() -> None:
    show = opened()
    assert refused(show, ImportEntries("x", {"99": SIX.entries[0]})).code == "unknown_entry"
    assert refused(show, ImportEntries("x", {"01": replace(SIX.entries[0], category="z")})).code == "unknown_category"
    assert refused(show, ImportEntries("x", judges={"J9": SIX.judges[0]})).code == "unknown_judge"
    for order in ({"s1": ("01",)}, {"s9": ("01",)}, {"s1": ("01", "02", "03", "04")}):
        assert refused(show, ImportEntries("x", order=order)).code == "changed"


def test_who_withdraws_in_the_table_is_not_what_go_takes() -> None:
    show = on_air(opened(), "01.talk")
    show = perform(show, c.Preview("02.next"))
    after = taken(show, table(e02={"eligibility": "withdrawn"}))
    assert after.preview is not None and not after.preview.startswith("02.")


def test_what_the_journal_has_sealed_is_told() -> None:
    found = plan(opened(), "x", replace(SIX, awards=SIX.awards[:1]))
    assert [(difference.kind, difference.about, difference.why) for difference in found.left] == [
        ("sealed", "awards", "sealed")
    ]


HOMES = st.lists(st.sampled_from(["s1", "s2"]), min_size=6, max_size=6)


@given(st.permutations(SIX.order), st.sampled_from([None, "01", "03", "05"]), HOMES)
def test_no_segment_is_lost_or_doubled_whatever_the_order(ids: list[str], on: str | None, homes: list[str]) -> None:
    show = on_air(opened(), f"{on}.talk") if on else opened()
    changes = {f"e{id}": {"session": home} for id, home in zip(SIX.order, homes, strict=True)}
    order = tuple(id for home in ("s1", "s2") for id in ids if changes[f"e{id}"]["session"] == home)
    found = plan(show, "x", table(order, **changes))  # type: ignore[arg-type]
    after = perform(show, found.command)
    assert sorted(segment.id for segment in after.rundown) == sorted(segment.id for segment in show.rundown)
    assert sorted(cue.id for cue in rundown.cues(after)) == sorted(cue.id for cue in rundown.cues(show))
    if not any(difference.why for difference in found.differences):
        assert rundown.order(after) == list(order)
    assert all(
        after.entries[segment.entry].session == segment.session for segment in after.rundown if segment.entry
    )


def test_a_plan_tells_what_is_taken_over_from_what_is_left() -> None:
    taken, left = Difference("changed", "01", "unit", "甲", "乙"), Difference("added", "99", why="added")
    coming = ImportPlan(ImportEntries("x.csv"), (left, taken))
    assert coming.taken == (taken,) and coming.left == (left,)
