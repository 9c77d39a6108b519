"""The rehearsal run: every cue on the real screens, and who missed, was late, dropped frames or left."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from server.hall import rehearsal
from server.preflight.run_report import Run
from server.screens.screen import Screen
from server.screens.vitals import Vitals
from tests.support.app_client import ORIGIN, bearer, client, command, signed_in
from tests.support.event_folders import folder
from tests.support.server_process import wait_until


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same run without its pauses."""
    for name, value in (("MIN_PAUSE", 0.0), ("SPEED", 1_000_000), ("WAIT", 0.05), ("VITALS_WAIT", 0.05)):
        monkeypatch.setattr(rehearsal, name, value)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[TestClient]:
    (tmp_path / "event").mkdir()
    with client(tmp_path / "kept", folder(tmp_path / "event"), mode="rehearsal") as one:
        yield signed_in(one)


def pressed(app: TestClient, do: str) -> int:
    return app.post("/preflight?lang=en", data={"do": do}, headers={"origin": ORIGIN}).status_code


def run_of(app: TestClient) -> Run:
    run: Run = app.app.state.rehearsal  # type: ignore[attr-defined]
    return run


def test_a_screen_that_draws_nothing_has_missed_every_cue(app: TestClient, quick: None) -> None:
    with app.websocket_connect("/ws/stage?screen=still"):
        assert pressed(app, "rehearse") == 303
        wait_until(lambda: run_of(app).state == "done", "the end of the run")
    run = run_of(app)
    (row,) = run.screens.values()
    assert row.name == "still" and row.output == "stage" and row.missed == row.sent > 3
    taken = {cue for cue, _ in run.refused}
    assert run.cue == run.of > len(taken), "what the show refuses is passed over and listed"
    page = app.get("/preflight?lang=en").text
    assert f"{run.of}/{run.of}" in page and "still" in page


def test_a_screen_that_draws_at_once_has_missed_nothing(
    app: TestClient, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rehearsal, "WAIT", 30.0)
    with app.websocket_connect("/ws/stage") as page:
        assert pressed(app, "rehearse") == 303
        while run_of(app).state == "running":
            page.send_json({"type": "shown", "seq": app.app.state.director.seq})  # type: ignore[attr-defined]
    (row,) = run_of(app).screens.values()
    assert (row.missed, row.gone) == (0, False) and row.sent > 3


def test_a_live_show_is_never_rehearsed(tmp_path: Path) -> None:
    with client(tmp_path, mode="live") as app:
        signed_in(app)
        before = app.app.state.director.seq  # type: ignore[attr-defined]
        assert pressed(app, "rehearse") == 409 and "Start the run" not in app.get("/preflight?lang=en").text
        assert app.app.state.director.seq == before  # type: ignore[attr-defined]
        foreign = app.post("/preflight", data={"do": "rehearse"}, headers={"origin": "http://evil.example"})
        assert foreign.status_code in (303, 403) and app.app.state.rehearsal is None  # type: ignore[attr-defined]


@pytest.mark.parametrize("how", ["hold", "mode", "stop"])
def test_hold_another_mode_and_the_button_end_it(app: TestClient, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    monkeypatch.setattr(rehearsal, "MIN_PAUSE", 0.05)
    monkeypatch.setattr(rehearsal, "SPEED", 1_000_000)
    assert pressed(app, "rehearse") == 303
    assert pressed(app, "rehearse") == 409, "one at a time"
    wait_until(lambda: run_of(app).cue >= 1, "the first cue")
    if how == "stop":
        assert pressed(app, "stop") == 303
    else:
        sent = command("hold", on=True) if how == "hold" else command("switch_mode", mode="live")
        assert app.post("/api/commands", content=sent, headers=bearer(app)).json()["type"] == "ack"
    wait_until(lambda: run_of(app).state == "stopped", "the end of the run")
    assert run_of(app).cue < run_of(app).of


def test_the_server_s_end_is_the_run_s_end(tmp_path: Path) -> None:
    (tmp_path / "event").mkdir()
    with client(tmp_path / "kept", folder(tmp_path / "event"), mode="rehearsal") as app:
        assert pressed(signed_in(app), "rehearse") == 303
        run = run_of(app)
    assert run.state == "stopped"


async def test_frames_that_were_dropped_meanwhile_are_told(quick: None) -> None:
    class Hub:
        screen = Screen("1", "stage", None, "left", counted=True, vitals=Vitals(dropped=12))  # type: ignore[arg-type]

        def screens(self) -> list[Screen]:
            return [self.screen]

    class State:
        hub = Hub()

    run = Run()
    rehearsal._row(run, Hub.screen)
    Hub.screen.vitals = Vitals(dropped=20)
    await asyncio.wait_for(rehearsal._last_vitals(State(), run), 10)  # type: ignore[arg-type]
    assert next(iter(run.screens.values())).dropped == 8
