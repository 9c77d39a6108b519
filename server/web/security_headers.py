"""Security headers of every answer: the policy of what a page may load and ask, no guessing of content types.

A page's policy (Content Security Policy Level 3) lets in files of our own host and nothing that stands inside the
page: no script, and no style but the one whose hash the policy names. `'self'` does not cover `ws:` in older
browsers, so the host that the page was asked for is named, where it is a plain host. What is no page may load
nothing at all, and what an organizer put into `assets/` runs in a sandbox: a drawing with a script in it is a
drawing.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?", re.ASCII)
ORIGIN = re.compile(rf"https?://(?:{HOST.pattern})", re.ASCII)
ASSETS = "/assets/"
NO_PAGE = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
SANDBOX = "default-src 'none'; img-src 'self' data:; media-src 'self'; sandbox"
UNFRAMED = "; frame-ancestors 'none'"
FRAMED_BY_US = "; frame-ancestors 'self'"


def page_policy(host: str, peers: Iterable[str] = (), connect: str = "", style: str = "") -> str:
    """Content security policy of a page that was asked for at `host`. `peers`: origins (`http://10.0.0.6:8000`)
    of our other machines; `connect`: one more origin to fetch from; `style`: the text of the page's one style
    element."""
    sources = ["'self'", *_sockets(host), *(source for peer in peers for source in _peer(peer))]
    asked = " ".join([*sources, *filter(None, [connect])])
    styles = f" '{style_hash(style)}'" if style else ""
    return (
        f"default-src 'self'; script-src 'self'; style-src 'self'{styles}; img-src 'self' data: blob:;"
        f" connect-src {asked}; base-uri 'none'; form-action 'self'; object-src 'none'"
    )


def _sockets(host: str) -> list[str]:
    return [f"ws://{host}", f"wss://{host}"] if HOST.fullmatch(host) else []


def _peer(origin: str) -> list[str]:
    """Sources of another machine's origin: pages move over to it with their sockets."""
    return [origin, *_sockets(origin.partition("://")[2])] if ORIGIN.fullmatch(origin) else []


def style_hash(style: str) -> str:
    """Source expression of a style element's exact text."""
    return f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}"


def watch_policy(stream: dict[str, Any], host: str, peers: Iterable[str] = (), style: str = "") -> str:
    """Policy of `/watch`: our own host, and the stream's origin as its kind needs it."""
    kind, address = stream["kind"], stream["address"]
    origin = "/".join(address.split("/")[:3]) if "://" in address else ""
    policy = page_policy(host, peers, origin if kind == "hls" else "", style)
    if kind == "embed":
        return f"{policy}; frame-src {origin}"
    return f"{policy}; frame-src 'none'; media-src 'self' blob: {origin}".rstrip()


class SecurityHeaders:
    """Outermost layer of an app: an answer gets each header that it does not bring itself, errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                guard(MutableHeaders(scope=message), scope["path"])
            await send(message)

        return await self._app(scope, receive, send_guarded)


def guard(headers: MutableHeaders, path: str) -> None:
    """Headers of one answer, completed."""
    headers.setdefault("x-content-type-options", "nosniff")
    headers.setdefault("referrer-policy", "same-origin")
    headers.setdefault("content-security-policy", SANDBOX if path.startswith(ASSETS) else NO_PAGE)
