"""Sealed files of results: made from a journal, and verified against it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from server.event_file.bounded_child import OutOfBoundsError, run_bounded
from server.journal.inspection import inspect, recorded_in
from server.results.seal import Stamp, chained, stamp_in
from server.results.tables import Results, results
from server.results.text_files import csv_of, html_of, json_of
from server.settings import FRONT_END
from server.show.evolve import evolve
from server.show.model import Show

PAGES = FRONT_END / "control" / "pages"
KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "csv-gb18030": "text/csv; charset=gb18030",
    "json": "application/json",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "sheets-pdf": "application/pdf",
}
PUBLIC = ("html",)  # what is made to be published holds what the hall has seen, and no more


def rows_of(path: Path, seq: int) -> Iterator[tuple[int, int, str, str]]:
    """Rows of a journal up to `seq` as (seq, at, by, event text), as they are on disk."""
    with sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True) as db:
        yield from db.execute("SELECT seq, at, by, event FROM events WHERE seq <= ? ORDER BY seq", (seq,))
    db.close()


def stamp_of(
    path: Path,
    epoch: str,
    show: Show,
    at: int,
    what: str,
    lang: str,
    category: str = "",
    revealed: bool = False,
) -> Stamp:
    """Stamp of a sheet that is made now; `at` in server ms, `what` one of KINDS."""
    seal = chained(epoch, rows_of(path, show.seq))
    return Stamp(epoch, show.seq, seal, at, what, show.mode, lang, category, revealed or what in PUBLIC)


def made(show: Show, stamp: Stamp) -> bytes:
    """Bytes of the file that a stamp names, from the show at its seq. Raises KeyError for an unknown kind."""
    whole = results(show, stamp.lang, stamp.revealed)
    chosen = _only(whole, stamp.category) if stamp.category else whole
    offset = show.contest.utc_offset
    if stamp.what == "html":
        templates = Environment(loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined)
        return html_of(templates, chosen, stamp, offset)
    if stamp.what in ("csv", "csv-gb18030"):
        return csv_of(chosen, stamp, "gb18030" if stamp.what.endswith("gb18030") else "utf-8-sig")
    if stamp.what == "json":
        return json_of(chosen, stamp)
    if stamp.what == "xlsx":
        from server.results.workbook import book_of

        return book_of(chosen, stamp, offset)
    from server.results.pdf import ranking_pdf, sheets_pdf

    return {"pdf": ranking_pdf, "sheets-pdf": sheets_pdf}[stamp.what](chosen, stamp, offset)


def _only(whole: Results, category: str) -> Results:
    return replace(
        whole,
        tables=tuple(table for table in whole.tables if table.category == category),
        prized=tuple(prized for prized in whole.prized if prized.category == category),
    )


# --- verify ------------------------------------------------------------------------------------------


class NoSealError(ValueError):
    """Error of a file that carries no seal of ours."""


def sealed_text(content: bytes) -> tuple[Stamp, str]:
    """Stamp of a sheet and everything that it says, as text. Raises NoSealError where it carries no stamp."""
    if content.startswith((b"%PDF", b"PK")):
        try:
            text = run_bounded("server.results.sheet_text", content).decode("utf-8", "surrogatepass")
        except OutOfBoundsError as error:
            raise NoSealError from error
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("gb18030", errors="replace")
    # As it stands, as a CSV doubles its quotes, as JSON escapes them.
    written = (text, text.replace('""', '"'), text.replace('\\"', '"'))
    stamp = next(filter(None, map(stamp_in, written)), None)
    if stamp is None:
        raise NoSealError
    return stamp, text


def verify(content: bytes, folder: Path) -> tuple[str, Stamp]:
    """Verdict on a sheet by the journals in `folder`, and its stamp: "genuine", "altered" (it does not say
    what was printed), "other" (another journal's), "journal" (the journal itself was changed, or is shorter).
    Raises NoSealError where the file carries no stamp, JournalError where a journal cannot be read."""
    stamp, text = sealed_text(content)
    path = folder / f"{stamp.mode}.sqlite"
    if not path.exists():
        return "other", stamp
    found = inspect(path)
    if found.epoch != stamp.epoch:
        return "other", stamp
    rows = [(row.seq, row.at, row.by, row.event) for row in found.rows[: stamp.seq]]
    if len(rows) < stamp.seq or chained(found.epoch, rows) != stamp.hash:
        return "journal", stamp
    show: Show | None = None
    for recorded in recorded_in(found):
        if recorded.seq <= stamp.seq:
            show = evolve(show, recorded)
    assert show is not None, "a journal begins with Opened"
    return "genuine" if sealed_text(made(show, stamp))[1] == text else "altered", stamp
