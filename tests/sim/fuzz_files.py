"""Files for the fuzzer: event files, tables and workbooks that were right, with something changed where it counts."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from server.event_file import cells, entries_csv
from server.event_file.entries_csv import parse
from server.event_file.faults import EventFileErrors
from server.event_file.reader import SAMPLES, read_event
from server.event_file.workbook import book_of
from tests.sim.fuzz_values import DECIMALS, WORDS, damaged

KNOWN = (EventFileErrors,)  # what a parser raises for what it cannot read
TOML = ("true", "0", "-1", "1.5", '""', "[]", "{}", "[[]]", "07:32", "2024-02-30", "2024-08-14", '"25:61"', "9" * 30,
        '"光"', '["a", 1]', "inf", "nan")  # fmt: skip

Case = tuple[str, bytes, Callable[[], Any]]


def one(chance: random.Random, folder: Path, number: int) -> Case:
    """One file or text, its kind, and what reads it."""
    kind = chance.choices(["event", "entries", "table", "cell", "workbook"], [25, 15, 25, 30, 5])[0]
    return {"event": _event, "entries": _entries, "table": _table, "cell": _cell, "workbook": _workbook}[kind](
        chance, folder, number
    )


@cache
def _samples() -> tuple[tuple[bytes, bytes], ...]:
    """Event file and table of each sample that comes with the program, the table cut to a few rows."""
    found = []
    for sample in sorted(path for path in SAMPLES.iterdir() if (path / "event.toml").is_file()):
        rows = (sample / "entries.csv").read_bytes().split(b"\n")[:6]
        found.append(((sample / "event.toml").read_bytes(), b"\n".join(rows)))
    return tuple(found)


def _event(chance: random.Random, folder: Path, number: int) -> Case:
    toml, table = chance.choice(_samples())
    return _folder(folder, _changed_toml(chance, toml), table, "event")


def _entries(chance: random.Random, folder: Path, number: int) -> Case:
    toml, table = chance.choice(_samples())
    return _folder(folder, toml, _changed_table(chance, table), "entries")


def _folder(folder: Path, toml: bytes, table: bytes, kind: str) -> Case:
    (folder / "event.toml").write_bytes(toml)
    (folder / "entries.csv").write_bytes(table)
    return kind, toml if kind == "event" else table, lambda: read_event(folder)


def _changed_toml(chance: random.Random, toml: bytes) -> bytes:
    """A line left out, doubled or moved, a value of another kind, a key with another name, or a few bytes."""
    lines = toml.split(b"\n")
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(lines))
        way = chance.randrange(6)
        if way == 0:
            del lines[at]
        elif way == 1:
            lines.insert(chance.randrange(len(lines)), lines[at])
        elif way == 2 and b"=" in lines[at]:
            lines[at] = lines[at].partition(b"=")[0] + b"= " + chance.choice(TOML).encode()
        elif way == 3 and b"=" in lines[at]:
            lines[at] = chance.choice([b"", b"x", b'"\xe5\x85\x89"']) + lines[at]
        elif way == 4:
            lines[at] = re.sub(rb"\d+", lambda _: chance.choice(DECIMALS).encode(), lines[at])
        else:
            lines[at] = damaged(chance, lines[at])
        lines = lines or [b""]
    return b"\n".join(lines)


def _changed_table(chance: random.Random, table: bytes) -> bytes:
    rows = [row.split(b",") for row in table.split(b"\n")]
    for _ in range(chance.randint(1, 4)):
        row = chance.choice(rows)
        at = chance.randrange(len(row))
        way = chance.randrange(6)
        if way == 0:
            row[at] = chance.choice(WORDS).encode("utf-8", "surrogatepass")
        elif way == 1:
            del row[at]
        elif way == 2:
            row.insert(at, chance.choice(DECIMALS).encode())
        elif way == 3:
            rows.append(list(row))
        elif way == 4:
            row[at] = b'"' + row[at]
        else:
            row[at] = damaged(chance, row[at])
        if not row:
            row.append(b"")
    lines = (chance.choice([b",", b",", b",", b";", b"\t"]).join(row) for row in rows)
    raw = chance.choice([b"\n", b"\r\n", b"\r"]).join(lines)
    if chance.random() < 0.2:
        encoding = chance.choice(["gb18030", "utf-16", "utf-8-sig", "big5"])
        raw = raw.decode("utf-8", "replace").encode(encoding, "replace")
    return raw


def _table(chance: random.Random, folder: Path, number: int) -> Case:
    raw = _changed_table(chance, chance.choice(_samples())[1])

    def read() -> None:
        text = entries_csv.decode(raw)
        if text is None:
            entries_csv.undecodable(raw)
        else:
            rows, faults = parse(text, "entries.csv")
            assert rows or faults, "neither rows nor words"

    return "table", raw, read


def _cell(chance: random.Random, folder: Path, number: int) -> Case:
    text = chance.choice([*WORDS, *DECIMALS])
    if chance.random() < 0.7:
        parts = (text[:20], *(word[:9] for word in WORDS), chr(chance.randrange(1, 0xD7FF)))
        text = "".join(chance.choices(parts, k=3))

    def read() -> None:
        for name in ("trimmed", "matching"):
            made = getattr(cells, name)(text)
            assert getattr(cells, name)(made) == made, f"{name} is not done after once"

    return "cell", text.encode("utf-8", "surrogatepass"), read


def _workbook(chance: random.Random, folder: Path, number: int) -> Case:
    raw = _book(chance)
    if chance.random() < 0.4:
        raw = damaged(chance, raw)
    elif chance.random() < 0.7:
        raw = _changed_part(chance, raw)
    return "workbook", raw, lambda: book_of(raw, "book.xlsx")


def _book(chance: random.Random) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in _samples()[0][1].decode("utf-8", "replace").split("\n"):
        sheet.append([re.sub(r"[\x00-\x08\x0b-\x1f]", "", cell) for cell in row.split(",")])
    if chance.random() < 0.3:
        sheet.merge_cells("A1:C2")
    if chance.random() < 0.3:
        sheet["B3"] = "=VLOOKUP(A1,B:C,2)"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _changed_part(chance: random.Random, raw: bytes) -> bytes:
    """The archive with one of its parts damaged, renamed or gone."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(made, "w") as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            content = old.read(name)
            if name == chosen:
                if chance.random() < 0.3:
                    continue
                content = damaged(chance, content)
            new.writestr(name, content)
    return made.getvalue()
