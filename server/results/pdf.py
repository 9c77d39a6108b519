"""Results on paper (PDF): a ranking a category and a score sheet an entry, to be signed.

Every page carries the moment of printing, the check code of the journal up to then (`seal`), and its
page number; the whole stamp stands in the file's own description, so that it can be verified.
"""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, TableStyle
from reportlab.platypus import Table as Grid

from server.results.pdf_font import PaperFont, font_of
from server.results.seal import Stamp
from server.results.tables import Cell, CorrectionNote, ResultRow, Results, ResultTable
from server.results.text_files import headings, moment, plain, prize_rows, values
from server.results.workbook import SIGNERS
from server.texts.say import TABLES, say

RED, GOLD, LINE, QUIET = (colors.HexColor(color) for color in ("#8E0E12", "#F4E6C8", "#B99A66", "#6B5C45"))
MARGIN = 14 * mm
SHEET_HEADINGS = "role.judge", "results.mark", "results.remark", "results.sign"


class _Paper:
    """One document in making: its fonts, its styles, its pages."""

    def __init__(self, results: Results, stamp: Stamp, utc_offset: int) -> None:
        self.results, self.stamp, self.lang = results, stamp, stamp.lang
        self.when = moment(stamp.at, utc_offset)
        self.utc_offset = utc_offset
        used = frozenset(_characters(results, self))
        self.regular, self.bold = (self._registered(used, weight) for weight in (400, 700))

    @staticmethod
    def _registered(used: frozenset[str], weight: int) -> str:
        name, content = font_of(used, weight)
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(PaperFont(name, io.BytesIO(content)))
        return name

    def say(self, key: str, /, **facts: object) -> str:
        return say(key, self.lang, **facts)

    def text(
        self, words: str, size: float = 9, bold: bool = False, color: Any = colors.black, align: int = 0
    ) -> Any:
        style = ParagraphStyle(
            "", fontName=self.bold if bold else self.regular, fontSize=size, leading=size * 1.35,
            textColor=color, alignment=align, wordWrap="CJK",
        )  # fmt: skip
        return Paragraph(words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"), style)

    def struck(self, words: str) -> Any:
        style = ParagraphStyle(
            "", fontName=self.regular, fontSize=7.5, leading=10, textColor=QUIET, wordWrap="CJK"
        )
        return Paragraph(f"<strike>{words}</strike>", style)

    def foot(self, canvas: Any, document: Any) -> None:
        """The line below every page."""
        canvas.setFont(self.regular, 8)
        canvas.setFillColor(QUIET)
        printed = self.say("results.printed", when=self.when, code=self.stamp.short, seq=self.stamp.seq)
        canvas.drawString(MARGIN, 8 * mm, printed)
        page = self.say("results.page", number=canvas.getPageNumber())
        canvas.drawRightString(document.pagesize[0] - MARGIN, 8 * mm, page)

    def made(self, story: list[Any], pagesize: tuple[float, float]) -> bytes:
        out = io.BytesIO()
        document = SimpleDocTemplate(
            out, pagesize=pagesize, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN,
            bottomMargin=MARGIN + 4 * mm, title=self.results.contest, subject=self.stamp.text(),
            author=self.results.organizer, invariant=1,
        )  # fmt: skip
        document.build(story, onFirstPage=self.foot, onLaterPages=self.foot)
        return out.getvalue()


def _characters(results: Results, paper: _Paper) -> str:
    """Everything that may be written: once more than needed costs nothing."""
    parts = [results.contest, results.cup, results.edition, "0123456789-—…./:();,+×%'ABCDEF~_□　 "]
    words = (*TABLES["results"].values(), *TABLES["role"].values(), *TABLES["column"].values())
    parts += [pair[paper.lang == "en"] for pair in words]
    for table in results.tables:
        parts += [table.category, table.ties, *table.judges, *table.parts]
        parts += [plain(value) for row in table.rows for value in values(row)]
        parts += [cell.detail for row in table.rows for cell in row.marks]
    parts += [text for line in prize_rows(results, paper.lang) for text in line]
    parts += [f"{note.entry}{note.unit}{note.reason}{note.people}" for note in results.changes]
    return "".join(parts)


def ranking_pdf(results: Results, stamp: Stamp, utc_offset: int) -> bytes:
    """Ranking of each category as a PDF, on A4 across (ISO 216); `utc_offset` in minutes."""
    paper = _Paper(results, stamp, utc_offset)
    story: list[Any] = []
    for table in results.tables:
        story += [PageBreak()] if story else []
        story += _head(paper, f"{table.category}　{paper.say('results.ranking')}")
        story += [_grid(paper, table), Spacer(0, 8 * mm), _signers(paper)]
    prizes = prize_rows(results, stamp.lang)
    if prizes:
        story += [
            PageBreak(),
            *_head(paper, prizes[0][0]),
            _prizes(paper, prizes),
            Spacer(0, 8 * mm),
            _signers(paper),
        ]
    return paper.made(story, landscape(A4))


def _prizes(paper: _Paper, lines: list[list[str]]) -> Any:
    rows = [[paper.text(text, 9, bold=index == 0) for text in line] for index, line in enumerate(lines)]
    grid = Grid(rows, colWidths=[width * mm for width in (54, 20, 72, 83, 40)], repeatRows=1)
    grid.setStyle(_ruled())
    return grid


def _head(paper: _Paper, title: str) -> list[Any]:
    results = paper.results
    above = "　".join(filter(None, (results.cup, results.edition, results.organizer)))
    head = [paper.text(above, 9, color=QUIET), paper.text(results.contest, 15, bold=True, color=RED),
            paper.text(title, 12, bold=True)]  # fmt: skip
    if results.mode == "rehearsal":
        head.append(paper.text(paper.say("results.rehearsal"), 11, bold=True, color=RED))
    return [*head, Spacer(0, 4 * mm)]


def _grid(paper: _Paper, table: ResultTable) -> Any:
    heads = [paper.text(heading, 8, bold=True) for heading in headings(table, paper.lang)]
    rows = [[_shown(paper, value) for value in values(row)] for row in table.rows]
    count = len(heads)
    fixed = {
        0: 9,
        1: 9,
        2: 11,
        3: 27,
        4: 36,
        count - 1: 16,
        count - 2: 15,
        count - 3: 15,
    }  # mm; the rest is shared
    room = landscape(A4)[0] - 2 * MARGIN - sum(fixed.values()) * mm
    shared = room / (count - len(fixed))
    widths = [fixed[column] * mm if column in fixed else shared for column in range(count)]
    grid = Grid([heads, *rows], colWidths=widths, repeatRows=1)
    grid.setStyle(_ruled())
    return grid


def _ruled() -> TableStyle:
    return TableStyle([
        ("GRID", (0, 0), (-1, -1), 0.5, LINE), ("BACKGROUND", (0, 0), (-1, 0), GOLD),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2), ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ])  # fmt: skip


