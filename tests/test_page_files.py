"""Scripts and styles of the pages: what a reader may expect of every file, as tests that name the mend.

`FOLDERS` says which trees are held to it, and where the one file of a tree stands that has colours in it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.source_tree import ROOT, name_of, sources, text_of
from tests.support.style_sheets import rules, without_comments
from tests.test_tidy import none

FOLDERS = {"display": "display/css/theme.css", "control": "control/css/theme.css"}
SHARED = ("display",)  # whose components meet in one page; a page of control/ loads its own sheets only
WIDEST = 110
SHORT = {"tag"}  # English, although it has three letters only
SHELL = {"theme", "base"}  # sheets that dress no component but all of a page

CLASS = re.compile(
    r"(?P<block>[a-z]+(?:_[a-z]+)*)(?:__(?P<element>[a-z]+(?:-[a-z]+)*))?(?:--(?P<state>[a-z0-9]+(?:-[a-z]+)*))?"
)
NAMED_COLOURS = {
    "black", "white", "red", "green", "blue", "yellow", "orange", "purple", "pink", "brown", "gray", "grey",
    "gold", "silver", "navy", "teal", "maroon", "olive", "lime", "aqua", "cyan", "magenta", "fuchsia",
    "crimson", "tomato", "coral", "salmon", "khaki", "ivory", "beige", "linen", "snow", "tan", "orchid", "plum",
    "violet", "indigo", "turquoise", "azure", "lavender", "wheat", "chocolate", "sienna", "peru", "firebrick",
    "darkred", "goldenrod", "cornsilk",
}  # fmt: skip
COLOUR = re.compile(
    r"#[0-9a-fA-F]{3,8}(?![\w-])|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\("
    rf"|(?<![\w-])(?:{'|'.join(sorted(NAMED_COLOURS))})(?![\w-])"
)
RAW = re.compile(r"var\(--(?:\w+-\d{3}|cream)\b")  # a colour of the palette, where a role is wanted
SCRIPT_COLOUR = re.compile(r"""["'`: ](#[0-9a-fA-F]{3,8}["'`; ]|rgba?\(|hsla?\()""")


def page_files(*endings: str) -> list[Path]:
    return [path for path in sources(*endings) if name_of(path).split("/")[0] in FOLDERS]


def lines_of(path: Path) -> Iterator[tuple[str, str]]:
    """(where, line), comments of a style sheet left out."""
    text = without_comments(text_of(path)) if path.suffix == ".css" else text_of(path)
    for number, line in enumerate(text.splitlines(), start=1):
        yield f"{name_of(path)}:{number}", line


def test_lines_are_read_without_scrolling() -> None:
    faults = (
        f"{name_of(path)}:{number}: {len(line)}"
        for path in page_files(".js", ".css")
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if len(line) > WIDEST
    )
    none(faults, f"A line of a script or a style sheet has at most {WIDEST} columns: wrap these:")


def test_a_declaration_has_a_line_of_its_own() -> None:
    crowded = re.compile(r"[{;]\s*[^\s}]")
    faults = (where for path in page_files(".css") for where, line in lines_of(path) if crowded.search(line))
    none(faults, "One declaration a line, and none behind a brace:")


def literal_colours(path: Path) -> list[str]:
    """What of a style sheet's values is a colour itself, or one of the palette's."""
    values = [one.partition(":")[2] for rule in rules(path) for one in rule.declarations]
    return [found[0] for value in values for pattern in (COLOUR, RAW) for found in pattern.finditer(value)]


def test_a_colour_stands_in_the_theme_only() -> None:
    sheets = [path for path in page_files(".css") if name_of(path) not in FOLDERS.values()]
    faults = [f"{name_of(path)}: {colour}" for path in sheets for colour in literal_colours(path)]
    for path in page_files(".js"):
        faults += [f"{where}: {found[1]}" for where, line in lines_of(path) if (found := SCRIPT_COLOUR.search(line))]
    none(faults, f"Give these a role in the theme ({', '.join(FOLDERS.values())}) and say var(--role):")


@pytest.mark.parametrize(
    ("value", "literal"),
    [("#fff", True), ("1px solid rgba(0, 0, 0, 0.3)", True), ("white", True), ("linear-gradient(red, #000)", True),
     ("var(--gold-300)", True), ("var(--line-38)", False), ("nowrap", False), ("url(#silk-edge)", False),
     ("transparent", False), ("currentColor", False)],
)  # fmt: skip
def test_a_colour_is_recognised(value: str, literal: bool) -> None:
    assert bool(COLOUR.search(value) or RAW.search(value)) == literal


def classes_of(folder: str) -> dict[str, set[str]]:
    """class → the style sheets of the folder whose selectors name it."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in page_files(".css"):
        if name_of(path).startswith(f"{folder}/"):
            for rule in rules(path):
                for name in rule.classes:
                    found[name].add(name_of(path))
    return found


def abbreviated(name: str, known: set[str]) -> bool:
    """Whether a class does not say what it is: no component__part--state, a word of one or two letters, or a
    component of three that is neither English (`SHORT`) nor the name of a file."""
    parts = CLASS.fullmatch(name)
    if parts is None:
        return True
    words = [word for part in parts.groups("") for word in re.split(r"[-_]", part) if word]
    first = parts["block"]
    few = len(first) < 4 and first not in known | SHORT
    return few or any(len(word) < 3 and not word.isdigit() for word in words)


@pytest.mark.parametrize("folder", SHARED)
def test_a_class_says_what_it_is(folder: str) -> None:
    known = {path.stem for path in page_files(".js", ".css") if name_of(path).startswith(f"{folder}/")}
    faults = (f".{name} ({', '.join(where)})" for name, where in classes_of(folder).items() if abbreviated(name, known))
    none(faults, "Name these by what they are: component, component__part, component--state:")


@pytest.mark.parametrize(
    ("name", "short"),
    [("wt-frame", True), ("tck", True), ("rk", True), ("rv__score", True), ("judges__of", True), ("tag", False),
     ("ranking__row", False), ("ranking__row--new", False), ("ranking__row--1", False), ("key_visual__title", False),
     ("bug__time", False), ("corner--nw", True), ("Ranking", True)],
)  # fmt: skip
def test_an_abbreviation_is_recognised(name: str, short: bool) -> None:
    assert abbreviated(name, {"bug", "top"}) == short


def test_a_style_sheet_is_named_after_what_it_dresses() -> None:
    """A scene's or an element's sheet stands beside its script; what pages share (css/) beside the shell's (js/)."""
    faults = []
    for path in (path for path in page_files(".css") if name_of(path).split("/")[0] in SHARED):
        shared = path.parent.name == "css"
        script = (path.parent.parent / "js" if shared else path.parent) / f"{path.stem}.js"
        if not script.is_file() and not (shared and path.stem in SHELL):
            faults.append(f"{name_of(path)}: there is no {name_of(script)}")
    none(faults, "One component, one file of styles, named after its script:")


def of_component(rule_classes: tuple[str, ...], name: str) -> bool:
    return any(re.split("__|--", one)[0] == name or one == f"scene--{name}" for one in rule_classes)


def test_a_style_sheet_dresses_its_own_component() -> None:
    faults = (
        f"{name_of(path)}: {rule.selector}"
        for path in page_files(".css")
        if path.parent.name != "css"
        for rule in rules(path)
        if not of_component(rule.classes, path.stem) and not rule.selector.startswith(("html[data-kind", "[data-kind"))
    )
    none(faults, "These rules are another component's: put them into its file, or name its class in them:")


@pytest.mark.parametrize("folder", SHARED)
def test_a_class_of_the_display_has_its_rules_in_one_file(folder: str) -> None:
    """Scenes and overlay elements meet in one page, `/watch`, and one's rules would bend the other's picture."""
    files: dict[str, set[str]] = defaultdict(set)
    for path in page_files(".css"):
        for rule in rules(path):
            if name_of(path).startswith(f"{folder}/") and rule.selector == f".{''.join(rule.classes)}":
                files[rule.selector].add(name_of(path))
    twice = (f"{name}: {', '.join(sorted(places))}" for name, places in files.items() if len(places) > 1)
    none(twice, "These classes have rules in several style sheets: give one of them another name:")


@pytest.mark.parametrize("folder", SHARED)
def test_every_class_that_is_dressed_is_worn(folder: str) -> None:
    """A class that a script puts together (`corner--${place}`) is known by its beginning."""
    texts = "\n".join(text_of(path) for path in page_files(".js", ".html") if name_of(path).startswith(f"{folder}/"))
    words = set(re.findall(r"[\w-]+", texts))
    begun = tuple(re.findall(r"([a-z_]+(?:__|--))\$\{", texts))
    faults = (f".{name}" for name in classes_of(folder) if name not in words and not name.startswith(begun))
    none(faults, "No script and no page names these classes:")


def test_a_style_sheet_that_is_named_exists() -> None:
    known = {path.name for folder in FOLDERS for path in (ROOT / folder).rglob("*.css")}
    faults = (
        f"{name_of(path)}: {name}"
        for path in page_files(".js", ".css", ".html")
        for name in re.findall(r"(?<![\w-])[\w-]+\.css\b", text_of(path))
        if name not in known
    )
    none(faults, "These style sheets are gone; name the ones that are there:")
