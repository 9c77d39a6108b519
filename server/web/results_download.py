"""Download of the results as files, `/api/results.{kind}`, for those who may see marks."""

from __future__ import annotations

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from server.results.sealed_files import KINDS, made, stamp_of
from server.screens.page_messages import host_of
from server.show.roles import sees_marks
from server.web.api import problem
from server.web.state import state_of

ENDINGS = {"csv-gb18030": "csv", "sheets-pdf": "pdf"}


async def download(request: Request) -> Response:
    """Endpoint of a file of results. 401, 403, 404. `?lang=en`, `?category=` its name, `?revealed=1` only
    what the hall has seen."""
    who = state_of(request).who(request)
    if who is None or not sees_marks(who):
        return problem(403 if who else 401, "results are for those who may see marks")
    kind = request.path_params["kind"]
    if kind not in KINDS:
        return problem(404, f"there is no results.{kind}; there are {', '.join(KINDS)}")
    director = state_of(request).director
    show = director.show
    asked = request.query_params
    category = asked.get("category", "")
    if category and category not in {known.name for known in show.contest.categories}:
        return problem(404, f"there is no category {category}")
    lang = asked["lang"] if asked.get("lang") in ("zh", "en") else state_of(request).lang
    stamp = await run_in_threadpool(
        stamp_of, director.journal.path, director.epoch, show, director.clock.now(), kind, lang, category,
        asked.get("revealed") == "1",
    )  # fmt: skip
    # A show never changes, so a thread may read it while the next one is made.
    content = await run_in_threadpool(made, show, stamp)
    state_of(request).access.note(
        "download", who, host_of(request), file=f"results.{kind}", seq=stamp.seq, code=stamp.short
    )
    name = quote(f"{show.contest.name}-{stamp.short}.{ENDINGS.get(kind, kind)}")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}", "cache-control": "no-store"}
    return Response(content, media_type=KINDS[kind], headers=headers)
