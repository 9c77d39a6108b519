"""What a printed sheet says, read in a child: everything that somebody may have changed is in it."""

from __future__ import annotations

import io

import pytest
from openpyxl import load_workbook

from server.event_file.bounded_child import run_bounded
from server.results.sealed_files import NoSealError, made, sealed_text
from server.results.sheet_text import text_of_book, text_of_pdf
from tests.event_file.test_workbook import saved, with_merged
from tests.support.results_show import final, stamp


def test_the_child_says_what_the_readers_say() -> None:
    show = final()
    for what, read in (("xlsx", text_of_book), ("pdf", text_of_pdf)):
        content = made(show, stamp(show, what))
        assert run_bounded("server.results.sheet_text", content).decode() == read(content)


def test_a_struck_number_and_another_format_are_other_texts() -> None:
    show = final()
    content = made(show, stamp(show, "xlsx"))
    book = load_workbook(io.BytesIO(content))
    book.worksheets[0]["F4"].number_format = "0"
    changed = io.BytesIO()
    book.save(changed)
    assert text_of_book(changed.getvalue()) != text_of_book(content)


def test_a_workbook_that_asks_for_gigabytes_carries_no_seal() -> None:
    with pytest.raises(NoSealError):
        sealed_text(with_merged(saved(A1="x"), "A1:XFD1048576"))
