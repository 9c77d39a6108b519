"""Coverage of our fonts: the characters that they draw, so that a rare name is found before the day.

`display/fonts/coverage.txt` holds them as ranges of code points in hexadecimal, written by the
script that makes the fonts.
"""

from __future__ import annotations

import bisect
import unicodedata
from functools import cache

from server.settings import FRONT_END

COVERAGE = FRONT_END / "display" / "fonts" / "coverage.txt"
# Drawn by no font and needed by none: spaces, line ends, joiners and variation selectors.
INVISIBLE = ("Cc", "Cf", "Mn", "Zl", "Zp", "Zs")


@cache
def covered() -> tuple[tuple[int, int], ...]:
    """Ranges of code points that are drawn, first and last, in rising order."""
    lines = COVERAGE.read_text(encoding="ascii").splitlines()
    spans = (line.split("-") for line in lines if line and not line.startswith("#"))
    return tuple(sorted((int(span[0], 16), int(span[-1], 16)) for span in spans))


def drawn(character: str) -> bool:
    """True where a shipped font draws this character, or none needs to."""
    ranges = covered()
    index = bisect.bisect_right(ranges, (ord(character), 0x110000)) - 1
    if index >= 0 and ranges[index][0] <= ord(character) <= ranges[index][1]:
        return True
    return unicodedata.category(character) in INVISIBLE


def missing(text: str) -> str:
    """Characters of `text` that no shipped font draws, each once, in the order they come."""
    return "".join(dict.fromkeys(sign for sign in text if not drawn(sign)))
