"""A look at what another table would change, and taking it over."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.cli.main import main
from server.event_file.import_preview import apply, preview
from server.event_file.reader import read_event
from tests.support.event_folders import ENTRIES, folder

OTHER = ENTRIES.replace("甲单位", "甲新单位").replace("04,服务增效,第二场,2,丁单位,第四个项目,\n", "").replace(
    "03,发展提质,第二场,1", "03,发展提质,第二场,2"
) + "05,服务增效,第二场,1,戊单位,第五个项目,\n"  # fmt: skip


@pytest.fixture
def event(tmp_path: Path) -> Path:
    return folder(tmp_path / "event")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "new.csv"
    path.write_text(OTHER, encoding="gb18030")
    return path


def test_every_change_is_told_and_nothing_is_changed(event: Path, table: Path) -> None:
    before = read_event(event)
    changes, faults = preview(event, table)
    assert not [one for one in faults if one.level == "fault"]
    said = [one.say("zh") for one in changes]
    assert said == ["～ 01 单位：「甲单位」→「甲新单位」", "＋ 05 戊单位《第五个项目》", "－ 04 丁单位《第四个项目》",
                    "↕ 03 出场第 3 → 第 4"]  # fmt: skip
    assert read_event(event) == before and len({one.say("en") for one in changes}) == 4


def test_a_table_that_is_not_there_or_cannot_be_read_takes_nobody_away(event: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0rest")
    for path, code in ((old, "old_excel"), (tmp_path / "none.xlsx", "missing_file")):
        changes, faults = preview(event, path)
        assert changes == [] and [(one.file, one.code) for one in faults] == [(path.name, code)]


def test_what_was_there_is_kept(event: Path, table: Path) -> None:
    new = apply(event, table)
    assert new.name == "entries.csv" and [one.id for one in read_event(event).entries] == ["01", "02", "03", "05"]
    (kept,) = event.glob("entries-*.csv")
    assert kept.read_text("utf-8") == ENTRIES


def test_the_command_looks_first_and_writes_only_when_it_is_told(
    event: Path, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(event), str(table)]) == 0
    assert "共 4 处改动，0 处错误" in capsys.readouterr().out and len(read_event(event).entries) == 4
    assert main(["import", str(event), str(table), "--apply", "--lang", "en"]) == 0
    assert "4 changes, 0 faults" in capsys.readouterr().out and read_event(event).entries[-1].id == "05"
    table.write_text("编号,单位\n", encoding="utf-8")
    assert main(["import", str(event), str(table), "--apply"]) == 1
    assert read_event(event).entries[-1].id == "05", "a table with faults is not taken over"
