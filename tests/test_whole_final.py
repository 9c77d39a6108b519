"""The sample event from the first cue to the last award by GO alone, as an operator presses it on the two days."""

from __future__ import annotations

from decimal import Decimal

from server.event_file.reader import read_event
from server.show import commands as c
from server.show.model import Show, rundown
from server.show.playout.air import with_seed
from server.show.view import project
from server.show.views import ceremony
from tests.support.contests import opened, perform
from tests.support.scored_shows import refused
from tests.test_samples import ZHUHAI

PRESS = 5_000  # ms between two presses: every motion has ended by then
MOST = 800  # presses; the whole final needs fewer


def marked(show: Show, entry: str, number: int) -> Show:
    """An entry's paper sheet typed and confirmed while the judges' scoring is on stage; no two get the same score."""
    marks = {judge: Decimal(80) + Decimal(number * 5 % 84) / 10 + Decimal(seat) / 100
             for seat, judge in enumerate(show.judges)}  # fmt: skip
    return perform(show, c.EnterMarks(entry, marks), c.Confirm(entry))


def called(show: Show) -> list[str]:
    """Whom the ceremony's picture of now calls."""
    assert show.program is not None
    shown = ceremony.content(show, show.program)
    rows = [row["entry"] for row in shown["rows"] if row["now"]]
    return rows + [winner["entry"] for one in shown["sets"] for winner in one]


def test_go_alone_brings_every_cue_every_reveal_and_every_award_on_stage() -> None:
    show = opened(read_event(ZHUHAI))
    planned = [cue.id for cue in rundown.cues(show)]
    cues: list[str] = []
    stepped: list[tuple[int, list[str]]] = []
    for _ in range(MOST):
        if cues and cues[-1] == planned[-1]:
            break
        # As the director does it: a draw that waits on stage gets its seed from GO.
        show = perform(show, with_seed(show, c.Go(), show.at + PRESS, lambda: "20240814"), step=PRESS)
        assert show.program is not None
        cue = show.program.cue
        if not cues or cues[-1] != cue.id:
            cues.append(cue.id)
        if cue.scene == "scoring" and cue.entry not in show.sheets:
            show = marked(show, str(cue.entry), len(show.sheets))
        if cue.scene == "ceremony" and show.ceremony is not None:
            stepped.append((show.ceremony.step or 0, called(show)))
    assert cues == planned
    assert {id for id, sheet in show.sheets.items() if sheet.revealed == sheet.confirmed} == set(show.entries)
    assert show.ceremony is not None
    steps = show.ceremony.plan.steps
    assert stepped == [(n, [winner.entry for winner in step.winners]) for n, step in enumerate(steps, 1)]
    given = {(step.award, step.category) for step in steps if step.winners}
    assert given == {(award.id, category.id) for award in show.contest.awards for category in show.contest.categories}
    assert project(show, "control")["go"]["does"] == "end"
    assert refused(show, c.Go()).code == "nothing_in_preview"
