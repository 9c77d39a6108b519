"""Small event folders that tests read, mend and break."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from server.event_file.faults import Fault

EVENT = """\
name = "工作创新大赛"

[[sessions]]
id = "s1"
name = "第一场"
date = 2024-08-14
start = "09:00"
end = "12:00"

[[sessions]]
id = "s2"
name = "第二场"
date = 2024-08-14
start = "14:00"
end = "17:00"

[[categories]]
id = "a"
name = "发展提质"

[[categories]]
id = "b"
name = "服务增效"

[[judges]]
name = "评委一"
[[judges]]
name = "评委二"
[[judges]]
name = "评委三"
[[judges]]
name = "评委四"
[[judges]]
name = "评委五"
"""

ENTRIES = """\
编号,类别,场次,出场序号,单位,项目名称,标题第二行
01,发展提质,第一场,2,甲单位,第一个项目,第二行
02,服务增效,第一场,1,乙单位,第二个项目,
03,发展提质,第二场,1,丙单位,第三|个项目,
04,服务增效,第二场,2,丁单位,第四个项目,
"""


def folder(path: Path, event: str = EVENT, entries: str | bytes | None = ENTRIES) -> Path:
    """An event folder at `path` with these two files."""
    path.mkdir(parents=True, exist_ok=True)
    (path / "event.toml").write_text(event, "utf-8", newline="")
    table = path / "entries.csv"
    table.unlink(missing_ok=True)
    if entries is not None:
        table.write_bytes(entries if isinstance(entries, bytes) else entries.encode("utf-8"))
    return path


def without(event: str, *starts: str) -> str:
    """The event's text without the lines that begin so."""
    return "".join(line for line in event.splitlines(True) if not line.startswith(starts))


def table(rows: Iterable[Mapping[str, object]], **dialect: str) -> str:
    """CSV text of rows that have the same columns."""
    rows = list(rows)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]), **dialect)  # type: ignore[arg-type]
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def codes(faults: Iterable[Fault]) -> list[str]:
    return [one.code for one in faults]


def seen(faults: Iterable[Fault]) -> set[tuple[int, str, str]]:
    """(row, column, code) of each fault."""
    return {(one.row, one.column, one.code) for one in faults}
