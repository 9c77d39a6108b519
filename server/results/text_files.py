"""Results as CSV, JSON and one HTML page that needs nothing else."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from jinja2 import Environment

from server.results.seal import Stamp
from server.results.tables import Cell, ResultRow, Results, ResultTable
from server.texts.say import say

FORMULA = ("=", "+", "-", "@", "\t", "\r")
ABOUT = "results.id", "column.unit", "results.title"  # headings of an entry


def headings(table: ResultTable, lang: str) -> list[str]:
    """The columns of a table, in order."""
    ends = "results.high", "results.low", f"results.{table.combine}", "results.deduction"
    return [
        *_said(lang, "results.rank", "results.order", *ABOUT), *table.judges, *_said(lang, *ends), *table.parts,
        *_said(lang, "results.score", "results.award", "results.note"),
    ]  # fmt: skip


def _said(lang: str, *keys: str) -> list[str]:
    return [say(key, lang) for key in keys]


def values(row: ResultRow) -> list[str | int | Decimal | Cell | None]:
    """A row's values under `headings`; several that fell stand in one text."""
    def fallen(marks: tuple[Decimal, ...]) -> str | Decimal | None:
        return marks[0] if len(marks) == 1 else " / ".join(map(str, marks)) or None

    return [
        row.rank, row.order or None, row.id, row.unit, row.title, *row.marks, fallen(row.high), fallen(row.low),
        row.mean, row.deduction, *row.parts, row.score, row.award, row.note,
    ]  # fmt: skip


def prize_rows(found: Results, lang: str) -> list[list[str]]:
    """The special prizes as a table of their own, its headings first; empty where there are none."""
    heads = _said(lang, "results.prize", *ABOUT, "results.category")
    rows = [[one.prize, one.id, one.unit, one.title, one.category] for one in found.prized]
    return [heads, *rows] if rows else []


def plain(value: str | int | Decimal | Cell | None) -> str:
    """A value as text; what fell stands in brackets."""
    if isinstance(value, Cell):
        return value.word or ("" if value.mark is None else f"({value.mark})" if value.fell else str(value.mark))
    return "" if value is None else str(value)


def csv_of(found: Results, stamp: Stamp, encoding: str = "utf-8-sig") -> bytes:
    """One table after another, the category in the first column; UTF-8 with its mark, or GB18030."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for table in found.tables:
        writer.writerow([say("results.category", stamp.lang), *map(_harmless, headings(table, stamp.lang))])
        for row in table.rows:
            writer.writerow([_harmless(table.category), *(_harmless(plain(one)) for one in values(row))])
    for line in prize_rows(found, stamp.lang):
        writer.writerow(map(_harmless, line))
    writer.writerow([stamp.text()])
    return out.getvalue().encode(encoding, errors="replace")


def _harmless(text: str) -> str:
    """A spreadsheet must not take a name for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def json_of(found: Results, stamp: Stamp) -> bytes:
    """Numbers as texts, exactly as they are shown."""
    content = {
        "contest": found.contest, "cup": found.cup, "edition": found.edition, "mode": found.mode,
        "tables": [_object(table) for table in found.tables],
        "prizes": [
            {"prize": one.prize, "id": one.id, "unit": one.unit, "title": one.title, "category": one.category}
            for one in found.prized
        ],
        "corrections": [
            {"entry": one.entry, "before": str(one.before), "after": str(one.after), "reason": one.reason, "at": one.at}
            for one in found.changes
        ],
        "seal": stamp.text(),
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _object(table: ResultTable) -> dict[str, object]:
    return {
        "category": table.category,
        "judges": list(table.judges),
        "rows": [
            {
                "rank": row.rank, "order": row.order, "id": row.id, "unit": row.unit, "title": row.title,
                "marks": [
                    {"mark": None if one.mark is None else str(one.mark), "dropped": one.fell, "why": one.word}
                    for one in row.marks
                ],
                "mean": _text(row.mean), "deduction": _text(row.deduction),
                "parts": dict(zip(table.parts, map(_text, row.parts), strict=True)),
                "score": _text(row.score), "award": row.award, "note": row.note,
            }
            for row in table.rows
        ],
    }  # fmt: skip


def _text(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def html_of(templates: Environment, found: Results, stamp: Stamp, utc_offset: int) -> bytes:
    """One page with everything inside: to be put on a website, or sent."""
    tables = [
        {
            "category": table.category, "heads": headings(table, stamp.lang), "ties": table.ties,
            "rows": [[(plain(one), isinstance(one, Cell) and one.fell) for one in values(row)] for row in table.rows],
        }
        for table in found.tables
    ]  # fmt: skip
    page = templates.get_template("results.html").render(
        lang=stamp.lang, found=found, tables=tables, stamp=stamp, when=moment(stamp.at, utc_offset),
        prizes=prize_rows(found, stamp.lang),
    )
    return page.encode()


def moment(at: int, utc_offset: int) -> str:
    """Server ms on the hall's clock."""
    return f"{datetime.fromtimestamp(at / 1000, timezone(timedelta(minutes=utc_offset))):%Y-%m-%d %H:%M:%S}"
