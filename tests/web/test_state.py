"""App state: one typed object, and one place where the show of a machine is put together."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from starlette.requests import Request

from server.app import build, build_edge
from server.clock import Clock
from server.settings import Settings
from server.show.commands import Go
from server.show.model.role import Who
from server.web.state import AppState, open_show, state_of
from server.wire import Envelope
from tests.support.app_client import client
from tests.support.hubs import joined
from tests.support.server_process import SAMPLE


def state_at(folder: Path) -> AppState:
    """State of a server on `folder` whose show is open."""
    with client(folder) as one:
        return one.app.state  # type: ignore[attr-defined,no-any-return]


def test_requests_find_the_one_state_of_their_app(tmp_path: Path) -> None:
    app = build(Settings(SAMPLE, tmp_path))
    state = state_of(Request({"type": "http", "app": app}))
    assert state is app.state and (state.lang, state.edge, state.failover) == ("zh", False, None)
    with pytest.raises(AttributeError):
        state.source  # noqa: B018  # nothing is served before the start
    with pytest.raises(AttributeError):
        state.anything = 1  # type: ignore[attr-defined]


def test_nobody_is_signed_in_on_an_edge(tmp_path: Path) -> None:
    app = build_edge(Settings(SAMPLE, tmp_path, redis_url="redis://127.0.0.1:1"))
    request = Request({"type": "http", "app": app, "headers": [(b"authorization", b"Bearer x")]})
    assert state_of(request).edge and state_of(request).who(request) is None


def test_a_show_that_is_opened_is_served_and_its_people_have_codes(tmp_path: Path) -> None:
    state = state_at(tmp_path)
    contest = state.director.show.contest
    ahead = Clock(10**14)
    director = open_show(state, contest, "rehearsal", ahead)
    try:
        assert state.source is state.director is director
        assert (director.mode, director.clock) == ("rehearsal", ahead)
        assert {person.judge for person in state.access.people} >= set(director.show.judges)
        joined(state.hub, "stage", person="J1")
        assert state.hub.last_seen("J1") >= 10**14, "the hub's time is the open show's"
        assert set(state.hub.presence()["outputs"]) == set(director.outputs())
        assert (state.hub.presence()["redis"], state.hub.presence()["weak"]) == ("none", [])
    finally:
        director.close()
    assert open_show(state, contest).mode == "rehearsal", "where nobody names a mode it is the last one"
    state.director.close()


async def test_a_command_that_comes_while_another_machine_takes_over_is_refused(tmp_path: Path) -> None:
    """Its page is being closed: that was a traceback in the log and 1011 before."""
    state = AppState(Settings(SAMPLE, tmp_path), "", None, failover=SimpleNamespace(writer="hall:8000"))  # type: ignore[arg-type]
    answer = await state.command(Envelope("one", Go(), lang="en"), Who("operator", "panel"))
    assert (answer["type"], answer["id"], answer["code"]) == ("refused", "one", "fenced")
    assert "hall:8000" in answer["why"]


def test_a_standby_has_no_director(tmp_path: Path) -> None:
    state = state_at(tmp_path)
    state.active_director = None
    with pytest.raises(AssertionError, match="another machine writes"):
        state.director  # noqa: B018
