"""Pages of the server: sign-in, panel, roles, displays. A display page carries its snapshot, so that its
first paint is the right picture."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from server.screens.page_messages import host_of
from server.screens.view_source import ViewSource
from server.settings import FRONT_END
from server.show.commands import COMMANDS
from server.show.model import Output
from server.show.model.role import Role, Who
from server.show.roles import may, may_see
from server.sign_in.turns import RETRY_SECONDS, BusyError
from server.texts.say import say
from server.web.access import COOKIE, SESSION_SECONDS, TRIES, WINDOW, WrongCodeError, same_origin
from server.web.addresses import LOOPBACK, bases, page_addresses, qr_svg
from server.web.people import Account
from server.web.security_headers import FRAMED_BY_US, UNFRAMED, page_policy, watch_policy
from server.web.state import state_of
from server.wire import encode

# No sign-in page may be framed; OBS and our own panel may frame the displays, our panel alone what is not on air.
PAGES: dict[Role, str] = {
    "operator": "/control", "scorer": "/desk", "supervisor": "/desk", "judge": "/judge", "host": "/host",
    "viewer": "/viewer",
}  # fmt: skip
FRAMES = {"control": UNFRAMED, "display": "", "preview": FRAMED_BY_US}
PAGE_AGE = "public, max-age=0, s-maxage=2"  # at an edge: a CDN may keep the page for two seconds, browsers ask


def templates(root: Path = FRONT_END) -> Environment:
    loader = FileSystemLoader([root / "display" / "pages", root / "control" / "pages"])
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined)


def lang_of(request: Request) -> str:
    """Language of a page: asked for, remembered, or the server's own."""
    asked = request.query_params.get("lang") or request.cookies.get("lang")
    return asked if asked in ("zh", "en") else state_of(request).lang


def render(
    request: Request, template: str, code: int = 200, /, area: str = "control", policy: str = "", **context: Any
) -> HTMLResponse:
    state = state_of(request)
    context = {"lang": lang_of(request), "build": state.build, "static": f"/static/{state.build}",
               "peers": " ".join(state.peers)} | context  # fmt: skip
    html = state.templates.get_template(template).render(**context)
    headers = {
        "cache-control": "no-store",
        "content-security-policy": (policy or page_policy(asked_host(request), state.peers)) + FRAMES[area],
    }
    if area == "control":
        headers["x-frame-options"] = "DENY"  # for browsers older than the policy's frame-ancestors
    return HTMLResponse(html, code, headers)


def asked_host(request: Request) -> str:
    """Host that the page was asked for, as its address in the browser has it."""
    return request.headers.get("host", "")


def standby_words(request: Request) -> str:
    """Sentence that names the machine which runs the show."""
    failover = state_of(request).failover
    return say("page.standby", lang_of(request), writer=failover.writer if failover else "")


def trouble(request: Request, code: int, words: str) -> Response:
    """Page that says what is wrong, with its HTTP status."""
    return render(request, "error.html", code, code=code, words=words)


async def home(request: Request) -> Response:
    """Page `/`: every page with its QR code, at the address that other machines reach."""
    director = state_of(request).director
    base = base_for_others(request)
    rows = [
        {"title": place.title, "url": base + place.path, "qr_svg": qr_svg(base + place.path)}
        for place in page_addresses(director.show.contest.outputs)
    ]
    who = state_of(request).who(request)
    return render(request, "home.html", rows=rows, operator=who is not None and who.role == "operator")


def base_for_others(request: Request) -> str:
    """Address that the page was opened by; opened on the server itself, the one on the LAN."""
    if request.url.hostname not in LOOPBACK:
        return str(request.base_url).rstrip("/")
    settings = state_of(request).settings
    port = request.url.port or state_of(request).port
    known = bases(settings.host, port, settings.certfile is not None)
    return (known[1:] or known)[0]


