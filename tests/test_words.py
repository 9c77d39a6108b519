"""Words of the house: plain, standard English in names, comments and docstrings, as a test with the mend."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.source_tree import ROOT, name_of, sources, text_of, tree_of

FOLDERS = ("server", "tests")
TEXTS = "server/show/commands"  # a command's docstring is a text for people: OpenAPI shows it

# What is not said, and what is said instead. Names are split at their underscores and capitals, so that
# `reckon` is found in `reckoned_on` and `ReckonedMark`; an upper-case word is looked for as it is written.
BANNED_WORDS = {
    r"\breckon\w*": "compute",
    r"\banew\b": "again",
    r"\bwhoever\b": "a person that, a client that",
    r"\bin one breath\b": "coalesced, in one message",
    r"\btrembl\w+": "jitters",
    r"\bby and by\b": "in chunks",
    r"\bow(e|es|ed|ing)\b": "needs_snapshot, request_snapshot",
    r"\bfarther down\b": "below",
    r"\bfirst words\b": "RequestSniffer",
    r"\barrival\b": "UpgradeProtocol",
    r"(?-i:\bMOST [A-Z])": "MAX_…",
    r"(?-i:\bLONGEST [A-Z])": "MAX_…",
    r"(?-i:\bLEAST [A-Z])": "MIN_…",
    r"(?-i:\b(DOMAIN|DESIGN|STAGECRAFT|ANCHORS|MEASURED|HOUSE)\b(?! [A-Z]))": "the rule itself and its public source",
}


def files() -> list[Path]:
    return [
        path
        for path in sources(".py")
        if any(path.is_relative_to(ROOT / folder) for folder in FOLDERS) and path != Path(__file__)
    ]


def words_of(text: str) -> str:
    """Words of an identifier or a text: `_reckonedOn` and `reckoned_on` → `reckoned on`, `MAX_ROWS` → `MAX ROWS`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    return re.sub(r"[_\s]+", " ", spaced).strip()


def spoken(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every identifier, comment and docstring of a Python file."""
    for token in tokenize.generate_tokens(io.StringIO(text_of(path)).readline):
        if token.type in (tokenize.NAME, tokenize.COMMENT):
            yield token.start[0], token.string
    for node in ast.walk(tree_of(path)) if name_of(path.parent) != TEXTS else ():
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield getattr(node, "lineno", 1), ast.get_docstring(node) or ""


def faults_of(text: str) -> list[str]:
    """Banned words in a text, each with what to say instead."""
    words = words_of(text)
    known = ((re.search(pattern, words, re.IGNORECASE), mend) for pattern, mend in BANNED_WORDS.items())
    return [f"“{match[0]}”: say {mend}" for match, mend in known if match]


def test_words_of_the_house() -> None:
    faults = {
        f"{name_of(path)}:{line} {fault}"
        for path in files()
        for line, text in spoken(path)
        for fault in faults_of(text)
    }
    if faults:
        mend = "The house says it in the field's standard words:"
        pytest.fail("\n  ".join([mend, *sorted(faults)]), pytrace=False)


@pytest.mark.parametrize(
    "text",
    [
        "reckoned_on", "ReckonedMark", "# all begin anew", "test_whoever_saw_it", "a clock that trembles", "_owed",
        "owe", "MOST_ROWS", "LONGEST_NAME", "LEAST_LEAD", "FirstWords", "Arrival", "sent in one\n breath",
        "DOMAIN 2.4.6", "the crowd by and by", "farther down",
    ],
)  # fmt: skip
def test_a_banned_word_is_found(text: str) -> None:
    assert faults_of(text)


@pytest.mark.parametrize("text", ["MAX_ROWS", "MIN_LEAD", "the most rows", "at least", "power", "computed", "domain"])
def test_a_good_word_is_left_alone(text: str) -> None:
    assert not faults_of(text)
