"""Lengths of the words that people may type, in characters: what every screen can show, and no more."""

from __future__ import annotations

import unicodedata

from server.show.model import Refused

# Characters. A name fits the lower third, a message the stage-edge monitor, a passage a full page.
NAME = 60
MESSAGE = 60
PASSAGE = 200


JOINERS = "\u200c\u200d"  # they belong to some names
LINES = "\n\t"


def unseen(text: str, allowed: str = JOINERS) -> str:
    """Characters in `text` that nobody sees but a layout feels (they turn its direction, hide, break), by their
    names (U+202E U+200B), "" for none: the Unicode categories Cc, Cf, Cs, Zl and Zp."""
    signs = dict.fromkeys(
        sign
        for sign in text
        if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp") and sign not in allowed
    )
    return " ".join(f"U+{ord(sign):04X}" for sign in signs)


def trimmed(field: str, text: str, most: int) -> str:
    """Text without the space around it. Raises Refused `too_long` beyond `most` characters, `unseen_characters`
    where it holds some that turn or hide what stands beside them."""
    text = text.strip()
    if strange := unseen(text, JOINERS + LINES):
        raise Refused("unseen_characters", field=field, found=strange)
    if len(text) > most:
        raise Refused("too_long", field=field, found=len(text), most=most)
    return text
