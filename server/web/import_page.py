"""`/import`: a newer table of entries for a show that is running. It is read and told first, and then taken over
in one journaled step, or not at all where the show has changed under it. The event's files stay as they are.

Scripts send the same form with a bearer token and `Accept: application/json`, and get the same facts.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Message

from server.director import Director
from server.event_file.entries_csv import HEADINGS
from server.event_file.faults import Fault
from server.event_file.import_preview import Uploaded, told, uploaded
from server.event_file.workbook import MOST_BYTES
from server.show.model import Show
from server.show.playout.import_entries import Difference, ImportPlan, plan
from server.texts.journal_text import ELIGIBILITY
from server.texts.refusals import pick
from server.web.access import same_origin
from server.web.api import answer, problem
from server.web.pages import lang_of, render, to_sign_in
from server.wire import Envelope

FORM = 16_384  # bytes that a form has around its file
MOST_WAITING = 8  # tables that were looked at and not taken over yet; the oldest is forgotten
WORDS = {
    "not_ours": ("请从本页操作", "Use the buttons of this page"),
    "no_file": ("请选择一个 .xlsx 或 .csv 文件", "Choose an .xlsx or .csv file"),
    "too_large": (f"文件太大：最多 {MOST_BYTES:,} 字节", f"The file is too large: at most {MOST_BYTES:,} bytes"),
    "bad_form": ("表单读不出来：{why}", "This form cannot be read: {why}"),
    "forgotten": ("这次预览已过期，请重新上传", "This preview is no longer kept; upload the file again"),
    "refused": ("一处也没有改：{why}。下面是按现在的演出重新比较的结果。",
                "Nothing was done: {why}. Below, the table is held against the show as it is now."),
    "done": ("已导入 {count} 处改动（记录第 {seq} 号）。可在导播台撤销。",
             "{count} changes taken over (record {seq}). The panel can undo them."),
}  # fmt: skip
WHY = {
    "added": ("演出已经开始，不新增项目", "The show has begun: no entry is added"),
    "removed": ("表里没有这个项目，保留不动；不再参赛请改状态为弃权或取消",
                "Not in the table; it stays. Who takes no part is withdrawn or cancelled"),
    "passed": ("会移动已经出场的项目，整个出场顺序不改",
               "It would move entries that have run: the running order stays as it is"),
    "confirmed_given": ("成绩已复核或确认，要改请用更正", "The score is checked or confirmed; use a correction"),
    "typed_given": ("计分席已录入这一项，以录入的为准", "The desk has typed this part; what was typed holds"),
    "revealed_category": ("成绩已公布，类别不改", "The score was revealed: the category stays"),
    "sealed": ("开赛时已随记录封存，不改", "Sealed with the journal when it began; it stays"),
}  # fmt: skip
SEALED = {
    "sessions": ("场次", "Sessions"), "categories": ("类别", "Categories"), "panels": ("评审组", "Panels"),
    "scoring": ("评分标准", "Scoring"), "awards": ("奖项", "Awards"),
}  # fmt: skip
JUDGE = {"name": ("姓名", "Name"), "unit": ("单位", "Unit"), "post": ("职务", "Post")}


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A table that was looked at, what it comes to, and the seq and journal that it was held against."""

    uploaded: Uploaded
    plan: ImportPlan
    seq: int
    epoch: str


class _TooLargeError(Exception):
    pass


async def imports(request: Request) -> Response:
    """GET the form; POST `do=preview` with `file`, then `do=apply` with the `token` of the preview."""
    who, scripted = request.app.state.access.who(request), "authorization" in request.headers
    if who is None or who.role != "operator":
        return (
            problem(403 if who else 401, "a table is for the operator") if scripted else to_sign_in(request)
        )
    if request.method != "POST":
        return _page(request)
    if not scripted and not same_origin(request):
        return _page(request, 403, error=_say(request, "not_ours"))
    try:
        async with _bounded(request).form(max_files=1, max_fields=4, max_part_size=4096) as form:
            upload = form.get("file")
            content = await upload.read(MOST_BYTES + 1) if isinstance(upload, UploadFile) else b""
            name = (upload.filename or "") if isinstance(upload, UploadFile) else ""
            do, token = str(form.get("do", "preview")), str(form.get("token", ""))
    except _TooLargeError:
        return _page(request, 413, error=_say(request, "too_large"))
    except HTTPException as error:
        return _page(request, 422, error=_say(request, "bad_form", why=error.detail))
    if do == "apply":
        return await _applied(request, token, who)
    if not name or not content:
        return _page(request, 422, error=_say(request, "no_file"))
    if len(content) > MOST_BYTES:
        return _page(request, 413, error=_say(request, "too_large"))
    return await _previewed(request, name, content)


def _bounded(request: Request) -> Request:
    """The request with a body that ends where it grows over the bound, whatever its headers promise."""
    count = 0

    async def receive() -> Message:
        nonlocal count
        message = await request.receive()
        count += len(message.get("body", b""))
        if count > MOST_BYTES + FORM:
            raise _TooLargeError
        return message

    return Request(request.scope, receive)


