"""README, handbook and documents say what the program does: a setting, key, command, page, button or file that
one of them has wrong fails here."""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from server.cli.main import SAMPLE, _parser
from server.event_file.reader import read_event
from server.settings import OPTIONS
from server.show.playout.air import GO_GUARD
from server.web.addresses import page_addresses
from server.web.help_page import FOLDER
from tests.support.server_process import PATIENCE, Server
from tests.support.source_tree import ROOT, name_of, sources

DOCUMENTS = {name_of(path): path.read_text(encoding="utf-8")
             for path in (ROOT / "README.md", *sources(".md"))}  # fmt: skip
README = DOCUMENTS["README.md"]
HANDBOOKS = {lang: (FOLDER / f"handbook.{lang}.md").read_text(encoding="utf-8") for lang in ("zh", "en")}
MAX_LINES = 200
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
HAN = r"[\u3001-\u303f\u4e00-\u9fff\uff00-\uffef]"
CAPS = {
    " ": "Space", "Escape": "Esc", "ArrowUp": "↑", "ArrowDown": "↓", "ArrowLeft": "←", "ArrowRight": "→",
    "PageDown": "PgDn", "PageUp": "PgUp", "-": "−",
}  # fmt: skip


def table(text: str, chapter: str) -> list[list[str]]:
    """The rows of the table in a chapter, without its heading."""
    found = text.split(f"\n## {chapter}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("|").split("|") for line in found.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= MAX_LINES, "move what is not for a technician beside what it describes"


def test_the_settings_table_is_the_programs_own() -> None:
    wanted = [[f"`{one.name}`", one.unit, one.default, one.doc] for one in OPTIONS]
    lines = "\n".join(f"| {' | '.join(row)} |" for row in wanted)
    rarer = (ROOT / "server" / "web" / "README.md").read_text(encoding="utf-8")
    listed = table(README, "Settings") + table(rarer, "Settings")
    assert sorted(listed) == sorted(wanted), f"README.md and server/web/README.md should have:\n{lines}"


@pytest.mark.parametrize(
    ("text", "chapter"),
    [(README, "The keys"), (HANDBOOKS["zh"], "按键"), (HANDBOOKS["en"], "The keys")],
    ids=["README", "zh", "en"],
)
def test_every_key_of_the_panel_is_listed(text: str, chapter: str) -> None:
    script = (ROOT / "control" / "js" / "panel" / "keys.js").read_text(encoding="utf-8")
    keys = re.findall(r'^  \["(.+?)", "\w+"\],$', script, re.MULTILINE)
    wanted = {CAPS.get(key, key.upper() if len(key) == 1 else key) for key in keys}
    listed = {cap for row in table(text, chapter) for cap in row[0].split(", ")}
    assert keys
    assert listed == wanted


def test_every_page_of_the_sample_event_is_listed() -> None:
    listed = {row[0].strip("`") for row in table(README, "What is where")}
    assert listed == {"/", "/help", *(place.path for place in page_addresses(read_event(SAMPLE).outputs))}


LINKS = [(name, target) for name, text in DOCUMENTS.items() for target in re.findall(r"\]\(([^):]+)\)", text)]


@pytest.mark.parametrize(("document", "target"), LINKS)
def test_links_lead_somewhere(document: str, target: str) -> None:
    assert (ROOT / document).parent.joinpath(target).is_file()


def test_documents_that_are_named_are_there() -> None:
    """No text of ours names a document that its reader does not have, README and code included."""
    texts = DOCUMENTS | {name_of(path): path.read_text(encoding="utf-8")
                         for path in sources(".py", ".js", ".css", ".html")}  # fmt: skip
    named = {(place, one) for place, text in texts.items() for one in re.findall(r"\b[\w/-]+\.md\b", text)}
    known = [f"/{name}" for name in DOCUMENTS]
    assert not {(place, one) for place, one in named if not any(name.endswith(f"/{one}") for name in known)}
    del texts["tests/test_words.py"]  # its own examples of what is not to be said
    assert not [place for place, text in texts.items() if re.search(r"\b(DOMAIN|DESIGN|HOUSE)\b,? (sec|\d)", text)]


def test_make_targets_that_are_named_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for text in DOCUMENTS.values():
        for target in re.findall(r"`make (\w+)`", text):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def commands() -> list[tuple[str, str]]:
    """Every `limelight …` in the code of a document, with the document's name."""
    found = []
    for name, text in DOCUMENTS.items():
        lines = [line for _, block in FENCED.findall(text) for line in block.splitlines()]
        spans = re.findall(r"`([^`\n]+)`", FENCED.sub("", text))
        said = (re.search(r"\blimelight ([a-z][^#)`]*)", one) for one in (*lines, *spans))
        found += [(name, one[1].strip()) for one in said if one]
    return found


@pytest.mark.parametrize(("document", "command"), commands())
def test_commands_that_are_named_are_there(document: str, command: str) -> None:
    parser = _parser()
    [action] = (one for one in parser._actions if isinstance(one, argparse._SubParsersAction))
    name, *words = shlex.split(command)
    assert name in action.choices
    flags = {flag for option in action.choices[name]._actions for flag in option.option_strings}
    assert {word for word in words if word.startswith("--")} <= flags


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_line_ends_inside_a_chinese_sentence(document: str) -> None:
    """A browser draws the end of a line in Markdown as a space, which Chinese has not."""
    text = FENCED.sub("", DOCUMENTS[document])
    assert not re.search(rf"{HAN}\n *(?![#|>*+-] ?|\d+\. ){HAN}", text)


def on_screens() -> str:
    """The source of everything that people read on our pages."""
    scripts = [path for path in sources(".js") if "control/js" in path.as_posix()]
    pages = [path for path in sources(".html") if "control/pages" in path.as_posix()]
    texts = [ROOT / "server" / "texts" / "refusals.py"]
    return "\n".join(path.read_text(encoding="utf-8") for path in (*scripts, *pages, *texts))


@pytest.mark.parametrize(("lang", "quoted"), [("zh", "「([^」]+)」"), ("en", r"(?<!\*)\*([^*\n]+)\*(?!\*)")])
def test_buttons_that_the_handbook_names_are_there(lang: str, quoted: str) -> None:
    screens = on_screens()
    named = set(re.findall(quoted, HANDBOOKS[lang]))
    assert len(named) > 40
    assert not {one for one in named if not re.search(rf"""["'>]{re.escape(one)}["'<:：，（]""", screens)}


def test_the_line_for_scripts_works_each_time(tmp_path: Path) -> None:
    """A technician copies it, presses arrow up and Enter, and something has to happen again."""
    if not shutil.which("curl"):
        pytest.skip("there is no curl here")
    [block] = (block for _, block in FENCED.findall(README) if "curl" in block)
    (tmp_path / "data").mkdir()
    server = Server(tmp_path / "data").start()
    try:
        line = block.replace("http://localhost:8000", server.url()).replace("my-final", f"--data {tmp_path / 'data'}")
        program = f'limelight() {{ {sys.executable} -m server "$@"; }}\n{line}'
        programs = os.environ | {"PYTHONPATH": str(ROOT)}
        answers = []
        for _ in range(2):
            done = subprocess.run(["sh", "-c", program], capture_output=True, text=True, env=programs, timeout=PATIENCE)
            answers.append(done.stdout)
            time.sleep(2 * GO_GUARD / 1000)
    finally:
        server.stop()
    assert all('"type":"ack"' in one for one in answers)
    assert answers[0] != answers[1]
