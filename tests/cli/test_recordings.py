"""`limelight replay` and `limelight explain` on a journal that a real director wrote."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from server.cli.main import main
from server.cli.recordings import TroubleError, show_of
from server.director import Director
from server.show import commands as c
from server.show.events import Drawn
from server.show.model.lottery import RULE
from server.show.model.role import Who
from server.wire import Envelope
from tests.support.contests import contest
from tests.support.hubs import hub_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with closing(Director(tmp_path, contest(judges=3), "live", hub_of())) as director:
        marks = {"J1": Decimal(90), "J2": Decimal(80), "J3": Decimal("85.5")}
        for number, command in enumerate((c.EnterMarks("01", marks), c.Confirm("01"))):
            assert director.perform(Envelope(f"{number}", command), Who("operator", "panel-1"))["type"] == "ack"
    return tmp_path


def test_a_score_is_explained_from_the_journal_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(folder), "01", "--data", str(folder)]) == 0
    printed = capsys.readouterr().out
    assert "3 号评委 评委3：85.50" in printed and "最后得分：85.17" in printed
    assert main(["explain", str(folder), "01", "--data", str(folder), "--lang", "en"]) == 0
    assert "Score: 85.17" in capsys.readouterr().out


def test_an_entry_that_is_not_there_is_said_with_those_that_are(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", str(folder), "99", "--data", str(folder)]) == 2
    assert "there is no entry 99; there are 01, 02" in capsys.readouterr().err


def test_the_show_is_as_the_journal_leaves_it(folder: Path) -> None:
    assert show_of(folder, "live").sheets["01"].confirmed
    with pytest.raises(TroubleError, match="no rehearsal journal"):
        show_of(folder, "rehearsal")


def test_every_draw_is_repeated_from_its_seed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(Director(tmp_path, contest(), "live", hub_of())) as director:
        for number, command in enumerate((c.Draw("s1"), c.Draw("s1", "39 07 21", reason="迟到"))):
            assert director.perform(Envelope(f"{number}", command), Who("operator", "panel-1"))["type"] == "ack"
        made, typed = director.show.draws
    assert len(made.drawn.seed) == 8 and made.drawn.seed != typed.drawn.seed == "39 07 21"
    assert main(["draw", str(tmp_path), "--lang", "en"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert " ".join(made.drawn.order) in first and first.endswith("as recorded")
    assert f"39 07 21  {' '.join(typed.drawn.order)}  as recorded" in second


def test_a_draw_that_its_seed_does_not_give_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(Director(tmp_path, contest(), "live", hub_of())) as director:
        false = Drawn("s1", "1", RULE, 1, False, dict.fromkeys(["01", "02"], ""), ("02", "01"))
        true = replace(false, order=("01", "02"))
        for event in (false, true):
            director.journal.append(director.clock.now(), "", event)
    assert main(["draw", str(tmp_path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert sorted(line.split()[-1] for line in lines) == ["与记录不同！", "与记录相同"]


def test_results_are_written_and_verified(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheet = folder / "results.csv"
    assert main(["results", str(folder), "--data", str(folder), "--format", "csv", "--out", str(sheet)]) == 0
    assert main(["verify", str(sheet), "--data", str(folder)]) == 0
    assert "与记录一致" in capsys.readouterr().out
    sheet.write_bytes(sheet.read_bytes().replace(b"85.17", b"95.17"))
    assert main(["verify", str(sheet), "--data", str(folder), "--lang", "en"]) == 1
    assert "Altered" in capsys.readouterr().out
    sheet.write_text("score\n")
    assert main(["verify", str(sheet), "--data", str(folder)]) == 2
    assert "carries no seal" in capsys.readouterr().err
