"""The commands that prepare an event: what they print and what they leave behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from server.cli.main import main
from server.cli.prepare import STARTER, check, event_at, new, take_in
from server.cli.recordings import TroubleError
from tests.support.event_folders import ENTRIES, folder


def test_check_says_the_sum_and_answers_with_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(STARTER, "zh") == 0 and "没有错误" in capsys.readouterr().out
    assert check(folder(tmp_path, entries=ENTRIES.replace("02,", "01,")), "en") == 1
    assert "1 faults" in capsys.readouterr().out


def test_a_folder_of_ones_own_goes_before_a_sample_of_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    named = [Path("starter"), Path("server", "samples", "starter"), tmp_path / "starter"]
    assert [event_at(path) for path in named] == [STARTER] * 3
    (tmp_path / "starter").mkdir()
    assert event_at(Path("starter")) == Path("starter")
    for other in (Path("no-such-sample"), Path(), Path(".."), Path("none", "..")):
        assert event_at(other) == other


def test_a_sample_that_is_named_keeps_its_show_in_the_current_folder_or_where_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("LIMELIGHT_DATA", raising=False)
    monkeypatch.setenv("LIMELIGHT_EVENT", "starter")
    kept = tmp_path / ".limelight" / "starter"
    for words in ([], ["starter"], ["starter", "--data", str(tmp_path / "other")]):
        assert main(["token", "--role", "operator", *words]) == 0
        kept = tmp_path / "other" if "--data" in words else kept
        assert f"{kept}:" in capsys.readouterr().err
    monkeypatch.setenv("LIMELIGHT_DATA", str(tmp_path / "third"))
    assert main(["token", "--role", "operator"]) == 0
    assert str(tmp_path / "third") in capsys.readouterr().err


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


def test_check_looks_at_the_machine_where_it_is_asked_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ["check", str(STARTER), "--lang", "en", "--data", str(tmp_path)]
    assert main(asked) == 0 and "disk:" not in capsys.readouterr().out
    assert main([*asked, "--machine"]) == 0
    out = capsys.readouterr().out
    for word in ("disk:", "memory:", "time zone:", "port ", "firewall:", "fonts:", "media:"):
        assert word in out
    assert out.splitlines()[-1].startswith("No faults")
    assert main(["check", str(tmp_path), "--machine"]) == 1, "an event that cannot be read is still looked at"
