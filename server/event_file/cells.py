"""What people type into cells, made comparable without changing what is shown.

Names are trimmed and nothing more: 「张 三」 stays as it was typed. Only for comparing are full-width
forms narrowed, spaces dropped and letters lowered, because one sheet says 「０７」 and the next 「7」.
"""

from __future__ import annotations

import re
import unicodedata

_OPEN = {
    "“": "”",
    "‘": "’",
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "（": "）",
    "(": ")",
    "【": "】",
    "[": "]",
}
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
MAX_ID = 20  # characters
RESERVED = ("awards", "closing", "final")  # the rundown's own names
JOINERS = "\u200c\u200d"  # they belong to some names
STRONG = frozenset(";；\n")
WEAK = frozenset("、")


def trimmed(text: str) -> str:
    """Without spaces (full-width ones too) and invisible marks at both ends."""
    return text.strip().strip("\u200b\u2060\ufeff").strip()


def matching(text: str) -> str:
    """The form that two spellings of one name share."""
    narrow = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    return "".join(narrow.split()).casefold()


def number_key(text: str) -> str:
    """The form that two spellings of one entry's number share: a spreadsheet turns 07 into 7."""
    key = matching(text)
    return key.lstrip("0") or "0" if key.isascii() and key.isdigit() else key


def tidy_number(text: str) -> str:
    """An entry's number as it is kept: full-width forms narrowed, no spaces, zeros as typed."""
    return "".join(unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).split())


def bad_id(text: str) -> str:
    """Why `text` cannot be an id (in both languages), or nothing."""
    if len(text) > MAX_ID:
        return f"≤ {MAX_ID} 字 / characters"
    if not all(one.isalnum() or one in "-_" for one in text):
        return "只用文字、数字、-、_ / letters, digits, - and _ only"
    if text.casefold() in RESERVED:
        return "保留字 / a reserved word"
    return ""


def control_characters(text: str) -> str:
    """The characters in `text` that nobody sees but a layout feels, by their names (U+202E)."""
    found = dict.fromkeys(
        one
        for one in text
        if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp") and one not in JOINERS
    )
    return " ".join(f"U+{ord(one):04X}" for one in found)


def split(text: str) -> tuple[str, ...]:
    """A cell's several values. Where ； or ; or a new line stands, only these divide; else 、 does.

    What is in quotes or brackets stays whole: “合作查验、一次放行” is one value. One sentence that
    has 、 in it is kept whole by a ； at its end.
    """
    parts = _divide(text, STRONG)
    if len(parts) == 1:
        parts = _divide(text, WEAK)
    return tuple(part for part in map(trimmed, parts) if part)


def split_names(text: str) -> tuple[str, ...]:
    """Names in a cell: commas divide them as well."""
    return tuple(name for part in split(text) for name in map(trimmed, re.split("[,，、]", part)) if name)


def split_lines(text: str) -> tuple[str, ...]:
    """A title's lines: the approved break is | (or ｜, or a new line in the cell)."""
    return tuple(line for line in map(trimmed, re.split(r"[|｜\n]", text)) if line)


def _divide(text: str, at: frozenset[str]) -> list[str]:
    parts: list[str] = []
    closing: list[str] = []
    start = 0
    for place, one in enumerate(text):
        if closing and one == closing[-1]:
            closing.pop()
        elif one in _OPEN and _OPEN[one] in text[place + 1 :]:
            closing.append(_OPEN[one])
        elif one in at and not closing:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]
