"""Which characters are drawn, and that the fonts in the folder really draw them."""

from __future__ import annotations

import re
from pathlib import Path

from fontTools.ttLib import TTFont

from server.event_file.glyphs import COVERAGE, covered, missing

FONTS = COVERAGE.parent
RARE = "㛃䶮㼆𬭎𬴂𫓧"


def test_what_a_final_writes_is_drawn() -> None:
    assert missing("先锋杯 2024 “圆梦计划”《两山论》——4×3+1、超100万份·50%以上（DNA）") == ""
    assert missing(RARE) == ""
    assert missing("阿依古丽·买买提\n张\u3000三") == ""


def test_every_character_of_the_basic_block_and_of_extension_a() -> None:
    assert missing("".join(map(chr, range(0x4E00, 0x9FA6)))) == ""
    lacking = missing("".join(map(chr, range(0x3400, 0x4DB6))))
    assert len(lacking) <= 10, lacking


def test_what_no_font_draws_is_named_once() -> None:
    assert missing("好\U0001f600好\ue000\U0001f600") == "\U0001f600\ue000"


def test_the_list_is_what_the_fonts_hold() -> None:
    held: set[int] = set()
    for path in sorted(FONTS.glob("sans-*.woff2")) + sorted(FONTS.glob("[!s]*.woff2")) + [*FONTS.glob("spare.woff2")]:
        with TTFont(path) as font:
            held |= set(font.getBestCmap())
    said = {point for first, last in covered() for point in range(first, last + 1)}
    assert said - held == set()


def test_every_font_file_is_named_by_the_style_sheet() -> None:
    sheet = (FONTS / "fonts.css").read_text(encoding="utf-8")
    named = {Path(one).name for one in re.findall(r"url\(\"?([^)\"]+)", sheet)}
    assert named == {path.name for path in FONTS.glob("*.woff2")}
    assert "http" not in sheet
