"""Printable record of the draws, for a notary to sign, with all that is needed to repeat each."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from server.show.events import Recorded
from server.show.model import Show
from server.show.model.lottery import Drawing, lot
from server.texts.journal_text import moment
from server.web.pages import lang_of, render, to_sign_in
from server.web.state import state_of


async def draws(request: Request) -> Response:
    """Page `/draws`: a sheet a draw, the newest first; the operator's only."""
    who = state_of(request).who(request)
    if who is None or who.role != "operator":
        return to_sign_in(request)
    director = state_of(request).director
    lang, show = lang_of(request), director.show
    records = [record(show, drawing) for drawing in reversed(show.draws)]
    return render(
        request, "draws.html", records=records, contest=show.contest.name, lang=lang, mode=director.mode
    )


def record(show: Show, drawing: Drawing) -> dict[str, Any]:
    """Content of one draw's sheet. Entries are called as they are now."""
    drawn, contest = drawing.drawn, show.contest

    def when(at: int) -> str:
        return moment(Recorded(drawing.seq, at, drawing.by, drawn), contest.utc_offset).partition(".")[0]

    rows = [
        {
            "place": place,
            "entry": id,
            "unit": show.entries[id].unit,
            "house": drawn.units[id],
            "title": "".join(show.entries[id].title),
            "lot": lot(drawn.seed, drawn.session, drawn.round or 1, id),
        }
        for place, id in enumerate(drawn.order, start=1)
    ]
    return {
        "seq": drawing.seq,
        "at": when(drawing.at),
        "by": drawing.by,
        "session": next(session for session in contest.sessions if session.id == drawn.session),
        "drawn": drawn,
        "rows": rows,
        "pairs": ["–".join(pair) for pair in drawn.adjacent],
        "taken_back": "" if drawing.taken_back is None else when(drawing.taken_back),
    }
