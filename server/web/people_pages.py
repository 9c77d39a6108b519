"""Pages `/people` and `/join/{code}`: the operator's list of people with their codes, the link that signs in.

Opening a link changes nothing, since messengers and scanners open links, too: the page names the
person and has one button, and only that signs in.
"""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from server.screens.page_messages import host_of
from server.show.lengths import unseen
from server.show.model.role import ROLES, Who
from server.texts.say import say
from server.web.access import WINDOW, same_origin
from server.web.addresses import qr_svg
from server.web.device_list import DEEDS, devices, end, log_lines, tokens
from server.web.pages import base_for_others, lang_of, render, signed_in, to_sign_in, trouble
from server.web.people import MAX_NAME, MAX_PEOPLE, Account, People, TooManyPeopleError, shown
from server.web.state import state_of
from server.wire import encode

log = logging.getLogger(__name__)


def _people(request: Request) -> People:
    """Everybody, the judges of the show that is on included."""
    known = state_of(request).access.people
    known.ensure(state_of(request).director.show.judges.values())
    return known


def _present(request: Request) -> list[Account]:
    """Everybody but judges of another show, the judges in the order of their seats."""
    judges = state_of(request).director.show.judges
    seats = {id: seat for seat, id in enumerate(judges)}
    present = [account for account in _people(request) if not account.judge or account.judge in judges]
    return sorted(present, key=lambda account: (account.role != "judge", seats.get(account.judge, 0)))


def _facts(request: Request, person: Account) -> dict[str, Any]:
    """Who somebody is and whether they are there; no key. A judge is called as the show calls them now."""
    role = say(f"role.{person.role}", lang_of(request))
    judge = state_of(request).director.show.judges.get(person.judge)
    hub = state_of(request).hub
    given = judge.name if judge else person.name
    return {
        "id": person.id, "role": role, "name": given or f"{role} {person.id.rpartition('-')[2]}",
        "judge": person.judge, "devices": hub.devices(person.id), "seen": hub.last_seen(person.id),
    }  # fmt: skip


async def people(request: Request) -> Response:
    """Page `/people`: GET gives the list with codes and QR links; POST `do` = revoke, renew, rename, add,
    sign_out (of one device) or revoke_token.
    403, 422."""
    who = state_of(request).who(request)
    if who is None or who.role != "operator":
        return to_sign_in(request)
    if request.method == "POST":
        return await _change(request, who)
    return _listed(request)


def _listed(request: Request, code: int = 200, error: str = "") -> Response:
    lang, base = lang_of(request), base_for_others(request)
    judges = state_of(request).director.show.judges
    rows = []
    for account in _present(request):
        link = f"{base}/join/{account.code}" if account.code else ""
        judge = judges.get(account.judge)
        post = " · ".join(filter(None, (judge.unit, judge.post))) if judge else ""
        keys = {"code": shown(account.code), "link": link, "qr": qr_svg(link) if link else ""}
        rows.append(_facts(request, account) | keys | {"post": post, "given": account.name})
    roles = [(role, say(f"role.{role}", lang)) for role in ROLES if role not in ("operator", "judge")]
    contest = state_of(request).director.show.contest
    return render(request, "people.html", code, rows=rows, roles=roles, error=error, contest=contest.name,
                  longest=MAX_NAME, base=base, devices=devices(request), tokens=tokens(request),
                  log=log_lines(request))  # fmt: skip


