"""Every refusal has its words in Chinese and English, and they can always be filled."""

from __future__ import annotations

import ast
import string
from collections import defaultdict
from collections.abc import Iterator

from server.texts import refusals
from server.texts.say import LANGS
from tests.support.source_tree import ROOT, text_of, tree_of

SHOW = sorted((ROOT / "server").rglob("*.py"))


def raised() -> Iterator[tuple[str, str, set[str]]]:
    """Where `Refused(code, …)` is written, the code, and the words' parameters given with it."""
    for path in SHOW:
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Refused":
                place = f"{path.relative_to(ROOT)}:{node.lineno}"
                code = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else ""
                assert code, f"{place}: write the code out, so that its words can be found"
                given = {one.arg or "**" for one in node.keywords} - {"now"}
                yield place, str(code), given


def test_refusals_are_found_at_all() -> None:
    assert len({code for _, code, _ in raised()}) > 25


def test_every_code_has_words_in_both_languages() -> None:
    faults = [f"{place} {code}" for place, code, _ in raised() if code not in refusals.WORDS]
    assert not faults
    for code, pair in refusals.WORDS.items():
        assert len(pair) == len(LANGS) and all(pair), code
        assert any("\u4e00" <= one <= "\u9fff" for one in pair[0]), f"{code}: the first is Chinese"
        assert not any("\u4e00" <= one <= "\u9fff" for one in pair[1]), f"{code}: the second is English"


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_place_that_refuses_gives_what_its_words_need() -> None:
    faults = [
        f"{place} {code}: {placeholders(text) - given} missing"
        for place, code, given in raised()
        for text in refusals.WORDS.get(code, ())
        if "**" not in given and not placeholders(text) <= given
    ]
    assert not faults


def test_both_languages_tell_the_same() -> None:
    for code, (chinese, english) in refusals.WORDS.items():
        assert placeholders(chinese) == placeholders(english), code


def test_no_words_are_kept_for_a_code_that_nobody_raises() -> None:
    used: dict[str, int] = defaultdict(int)
    for _, code, _ in raised():
        used[code] += 1
    elsewhere = "".join(text_of(path) for path in SHOW if path != ROOT / "server/texts/refusals.py")
    assert not [code for code in refusals.WORDS if not used[code] and f'"{code}"' not in elsewhere]
