"""Rehearsal run: the whole rundown at 20 times its pace on the real screens, and a report of what each made of it.

Every cue is taken as the operator would take it, in rehearsal alone; a cue that the show refuses (an award without
results) is listed and passed over. A screen has missed a cue that it has not drawn within `WAIT` seconds, and was late
when it took longer than `LATE`. HOLD or BLACK, another mode or another journal end the run.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal

from server.preflight.run_report import Run, ScreenReport
from server.screens.screen import Screen
from server.show.commands import Preview, Take
from server.show.model import rundown
from server.show.model.role import Who
from server.web.state import AppState
from server.wire import Envelope

SPEED = 20
MIN_PAUSE = 1.0  # seconds between two cues: their motions have ended by then
WAIT = 2.0  # seconds after which a screen has missed a cue
LATE = 0.3  # seconds from the take until the server hears that the screen shows it
POLL = 0.01  # seconds
VITALS_WAIT = 12.0  # seconds for the screens' last word on dropped frames: they give one every ten
MAX_ROWS = 200  # screens in the report
BY = Who("operator", "rehearsal-run")


def start(state: AppState) -> bool:
    """Start of a run. False: the show is not in rehearsal, or a run goes on."""
    if state.director.mode != "rehearsal" or (state.rehearsal and state.rehearsal.state == "running"):
        return False
    run = state.rehearsal = Run()
    run.task = asyncio.create_task(_carry_out(state, run))
    return True


@asynccontextmanager
async def ended(state: AppState) -> AsyncIterator[None]:
    """Server's life, at whose end a run ends, too."""
    try:
        yield
    finally:
        if state.rehearsal is not None:
            await state.rehearsal.stop()


async def _carry_out(state: AppState, run: Run) -> None:
    director = state.director
    epoch, show = director.epoch, director.show
    cues = [cue for cue in rundown.cues(show) if rundown.plays(show, cue)]
    run.of = len(cues)
    for run.cue, cue in enumerate(cues, 1):
        if _interrupted(state, epoch):
            run.state = "stopped"
            return
        began, before = time.monotonic(), director.seq
        refused = await _take(state, cue.id)
        if refused:
            run.refused.append((cue.id, refused))
            continue
        await _watch(state, run, began, before)
        await asyncio.sleep(max(MIN_PAUSE, cue.planned / SPEED) - min(MIN_PAUSE, time.monotonic() - began))
    await _last_vitals(state, run)
    run.state = "done"


def _interrupted(state: AppState, epoch: str) -> bool:
    director = state.active_director
    return director is None or director.epoch != epoch or director.mode != "rehearsal" or bool(director.show.override)


async def _take(state: AppState, cue: str) -> str:
    """Words of the show's refusal, "" where the cue is on air."""
    lang: Literal["zh", "en"] = "en" if state.lang == "en" else "zh"
    for command in (Preview(cue), Take(cue)):
        answer = await state.director.command(Envelope(uuid.uuid4().hex, command, lang=lang), BY)
        if answer["type"] != "ack":
            return str(answer["why"])
    return ""


async def _watch(state: AppState, run: Run, began: float, before: int) -> None:
    """Wait for the counted screens whose picture has changed since event `before` to draw it, within WAIT."""
    waiting = {screen.id: screen for screen in state.hub.concerned(before)}
    for screen in waiting.values():
        _row(run, screen).sent += 1
    while waiting and time.monotonic() - began < WAIT:
        await asyncio.sleep(POLL)
        behind = {screen.id for screen in state.hub.behind()}
        present = {screen.id for screen in state.hub.screens()}
        for id in [id for id in waiting if id not in behind]:
            _drawn(_row(run, waiting.pop(id)), time.monotonic() - began, id in present)
    for screen in waiting.values():
        _row(run, screen).missed += 1


def _row(run: Run, screen: Screen) -> ScreenReport:
    """Row of a screen, by its place and name: a page that came back is the same screen."""
    name = screen.device.name if screen.device else screen.name or screen.word
    key = f"{screen.view}/{screen.device.id if screen.device else screen.id}"
    if key not in run.screens and len(run.screens) < MAX_ROWS:
        run.screens[key] = ScreenReport(screen.view, name, screen.vitals.dropped if screen.vitals else 0)
    return run.screens.get(key) or ScreenReport(screen.view, name)


def _drawn(row: ScreenReport, took: float, present: bool) -> None:
    if not present:
        row.gone = True
        row.missed += 1
        return
    row.latest = max(row.latest, round(took * 1000))
    row.late += took > LATE


async def _last_vitals(state: AppState, run: Run) -> None:
    """Frames that were dropped meanwhile, by each screen's next word; a screen that is silent keeps its last."""
    before = {screen.id: screen.vitals for screen in state.hub.screens()}
    end = time.monotonic() + VITALS_WAIT
    counted = [screen for screen in state.hub.screens() if screen.counted and screen.vitals]
    while time.monotonic() < end:
        if all(screen.vitals is not before[screen.id] for screen in counted):
            break
        await asyncio.sleep(POLL)
    for screen in counted:
        row, vitals = _row(run, screen), screen.vitals
        row.dropped = max(0, vitals.dropped - row.dropped_before) if vitals else 0
