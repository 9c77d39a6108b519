"""Merge of a workbook's sheets into the content of event.toml, before that is read.

What a sheet gives need not stand in event.toml. Where both give it the workbook holds, since it is what the
organizer edits, and a warning says so. The readers of event.toml check both, so what is wrong in a cell is
wrong in the same way in the file, and the fault names sheet, row and column.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from server.event_file import cells
from server.event_file.entries_csv import EntryRow
from server.event_file.faults import Place, fault
from server.event_file.toml_table import TomlSource
from server.event_file.workbook import Book
from server.event_file.workbook_sheets import (
    AWARDS,
    CRITERIA,
    ENTRIES,
    JUDGES,
    KINDS,
    LISTS,
    ORDER,
    number,
    read_sheet,
)

_CLOCKS = re.compile(r"(\d{1,2}[:：]\d{2})")


def add_sheets(content: dict[str, Any], source: TomlSource, book: Book, entries: list[EntryRow]) -> None:
    """Merge of the judges, criteria, awards and running order of a book into `content`, which is changed;
    faults and places go to `source`. `entries`: the book's rows of entries, for the categories that they
    name."""
    for kind, give in ((JUDGES, _judges), (CRITERIA, _criteria), (AWARDS, _awards)):
        rows = read_sheet(book, kind, source)
        if rows:
            give(content, source, rows)
    _running_order(content, source, read_sheet(book, ORDER, source))
    _categories(content, entries)
    known = {*ENTRIES, LISTS} | {cells.matching(name) for kind in KINDS for name in kind.names}
    for name in book.sheets:
        if len(book.sheets) > 1 and cells.matching(name) not in known:
            source.faults.append(fault(Place(f"{book.file}/{name}"), "sheet_unread"))


def _put(
    content: dict[str, Any], source: TomlSource, path: str, tables: list[tuple[dict[str, Any], EntryRow]]
) -> None:
    """Puts tables at `path` of the content; the places of their fields are the sheet's from now on."""
    *outer, key = path.split(".")
    home = content
    for name in outer:
        home = home.setdefault(name, {})
    if key in home and tables:
        source.faults.append(fault(Place(tables[0][1].here.file), "workbook_holds", path))
    home[key] = [values for values, _ in tables]
    if tables:
        source.elsewhere[path] = Place(tables[0][1].here.file)
    for count, (_, row) in enumerate(tables, 1):
        source.elsewhere[f"{path}[{count}]"] = row.here
        for field, place in row.places.items():
            source.elsewhere[f"{path}[{count}].{field}"] = place


def _texts(row: EntryRow) -> Iterator[tuple[str, str]]:
    """The cells of a row that have something in them."""
    for field, text in row.cells.items():
        if isinstance(text, str) and cells.trimmed(text):
            yield field, " ".join(cells.trimmed(text).split("\n"))


def _judges(content: dict[str, Any], source: TomlSource, rows: list[EntryRow]) -> None:
    tables = []
    for row in rows:
        values: dict[str, Any] = dict(_texts(row))
        for field in ("seat", "weight"):
            if field in values:
                values[field] = number(values[field])
        if "recuse_units" in values:
            values["recuse_units"] = list(cells.split_names(str(row.cells["recuse_units"])))
        tables.append((values, row))
    _put(content, source, "judges", tables)
    groups = dict.fromkeys(values["panel"] for values, _ in tables if "panel" in values)
    if groups and "panels" not in content:
        content["panels"] = [{"name": name} for name in groups]


def _criteria(content: dict[str, Any], source: TomlSource, rows: list[EntryRow]) -> None:
    tables = []
    for row in rows:
        values: dict[str, Any] = dict(_texts(row))
        if "weight" in values:
            values["weight"] = number(values["weight"])
        tables.append((values, row))
    _put(content, source, "scoring.criteria", tables)


def _awards(content: dict[str, Any], source: TomlSource, rows: list[EntryRow]) -> None:
    """One row a category, or one for all of them: awards of one title with one quota are one award. The keys
    that event.toml gives an award of the same title (presenters, ties …) stay."""
    written = content.get("awards")
    named = [award for award in written if isinstance(award, dict)] if isinstance(written, list) else []
    in_toml = {cells.matching(str(award.get("title", ""))): award for award in named}
    merged: dict[tuple[str, object], tuple[dict[str, Any], EntryRow]] = {}
    for row in rows:
        values: dict[str, Any] = dict(_texts(row))
        quota, title = values.pop("quota", None), values.get("title", "")
        if quota is not None:
            share = unicodedata.normalize("NFKC", quota).strip().endswith("%")
            values["percent" if share else "quota"] = number(quota)
            row.places["percent" if share else "quota"] = row.places["quota"]
        if "categories" in values:
            values["categories"] = list(cells.split_names(values["categories"]))
        key = (cells.matching(title), quota)
        if key in merged and "categories" in values and "categories" in merged[key][0]:
            merged[key][0]["categories"] += values["categories"]
        elif key in merged:
            source.faults.append(
                fault(row.places.get("title", row.here), "double", title, merged[key][1].here.brief)
            )
        else:
            kept = in_toml.get(cells.matching(title), {})
            extra = {name: kept[name] for name in ("presenters", "group", "ties", "rounding") if name in kept}
            merged[key] = (extra | values, row)
    _put(content, source, "awards", list(merged.values()))


