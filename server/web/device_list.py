"""Part of the page `/people` about devices, tokens and the access log: what is signed in, ended one by one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from starlette.requests import Request

from server.screens.page_messages import host_of
from server.show.model.role import ROLES, Who
from server.texts.say import say
from server.web.live_sockets import close_sockets
from server.web.pages import lang_of
from server.web.state import state_of

DEEDS = ("sign_out", "revoke_token")
NOT_KEPT = 507  # Insufficient Storage (RFC 4918)


def _when(request: Request, moment: float) -> str:
    """Moment on the hall's clock; "" for none."""
    zone = timezone(timedelta(minutes=state_of(request).director.show.contest.utc_offset))
    return f"{datetime.fromtimestamp(moment, zone):%Y-%m-%d %H:%M:%S}" if moment else ""


def _name(request: Request, id: str, role: str) -> str:
    """Name of an account as the page says it, or of a role where there is none."""
    state, lang = state_of(request), lang_of(request)
    account = state.access.people.get(id)
    judge = state.director.show.judges.get(account.judge) if account else None
    given = judge.name if judge else account.name if account else ""
    words = say(f"role.{role}", lang)
    return given or (f"{words} {id.rpartition('-')[2]}" if id else words)


def devices(request: Request) -> list[dict[str, Any]]:
    """Signed-in devices, the one that was seen last first."""
    state = state_of(request)
    who = state.who(request)
    return [
        {
            "by": one.by, "name": _name(request, one.person, one.role), "device": one.by.rpartition("/")[2],
            "agent": one.agent, "address": one.address, "since": _when(request, one.since),
            "seen": _when(request, one.seen), "own": who is not None and who.by == one.by,
        }
        for one in state.access.sessions
    ]  # fmt: skip


def tokens(request: Request) -> list[dict[str, Any]]:
    """Tokens that last, the newest first."""
    known, rows = state_of(request).access.tokens, []
    for one in known:
        seen, address = known.seen(one.id)
        role = say(f"role.{one.role}", lang_of(request))
        rows.append({
            "id": one.id, "name": one.name or one.judge, "role": role, "made": _when(request, one.made),
            "ends": _when(request, one.ends), "seen": _when(request, seen), "address": address,
        })  # fmt: skip
    return rows


def log_lines(request: Request) -> list[dict[str, str]]:
    """Newest lines of the access log, as the page shows them."""
    lang, rows = lang_of(request), []
    for line in state_of(request).access.log.newest():
        what = str(line["what"])
        rows.append({
            "at": _moment(request, str(line["at"])), "what": words_of(what, lang), "who": _who(request, line),
            "device": str(line.get("device", "")), "address": str(line.get("address", "")), "about": about(line),
        })  # fmt: skip
    return rows


def _who(request: Request, line: dict[str, Any]) -> str:
    """Person of a line as the other tables say it; what is no account is shown as it is."""
    person, role = str(line.get("person", "")), str(line.get("role", ""))
    if person == role and role in ROLES:
        return say(f"role.{role}", lang_of(request))
    return _name(request, person, role) if person and role in ROLES else person


def words_of(what: str, lang: str) -> str:
    """Words of a line's kind; a kind of a newer version is shown as it is."""
    try:
        return say(f"access_log.{what}", lang)
    except KeyError:
        return what


def about(line: dict[str, Any]) -> str:
    """Facts of a line beside who and where: `path=/control`."""
    known = ("at", "what", "person", "role", "device", "address")
    return " ".join(f"{name}={value}" for name, value in line.items() if name not in known)


def _moment(request: Request, at: str) -> str:
    try:
        when = datetime.fromisoformat(at)
    except ValueError:
        return at
    return _when(request, (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp())


def end(request: Request, do: str, id: str, who: Who) -> tuple[int, str] | None:
    """End of one device or token, at once. Gives what went wrong: code and words."""
    state, lang = state_of(request), lang_of(request)
    access = state.access
    if do == "sign_out":
        if access.sessions.get(id) is None:
            return 422, say("page.no_device", lang)
        kept = access.sessions.end(id)
        by = id
    else:
        try:
            token = access.tokens.revoke(id)
        except OSError as error:
            return NOT_KEPT, say("page.token_stays", lang, why=error.strerror)
        if token is None:
            return 422, say("page.no_token", lang)
        kept, by = True, token.by
    close_sockets(state.hub, by)
    access.note("revoked", who, host_of(request), of=by, how=do)
    return None if kept else (NOT_KEPT, say("page.not_kept", lang))
