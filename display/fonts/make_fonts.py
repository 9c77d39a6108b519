"""Makes the fonts in this folder: WOFF2 slices, fonts.css and coverage.txt.

    python display/fonts/make_fonts.py --sans NotoSansCJK-VF.otf.ttc --serif NotoSerifCJK-Black.ttc \\
        --lent NotoSansCJK-Black.ttc --spare LXGWWenKai-Bold.ttf

The sources are not in the repository (100 MB). All are under the SIL Open Font License:
  sans   Noto Sans CJK, variable: PyPI wheel manimgx-fonts-cjk
  serif  Noto Serif CJK, one heavy weight: Debian package fonts-noto-cjk-extra
  lent   Noto Sans CJK Black, for the few characters that only the serif lacks: the same package
  spare  LXGW WenKai Bold, for the few characters that all of Noto lacks: Debian package fonts-lxgw-wenkai
Needs fonttools and brotli. The same sources make the same bytes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import slices
from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

HERE = Path(__file__).resolve().parent
# Digits in Noto CJK are all one width already, so there is no tnum to keep; palt and halt act only where asked for.
FEATURES = ["ccmp", "halt", "kern", "palt"]
# Vertical setting, hints (a wall has big pixels) and style names: nothing on our screens reads them.
DROPPED = ["BASE", "DSIG", "STAT", "VORG", "VVAR", "vhea", "vmtx"]
NAMES = [0, 1, 2, 5, 13, 14]  # notice, family, style, version, licence, its address
LINES = {
    "hhea": ("ascent", "descent", "lineGap"),
    "OS/2": ("sTypoAscender", "sTypoDescender", "sTypoLineGap", "usWinAscent", "usWinDescent"),
}
# What the spare font is for: a GBK sign that Noto lacks, and what Unicode 13 and 14 added at two blocks' ends.
SPARE_FOR = (0x2252, *range(0x4DB6, 0x4DC0), *range(0x9FF0, 0xA000))


@dataclass(frozen=True, slots=True)
class Cut:
    """One file to make: `codes` of the font at `source`, named `family` inside, drawn on the lines of `lines`."""

    source: Path
    codes: tuple[int, ...]
    family: str
    out: Path
    lines: Path


def open_font(source: Path) -> TTFont:
    """The font in the file, of a collection the Simplified Chinese one. ValueError when it has none."""
    if source.suffix != ".ttc":
        return TTFont(source, recalcTimestamp=False)
    for font in TTCollection(source, lazy=True).fonts:
        if " CJK SC" in font["name"].getDebugName(1):
            font.recalcTimestamp = False
            return font
    raise ValueError(f"{source.name} holds no Simplified Chinese font")


def covered(source: Path) -> frozenset[int]:
    """The code points that the font draws."""
    return frozenset(open_font(source).getBestCmap())


def make(cut: Cut) -> int:
    """Writes one slice; its size in bytes."""
    font = open_font(cut.source)
    if "fvar" in font:
        font["fvar"].instances = []  # named weights, for menus
    # Variation sequences would bring in glyphs that no text of ours asks for.
    font["cmap"].tables = [table for table in font["cmap"].tables if table.format != 14]
    wanted = subset.Options(hinting=False, layout_features=FEATURES, name_IDs=NAMES, notdef_outline=True)
    wanted.drop_tables = [*wanted.drop_tables, *DROPPED]
    cutter = subset.Subsetter(wanted)
    cutter.populate(unicodes=cut.codes)
    cutter.subset(font)
    _rename(font, cut.family)
    _set_lines(font, open_font(cut.lines))
    font.flavor = "woff2"
    font.save(cut.out)
    return cut.out.stat().st_size


def _rename(font: TTFont, family: str) -> None:
    """Our own name (the OFL asks a changed font not to bear a reserved one); the notices stay."""
    for record in font["name"].names:
        if record.nameID == 1:
            record.string = family


def _set_lines(font: TTFont, model: TTFont) -> None:
    """The same ascent and descent in every file of a family: a rare character must not move its line."""
    for table, fields in LINES.items():
        for field in fields:
            setattr(font[table], field, getattr(model[table], field))


@dataclass(frozen=True, slots=True)
class Face:
    """One @font-face rule: characters of a family and the file that draws them."""

    family: str
    file: str
    pairs: tuple[tuple[int, int], ...]

    def css(self) -> str:
        return (
            f'@font-face{{font-family:"{self.family}";font-weight:100 900;font-display:block;'
            f'src:url({self.file})format("woff2");unicode-range:{slices.unicode_range(self.pairs)}}}\n'
        )


def sheet(plan: list[list[int]], serif: frozenset[int], spare: frozenset[int]) -> str:
    """fonts.css. Sans and serif of a slice stand side by side, for gzip to see that their ranges are the same.
    Of several rules for a character the last one counts: so the common slices stand last, and a rare one may
    claim what lies between its own characters. That halves the sheet."""
    everything = frozenset(code for codes in plan for code in codes) | spare
    rules: list[Face] = []
    for number in reversed(range(len(plan))):
        claimed = everything.difference(*plan[:number])
        pairs = tuple(slices.runs(plan[number], lambda code, claimed=claimed: code not in claimed))
        rules.append(Face("Limelight Sans", f"sans-{number:02}.woff2", pairs))
        rules.append(Face("Limelight Serif", f"serif-{number:02}.woff2", pairs))
    rules.append(Face("Limelight Serif", "lent.woff2", tuple(slices.runs(everything - serif - spare))))
    for family in ("Limelight Sans", "Limelight Serif"):
        rules.append(Face(family, "spare.woff2", tuple(slices.runs(spare))))
    return "/* Made by make_fonts.py. */\n" + "".join(rule.css() for rule in rules)


def coverage(codes: Iterable[int]) -> str:
    """coverage.txt: what both families draw, hexadecimal, a run a word."""
    words = [f"{first:x}" if first == last else f"{first:x}-{last:x}" for first, last in slices.runs(codes)]
    return "# What the fonts in this folder draw. Made by make_fonts.py.\n" + "\n".join(words) + "\n"


def cuts(
    given: argparse.Namespace, plan: list[list[int]], serif: frozenset[int], spare: frozenset[int]
) -> list[Cut]:
    """Every file to make."""
    out, sans_name, serif_name = given.out, "Limelight Sans", "Limelight Serif"
    lent = tuple(sorted(frozenset().union(*plan) - serif))
    found = [
        Cut(given.spare, tuple(sorted(spare)), "Limelight Spare", out / "spare.woff2", given.sans),
        Cut(given.lent, lent, "Limelight Lent", out / "lent.woff2", given.serif),
    ]
    for number, codes in enumerate(plan):
        drawn = tuple(code for code in codes if code in serif)
        found.append(Cut(given.sans, tuple(codes), sans_name, out / f"sans-{number:02}.woff2", given.sans))
        found.append(Cut(given.serif, drawn, serif_name, out / f"serif-{number:02}.woff2", given.serif))
    return found


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Cut the fonts of the screens from their sources.")
    for name in ("sans", "serif", "lent", "spare"):
        parser.add_argument(f"--{name}", type=Path, required=True, help="font file (.ttc, .otf or .ttf)")
    parser.add_argument("--out", type=Path, default=HERE)
    parser.add_argument("--jobs", type=int, default=1, help="slices made at once")
    return parser.parse_args()


def main() -> None:
    sources = arguments()
    sans, serif = covered(sources.sans), covered(sources.serif)
    spare = covered(sources.spare).intersection(SPARE_FOR) - sans
    plan = slices.plan(sans)
    work = cuts(sources, plan, serif, spare)
    with ProcessPoolExecutor(sources.jobs) as pool:
        total = sum(pool.map(make, work))
    for old in set(sources.out.glob("*.woff2")) - {cut.out for cut in work}:
        old.unlink()
    (sources.out / "fonts.css").write_text(sheet(plan, serif, spare), encoding="ascii")
    everything = spare.union(*plan)
    (sources.out / "coverage.txt").write_text(coverage(everything), encoding="ascii")
    print(f"{len(plan)} slices, {len(everything)} characters, {total / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
