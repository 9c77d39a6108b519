"""A TrueType font with the characters of one sheet."""

from __future__ import annotations

import io

from fontTools.ttLib import TTFont

from server.results.pdf_font import font_of


def test_every_character_that_our_fonts_draw_is_in_it_rare_ones_too() -> None:
    name, content = font_of(frozenset("打分9㼆𬴂䶮·“"), 700)
    font = TTFont(io.BytesIO(content))
    assert set(map(chr, font.getBestCmap())) == set("打分9㼆𬴂䶮·“")
    assert "glyf" in font and name.startswith("Limelight700")
    assert all(font["hmtx"][glyph][0] > 0 for glyph in font.getGlyphOrder())
    assert font["glyf"][font.getBestCmap()[ord("分")]].numberOfContours > 1


def test_weights_differ_and_names_tell_fonts_apart() -> None:
    light, bold = font_of(frozenset("分"), 400), font_of(frozenset("分"), 700)
    assert light[0] != bold[0] and light[1] != bold[1] and font_of(frozenset("打"), 400)[0] != light[0]
    assert font_of(frozenset("分"), 400) == light, "the same sheet is the same file"
