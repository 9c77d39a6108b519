"""`limelight replay` and `limelight explain` on a journal that a real director wrote."""

from __future__ import annotations

from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from server.cli import main
from server.director import Director
from server.hub import Hub
from server.recordings import TroubleError, show_of
from server.show import commands as c
from server.show.roles import Who
from server.wire import Envelope
from tests.contests import contest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with closing(Director(tmp_path, contest(judges=3), "live", Hub(10))) as director:
        marks = {"J1": Decimal(90), "J2": Decimal(80), "J3": Decimal("85.5")}
        for number, command in enumerate((c.EnterMarks("01", marks), c.Confirm("01"))):
            assert director.perform(Envelope(f"{number}", command), Who("operator", "panel-1"))["type"] == "ack"
    return tmp_path


def test_a_score_is_explained_from_the_journal_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", str(folder), "01", "--data", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "3 号评委 评委3：85.50" in told and "最后得分：85.17" in told
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