async def login(request: Request) -> Response:
    """Page `/login`: GET gives the form; POST of `code` gives the session cookie and goes to `next`. 401, 429."""
    onward = within(request.query_params.get("next", "")) or PAGES["operator"]
    if request.method != "POST":  # a HEAD is no try
        return render(request, "login.html", error="", next=onward)
    if not same_origin(request):  # another site's page can't use up anybody's tries
        return _refused(request, onward, 401, "page.wrong_code")
    access, tries = state_of(request).access, state_of(request).tries
    address = access.counted_as(request)
    if not tries.allow(address):
        return _too_many(request, onward, "page.too_many_tries", WINDOW)
    async with request.form(max_files=0, max_fields=4, max_part_size=4096) as form:
        code = str(form.get("code", ""))
    try:
        person = await access.account_of(code, tries, address)
    except WrongCodeError:
        return _refused(request, onward, 401, "page.wrong_code")
    except BusyError:
        return _too_many(request, onward, "page.many_try", RETRY_SECONDS)
    return signed_in(request, person, onward)


def signed_in(request: Request, person: Account | None, onward: str = "") -> Response:
    """Response with the session's cookie, on to where somebody wanted to go or to their own page."""
    role: Role = person.role if person else "operator"
    # A page of another role would only send them back here.
    wanted = onward if role == "operator" or onward.partition("?")[0] == PAGES[role] else ""
    response = RedirectResponse(wanted or PAGES[role], 303)
    access, address = state_of(request).access, host_of(request)
    cookie = access.session(person, address, request.headers.get("user-agent", ""))
    response.set_cookie(
        COOKIE, cookie, SESSION_SECONDS, httponly=True, samesite="strict", secure=request.url.scheme == "https"
    )
    who = access.who_of(cookie)
    if who is not None:
        access.note("sign_in", who, address)
    return response


def _refused(request: Request, onward: str, code: int, key: str, /, **facts: object) -> Response:
    why = key.partition(".")[2]
    state_of(request).access.log.note("refused_sign_in", address=host_of(request), why=why)
    return render(request, "login.html", code, error=say(key, lang_of(request), **facts), next=onward)


def _too_many(request: Request, onward: str, key: str, seconds: int) -> Response:
    refused = _refused(request, onward, 429, key, seconds=seconds, tries=TRIES)
    refused.headers["retry-after"] = f"{seconds}"
    return refused


def within(onward: str) -> str:
    """The address where it is a path of ours, else "": a link may not send an operator to another site."""
    return onward if re.fullmatch(r"/(?!/)[^\\\x00-\x20]*", onward) else ""


def to_sign_in(request: Request) -> Response:
    """Redirect to the form, and back here afterwards."""
    who = state_of(request).who(request)
    if who is not None:
        state_of(request).access.note("refused", who, host_of(request), path=request.url.path)
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/login?next={quote(asked)}", 303)


async def control(request: Request) -> Response:
    who = state_of(request).who(request)
    if who is None or who.role != "operator":
        return to_sign_in(request)
    return render(request, "control.html", may=may_send(request, who), person=person_of(who))


def person_of(who: Who) -> str:
    """Name of somebody in the journal, whatever the device."""
    return who.by.partition("/")[0]


def may_send(request: Request, who: Who) -> str:
    """Commands that somebody may send, with spaces between, for their page: it shows no other buttons."""
    show = state_of(request).director.show
    return " ".join(name for name, kind in COMMANDS.items() if may(show, who, kind))


OWN = {"judge": "judge.html", "desk": "desk.html", "host": "host.html", "viewer": "viewer.html"}


async def own(request: Request) -> Response:
    """Pages `/judge`, `/desk`, `/host`, `/viewer` of the roles, each with its view already in it. The
    operator may look at each; at a judge's with `?judge=`."""
    name = request.url.path.removeprefix("/")
    who = state_of(request).who(request)
    view = f"judge.{(who.judge if who else '') or request.query_params.get('judge', '')}" if name == "judge" else name
    director = state_of(request).director
    if who is None or not may_see(who, view):
        return to_sign_in(request)
    if view not in director.names():
        return trouble(request, 404, say("page.no_page", lang_of(request)))
    return render(
        request, OWN[name], view=view, role=who.role, may=may_send(request, who), judge=view.partition(".")[2],
        person=person_of(who),
        snapshot=embedded(director, view, state_of(request).build),
    )  # fmt: skip


