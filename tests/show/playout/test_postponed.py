"""A postponed entry comes back: its cues with it, at a place that is still to come."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from server.show import commands as c
from server.show.model import Show, rundown
from server.show.view import project
from tests.support.contests import contest, opened, perform
from tests.support.scored_shows import on_air, refused

EIGHT = [f"{number:02d}" for number in range(1, 9)]


def running(entries: int = 8, **changes: object) -> Show:
    return opened(contest(entries=entries, **changes))


def standing(show: Show, cue: str) -> Show:
    """The show with a cue on air and what follows it in preview, as GO leaves it."""
    show = on_air(show, cue)
    return perform(show, c.Preview(rundown.following(show, cue).id))


def coming(show: Show) -> list[str]:
    """The entries that GO would still take, in order."""
    found, cue = [], rundown.find(show, show.preview)
    while cue is not None:
        if cue.entry and cue.scene == "talk":
            found.append(cue.entry)
        cue = rundown.following(show, cue.id)
    return found


def waiting(show: Show) -> list[str]:
    """What the waiting room shows as next and after that."""
    view = project(show, "backstage")
    return [view["next"]["id"], *(entry["id"] for entry in view["after"])]


def test_it_runs_last_in_its_session_and_takes_its_cues_with_it() -> None:
    show = standing(running(), "02.talk")
    cues = next(segment.cues for segment in show.rundown if segment.entry == "02")
    show = perform(show, c.SetEligibility("02", "postponed", "设备故障"))
    assert coming(show) == ["03", "04", "05", "06", "07", "08"]
    show = perform(show, c.BringBack("02", reason="设备已修好"))
    assert coming(show) == ["03", "04", "02", "05", "06", "07", "08"]
    assert next(segment.cues for segment in show.rundown if segment.entry == "02") == cues
    assert (show.entries["02"].eligibility, show.entries["02"].session) == ("competing", "s1")


def test_the_waiting_room_sees_it_again_in_its_place() -> None:
    show = perform(standing(running(), "01.talk"), c.SetEligibility("02", "postponed"))
    assert waiting(show)[:2] == ["03", "04"]
    show = perform(show, c.BringBack("02", before="04"))
    assert waiting(show)[:3] == ["03", "02", "04"]


def test_a_later_session_takes_it_when_its_own_is_over() -> None:
    show = perform(standing(running(), "06.talk"), c.SetEligibility("02", "postponed"), c.BringBack("02"))
    assert coming(show) == ["07", "08", "02"] and show.entries["02"].session == "s2"


def test_after_the_last_entry_it_stands_right_after_what_is_standing() -> None:
    show = standing(perform(running(), c.SetEligibility("08", "postponed")), "s2.ranking.a")
    was = show.preview
    show = perform(show, c.BringBack("08", eligibility="exhibition"))
    assert coming(show) == ["08"] and show.entries["08"].eligibility == "exhibition"
    names = [segment.id for segment in show.rundown]
    assert names.index("08") == names.index("s2.ranking") + 1 and was is not None


def test_what_follows_comes_into_preview_unless_a_person_chose_another() -> None:
    show = running(policy="session")
    show = standing(perform(show, c.SetEligibility("04", "postponed")), "03.scoring")
    assert show.preview == rundown.following(show, "03.scoring").id == "s1.ranking.a"
    assert perform(show, c.BringBack("04", before=None)).preview == "04.next"
    chosen = perform(show, c.Preview("06.talk"))
    assert perform(chosen, c.BringBack("04")).preview == "06.talk"


def test_one_undo_takes_it_back_out() -> None:
    show = perform(standing(running(), "01.talk"), c.SetEligibility("02", "postponed"))
    after = perform(show, c.BringBack("02", before="06"), c.TakeBack())
    assert (after.rundown, after.entries) == (show.rundown, show.entries)


def test_no_place_that_has_passed_and_nobody_who_is_not_postponed() -> None:
    show = perform(standing(running(), "03.talk"), c.SetEligibility("04", "postponed"))
    for place in ("01", "03"):
        assert refused(show, c.BringBack("04", before=place)).code == "place_passed"
    assert refused(show, c.BringBack("04", before="nowhere")).code == "unknown_segment"
    assert refused(show, c.BringBack("04", before="04")).code == "unknown_segment"
    assert refused(show, c.BringBack("05")).code == "not_postponed"
    assert refused(show, c.BringBack("99")).code == "unknown_entry"


def test_its_reveal_is_waited_for_again_where_the_policy_wants_it() -> None:
    show = running(policy="previous_after_next")
    show = perform(standing(show, "01.talk"), c.SetEligibility("02", "postponed"), c.BringBack("02", before="04"))
    owner = {
        cue.entry: segment.entry for segment in show.rundown for cue in segment.cues if cue.scene == "reveal"
    }
    assert (owner["01"], owner["03"], owner["02"]) == ("03", "02", "04")


@given(st.sampled_from(EIGHT), st.sampled_from(EIGHT), st.none() | st.sampled_from(EIGHT))
def test_nothing_is_lost_wherever_it_comes_back(on: str, late: str, before: str | None) -> None:
    show = perform(standing(running(), f"{on}.talk"), c.SetEligibility(late, "postponed"))
    rows = sorted(cue.id for cue in rundown.cues(show))
    try:
        after = perform(show, c.BringBack(late, before=before))
    except Exception as no:
        assert getattr(no, "code", "") in ("place_passed", "unknown_segment")
        return
    assert sorted(cue.id for cue in rundown.cues(after)) == rows and late in coming(after)
    home = next(segment for segment in after.rundown if segment.entry == late)
    assert home.session == after.entries[late].session
