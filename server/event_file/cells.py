"""Cells as people type them: trimming, comparing, dividing, ids.

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
STRONG = frozenset(";；\n")
WEAK = frozenset("、")


def trimmed(text: str) -> str:
    """Text without spaces (full-width ones too) and invisible marks at both ends."""
    return text.strip().strip("\u200b\u2060\ufeff").strip()


def matching(text: str) -> str:
    """Form that two spellings of one name share: NFKC (Unicode Standard Annex 15), no spaces, case folded."""
    narrow = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    return "".join(narrow.split()).casefold()


def number_key(text: str) -> str:
    """Form that two spellings of one entry's number share: a spreadsheet turns 07 into 7."""
    key = matching(text)
    return key.lstrip("0") or "0" if key.isascii() and key.isdigit() else key


def tidy_number(text: str) -> str:
    """Number of an entry as it is kept: full-width forms narrowed, no spaces, zeros as typed."""
    return "".join(unicodedata.normalize("NFKC", text.translate(_INVISIBLE)).split())


def bad_id(text: str) -> str:
    """Reason, in both languages, that `text` cannot be an id; "" where it can."""
    if len(text) > MAX_ID:
        return f"≤ {MAX_ID} 字 / characters"
    if not all(sign.isalnum() or sign in "-_" for sign in text):
        return "只用文字、数字、-、_ / letters, digits, - and _ only"
    if text.casefold() in RESERVED:
        return "保留字 / a reserved word"
    return ""


def split(text: str) -> tuple[str, ...]:
    """Values of a cell. Where ； or ; or a new line stands, only these divide; else 、 does.

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


def _divide(text: str, dividers: frozenset[str]) -> list[str]:
    parts: list[str] = []
    closing: list[str] = []
    start = 0
    for index, sign in enumerate(text):
        if closing and sign == closing[-1]:
            closing.pop()
        elif sign in _OPEN and _OPEN[sign] in text[index + 1 :]:
            closing.append(_OPEN[sign])
        elif sign in dividers and not closing:
            parts.append(text[start:index])
            start = index + 1
    return [*parts, text[start:]]