async def display(request: Request) -> Response:
    """Page `/display/{output}` of an output; `?preview=1` shows the next take to a signed-in operator."""
    return _output(request, request.path_params["output"])


async def overlay(request: Request) -> Response:
    """Page `/overlay`: the output of that name, or the first of that kind."""
    source = state_of(request).source
    known = source.outputs()
    overlays = (name for name, output in known.items() if output.kind == "overlay" and name != "watch")
    return _output(request, "overlay" if "overlay" in known else next(overlays, "watch"))


async def to_watch(request: Request) -> Response:
    """Redirect from `/` of an edge to the page that its viewers want."""
    return RedirectResponse("/watch", 302)


async def watch(request: Request) -> Response:
    """Page `/watch` of the remote viewers: the stream with the overlay on top. Only this page may ask another
    server for anything, and only the one that the event names for its stream."""
    return _output(request, "watch")


def _output(request: Request, name: str) -> Response:
    source = state_of(request).source
    known = source.outputs()
    if name not in known:
        words = say("page.no_output", lang_of(request), name=name, known=", ".join(known))
        return trouble(request, 404, words)
    view = name
    if request.query_params.get("preview"):
        if state_of(request).edge:  # an edge: nobody can sign in there
            return trouble(request, 404, say("page.no_preview", lang_of(request)))
        who = state_of(request).who(request)
        if who is None or who.role != "operator":
            return RedirectResponse("/login?next=/control", 303)
        view = f"preview.{name}"
        if view not in source.names():  # a standby follows the public views only
            return trouble(request, 503, standby_words(request))
    asked = request.query_params.get("lang")
    remote = view == "watch"
    stream = source.snapshot(view)["view"]["stream"] if remote else {}
    style = page_style(known[name], source.snapshot(view)["view"]["contest"]["theme"]["colors"])
    host, peers = asked_host(request), state_of(request).peers
    page = render(
        request,
        "watch.html" if remote else "display.html",
        area="display" if view == name else "preview",
        policy=watch_policy(stream, host, peers, style) if remote else page_policy(host, peers, style=style),
        view=view,
        output=known[name],
        shape=shape_of(known[name]),
        lang=asked if asked in ("zh", "en") else known[name].lang,
        snapshot=embedded(source, view, state_of(request).build),
        style=style,
    )
    if state_of(request).edge and view == name:
        page.headers["cache-control"] = PAGE_AGE
    return page


def shape_of(output: Output) -> str:
    """Shape of an output: "wide" from 2.2:1 (an LED wall), "tall" when upright, else "standard"."""
    ratio = output.width / output.height
    return "wide" if ratio >= 2.2 else "tall" if ratio < 1 else "standard"


def embedded(source: ViewSource, view: str, build: str) -> str:
    """Snapshot as JSON that is safe inside a script element: `<` and ECMAScript's line separators escaped."""
    snapshot = source.snapshot(view)
    page = {"epoch": source.epoch, "at": source.clock.precise(), "build": build,
            "seq": snapshot["seq"], "view": snapshot["view"]}  # fmt: skip
    text = encode(page).decode()
    for bad, good in (("<", "\\u003c"), (">", "\\u003e"), ("\u2028", "\\u2028"), ("\u2029", "\\u2029")):
        text = text.replace(bad, good)
    return text


def page_style(output: Output, colors: dict[str, str]) -> str:
    """Text of a display's one style element: the canvas and the theme, there at the first paint. Its selector
    outweighs every sheet's, as a style attribute would."""
    return f"html:root:root:root{{--w:{output.width};--h:{output.height};{theme_style(colors)}}}"


def theme_style(colors: dict[str, str]) -> str:
    """Theme as CSS declarations for a style element; what is no plain value is left out."""
    return "".join(
        f"--{name}:{value};"
        for name, value in colors.items()
        if re.fullmatch(r"[a-z][a-z0-9-]*", name) and re.fullmatch(r"[#a-zA-Z0-9 ,.%()/-]{1,80}", value)
    )
