"""The child that reads a workbook: every bound is kept before anything large is built."""

from __future__ import annotations

import io
import zipfile

import pytest

from server.event_file import workbook_cells
from server.event_file.workbook_cells import cells_of
from tests.event_file.test_workbook import saved, with_merged


def codes(content: bytes) -> list[str]:
    return [note.code for note in cells_of(content).notes]


def test_every_bound_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"0" * (workbook_cells.MAX_UNPACKED_BYTES + 1))
    assert codes(packed.getvalue()) == ["too_large"]
    assert codes(saved(**{f"A{workbook_cells.MAX_ROWS + 1}": "x"})) == ["sheet_too_large"]
    monkeypatch.setattr(workbook_cells, "MAX_SHEETS", 0)
    assert codes(saved(A1="x")) == ["too_many_sheets"]
    monkeypatch.setattr(workbook_cells, "MAX_CELLS", 1)
    assert codes(saved(A1="x", A2="y")) == ["too_many_cells"]


@pytest.mark.parametrize("area", ["A1:XFD1048576", "B2:B1048576", "a1:zz400"])
def test_a_merged_area_of_too_many_cells_is_found_before_its_cells_are_made(area: str) -> None:
    (note,) = cells_of(with_merged(saved(A1="x"), area)).notes
    assert (note.sheet, note.code, note.found) == ("Sheet", "merged_too_far", area)


def test_a_title_merged_across_and_names_merged_downwards_are_read() -> None:
    assert codes(with_merged(saved(A1="x", B3="y"), "A1:A3")) == []
