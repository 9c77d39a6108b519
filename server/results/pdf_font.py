"""Font of a printed sheet: only the characters that stand on it, drawn from the fonts that we ship.

Printers and readers want TrueType outlines in the file; ours are variable CFF2 in WOFF2 pieces, so the
outlines of the characters in use are taken at one weight and made into a small TrueType font.
"""

from __future__ import annotations

import hashlib
import io
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from reportlab.pdfbase import ttfonts

from server.settings import FRONT_END

FONTS = FRONT_END / "display" / "fonts"
EM, ASCENT, DESCENT = 1000, 880, -120
MAX_CURVE_ERROR = 1.0  # of 1000: cubic curves become quadratic ones
_BEYOND = re.compile(r"(?<= )<([0-9A-F]{5,6})>")  # in a table from glyphs back to text: beyond U+FFFF


@lru_cache(maxsize=64)
def _piece(path: Path) -> TTFont:
    return TTFont(path)


def _pieces() -> list[Path]:
    """The sans in its order, then the serif and the lent glyphs for what it lacks."""
    return [*sorted(FONTS.glob("sans-*.woff2")), *sorted(FONTS.glob("*.woff2"))]


def _drawn_by(character: str) -> TTFont | None:
    return next((_piece(path) for path in _pieces() if ord(character) in _piece(path).getBestCmap()), None)


def _outline(character: str, weight: int) -> tuple[object, int] | None:
    """A character's glyph in TrueType curves and its width, or None where no font draws it."""
    font = _drawn_by(character)
    if font is None:
        return None
    glyphs = font.getGlyphSet(location={"wght": weight}) if "fvar" in font else font.getGlyphSet()
    glyph = glyphs[font.getBestCmap()[ord(character)]]
    scale = EM / font["head"].unitsPerEm
    pen = TTGlyphPen(None)
    glyph.draw(
        TransformPen(Cu2QuPen(pen, MAX_CURVE_ERROR, reverse_direction=True), (scale, 0, 0, scale, 0, 0))
    )
    return pen.glyph(), round(glyph.width * scale)


@lru_cache(maxsize=8)
def font_of(characters: frozenset[str], weight: int = 400) -> tuple[str, bytes]:
    """TrueType font with these characters at a weight (CSS, 100 to 900), as its name, which no other such
    font has, and its bytes. Characters that no font draws are left out."""
    glyphs, widths, names = {".notdef": TTGlyphPen(None).glyph()}, {".notdef": (500, 0)}, {}
    for character in sorted(characters):
        outline = _outline(character, weight)
        if outline is None:
            continue
        name = f"u{ord(character):05X}"
        glyphs[name], widths[name], names[ord(character)] = outline[0], (outline[1], 0), name
    builder = FontBuilder(EM, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap(names)
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(widths)
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT)
    called = f"Limelight{weight}{hashlib.sha256(''.join(sorted(characters)).encode()).hexdigest()[:8]}"
    builder.setupNameTable({"familyName": called, "styleName": "Regular", "psName": called})
    builder.setupOS2(sTypoAscender=ASCENT, sTypoDescender=DESCENT, usWinAscent=ASCENT, usWinDescent=-DESCENT)
    builder.setupPost()
    out = io.BytesIO()
    builder.save(out)
    return called, out.getvalue()


class PaperFont(ttfonts.TTFont):  # type: ignore[misc]
    """Font in a PDF from which every character is copied and searched as what it is: the way back from glyphs
    to text (ToUnicode, ISO 32000-1, 9.10.3) is in UTF-16BE, and the library writes characters beyond U+FFFF
    as if they were one unit."""

    def addObjects(self, doc: Any) -> None:  # noqa: N802 (the library's own name)
        super().addObjects(doc)
        for name, cmap in doc.idToObject.items():
            if name.startswith("toUnicodeCMap:"):
                cmap.content = _BEYOND.sub(lambda code: f"<{_utf16(int(code[1], 16))}>", cmap.content)


def _utf16(code: int) -> str:
    return chr(code).encode("utf-16-be").hex().upper()
