"""The form of docstrings: a noun phrase that a search would find, and never a page that is not in the repository."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.source_tree import ROOT, name_of, sources, tree_of

# Where the rule holds, below server/: folders and modules. Add yours when its docstrings obey.
# A command's docstring is the description of a request, and its imperative stands in OpenAPI as it is.
FOLDERS = (
    "answers.py", "app.py", "cli", "clock.py", "director.py", "event_file", "failover.py", "follow.py",
    "follow_page.py", "hall", "journal", "preflight", "private_files.py", "replication", "results", "screens",
    "settings.py", "sign_in", "texts", "web", "wire.py",
    *(f"show/{name}" for name in ("ceremony", "events", "marks", "model", "playout", "views")),
    *(f"show/{name}.py" for name in ("decide", "evolve", "lengths", "roles", "view")),
    "show/commands/registry.py", "show/commands/row.py",
)  # fmt: skip

# A docstring that opens with one of these says something about the thing and not what it is.
CLAUSES = {
    "what", "where", "who", "whom", "whose", "how", "whether", "when", "why", "which", "while", "if", "that", "this",
    "these", "those", "there", "it", "they", "he", "she", "we", "you", "nothing", "everything",
}  # fmt: skip
PREPOSITIONS = {
    "about", "after", "as", "at", "before", "behind", "below", "beside", "between", "beyond", "by", "for", "from", "in",
    "into", "of", "on", "over", "to", "under", "until", "up", "with", "within", "without",
}  # fmt: skip
VERBS = {
    "adds", "asks", "begins", "brings", "calls", "checks", "closes", "comes", "computes", "counts", "cuts", "decides",
    "describes", "does", "ends", "enters", "fails", "fills", "finds", "gets", "gives", "goes", "has", "holds", "is",
    "keeps", "leaves", "lets", "listens", "looks", "makes", "opens", "prints", "puts", "raises", "reads",
    "removes", "returns", "runs", "says", "sees", "sends", "serves", "sets", "shows", "speaks", "starts", "stops",
    "takes", "tells", "turns", "waits", "works", "writes",
}  # fmt: skip
# A verb takes one of these behind it ("prints every fault", "read one row"); a noun never does.
DETERMINERS = {"a", "an", "the", "every", "each", "its", "their", "this", "these", "what", "whether", "how", "one"}
WHOLES = {"all", "both", "half", "only", "not"}  # "all the rows" is a noun phrase
ABSENT_PAGES = re.compile(r"\b(DOMAIN|DESIGN|ANCHORS|HOUSE|STAGECRAFT)\b")


def modules() -> list[Path]:
    wanted = [ROOT / "server" / name for name in FOLDERS]
    return [
        path
        for path in sources(".py")
        if any(path == one or path.is_relative_to(one) for one in wanted) and tree_of(path).body
    ]


def docstrings(path: Path) -> Iterator[tuple[str, str]]:
    """Place and docstring of a module, of its public classes and functions, and of their public methods."""
    tree = tree_of(path)
    yield name_of(path), ast.get_docstring(tree) or ""
    for node in _public(tree):
        yield f"{name_of(path)}:{node.lineno} {node.name}", ast.get_docstring(node) or ""
        for method in _public(node) if isinstance(node, ast.ClassDef) else ():
            yield f"{name_of(path)}:{method.lineno} {node.name}.{method.name}", ast.get_docstring(method) or ""


def _public(
    node: ast.Module | ast.ClassDef,
) -> list[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    kinds = ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef
    return [inner for inner in node.body if isinstance(inner, kinds) and not inner.name.startswith("_")]


def fault_of(docstring: str) -> str:
    """What is wrong with the opening of a docstring, or ""."""
    if docstring.startswith("`"):  # it opens with the thing's own name
        return ""
    words = [word.strip(".,:;()“”").casefold() for word in docstring.split()[:2]]
    first, second = (*words, "", "")[:2]
    if first in CLAUSES | PREPOSITIONS | VERBS:
        return f"opens with “{first}”"
    if second in DETERMINERS and first not in WHOLES and not re.search(r"[:,;.]$", docstring.split()[0]):
        return f"“{first} {second}” is a verb and its object"
    return ""


def test_every_docstring_opens_with_a_noun_phrase() -> None:
    known = ((place, fault_of(text)) for path in modules() for place, text in docstrings(path) if text)
    faults = [f"{place}: {fault}" for place, fault in known if fault]
    if faults:
        mend = "A docstring opens with a noun phrase that a search would find (“Trimmed mean of …”):"
        pytest.fail("\n  ".join([mend, *faults]), pytrace=False)


def test_every_module_has_a_docstring() -> None:
    assert not [name_of(path) for path in modules() if not ast.get_docstring(tree_of(path))]


def test_no_comment_cites_a_page_that_is_not_in_the_repository() -> None:
    faults = [
        f"{name_of(path)}:{number}"
        for path in modules()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if ABSENT_PAGES.search(line)
    ]
    assert not faults


@pytest.mark.parametrize(
    ("docstring", "good"),
    [
        ("Reader of an event folder: event.toml and its table.", True), ("The rows of a sheet.", True),
        ("Words of the refusals.", True), ("`/import`: a newer table.", True), ("All the rows that stand.", True),
        ("What an event file says.", False), ("Prints every fault of an event.", False), ("Read one row.", False),
        ("Where a sheet comes from.", False), ("From a row as typed to an entry.", False), ("Makes sure that.", False),
    ],
)  # fmt: skip
def test_a_noun_phrase_is_known_from_a_clause(docstring: str, good: bool) -> None:
    assert (fault_of(docstring) == "") == good
