"""The README says what the program does: a setting, a key or a file that it has wrong fails here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from server.cli.main import SAMPLE
from server.event_file.reader import read_event
from server.settings import OPTIONS
from server.web.addresses import page_addresses

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def table(chapter: str) -> list[list[str]]:
    """The rows of the table in a chapter, without its heading."""
    text = README.split(f"\n## {chapter}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_the_settings_table_is_the_programs_own() -> None:
    wanted = [[f"`{one.name}`", one.unit, one.default, one.doc] for one in OPTIONS]
    lines = "\n".join(f"| {' | '.join(row)} |" for row in wanted)
    assert table("Settings") == wanted, f"The table in README.md should be:\n{lines}"


def test_every_key_of_the_panel_is_listed() -> None:
    script = (ROOT / "control" / "js" / "panel" / "keys.js").read_text(encoding="utf-8")
    keys = re.findall(r'^  \["(.+?)", "\w+"\],$', script, re.MULTILINE)
    caps = {
        " ": "Space", "Escape": "Esc", "ArrowUp": "↑", "ArrowDown": "↓", "ArrowLeft": "←", "ArrowRight": "→",
        "PageDown": "PgDn", "PageUp": "PgUp", "-": "−",
    }  # fmt: skip
    wanted = {caps.get(key, key.upper() if len(key) == 1 else key) for key in keys}
    listed = {cap for row in table("The keys") for cap in row[0].split(", ")}
    assert keys
    assert listed == wanted


def test_every_page_of_the_sample_event_is_listed() -> None:
    listed = {row[0].strip("`") for row in table("What is where")}
    assert listed == {"/", *(place.path for place in page_addresses(read_event(SAMPLE).outputs))}


@pytest.mark.parametrize("target", re.findall(r"\]\(([^):]+)\)", README))
def test_links_lead_somewhere(target: str) -> None:
    assert (ROOT / target).is_file()


def test_make_targets_that_are_named_are_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make (\w+)`", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