async def _change(request: Request, who: Who) -> Response:
    lang = lang_of(request)
    if not same_origin(request):
        return trouble(request, 403, say("page.not_ours", lang))
    async with request.form(max_files=0, max_fields=6, max_part_size=4096) as form:
        do, id, role, name = (str(form.get(key, "")) for key in ("do", "id", "role", "name"))
    known = _people(request)
    if do == "add":
        error = _added(known, role, name.strip(), lang)
        if error:
            return _listed(request, 422, error)
    elif do == "rename" and known.get(id):
        if wrong := _bad_name(name.strip(), lang):
            return _listed(request, 422, wrong)
        known.rename(id, name)
    elif do in ("revoke", "renew") and known.get(id):
        if not _ended(request, who, do, id):
            return _listed(request, 507, say("page.code_not_kept", lang))
    elif do in DEEDS:
        if fault := end(request, do, id, who):
            return _listed(request, *fault)
    else:
        return _listed(request, 422, say("page.no_person", lang))
    return RedirectResponse(f"/people?lang={lang}#{quote(id)}", 303)


def _ended(request: Request, who: Who, do: str, id: str) -> bool:
    """End of a code, its sessions and its sockets, whatever the disk does; False where it has not kept that."""
    state, kept = state_of(request), True
    try:
        _people(request).revoke(id) if do == "revoke" else _people(request).renew(id)
    except OSError as error:  # the running server knows: only a restart would know the old code again
        log.error("the end of the code of %s was not kept: %s", id, error)
        kept = False
    state.hub.sign_out(id)
    state.access.sessions.forget(id)
    state.access.note("revoked", who, host_of(request), of=id, how=do)
    return kept


async def presence(request: Request) -> Response:
    """Endpoint of presence: GET lists everybody with a role, how many devices are connected, and when they
    last came or went. 401, 403."""
    who = state_of(request).who(request)
    if who is None or who.role != "operator":
        raise HTTPException(401 if who is None else 403, "who is there is for the operator to know")
    at = state_of(request).director.clock.now()
    body = encode({"at": at, "people": [_facts(request, account) for account in _present(request)]})
    return Response(body, 200, {"cache-control": "no-store"}, "application/json")


def _bad_name(name: str, lang: str) -> str:
    """What is wrong with a person's name, "" for nothing."""
    if not 1 <= len(name) <= MAX_NAME:
        return say("page.no_name", lang, most=MAX_NAME)
    strange = unseen(name)
    return say("page.unseen", lang, found=strange) if strange else ""


def _added(known: People, role: str, name: str, lang: str) -> str:
    """What is wrong with somebody new, or "" where they have been added."""
    wanted = next((known for known in ROLES if known == role and known not in ("operator", "judge")), None)
    if wanted is None:
        return say("page.no_person", lang)
    if wrong := _bad_name(name, lang):
        return wrong
    try:
        known.add(wanted, name)
    except TooManyPeopleError:
        return say("page.too_many_people", lang, most=MAX_PEOPLE)
    return ""


def _opens(request: Request) -> bool:
    """A person opens a link, in a messenger's page, say: a browser tells that from what a page fetches."""
    return request.method != "POST" and request.headers.get("sec-fetch-dest") == "document"


async def join(request: Request) -> Response:
    """Page `/join/{code}`: GET names the person of this link; POST signs in. 403, 404, 429."""
    lang = lang_of(request)
    if not same_origin(request) and not _opens(request):  # a picture in another site's page is no try
        return trouble(request, 403, say("page.not_ours", lang))
    access, tries = state_of(request).access, state_of(request).tries
    address, counted, log = host_of(request), access.counted_as(request), access.log
    if not tries.allow(counted):
        log.note("refused_sign_in", address=address, why="wait")
        refused = trouble(request, 429, say("page.wait", lang))
        refused.headers["retry-after"] = f"{WINDOW}"
        return refused
    person = _people(request).by_code(request.path_params["code"])
    if person is None:
        log.note("refused_sign_in", address=address, why="dead_link")
        return trouble(request, 404, say("page.dead_link", lang))
    tries.take_back(counted)
    if request.method == "POST":
        tries.right(counted)
        return signed_in(request, person)
    contest = state_of(request).director.show.contest
    facts = _facts(request, person)
    return render(request, "join.html", role=facts["role"], name=facts["name"], contest=contest.name)
