"""The project's own source files, as the tidy test reads them: Python by its syntax tree, JavaScript
by its indentation (two spaces, one closing brace a function), which is enough to measure it."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOREIGN = {"vendor", "fonts", "samples", "pictures", "__pycache__", "node_modules"}


@dataclass(frozen=True, slots=True)
class Function:
    """A function somewhere: where, its name, its length in lines, its body without the docstring."""

    place: str
    name: str
    length: int
    body: str


@cache
def sources(*endings: str) -> tuple[Path, ...]:
    """The files with one of these endings that people write here, none of those that others wrote."""
    folders = [ROOT / name for name in ("server", "display", "control", "tests")]
    found = (path for folder in folders for path in folder.rglob("*") if path.suffix in endings)
    return tuple(sorted(path for path in found if not FOREIGN.intersection(path.relative_to(ROOT).parts)))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(text_of(path), filename=str(path))


def module_of(path: Path) -> str:
    """`server/show/model.py` → `server.show.model`."""
    name = name_of(path).removesuffix(".py").replace("/", ".")
    return name.removesuffix(".__init__")


def python_imports(path: Path) -> set[str]:
    """The modules that a Python file imports anywhere in it, `from server.show import words` as
    `server.show.words` where that is a module."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if is_module(inner) else node.module)
    return found


def is_module(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()


_JS_IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'`](\.{1,2}/[^"'`$]+|/static/[^"'`$]+)["'`]""")


def script_imports(path: Path) -> set[Path]:
    """The files that a JavaScript module imports by a plain address."""
    found = set()
    for address in _JS_IMPORT.findall(text_of(path)):
        static = address.startswith("/static/")
        found.add((ROOT / address.removeprefix("/static/") if static else path.parent / address).resolve())
    return found


_PUT_TOGETHER = re.compile(r"""["`](?:\{\{ static \}\}/)?([^"`<>\n]*(?:\$\{|\{\{)[^"`<>\n]*\.(?:js|css))["`]""")


def put_together() -> Iterator[str]:
    """Patterns of the addresses that scripts and templates make up, as regular expressions."""
    for path in sources(".js", ".html"):
        for address in _PUT_TOGETHER.findall(text_of(path)):
            whole = posixpath.join(name_of(path.parent), address) if address.startswith(".") else address
            fixed = re.split(r"\$\{.*?\}|\{\{.*?\}\}", posixpath.normpath(whole))
            yield r"[\w-]+".join(map(re.escape, fixed))


def python_functions() -> Iterator[Function]:
    for path in sources(".py"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                place = f"{name_of(path)}:{node.lineno}"
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                yield Function(place, node.name, length, "\n".join(ast.dump(one) for one in body))


_JS_FUNCTION = re.compile(
    r"^(?P<indent> *)(?:export )?(?:default )?(?:static )?(?:async )?"
    r"(?:function\*? *(?P<name>\w*)|const (?P<arrow>\w+) = (?:async )?(?=\(|\w+ =>)|(?P<method>[\w#]+)(?=\())"
    r".*\{$"
)
_JS_BLOCKS = {"if", "for", "while", "switch", "catch", "with", "else", "return", "describe", "test"}


def script_functions() -> Iterator[Function]:
    for path in sources(".js"):
        lines = text_of(path).splitlines()
        for number, line in enumerate(lines):
            found = _JS_FUNCTION.match(line)
            name = found and (found["name"] or found["arrow"] or found["method"] or "default")
            if not found or name in _JS_BLOCKS:
                continue
            close = found["indent"] + "}"
            last = next((n for n in range(number + 1, len(lines)) if lines[n].startswith(close)), number)
            body = "\n".join(one.strip() for one in lines[number + 1 : last])
            yield Function(f"{name_of(path)}:{number + 1}", str(name), last - number + 1, body)


def names_defined(path: Path) -> Iterator[tuple[int, str]]:
    """Every name that a file gives: functions, classes, arguments, variables, attributes."""
    if path.suffix == ".py":
        yield from _python_names(path)
    else:
        for number, line in enumerate(text_of(path).splitlines(), start=1):
            for found in re.finditer(r"\b(?:const|let|var|function|class)\s+([A-Za-z_$][\w$]*)", line):
                yield number, found[1]


def _python_names(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree_of(path)):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.lineno, node.name
            case ast.arg():
                yield node.lineno, node.arg
            case ast.Name(ctx=ast.Store()):
                yield node.lineno, node.id
            case ast.Attribute(ctx=ast.Store()):
                yield node.lineno, node.attr
