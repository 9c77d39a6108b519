"""The commands that prepare an event: what they print and what they leave behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.cli.prepare import STARTER, check, new, take_in
from server.cli.recordings import TroubleError
from tests.support.event_folders import ENTRIES, folder


def test_check_says_the_sum_and_answers_with_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(STARTER, "zh") == 0 and "没有错误" in capsys.readouterr().out
    assert check(folder(tmp_path, entries=ENTRIES.replace("02,", "01,")), "en") == 1
    assert "1 faults" in capsys.readouterr().out


def test_new_never_writes_over_anything(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("x")
    with pytest.raises(TroubleError, match="not empty"):
        new(tmp_path, xlsx=False)
    assert new(tmp_path / "event", xlsx=False) == 0 and check(tmp_path / "event", "zh") == 0


def test_a_table_with_faults_is_told_and_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    event = folder(tmp_path / "event")
    table = tmp_path / "new.csv"
    table.write_text(ENTRIES.replace("服务增效", "没有的类"), encoding="utf-8")
    assert take_in(event, table, really=True, lang="zh") == 1
    assert "没有类别「没有的类」" in capsys.readouterr().out and not list(event.glob("entries-*"))
