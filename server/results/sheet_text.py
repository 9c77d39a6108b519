"""Text of a printed sheet of results, read in a bounded child: `python -m server.results.sheet_text` takes the
bytes of a PDF or a workbook that somebody brings, and answers with everything that it says.
"""

from __future__ import annotations

import hashlib
import io
import sys
from typing import Any

from server.event_file.bounded_child import set_bounds


def text_of_pdf(content: bytes) -> str:
    """The text of every page, and what it looks like: a number can be painted over without a word changed."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        pages = [f"{page.get_textpage().get_text_range()}\f{_look_of(page)}" for page in document]
        return "\f".join([*pages, document.get_metadata_value("Subject")])
    finally:
        document.close()


def _look_of(page: Any) -> str:
    return hashlib.sha256(bytes(page.render(scale=1, grayscale=True).buffer)).hexdigest()


def text_of_book(content: bytes) -> str:
    """Every cell with how it is shown: a number's format, what is struck, and notes that hang on it."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content))
    lines = [
        f"{sheet.title}!{cell.coordinate}={cell.value}|{cell.number_format}|{bool(cell.font.strike)}|"
        f"{cell.comment.text if cell.comment else ''}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None or cell.comment
    ]  # fmt: skip
    pictures = [f"{sheet.title}:{len(sheet._images)}" for sheet in book if sheet._images]
    return "\n".join([*lines, *pictures, book.properties.description or ""])


def main() -> None:
    """Program of the child: a sheet on standard input, its text on standard output."""
    set_bounds()
    content = sys.stdin.buffer.read()
    text = text_of_pdf(content) if content.startswith(b"%PDF") else text_of_book(content)
    sys.stdout.buffer.write(text.encode("utf-8", "surrogatepass"))


if __name__ == "__main__":
    main()
