"""Which characters go into which slice of the fonts, and how unicode-range says it.

A Chinese page needs nearly every common slice, whatever their order; what counts is that a rare character costs
one more slice and that the style sheet stays small. So: one slice of signs that every page needs, a few of common
hanzi (GB2312 level 1, with small gaps closed: a sheet that names 3,755 single characters is bigger than the glyphs
it saves), and the rest in plain code order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

SLICE_SIZE = 1000
# A gap is closed when at most so many of its characters are outside GB2312 level 2, whose characters (of names,
# mostly) are welcome among the common ones. 2 gives 6,400 common hanzi and a sheet of 6 kB.
GAP = 2

FIRST_SIGNS = (
    (0x0020, 0x02FF),  # Latin, pinyin with tone marks
    (0x2000, 0x22FF),  # punctuation, currency, ℃, Ⅷ, arrows, ≥
    (0x2460, 0x24FF),  # ①
    (0x25A0, 0x26FF),  # ■ ★
    (0x3000, 0x303F),  # 、。《》〇
    (0xFF00, 0xFFEF),  # ％ ＋
)
# Korean is not ours to set, and its 11,172 syllables would be a quarter of the whole.
LEFT_OUT = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF), (0xFFA0, 0xFFDC))
URO = (0x4E00, 0x9FFF)
EXTENSION_A = (0x3400, 0x4DBF)
BEYOND_BMP = (0x20000, 0x3FFFF)


def gb2312_level(first_row: int, last_row: int) -> frozenset[int]:
    """The hanzi of these rows (first byte) of GB2312; 0xB0–0xD7 is level 1, 0xD8–0xF7 level 2."""
    found = set()
    for row in range(first_row, last_row + 1):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes([row, cell]).decode("gb2312")))
            except UnicodeDecodeError:
                continue
    return frozenset(found)


def common_hanzi() -> list[int]:
    """GB2312 level 1 with its small gaps closed, in code order."""
    welcome = gb2312_level(0xD8, 0xF7)
    level_1 = sorted(gb2312_level(0xB0, 0xD7))
    common = level_1[:1]
    for before, after in pairwise(level_1):
        gap = range(before + 1, after)
        if sum(code not in welcome for code in gap) <= GAP:
            common.extend(gap)
        common.append(after)
    return common


def plan(covered: Iterable[int]) -> list[list[int]]:
    """All of `covered` (code points) that we ship, as slices in the order in which they are numbered."""
    left = {code for code in covered if not _within(code, *LEFT_OUT)}
    blocks = (
        {code for code in left if _within(code, *FIRST_SIGNS)},
        {code for code in left if not _within(code, *FIRST_SIGNS, URO, EXTENSION_A, BEYOND_BMP)},
        left.intersection(common_hanzi()),
        {code for code in left.difference(common_hanzi()) if _within(code, URO)},
        {code for code in left if _within(code, EXTENSION_A)},
        {code for code in left if _within(code, BEYOND_BMP)},
    )
    found = [sorted(block) for block in blocks[:2] if block]
    for block in blocks[2:]:
        found.extend(_cut(sorted(block)))
    return found


def runs(codes: Iterable[int], nobody: Callable[[int], bool] = lambda code: False) -> list[tuple[int, int]]:
    """`codes` as (first, last) pairs, over gaps whose every code is `nobody`'s: no slice at all has it."""
    found: list[tuple[int, int]] = []
    for code in sorted(codes):
        if found and all(nobody(between) for between in range(found[-1][1] + 1, code)):
            found[-1] = (found[-1][0], code)
        else:
            found.append((code, code))
    return found


def unicode_range(pairs: Iterable[tuple[int, int]]) -> str:
    """Pairs as the CSS descriptor has them: U+4e00-4e03,U+4e07."""
    return ",".join(f"U+{first:x}" if first == last else f"U+{first:x}-{last:x}" for first, last in pairs)


def _within(code: int, *blocks: tuple[int, int]) -> bool:
    return any(first <= code <= last for first, last in blocks)


def _cut(codes: Sequence[int]) -> list[list[int]]:
    if not codes:
        return []
    size = -(-len(codes) // -(-len(codes) // SLICE_SIZE))  # even parts, none above SLICE_SIZE
    return [list(codes[start : start + size]) for start in range(0, len(codes), size)]
