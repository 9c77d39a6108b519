"""A sheet, its journal, and everything that may have been done to either."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from server.director import Director
from server.results.sealed_files import KINDS, NoSealError, made, stamp_of, verify
from server.show import commands as c
from server.show.model.role import Who
from server.wire import Envelope
from tests.support.contests import contest
from tests.support.hubs import hub_of

ME = Who("operator", "panel-1")


def journal(folder: Path) -> Director:
    director = Director(folder, contest(judges=3), "live", hub_of())
    for number, entry in enumerate(("01", "03"), 1):
        marks = {"J1": Decimal(90), "J2": Decimal("80.25"), "J3": Decimal(85 + number)}
        for command in (c.EnterMarks(entry, marks), c.Confirm(entry), c.Arm(entry), c.Reveal(entry)):
            assert director.perform(Envelope(f"{entry}{type(command).__name__}", command), ME)["type"] == "ack"
    assert director.perform(Envelope("prize", c.AddPrize("最佳人气奖", ("03", "02"))), ME)["type"] == "ack"
    return director


def printed(director: Director, what: str) -> bytes:
    stamp = stamp_of(director.journal.path, director.epoch, director.show, director.clock.now(), what, "zh")
    return made(director.show, stamp)


@pytest.mark.parametrize("what", KINDS)
def test_every_kind_of_file_is_known_again_even_after_the_show_went_on(what: str, tmp_path: Path) -> None:
    with closing(journal(tmp_path)) as director:
        content = printed(director, what)
        director.perform(Envelope("later", c.Correct("01", "错", {"J1": Decimal(70)})), ME)
        assert verify(content, tmp_path)[0] == "genuine"


def test_a_number_that_was_changed_in_a_file_is_found(tmp_path: Path) -> None:
    with closing(journal(tmp_path)) as director:
        for what in ("csv", "json", "html"):
            content = printed(director, what)
            assert b"85.42" in content
            assert verify(content.replace(b"85.42", b"95.42"), tmp_path)[0] == "altered", what
        book = load_workbook(io.BytesIO(printed(director, "xlsx")))
        book["发展提质"]["F4"] = 99
        changed = io.BytesIO()
        book.save(changed)
        assert verify(changed.getvalue(), tmp_path)[0] == "altered"


def test_a_number_that_is_painted_over_or_shown_otherwise_is_found(tmp_path: Path) -> None:
    with closing(journal(tmp_path)) as director:
        for what in ("pdf", "sheets-pdf"):
            content = printed(director, what)
            assert verify(content, tmp_path)[0] == "genuine"
            assert verify(painted(content), tmp_path)[0] == "altered", what
        for change in ("format", "strike", "note"):
            book = load_workbook(io.BytesIO(printed(director, "xlsx")))
            cell = book["发展提质"]["F4"]
            if change == "format":
                cell.number_format = '"99.00"'
            elif change == "strike":
                cell.font = Font(strike=not cell.font.strike)
            else:
                cell.comment = Comment("应为 99", "x")
            changed = io.BytesIO()
            book.save(changed)
            assert verify(changed.getvalue(), tmp_path)[0] == "altered", change
        book = load_workbook(io.BytesIO(printed(director, "xlsx")))
        saved = io.BytesIO()
        book.save(saved)
        assert verify(saved.getvalue(), tmp_path)[0] == "genuine", "saved again without a change it says the same"


def painted(content: bytes) -> bytes:
    """The PDF with a white box over a part of its first page; every word is still in it."""
    document = pypdfium2.PdfDocument(content)
    page = document[0]
    box = pypdfium2.raw.FPDFPageObj_CreateNewRect(100, 100, page.get_width() - 200, page.get_height() - 200)
    pypdfium2.raw.FPDFPageObj_SetFillColor(box, 255, 255, 255, 255)
    pypdfium2.raw.FPDFPath_SetDrawMode(box, pypdfium2.raw.FPDF_FILLMODE_ALTERNATE, False)
    pypdfium2.raw.FPDFPage_InsertObject(page.raw, box)
    page.gen_content()
    out = io.BytesIO()
    document.save(out)
    document.close()
    return out.getvalue()


def test_another_journal_or_a_changed_one_is_found(tmp_path: Path) -> None:
    first, second = tmp_path / "one", tmp_path / "two"
    for folder in (first, second):
        folder.mkdir()
    with closing(journal(first)) as director, closing(journal(second)):
        content = printed(director, "csv")
        assert verify(content, second)[0] == "other" and verify(content, tmp_path)[0] == "other"
    with closing(sqlite3.connect(first / "live.sqlite")) as db:
        db.execute("UPDATE events SET event = replace(event, '80.25', '99.25')")
        db.commit()
    assert verify(content, first)[0] == "journal"


def test_a_file_of_somebody_elses_has_no_seal(tmp_path: Path) -> None:
    for content in (b"name,score\n", b"\xff\xfe\x00", "分".encode("gb18030")):
        with pytest.raises(NoSealError):
            verify(content, tmp_path)