def _shown(paper: _Paper, value: Any) -> Any:
    if isinstance(value, Cell) and value.fell:
        return paper.struck(str(value.mark))
    return paper.text(plain(value), 7.5)


def _signers(paper: _Paper) -> Any:
    names = [paper.text(f"{paper.say(key)}：__________") for key in SIGNERS]
    date = [paper.text(f"{paper.say('results.date')}：__________"), "", "", ""]
    return Grid([names, date], rowHeights=[10 * mm, 9 * mm])


def sheets_pdf(results: Results, stamp: Stamp, utc_offset: int) -> bytes:
    """Score sheet of each entry as a PDF, on A4 upright, one page each; `utc_offset` in minutes."""
    paper = _Paper(results, stamp, utc_offset)
    story: list[Any] = []
    for table in results.tables:
        for row in table.rows:
            story += [PageBreak()] if story else []
            story += _sheet(paper, table, row)
    return paper.made(story or [paper.text("—")], A4)


def _sheet(paper: _Paper, table: ResultTable, row: ResultRow) -> list[Any]:
    parts = [*_head(paper, f"{table.category}　{paper.say('results.sheet')}")]
    parts += [
        paper.text(f"{row.id}　{row.unit}", 13, bold=True),
        paper.text(row.title, 11),
        Spacer(0, 4 * mm),
    ]
    if row.score is None:
        marked = any(cell.mark for cell in row.marks)
        parts.append(
            paper.text(paper.say("results.no_result") if marked else row.note, 11, bold=True, color=RED)
        )
    heads = [paper.text(paper.say(key), 9, bold=True) for key in SHEET_HEADINGS]
    judges = [[paper.text(name, 10), _big(paper, cell), paper.text(_remark(paper, row, cell), 8), ""]
              for name, cell in zip(table.judges, row.marks, strict=True)]  # fmt: skip
    high = min(9 * mm, 100 * mm / max(1, len(judges)))
    grid = Grid([heads, *judges], colWidths=[40 * mm, 24 * mm, 68 * mm, 50 * mm],
                rowHeights=[8 * mm] + [high] * len(judges))  # fmt: skip
    grid.setStyle(_ruled())
    parts += [grid, Spacer(0, 4 * mm), _sums(paper, table, row), Spacer(0, 8 * mm), _signers(paper)]
    changes = [note for note in paper.results.changes if note.entry == row.id]
    return parts + (_changes(paper, changes) if changes else [])


def _big(paper: _Paper, cell: Cell) -> Any:
    return _shown(paper, cell) if cell.fell else paper.text(plain(cell), 11)


def _remark(paper: _Paper, row: ResultRow, cell: Cell) -> str:
    fell = "results.fell_high" if cell.fell and cell.mark in row.high else "results.fell_low"
    return "　".join(filter(None, (paper.say(fell) if cell.fell else "", cell.detail)))


def _sums(paper: _Paper, table: ResultTable, row: ResultRow) -> Any:
    def said(name: str, value: Decimal | None) -> list[Any]:
        return [paper.text(name, 10), paper.text("" if value is None else str(value), 11, bold=True)]

    lines = [said(paper.say(f"results.{table.combine}"), row.mean),
             said(paper.say("results.deduction"), row.deduction)]  # fmt: skip
    lines += [said(name, value) for name, value in zip(table.parts, row.parts, strict=True)]
    score = paper.text("" if row.score is None else str(row.score), 18, bold=True, color=RED)
    lines.append([paper.text(paper.say("results.score"), 12, bold=True), score])
    if row.note:
        lines.append([paper.text(paper.say("results.note"), 10), paper.text(row.note, 10)])
    return Grid(lines, colWidths=[40 * mm, 142 * mm])


def _changes(paper: _Paper, changes: list[CorrectionNote]) -> list[Any]:
    lines = [
        (f"{note.before} → {note.after}", note.reason, note.people, moment(note.at, paper.utc_offset))
        for note in changes
    ]
    rows = [[paper.text(words, 8) for words in line] for line in lines]
    grid = Grid(rows, colWidths=[36 * mm, 66 * mm, 40 * mm, 40 * mm])
    grid.setStyle(_ruled())
    return [Spacer(0, 5 * mm), paper.text(paper.say("results.corrections"), 10, bold=True), grid]
