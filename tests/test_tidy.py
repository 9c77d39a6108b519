"""The shape of the house (see the project's design), as a test that names the mend.

A rule stands here when people kept it by hand before: directions of imports, one test file per
module, small files, small functions, nothing written twice, no dead files, one word for one thing.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.support.source_tree import (
    ROOT,
    module_of,
    name_of,
    names_defined,
    put_together,
    python_functions,
    python_imports,
    script_functions,
    script_imports,
    sources,
    text_of,
    tree_of,
)

MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 50
SAME_BODY = 240  # characters of syntax tree: about three statements

MAX_MODULES = 25  # in one folder

# Floors of the house, from the ground up, by the names of folders (and of the modules beside them). A module
# imports from the floors below its own and from its own folder, never from another folder of its floor.
FLOORS: tuple[tuple[str, ...], ...] = (
    ("settings", "clock", "private_files"),
    ("show/model",),
    ("show/commands", "show/events"),
    ("show/lengths", "show/memo", "show/roles"),
    ("show/marks",),
    ("show/ceremony",),
    ("show/playout",),
    ("show/views",),
    ("show/decide", "show/evolve"),
    ("show/view",),
    ("texts", "wire"),
    ("event_file", "screens", "journal", "sign_in"),
    ("results", "replication", "preflight"),
    ("answers",),
    ("director",),
    ("web",),
    ("hall",),
    ("failover", "follow", "follow_page"),
    ("app",),
    ("cli",),
    ("__main__",),
)

IMPURE = {
    "asyncio", "http", "io", "logging", "os", "pathlib", "random", "secrets", "shutil", "signal",
    "socket", "sqlite3", "subprocess", "tempfile", "threading", "time", "urllib", "uuid",
}  # fmt: skip
IMPURE_CALLS = {"open", "print", "input", "now", "utcnow", "today"}

BANNED = {
    "data", "item", "items", "manager", "util", "utils", "helper", "helpers", "handler", "channel",
    "status",
}  # fmt: skip


def none(faults: Iterable[str], mend: str) -> None:
    """Fails with every fault and the way to mend them."""
    found = sorted(set(faults))
    if found:
        pytest.fail(f"{mend}\n" + "\n".join(f"  {fault}" for fault in found), pytrace=False)


def server_modules() -> list[Path]:
    return [path for path in sources(".py") if path.is_relative_to(ROOT / "server") and path.stem != "__init__"]


def room_of(module: str) -> str:
    """The folder of a module of the server, or the module itself where it stands beside the folders:
    `server.screens.hub` → `screens`, `server.show.marks.ties` → `show/marks`, `server.wire` → `wire`."""
    names = module.split(".")[1:]
    return "/".join(names[:2] if names[:1] == ["show"] else names[:1])


def floor_of(room: str) -> int | None:
    return next((number for number, rooms in enumerate(FLOORS) if room in rooms), None)


def test_every_room_of_the_server_is_on_a_floor() -> None:
    homeless = {room_of(module_of(path)) for path in server_modules()} - {room for rooms in FLOORS for room in rooms}
    none(homeless, "Put these where they belong; a new folder gets its floor in FLOORS (tests/test_tidy.py):")


def test_imports_only_point_downwards() -> None:
    faults = []
    for path in server_modules():
        own = room_of(module_of(path))
        for target in python_imports(path):
            other = room_of(target)
            below, here = floor_of(other), floor_of(own)
            if not target.startswith("server.") or below is None or here is None or other == own:
                continue
            if below >= here:
                faults.append(f"{name_of(path)} ({own}) imports {target} ({other})")
    none(faults, "Imports point down the floors, never sideways; pass the value in, or move the idea down:")


def test_no_folder_is_a_warehouse() -> None:
    modules: dict[str, int] = defaultdict(int)
    for path in server_modules():
        modules[name_of(path.parent)] += 1
    full = (f"{folder}: {count} modules" for folder, count in modules.items() if count > MAX_MODULES)
    none(full, f"A folder holds one subject in at most {MAX_MODULES} modules: give a part of it a folder:")


def test_the_show_is_pure() -> None:
    faults = []
    for path in server_modules():
        if not path.is_relative_to(ROOT / "server" / "show"):
            continue
        for target in python_imports(path):
            top = target.split(".")[0]
            inside = target == "server.show" or target.startswith("server.show.")
            if not inside and (top not in sys.stdlib_module_names or top in IMPURE):
                faults.append(f"{name_of(path)} imports {target}")
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.AsyncFunctionDef | ast.Await):
                faults.append(f"{name_of(path)}:{node.lineno} is async")
            if isinstance(node, ast.Call) and _called(node) in IMPURE_CALLS:
                faults.append(f"{name_of(path)}:{node.lineno} calls {_called(node)}()")
    none(faults, "server/show has no clock, no I/O, no async, no log: do this in the director or an adapter:")


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def test_only_settings_reads_the_environment() -> None:
    reads = re.compile(r"\b(os\.environ|os\.getenv|getenv\(|environb)")
    faults = (
        f"{name_of(path)}:{number}"
        for path in server_modules()
        if path.name != "settings.py"
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if reads.search(line)
    )
    none(faults, "Only server/settings.py reads the environment: add an Option there and pass the value in:")


def test_scripts_import_in_one_direction() -> None:
    faults = []
    for path in sources(".js"):
        own = name_of(path)
        for target in script_imports(path):
            other = target.relative_to(ROOT).as_posix() if target.is_relative_to(ROOT) else str(target)
            if not target.is_file():
                faults.append(f"{own} imports {other}, which is not there")
            elif own.startswith("display/") and other.startswith("control/"):
                faults.append(f"{own} imports {other}: the display knows nothing of the panel")
            elif own.startswith("display/js/") and other.startswith("display/scenes/"):
                faults.append(f"{own} imports {other}: the shell finds scenes by their name")
    none(faults, "JavaScript imports point one way: pure ← shell ← scenes ← pages, never display → control:")


def test_one_test_file_per_module() -> None:
    faults = []
    for path in server_modules():
        inner = path.relative_to(ROOT / "server")
        wanted = ROOT / "tests" / inner.parent / f"test_{inner.stem}.py"
        if _decides(path) and inner.stem != "__main__" and not wanted.is_file():
            faults.append(f"{name_of(path)} wants {name_of(wanted)}")
    faults += [f"{name_of(path)} wants {_script_test(path)}" for path in _pure_scripts() if not _has_test(path)]
    none(faults, "One test file per module, in the same place under tests/ (scripts that need no page: tests/js):")


def _pure_scripts() -> list[Path]:
    """Scripts that Node can run: those that touch no page. The others are tested in the browser."""
    page = re.compile(r"\b(document|window|HTMLElement|customElements|navigator|location|getComputedStyle)\b|\bh\(")
    return [
        path
        for path in sources(".js")
        if path.parent.name == "js" and not path.is_relative_to(ROOT / "tests") and not page.search(text_of(path))
    ]


def _script_test(path: Path) -> str:
    """`display/js/clock.js` → `tests/js/clock.test.js`; `tests/js/control/…` where two have one name."""
    return f"tests/js/{path.stem}.test.js (or tests/js/{name_of(path).split('/')[0]}/{path.stem}.test.js)"


def _has_test(path: Path) -> bool:
    tests = (one for one in sources(".js") if one.name == f"{path.stem}.test.js")
    return any(path in script_imports(one) for one in tests)


def _decides(path: Path) -> bool:
    """Whether there is a function to test: a module of plain declarations needs no test of its own."""
    functions = (node for node in ast.walk(tree_of(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return any(not node.name.startswith("__") for node in functions)


def test_files_are_short() -> None:
    counted = ((path, text_of(path).count("\n")) for path in sources(".py", ".js", ".css", ".html"))
    faults = (f"{name_of(path)}: {lines} lines" for path, lines in counted if lines > MAX_FILE_LINES)
    none(faults, f"Files hold one noun in at most {MAX_FILE_LINES} lines: split these by noun:")


def test_functions_are_short() -> None:
    found = (*python_functions(), *script_functions())
    faults = (f"{one.place} {one.name}: {one.length} lines" for one in found if one.length > MAX_FUNCTION_LINES)
    none(faults, f"Functions have at most {MAX_FUNCTION_LINES} lines: give the steps of these names:")


def test_nothing_is_written_twice() -> None:
    bodies: dict[str, list[str]] = defaultdict(list)
    for one in (*python_functions(), *script_functions()):
        if len(one.body) > SAME_BODY:
            bodies[one.body].append(f"{one.place} {one.name}")
    twice = (" = ".join(places) for places in bodies.values() if len(places) > 1)
    none(twice, "These functions have the same body: keep one, where both can import it:")


def test_no_banned_names() -> None:
    faults = []
    for path in sources(".py", ".js", ".css", ".html"):
        if _last_word(path.stem) in BANNED:
            faults.append(f"{name_of(path)}: the file")
        if path.suffix in (".py", ".js"):
            named = ((line, name) for line, name in names_defined(path) if _last_word(name) in BANNED)
            faults += [f"{name_of(path)}:{line} {name}" for line, name in named]
    none(faults, "These names say nothing; say which (entry, row, line, place, code, message …):")


def _last_word(name: str) -> str:
    words = re.findall(r"[A-Za-z][a-z]*|[A-Z]+(?![a-z])", name)
    return words[-1].lower() if words else ""


def test_no_dead_files() -> None:
    none([*_dead_python(), *_dead_pages()], "Nothing uses these files; use them or remove them:")


def _dead_python() -> list[str]:
    used = {target for path in sources(".py") for target in python_imports(path) if target != module_of(path)}
    # What the bench measures beside us is run by its name.
    run = re.compile(r"(^|/)(test_\w+|conftest|__main__|__init__|rivals/\w+)\.py$")
    makefile = text_of(ROOT / "Makefile")
    return [
        name_of(path)
        for path in sources(".py")
        if module_of(path) not in used and not run.search(name_of(path)) and module_of(path) not in makefile
    ]


def _dead_pages() -> list[str]:
    """A page's files are named in an import, a link or a template, or an address is put together for
    them (`../scenes/${scene}.js`) and their word is one that the program knows."""
    texts = {path: text_of(path) for path in sources(".py", ".js", ".css", ".html")}
    made = re.compile("|".join(put_together()))
    dead = []
    for path in sources(".js", ".css", ".html"):
        if path.is_relative_to(ROOT / "tests") and path.name.endswith(".test.js"):
            continue
        words = [path.name, f'"{path.stem}"'] if made.fullmatch(name_of(path)) else [path.name]
        if not any(word in text for other, text in texts.items() if other != path for word in words):
            dead.append(name_of(path))
    return dead