async def _previewed(request: Request, name: str, content: bytes) -> Response:
    show = request.app.state.director.show
    # A show never changes, so a thread may read it; a large table must not stop the screens.
    found = await run_in_threadpool(uploaded, show, request.app.state.settings.event_dir, name, content)
    if found.contest is None:
        faults = [_fault(one, lang_of(request)) for one in found.faults]
        return _page(request, 422, table=found.table, faults=faults)
    return _told(request, found)


def _told(request: Request, found: Uploaded, code: int = 200, error: str = "") -> Response:
    """The page with what a table comes to now; what can be taken over waits under a token."""
    director: Director = request.app.state.director
    show, lang, token = director.show, lang_of(request), ""
    assert found.contest is not None
    made = plan(show, found.table, found.contest)
    if made.taken:
        token = secrets.token_hex(16)
        waiting: OrderedDict[str, _Waiting] = request.app.state.imports
        waiting[token] = _Waiting(found, made, show.seq, director.epoch)
        while len(waiting) > MOST_WAITING:
            waiting.popitem(last=False)
    return _page(
        request, code, error=error, table=found.table, token=token,
        faults=[_fault(one, lang) for one in found.faults],
        taken=[_row(show, one, lang) for one in made.taken],
        left=[_row(show, one, lang) | {"why": pick(WHY[one.why], lang)} for one in made.left],
    )  # fmt: skip


async def _applied(request: Request, token: str, who: Any) -> Response:
    """Takes a previewed table over. Sent twice, it is done once."""
    director: Director = request.app.state.director
    waiting = request.app.state.imports.get(token)
    if waiting is None or waiting.epoch != director.epoch:
        return _page(request, 409, error=_say(request, "forgotten"))
    command = waiting.plan.command
    envelope = Envelope(f"import-{token}", command, waiting.seq, "en" if lang_of(request) == "en" else "zh")
    done = await director.command(envelope, who)
    if done["type"] == "refused":
        return _told(request, waiting.uploaded, 409, _say(request, "refused", why=done["why"]))
    words = _say(request, "done", count=len(waiting.plan.taken), seq=done["seq"])
    return _page(request, done=words, table=command.table, seq=done["seq"])


def _page(request: Request, code: int = 200, **facts: Any) -> Response:
    empty: dict[str, Any] = {"error": "", "done": "", "table": "", "token": "", "seq": 0}
    whole = empty | {"faults": [], "taken": [], "left": []} | facts
    if "application/json" in request.headers.get("accept", ""):
        return answer(whole, code, {"cache-control": "no-store"})
    contest = request.app.state.director.show.contest
    return render(request, "import.html", code, contest=contest.name, most=f"{MOST_BYTES:,}", **whole)


def _say(request: Request, key: str, **facts: object) -> str:
    return pick(WORDS[key], lang_of(request)).format(**facts)


def _fault(one: Fault, lang: str) -> dict[str, str]:
    """A fault by its place: the sheet (the file where there is none), the row, the column, what is wrong."""
    sheet = one.file.partition("/")[2] or one.file
    words = one.say(lang).removeprefix(one.place.say(lang)).lstrip("：: ")
    return {
        "sheet": sheet,
        "row": str(one.row or ""),
        "column": one.column,
        "words": words,
        "level": one.level,
    }


# --- what is told ------------------------------------------------------------------------------------


def _row(show: Show, one: Difference, lang: str) -> dict[str, str]:
    """A difference as a line of a table: about whom, which field, before and after."""
    about, field = _about(show, one, lang), ""
    before, after = _value(show, one.field, one.before, lang), _value(show, one.field, one.after, lang)
    if one.kind == "changed":
        field = _heading(one.field, lang)
    elif one.kind == "judge":
        field = pick(JUDGE[one.field], lang)
    elif one.kind == "moved":
        field = pick(("出场", "Runs"), lang)
    elif one.kind == "added":
        before, after = "", f"{one.after.unit}《{''.join(one.after.title)}》"
    elif one.kind == "removed":
        before, after = f"{one.before.unit}《{''.join(one.before.title)}》", ""
    kind = {"added": ("表里新增", "New in the table"), "removed": ("表里没有", "Not in the table")}
    field = field or pick(kind.get(one.kind, ("", "")), lang)
    return {"about": about, "field": field, "before": before, "after": after}


def _about(show: Show, one: Difference, lang: str) -> str:
    if one.kind == "sealed":
        return pick(SEALED[one.about], lang)
    if one.kind == "judge":
        judge = show.judges[one.about]
        return f"{pick(('评委', 'Judge'), lang)} {judge.seat} {judge.name}"
    known = show.entries.get(one.about)
    return f"{one.about} {known.unit}" if known else one.about


def _heading(field: str, lang: str) -> str:
    headings = HEADINGS.get(field, (field,))
    return next((one for one in headings if one.isascii()), field) if lang == "en" else headings[0]


def _value(show: Show, field: str, value: Any, lang: str) -> str:
    if value is None:
        return ""
    if field == "category":
        return next((one.name for one in show.contest.categories if one.id == value), str(value))
    if field == "eligibility":
        return ELIGIBILITY.get(value, value) if lang == "zh" else str(value)
    if field == "given" and isinstance(value, Mapping):
        names = {part.id: part.name for part in show.contest.scoring.parts}
        return "，".join(f"{names.get(id, id)} {number}" for id, number in value.items())
    return told(value)
