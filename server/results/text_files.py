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

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # Excel takes full-width forms, too
ABOUT = "results.id", "column.unit", "results.title"  # headings of an entry


def headings(table: ResultTable, lang: str) -> list[str]:
    """Headings of a table's columns, in order."""
    ends = "results.high", "results.low", f"results.{table.combine}", "results.deduction"
    return [
        *_said(lang, "results.rank", "results.order", *ABOUT), *table.judges, *_said(lang, *ends),
        *table.parts, *_said(lang, "results.score", "results.award", "results.note"),
    ]  # fmt: skip


def _said(lang: str, *keys: str) -> list[str]:
    return [say(key, lang) for key in keys]


def values(row: ResultRow) -> list[str | int | Decimal | Cell | None]:
    """Values of a row under `headings`, of the same length; several that fell stand in one text."""

    def fallen(marks: tuple[Decimal, ...]) -> str | Decimal | None:
        return marks[0] if len(marks) == 1 else " / ".join(map(str, marks)) or None

    return [
        row.rank, row.order or None, row.id, row.unit, row.title, *row.marks, fallen(row.high),
        fallen(row.low), row.mean, row.deduction, *row.parts, row.score, row.award, row.note,
    ]  # fmt: skip


def prize_rows(results: Results, lang: str) -> list[list[str]]:
    """Table of the special prizes, its headings first; empty where there are none."""
    heads = _said(lang, "results.prize", *ABOUT, "results.category")
    rows = [
        [prized.prize, prized.id, prized.unit, prized.title, prized.category] for prized in results.prized
    ]
    return [heads, *rows] if rows else []


def plain(value: str | int | Decimal | Cell | None) -> str:
    """Text of a value; a mark that fell stands in brackets."""
    if isinstance(value, Cell):
        return value.word or (
            "" if value.mark is None else f"({value.mark})" if value.fell else str(value.mark)
        )
    return "" if value is None else str(value)


def csv_of(results: Results, stamp: Stamp, encoding: str = "utf-8-sig") -> bytes:
    """CSV (RFC 4180) of one table after another, the category in the first column; UTF-8 with its mark, or GB
    18030, where a character that it lacks becomes "?"."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for table in results.tables:
        writer.writerow([say("results.category", stamp.lang), *map(_harmless, headings(table, stamp.lang))])
        for row in table.rows:
            writer.writerow([_harmless(table.category), *(_harmless(plain(value)) for value in values(row))])
    for line in prize_rows(results, stamp.lang):
        writer.writerow(map(_harmless, line))
    writer.writerow([stamp.text()])
    return out.getvalue().encode(encoding, errors="replace")


def _harmless(text: str) -> str:
    """The text where a spreadsheet takes it for no formula, else with a quote before it (CWE-1236)."""
    return f"'{text}" if text.lstrip(" \u3000\u200b\ufeff").startswith(FORMULA) else text


def json_of(results: Results, stamp: Stamp) -> bytes:
    """JSON (RFC 8259) of the results; numbers are texts, exactly as they are shown."""
    content = {
        "contest": results.contest, "cup": results.cup, "edition": results.edition, "mode": results.mode,
        "tables": [_object(table) for table in results.tables],
        "prizes": [
            {key: getattr(prized, key) for key in ("prize", "id", "unit", "title", "category")}
            for prized in results.prized
        ],
        "corrections": [
            {
                "entry": note.entry, "before": str(note.before), "after": str(note.after),
                "reason": note.reason, "at": note.at,
            }
            for note in results.changes
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
                    {"mark": _text(cell.mark), "dropped": cell.fell, "why": cell.word}
                    for cell in row.marks
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


def html_of(templates: Environment, results: Results, stamp: Stamp, utc_offset: int) -> bytes:
    """HTML page with everything inside, to be put on a website or sent; `utc_offset` in minutes."""
    tables = [
        {
            "category": table.category, "heads": headings(table, stamp.lang), "ties": table.ties,
            "rows": [[(plain(value), isinstance(value, Cell) and value.fell) for value in values(row)]
                     for row in table.rows],
        }
        for table in results.tables
    ]  # fmt: skip
    page = templates.get_template("results.html").render(
        lang=stamp.lang,
        found=results,
        tables=tables,
        stamp=stamp,
        when=moment(stamp.at, utc_offset),
        prizes=prize_rows(results, stamp.lang),
    )
    return page.encode()


def moment(at: int, utc_offset: int) -> str:
    """Date and time of a moment (server ms) on the hall's clock; `utc_offset` in minutes."""
    return f"{datetime.fromtimestamp(at / 1000, timezone(timedelta(minutes=utc_offset))):%Y-%m-%d %H:%M:%S}"
