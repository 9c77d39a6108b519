"""Page `/import`: a newer table of entries for a show that is running.

Its differences are shown first, and then taken over in one journaled step, or not at all where the show has
changed meanwhile. The event's files stay as they are.

Scripts send the same form with a bearer token and `Accept: application/json`, and get the same facts.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from server.event_file.faults import Fault
from server.event_file.import_preview import Uploaded, heading_of, shown_value, uploaded
from server.event_file.workbook import MAX_BOOK_BYTES
from server.show.model import Entry, Show
from server.show.playout.import_entries import Difference, plan
from server.texts.say import say
from server.web.access import same_origin
from server.web.api import answer, problem
from server.web.pages import lang_of, render, to_sign_in
from server.web.state import PreviewedTable, state_of
from server.wire import Envelope

FORM_BYTES = 16_384  # bytes that a form has around its file
MAX_WAITING = 8  # tables that were looked at and not taken over yet; the oldest is forgotten


class _TooLargeError(Exception):
    pass


async def imports(request: Request) -> Response:
    """Page `/import`: GET gives the form; POST `do=preview` with `file`, then `do=apply` with the `token` of
    the preview. 401, 403, 409, 413, 422."""
    who, scripted = state_of(request).who(request), "authorization" in request.headers
    if who is None or who.role != "operator":
        return (
            problem(403 if who else 401, "a table is for the operator") if scripted else to_sign_in(request)
        )
    if request.method != "POST":
        return _page(request)
    if not scripted and not same_origin(request):
        return _page(request, 403, error=_say(request, "page.not_ours"))
    try:
        async with _bounded(request).form(max_files=1, max_fields=4, max_part_size=4096) as form:
            upload = form.get("file")
            content = await upload.read(MAX_BOOK_BYTES + 1) if isinstance(upload, UploadFile) else b""
            name = (upload.filename or "") if isinstance(upload, UploadFile) else ""
            do, token = str(form.get("do", "preview")), str(form.get("token", ""))
    except _TooLargeError:
        return _page(request, 413, error=_say(request, "import.too_large", most=f"{MAX_BOOK_BYTES:,}"))
    except HTTPException as error:
        return _page(request, 422, error=_say(request, "import.bad_form", why=error.detail))
    if do == "apply":
        return await _applied(request, token, who)
    if not name or not content:
        return _page(request, 422, error=_say(request, "import.no_file"))
    if len(content) > MAX_BOOK_BYTES:
        return _page(request, 413, error=_say(request, "import.too_large", most=f"{MAX_BOOK_BYTES:,}"))
    return await _previewed(request, name, content)


def _bounded(request: Request) -> Request:
    """The request with a body that ends where it grows over the bound, whatever its headers promise."""
    count = 0

    async def receive() -> Message:
        nonlocal count
        message = await request.receive()
        count += len(message.get("body", b""))
        if count > MAX_BOOK_BYTES + FORM_BYTES:
            raise _TooLargeError
        return message

    return Request(request.scope, receive)


async def _previewed(request: Request, name: str, content: bytes) -> Response:
    show = state_of(request).director.show
    # A show never changes, so a thread may read it; a large table must not stop the screens.
    read = await run_in_threadpool(uploaded, show, state_of(request).settings.event_dir, name, content)
    if read.contest is None:
        faults = [_fault(fault, lang_of(request)) for fault in read.faults]
        return _page(request, 422, table=read.table, faults=faults)
    return _compared(request, read)


def _compared(request: Request, read: Uploaded, code: int = 200, error: str = "") -> Response:
    """The page with what a table comes to now; what can be taken over waits under a token."""
    director = state_of(request).director
    show, lang, token = director.show, lang_of(request), ""
    assert read.contest is not None
    made = plan(show, read.table, read.contest)
    if made.taken:
        token = secrets.token_hex(16)
        waiting = state_of(request).imports
        waiting[token] = PreviewedTable(read, made, show.seq, director.epoch)
        while len(waiting) > MAX_WAITING:
            waiting.popitem(last=False)
    return _page(
        request, code, error=error, table=read.table, token=token,
        faults=[_fault(fault, lang) for fault in read.faults],
        taken=[_row(show, difference, lang) for difference in made.taken],
        left=[_row(show, kept, lang) | {"why": say(f"left.{kept.why}", lang)} for kept in made.left],
    )  # fmt: skip


async def _applied(request: Request, token: str, who: Any) -> Response:
    """The page after a previewed table was taken over. Sent twice, it is done once."""
    director = state_of(request).director
    waiting = state_of(request).imports.get(token)
    if waiting is None or waiting.epoch != director.epoch:
        return _page(request, 409, error=_say(request, "import.forgotten"))
    command = waiting.plan.command
    envelope = Envelope(f"import-{token}", command, waiting.seq, "en" if lang_of(request) == "en" else "zh")
    done = await director.command(envelope, who)
    if done["type"] == "refused":
        return _compared(request, waiting.uploaded, 409, _say(request, "import.refused", why=done["why"]))
    words = _say(request, "import.done", count=len(waiting.plan.taken), seq=done["seq"])
    return _page(request, done=words, table=command.table, seq=done["seq"])


def _page(request: Request, code: int = 200, **facts: Any) -> Response:
    empty: dict[str, Any] = {"error": "", "done": "", "table": "", "token": "", "seq": 0}
    whole = empty | {"faults": [], "taken": [], "left": []} | facts
    if "application/json" in request.headers.get("accept", ""):
        return answer(whole, code, {"cache-control": "no-store"})
    contest = state_of(request).director.show.contest
    return render(request, "import.html", code, contest=contest.name, most=f"{MAX_BOOK_BYTES:,}", **whole)


def _say(request: Request, key: str, /, **facts: object) -> str:
    return say(key, lang_of(request), **facts)


def _fault(fault: Fault, lang: str) -> dict[str, str]:
    """A fault by its place: the sheet (the file where there is none), the row, the column, what is wrong."""
    sheet = fault.file.partition("/")[2] or fault.file
    return {
        "sheet": sheet,
        "row": str(fault.row or ""),
        "column": fault.column,
        "words": fault.words(lang),
        "level": fault.level,
    }


# --- differences in words ------------------------------------------------------------------------------------


def _row(show: Show, difference: Difference, lang: str) -> dict[str, str]:
    """A difference as a line of a table: about whom, which field, before and after."""
    about, field = _about(show, difference, lang), ""
    before = _value(show, difference.field, difference.before, lang)
    after = _value(show, difference.field, difference.after, lang)
    if difference.kind == "changed":
        field = heading_of(difference.field, lang)
    elif difference.kind == "judge":
        field = say(f"column.{difference.field}", lang)
    elif difference.kind == "moved":
        field = say("import.runs", lang)
    elif difference.kind == "added":
        field, before, after = say("import.new", lang), "", _name(difference.after)
    elif difference.kind == "removed":
        field, before, after = say("import.gone", lang), _name(difference.before), ""
    return {"about": about, "field": field, "before": before, "after": after}


def _name(entry: Entry) -> str:
    return f"{entry.unit}《{''.join(entry.title)}》"


def _about(show: Show, difference: Difference, lang: str) -> str:
    if difference.kind == "sealed":
        return say(f"import.{difference.about}", lang)
    if difference.kind == "judge":
        judge = show.judges[difference.about]
        return say("import.judge", lang, seat=judge.seat, name=judge.name)
    known = show.entries.get(difference.about)
    return f"{difference.about} {known.unit}" if known else difference.about


def _value(show: Show, field: str, value: Any, lang: str) -> str:
    if value is None:
        return ""
    if field == "category":
        return next((known.name for known in show.contest.categories if known.id == value), str(value))
    if field == "eligibility":
        return say(f"eligibility.{value}", lang)
    if field == "given" and isinstance(value, Mapping):
        names = {part.id: part.name for part in show.contest.scoring.parts}
        return "，".join(f"{names.get(id, id)} {number}" for id, number in value.items())
    return shown_value(value)