def _running_order(content: dict[str, Any], source: TomlSource, rows: list[EntryRow]) -> None:
    """Sessions that event.toml leaves out, and each session's order."""
    if not rows:
        return
    sessions = content.get("sessions")
    given = isinstance(sessions, list)
    known: list[Any] = sessions if isinstance(sessions, list) else content.setdefault("sessions", [])
    grouped: dict[int, list[tuple[float, EntryRow]]] = {}
    for count, row in enumerate(rows):
        index = _session(known, source, row, given)
        if index is None:
            continue
        typed = number(str(row.cells.get("order", "")))
        position: float = float(typed) if isinstance(typed, (int, Decimal)) else count
        grouped.setdefault(index, []).append((position, row))
    for index, members in grouped.items():
        members.sort(key=lambda member: member[0])
        _once(members, source)
        if "order" in known[index]:
            source.faults.append(
                fault(Place(rows[0].here.file), "workbook_holds", f"sessions[{index + 1}].order")
            )
        known[index]["order"] = [cells.tidy_number(str(row.cells.get("id", ""))) for _, row in members]
        source.elsewhere[f"sessions[{index + 1}].order"] = members[0][1].here
        for n, (_, row) in enumerate(members, 1):
            source.elsewhere[f"sessions[{index + 1}].order[{n}]"] = row.places["id"]


def _once(members: list[tuple[float, EntryRow]], source: TomlSource) -> None:
    """A number of the running order stands for one entry."""
    for (before, first), (position, row) in pairwise(members):
        if before == position and "order" in row.places:
            source.faults.append(
                fault(row.places["order"], "order_twice", row.cells["order"], first.here.brief)
            )


def _session(known: list[Any], source: TomlSource, row: EntryRow, given: bool) -> int | None:
    """The index of the session that a row names; one that event.toml does not have is made where it has
    none."""
    typed = cells.trimmed(str(row.cells.get("session", "")))
    key = cells.matching(typed)
    for index, session in enumerate(known):
        names = (
            [cells.matching(str(session.get(name, ""))) for name in ("id", "name")]
            if isinstance(session, dict)
            else []
        )
        if key in names:
            return index
    if not key and len(known) == 1:
        return 0
    place = row.places.get("session", row.here)
    if given or not key:
        listed = "、".join(str(session.get("name", "")) for session in known if isinstance(session, dict))
        source.faults.append(fault(place, "unknown_session" if key else "missing", typed, listed))
        return None
    made: dict[str, Any] = {"name": typed}
    if date := cells.trimmed(str(row.cells.get("date", ""))):
        made["date"] = date.split(" ")[0]
    clocks = _CLOCKS.findall(unicodedata.normalize("NFKC", str(row.cells.get("period", ""))))
    if len(clocks) == 2:
        made |= {"start": clocks[0], "end": clocks[1]}
    elif "period" in row.places:
        source.faults.append(
            fault(row.places["period"], "bad_period", row.cells.get("period", ""), "09:00–12:00")
        )
        made |= {"start": "00:00", "end": "23:59"}
    known.append(made)
    path = f"sessions[{len(known)}]"
    source.elsewhere[path] = row.here
    for field, column in (("name", "session"), ("date", "date"), ("start", "period"), ("end", "period")):
        if column in row.places:
            source.elsewhere[f"{path}.{field}"] = row.places[column]
    return len(known) - 1


def _categories(content: dict[str, Any], entries: list[EntryRow]) -> None:
    """Categories that event.toml leaves out: those that the entries name, in their order."""
    if "categories" in content:
        return
    typed = [cells.trimmed(str(row.cells.get("category", ""))) for row in entries]
    names = {cells.matching(name): name for name in reversed(typed) if name}
    order = dict.fromkeys(cells.matching(name) for name in typed if name)
    if order:
        content["categories"] = [{"name": names[key]} for key in order]
