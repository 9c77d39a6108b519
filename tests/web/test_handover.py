"""Tickets by which a signed-in page goes on at another machine: once, for a while, and nowhere else."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from server.web import handover
from tests.support.app_client import client, signed_in


def opened(one: TestClient, ticket: str, onward: str = "/control") -> int:
    """What the page answers to a ticket; 200 sets the cookie."""
    answer = one.get(f"/handover?ticket={quote(ticket)}&next={quote(onward)}")
    assert (answer.status_code == 200) == ("set-cookie" in answer.headers)
    return answer.status_code


def elsewhere(one: TestClient) -> None:
    """From now on this is another machine of the same show."""
    one.app.state.generation.id = "another"  # type: ignore[attr-defined]


def test_a_ticket_is_for_one_session_at_another_machine(tmp_path: Path) -> None:
    with client(tmp_path) as one:
        ticket = signed_in(one).get("/api/handover").json()["ticket"]
        one.cookies.clear()
        assert opened(one, ticket) == 303, "not where it was given"
        elsewhere(one)
        assert opened(one, "nonsense") == opened(one, ticket + "x") == 303
        assert opened(one, ticket) == 200
        assert one.get("/control").status_code == 200, "signed in, without a code"
        assert opened(one, ticket) == 303, "once"


def test_a_ticket_runs_out_and_ends_with_its_person_s_code(tmp_path: Path) -> None:
    with client(tmp_path) as one:
        state = one.app.state  # type: ignore[attr-defined]
        person = next(person for person in state.access.people if person.role == "judge")
        signed_in(one, person.code)
        tickets = [one.get("/api/handover").json()["ticket"] for _ in range(3)]
        elsewhere(one)
        assert opened(one, tickets[0], "/judge") == 200
        state.access.people.renew(person.id)
        assert opened(one, tickets[1]) == 401, "the code was taken away"
        state.source.clock.not_before(state.source.clock.now() + handover.TICKET_MS + 1)
        assert opened(one, tickets[2]) == 303


def test_used_tickets_are_bounded(tmp_path: Path) -> None:
    with client(tmp_path) as one:
        used = one.app.state.used_tickets  # type: ignore[attr-defined]
        for number in range(handover.MAX_USED + 5):
            handover._use(used, str(number))
        assert len(used) == handover.MAX_USED


@pytest.mark.parametrize("role", ["viewer", "host", "operator"])
def test_a_token_gets_no_ticket_and_one_without_a_person_opens_nothing(tmp_path: Path, role: str) -> None:
    with client(tmp_path) as one:
        state = one.app.state  # type: ignore[attr-defined]
        token = {"authorization": f"Bearer {state.access.token(role)}"}
        assert one.get("/api/handover", headers=token).status_code == 403
        facts = {"from": "another", "until": state.source.clock.now() + 1000, "once": "1", "person": "", "serial": 0}
        assert opened(one, state.access.seal("handover", facts)) == 401, "as old tickets were"
        assert opened(one, state.access.seal("handover", facts | {"once": "2", "role": role})) == (
            200 if role == "operator" else 401
        )
