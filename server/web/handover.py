"""Handover: a signed-in page goes on at the machine that has taken the show over, without a code.

A cookie belongs to one host. A page therefore holds a ticket, signed with the key that travels with the
codes: it is for one session, for a few minutes, and for another machine than the one that gave it, so as
long as the show stays where it is a stolen one opens nothing.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from server.show.model.role import Who
from server.texts.say import say
from server.web.api import answer, problem
from server.web.pages import lang_of, render, signed_in, to_sign_in, trouble, within
from server.web.people import Account
from server.web.state import AppState, state_of

TICKET_MS = 15 * 60_000
MAX_USED = 1000  # tickets remembered, so that none opens two sessions
PURPOSE = "handover"


async def ticket(request: Request) -> Response:
    """Endpoint of a signed-in page: GET gives its ticket for the show's other machines. 401, 404."""
    state = state_of(request)
    who = state.who(request)
    if who is None:
        return problem(401, "a ticket is for those who are signed in")
    if state.generation is None:
        return problem(404, "this show has no follower")
    if "authorization" in request.headers or not (who.person or who.role == "operator"):
        return problem(403, "a ticket is for a page that somebody has signed in on, and not for a token")
    return answer({"ticket": _ticket(state, who), "ms": TICKET_MS}, headers={"cache-control": "no-store"})


def _ticket(state: AppState, who: Who) -> str:
    assert state.generation is not None
    person = state.access.people.get(who.person) if who.person else None
    facts: dict[str, object] = {"from": state.generation.id, "until": state.source.clock.now() + TICKET_MS}
    facts |= {"once": secrets.token_hex(8), "role": who.role, "by": who.by}
    facts |= {"person": who.person, "serial": person.serial if person else 0}
    return state.access.seal(PURPOSE, facts)


async def handover(request: Request) -> Response:
    """Page `/handover`: a good ticket gives the session's cookie and goes on to `next`; any other to the form
    of the code."""
    state = state_of(request)
    facts = state.access.unseal(PURPOSE, request.query_params.get("ticket", ""))
    if facts is None or not _is_good(state, facts):
        return to_sign_in(request)
    person: Account | None = None
    if not facts["person"] and facts.get("role") != "operator":
        return trouble(request, 401, say("page.dead_link", lang_of(request)))
    if facts["person"]:
        person = state.access.people.get(facts["person"])
        if person is None or person.serial != facts["serial"]:
            return trouble(request, 401, say("page.dead_link", lang_of(request)))
    signed = signed_in(request, person, within(request.query_params.get("next", "")))
    # A redirect would still be the other site's, and the cookie would not be sent with it.
    page = render(request, "handover.html", onward=signed.headers["location"])
    page.headers["set-cookie"] = signed.headers["set-cookie"]
    return page


def _is_good(state: AppState, facts: dict[str, Any]) -> bool:
    """True once for a ticket of another machine that has not run out."""
    if state.generation is None or facts["from"] == state.generation.id:
        return False
    if state.source.clock.now() > facts["until"] or facts["once"] in state.used_tickets:
        return False
    _use(state.used_tickets, facts["once"])
    return True


def _use(used: OrderedDict[str, None], once: str) -> None:
    used[once] = None
    while len(used) > MAX_USED:
        used.popitem(last=False)
